// Protocol Buffers on the wire: varints, lengths, fixed-size numbers. Knows no message; see messages.ts.
// Our own because it is small and does what libraries do not: large byte fields are written without being
// copied, and nothing read is trusted. https://protobuf.dev/programming-guides/encoding/

/** How a value is laid out, the low three bits of its tag. Groups (3 and 4) are not read. */
export const wireTypes = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** A file that is not what it claims; the message is meant for whoever sent it. */
export class WireError extends Error {
  override name = 'WireError';
}

/** Byte fields from this length on are parts of their own. */
const copiedBelow = 1024;

/** Writes fields one after the other; `parts` are the bytes in order. */
export class WireWriter {
  readonly #parts: Uint8Array[] = [];
  #pending: number[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get parts(): Uint8Array[] {
    this.#flush();
    return this.#parts;
  }

  /** A whole number, |value| ≤ 2⁵³; a negative one takes ten bytes. */
  integer(field: number, value: number): void {
    this.#tag(field, wireTypes.varint);
    this.#varint(value);
  }

  float(field: number, value: number): void {
    this.#tag(field, wireTypes.fixed32);
    this.#append(new Uint8Array(Float32Array.of(value).buffer));
  }

  bytes(field: number, value: Uint8Array): void {
    this.#tag(field, wireTypes.bytes);
    this.#varint(value.length);
    this.#append(value);
  }

  message(field: number, value: WireWriter): void {
    this.#tag(field, wireTypes.bytes);
    this.#varint(value.length);
    for (const part of value.parts) this.#append(part);
  }

  #tag(field: number, type: number): void {
    this.#varint(field * 8 + type);
  }

  #varint(value: number): void {
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest > 127n; rest >>= 7n) this.#byte(Number(rest & 127n) | 128);
    this.#byte(Number(rest));
  }

  #byte(value: number): void {
    this.#pending.push(value);
    this.#length += 1;
  }

  #append(value: Uint8Array): void {
    if (value.length < copiedBelow) {
      for (const byte of value) this.#byte(byte);
      return;
    }
    this.#flush();
    this.#parts.push(value);
    this.#length += value.length;
  }

  #flush(): void {
    if (this.#pending.length === 0) return;
    this.#parts.push(Uint8Array.from(this.#pending));
    this.#pending = [];
  }
}

/** Reads fields of one message, never past its end. Throws WireError. */
export class WireReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.#at === this.#bytes.length;
  }

  tag(): { field: number; type: number } {
    const tag = this.integer();
    const field = Math.floor(tag / 8);
    if (field < 1 || field >= 2 ** 29) throw new WireError('a field has an impossible number');
    return { field, type: tag % 8 };
  }

  /** As a signed 64-bit number; beyond 2⁵³ the nearest that JavaScript has. */
  integer(): number {
    let low = 0;
    for (let i = 0; i < 10; i += 1) {
      const byte = this.#byte();
      // Up to 49 bits, in plain numbers: almost every varint there is.
      if (i < 7) {
        low += (byte & 127) * 2 ** (7 * i);
        if (byte < 128) return low;
      } else if (i === 7) {
        return this.#longInteger(low, byte);
      }
    }
    throw new WireError('a number takes more than ten bytes');
  }

  #longInteger(low: number, eighth: number): number {
    let value = BigInt(low);
    let byte = eighth;
    for (let shift = 49n; shift <= 63n; shift += 7n) {
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(BigInt.asIntN(64, value));
      if (shift < 63n) byte = this.#byte();
    }
    throw new WireError('a number takes more than ten bytes');
  }

  float(): number {
    return this.#view.getFloat32(this.#advance(4), true);
  }

  double(): number {
    return this.#view.getFloat64(this.#advance(8), true);
  }

  /** A view of the file, not a copy. */
  bytes(): Uint8Array {
    const length = this.integer();
    if (length < 0 || length > this.#bytes.length - this.#at) {
      throw new WireError(
        `a field claims ${length} bytes where ${this.#bytes.length - this.#at} are left`,
      );
    }
    const begin = this.#advance(length);
    return this.#bytes.subarray(begin, begin + length);
  }

  skip(type: number): void {
    if (type === wireTypes.varint) this.integer();
    else if (type === wireTypes.fixed64) this.#advance(8);
    else if (type === wireTypes.bytes) this.bytes();
    else if (type === wireTypes.fixed32) this.#advance(4);
    else throw new WireError(`a field has the wire type ${type}, which is not read`);
  }

  #byte(): number {
    return this.#bytes[this.#advance(1)] as number;
  }

  #advance(length: number): number {
    const begin = this.#at;
    if (length > this.#bytes.length - begin) throw new WireError('the file ends within a field');
    this.#at = begin + length;
    return begin;
  }
}
