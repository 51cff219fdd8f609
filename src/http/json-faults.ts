// Finds the first thing wrong with a JSON text, for the error message only: JSON.parse has refused the
// text already, or found fewer keys than it holds.
import { pointerTo } from '../errors.ts';

export type TextFault = { offset: number; expected: string } | { pointer: string };

interface Frame {
  /** Undefined in an array. */
  keys: Set<string> | undefined;
  /** The key or index of the value being read. */
  at: string | number;
}

const space = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON strings must not hold them raw.
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** The first fault of `text`: where a token is wrong, or the pointer of a key that stands twice. */
export function locateFault(text: string): TextFault | undefined {
  return new Reader(text).read();
}

class Reader {
  readonly #text: string;
  #offset = 0;
  readonly #stack: Frame[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  read(): TextFault | undefined {
    for (;;) {
      const fault = this.#value();
      if (fault === 'opened') continue;
      if (fault !== undefined) return fault;
      const end = this.#afterValue();
      if (end !== 'next') return end;
    }
  }

  /** One value, or the opening of a container that is not empty. */
  #value(): TextFault | 'opened' | undefined {
    this.#skip(space);
    const character = this.#text[this.#offset];
    if (character === '[' || character === '{') {
      this.#offset += 1;
      this.#skip(space);
      if (this.#text[this.#offset] === (character === '[' ? ']' : '}')) {
        this.#offset += 1;
        return undefined;
      }
      this.#stack.push({ keys: character === '{' ? new Set() : undefined, at: 0 });
      return (character === '{' ? this.#key() : undefined) ?? 'opened';
    }
    if (character === '"') {
      return this.#skip(string)
        ? undefined
        : this.#fault(
            'a string that does not end or holds a raw control character or a wrong escape begins',
          );
    }
    if (this.#skip(scalar)) return undefined;
    return this.#fault(
      character === undefined ? 'it ends where a value is expected' : 'a value is expected',
    );
  }

  #key(): TextFault | undefined {
    this.#skip(space);
    const start = this.#offset;
    if (!this.#skip(string)) return this.#fault('a key in double quotes is expected');
    const key = JSON.parse(this.#text.slice(start, this.#offset)) as string;
    const frame = this.#stack.at(-1) as Frame & { keys: Set<string> };
    frame.at = key;
    if (frame.keys.has(key)) {
      return { pointer: this.#stack.reduce((pointer, { at }) => pointerTo(pointer, at), '') };
    }
    frame.keys.add(key);
    this.#skip(space);
    if (this.#text[this.#offset] !== ':') return this.#fault('`:` is expected');
    this.#offset += 1;
    return undefined;
  }

  /** The comma or the closings after a value; undefined at the end of a text without fault. */
  #afterValue(): TextFault | 'next' | undefined {
    for (;;) {
      this.#skip(space);
      const frame = this.#stack.at(-1);
      const character = this.#text[this.#offset];
      if (frame === undefined) {
        return character === undefined ? undefined : this.#fault('the end is expected');
      }
      const closing = frame.keys === undefined ? ']' : '}';
      if (character === ',') {
        this.#offset += 1;
        if (frame.keys !== undefined) return this.#key() ?? 'next';
        frame.at = (frame.at as number) + 1;
        return 'next';
      }
      if (character !== closing) return this.#fault(`\`,\` or \`${closing}\` is expected`);
      this.#offset += 1;
      this.#stack.pop();
    }
  }

  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#offset;
    const match = pattern.exec(this.#text);
    if (match === null) return false;
    this.#offset += match[0].length;
    return true;
  }

  #fault(expected: string): TextFault {
    return { offset: this.#offset, expected };
  }
}
