// Reads a JSON body strictly: valid UTF-8, no key twice, bounded depth, no number beyond the range of
// a double. JSON.parse does the work; this adds what it lets through and says where a fault is.
import { isUtf8 } from 'node:buffer';
import { ApiError, type Fault, invalid, maxFaults, pointerTo } from '../errors.ts';
import { locateFault } from './json-faults.ts';

/** Containers inside one another; the deepest body the API knows is far below. */
export const maxDepth = 32;

/** 400 for what is not JSON (with the line and column), 422 for what no field could mean. */
export function parseJson(body: Buffer): unknown {
  if (!isUtf8(body)) throw new ApiError('malformed-body', 'the body is not valid UTF-8');
  const members = checkDepth(body);
  const hasMark = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf;
  const text = body.toString('utf8', hasMark ? 3 : 0);
  if (text.trim() === '')
    throw new ApiError('malformed-body', 'the body is empty; JSON is expected');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw malformed(text, error);
  }
  const walk: Walk = { members: 0, faults: [] };
  visit(value, '', walk);
  if (walk.members !== members) throw malformed(text, undefined);
  if (walk.faults.length > 0) throw invalid(walk.faults);
  return value;
}

/** Refuses deep nesting before anything is built of it; returns the number of `key: value` pairs. */
function checkDepth(body: Buffer): number {
  let depth = 0;
  let members = 0;
  for (let i = 0; i < body.length; i += 1) {
    switch (body[i]) {
      case 0x22: // "
        i = endOfString(body, i);
        break;
      case 0x3a: // :
        members += 1;
        break;
      case 0x5b: // [
      case 0x7b: // {
        depth += 1;
        if (depth > maxDepth) {
          throw new ApiError('malformed-body', `the body is nested more than ${maxDepth} deep`);
        }
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth -= 1;
        break;
    }
  }
  return members;
}

function endOfString(body: Buffer, start: number): number {
  let i = start + 1;
  while (i < body.length && body[i] !== 0x22) i += body[i] === 0x5c ? 2 : 1;
  return i;
}

interface Walk {
  /** Fewer than in the text when a key stands there twice. */
  members: number;
  faults: Fault[];
}

function visit(value: unknown, pointer: string, walk: Walk): void {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) {
      walk.faults.push({ pointer, detail: 'the number is beyond the range of a double' });
    }
  } else if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) {
      const item: unknown = value[i];
      // The pointer is only spelt out for what can have a fault: this loop sees every number.
      const plain = typeof item === 'number' ? Number.isFinite(item) : typeof item !== 'object';
      if (!plain && item !== null) visit(item, `${pointer}/${i}`, walk);
      if (walk.faults.length > maxFaults) return;
    }
  } else if (typeof value === 'object' && value !== null) {
    visitObject(value as Record<string, unknown>, pointer, walk);
  }
}

function visitObject(value: Record<string, unknown>, pointer: string, walk: Walk): void {
  for (const key of Object.keys(value)) {
    walk.members += 1;
    const member = value[key];
    if (key === '__proto__' || (key === 'constructor' && hasPrototype(member))) {
      throw new ApiError('malformed-body', `the key \`${key}\` is not accepted`, {
        errors: [{ pointer: pointerTo(pointer, key), detail: 'this key is not accepted' }],
      });
    }
    if (typeof member === 'number' || typeof member === 'object') {
      visit(member, pointerTo(pointer, key), walk);
    }
  }
}

/** `constructor.prototype` reaches what every object shares as `__proto__` does; a column may be named so. */
function hasPrototype(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype');
}

function malformed(text: string, cause: unknown): ApiError {
  const fault = locateFault(text);
  if (fault === undefined)
    return new ApiError('malformed-body', 'the body is not valid JSON', { cause });
  if ('pointer' in fault) {
    return new ApiError('malformed-body', `${fault.pointer}: this key stands there twice`, {
      errors: [{ pointer: fault.pointer, detail: 'this key stands there twice' }],
    });
  }
  const before = text.slice(0, fault.offset);
  const line = before.split('\n').length;
  const column = fault.offset - before.lastIndexOf('\n');
  return new ApiError(
    'malformed-body',
    `the body is not valid JSON: ${fault.expected} at line ${line}, column ${column} (offset ${fault.offset})`,
    { cause },
  );
}
