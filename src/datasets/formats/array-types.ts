// Element types of NPY and IDX arrays, and their bytes as values of a column. Pure.
import type { ColumnBlock } from '../../native-data.ts';
import { type NaturalColumn, wordsBlock } from './blocks.ts';

export interface ArrayType {
  /** Integers, unsigned ones, floats, booleans, UTF-32 strings, byte strings. */
  kind: 'i' | 'u' | 'f' | 'b' | 'U' | 'S';
  /** Of one value. */
  bytes: number;
  littleEndian: boolean;
}

const sizes: Readonly<Record<ArrayType['kind'], readonly number[] | undefined>> = {
  i: [1, 2, 4, 8],
  u: [1, 2, 4, 8],
  f: [2, 4, 8],
  b: [1],
  U: undefined,
  S: undefined,
};
/** Of one string; longer ones are no values of a table. */
const maxStringBytes = 1024 * 1024;

/** `<f8`, `|u1`, `>i4`, `<U12`…; undefined for what is not read, objects above all. */
export function arrayType(descriptor: string): ArrayType | undefined {
  const match = /^([<>|=]?)([iufbUS])(\d{1,7})$/.exec(descriptor);
  if (match === null) return undefined;
  const kind = match[2] as ArrayType['kind'];
  const bytes = Number(match[3]) * (kind === 'U' ? 4 : 1);
  const known = sizes[kind];
  const fits = known ? known.includes(bytes) : bytes > 0 && bytes <= maxStringBytes;
  return fits ? { kind, bytes, littleEndian: match[1] !== '>' } : undefined;
}

/** Columns of width 1 keep integers exactly; wider ones are vectors of the least type that holds them. */
export function naturalColumn(
  name: string,
  { kind, bytes }: ArrayType,
  width: number,
): NaturalColumn {
  if (kind === 'U' || kind === 'S') return { name, type: 'category' };
  if (width === 0) {
    if (kind === 'f') return { name, type: 'number' };
    return { name, type: kind === 'b' ? 'boolean' : 'integer' };
  }
  const isByte = kind === 'b' || (kind === 'u' && bytes === 1);
  const element = isByte ? 'u8' : bytes <= 2 || (kind === 'f' && bytes === 4) ? 'f32' : 'f64';
  return { name, type: 'vector', element, width };
}

/** What a value is that its column cannot hold: its position in the block and itself. */
export class UnfitValue extends Error {
  readonly index: number;

  constructor(index: number, message: string) {
    super(message);
    this.index = index;
  }
}

/** `count` values of the type as a block of its natural column. Throws UnfitValue. */
export function decodeBlock(
  type: ArrayType,
  column: NaturalColumn,
  bytes: Uint8Array,
  count: number,
): ColumnBlock {
  if (type.kind === 'U' || type.kind === 'S') return wordsBlock(strings(type, bytes, count));
  if (type.bytes === 1 && (column.type === 'boolean' || column.element === 'u8')) {
    return {
      values: type.kind === 'b' ? bytes.map((byte) => (byte === 0 ? 0 : 1)) : aligned(bytes),
    };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (column.type === 'integer') return { values: integers(type, view, count) };
  if (type.kind === 'f' && type.littleEndian && type.bytes >= 4)
    return { values: floats(type, column, bytes) };
  const values = column.element === 'f32' ? new Float32Array(count) : new Float64Array(count);
  const read = reader(type, view);
  for (let i = 0; i < count; i += 1) {
    const value = read(i);
    if (typeof value === 'bigint' && !Number.isSafeInteger(Number(value))) {
      throw new UnfitValue(i, `${value} is beyond 2^53, which a vector does not hold exactly`);
    }
    values[i] = Number(value);
  }
  return { values };
}

/** A copy that starts at an address every typed array accepts. */
function aligned(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

/** Bit for bit where the column stores what the file has. */
function floats(
  type: ArrayType,
  column: NaturalColumn,
  bytes: Uint8Array,
): Float64Array | Float32Array {
  const own = aligned(bytes).buffer;
  if (type.bytes === 8) return new Float64Array(own);
  const narrow = new Float32Array(own);
  return column.element === 'f32' ? narrow : Float64Array.from(narrow);
}

function integers(type: ArrayType, view: DataView, count: number): BigInt64Array {
  const values = new BigInt64Array(count);
  const read = reader(type, view);
  for (let i = 0; i < count; i += 1) {
    const value = BigInt(read(i));
    if (value >= 2n ** 63n)
      throw new UnfitValue(i, `${value} is beyond the range of a 64-bit integer`);
    values[i] = value;
  }
  return values;
}

function reader(
  { kind, bytes, littleEndian }: ArrayType,
  view: DataView,
): (index: number) => number | bigint {
  switch (`${kind}${bytes}`) {
    case 'i1':
      return (i) => view.getInt8(i);
    case 'i2':
      return (i) => view.getInt16(i * 2, littleEndian);
    case 'i4':
      return (i) => view.getInt32(i * 4, littleEndian);
    case 'i8':
      return (i) => view.getBigInt64(i * 8, littleEndian);
    case 'u2':
      return (i) => view.getUint16(i * 2, littleEndian);
    case 'u4':
      return (i) => view.getUint32(i * 4, littleEndian);
    case 'u8':
      return (i) => view.getBigUint64(i * 8, littleEndian);
    case 'f2':
      return (i) => halfToNumber(view.getUint16(i * 2, littleEndian));
    case 'f4':
      return (i) => view.getFloat32(i * 4, littleEndian);
    case 'f8':
      return (i) => view.getFloat64(i * 8, littleEndian);
    default:
      return (i) => view.getUint8(i);
  }
}

/** IEEE 754 binary16. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Padding zeros at the end belong to no string. */
function strings(type: ArrayType, bytes: Uint8Array, count: number): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: count }, (_, i) => {
    const start = i * type.bytes;
    if (type.kind === 'S') {
      let end = start + type.bytes;
      while (end > start && bytes[end - 1] === 0) end -= 1;
      return decodeUtf8(bytes.subarray(start, end), i);
    }
    const points: number[] = [];
    for (let at = start; at < start + type.bytes; at += 4) {
      points.push(view.getUint32(at, type.littleEndian));
    }
    while (points.at(-1) === 0) points.pop();
    if (points.some((point) => point > 0x10ffff || (point >= 0xd800 && point < 0xe000))) {
      throw new UnfitValue(i, 'the text is not well-formed Unicode');
    }
    return points.map((point) => String.fromCodePoint(point)).join('');
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeUtf8(bytes: Uint8Array, index: number): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new UnfitValue(index, 'the text is not UTF-8');
  }
}
