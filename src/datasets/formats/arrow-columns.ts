// Columns of an Arrow record batch as blocks: which type each becomes, and its values, bit for bit.
import {
  type Data,
  DataType,
  type DateDay,
  type FixedSizeList,
  type Float,
  type Int,
  type Schema,
  type Timestamp,
  TimeUnit,
  type Vector,
} from 'apache-arrow';
import type { ColumnBlock } from '../../native-data.ts';
import { halfToNumber } from './array-types.ts';
import { type NaturalColumn, wordsBlock } from './blocks.ts';
import { dateText, timestampText } from './timestamps.ts';

/** A column whose type is none that is read. */
export class UnreadColumn extends Error {
  readonly column: string;

  constructor(column: string, message: string) {
    super(message);
    this.column = column;
  }
}

/** Throws UnreadColumn for a type that is no column. */
export function columnsOf({ fields }: Schema): NaturalColumn[] {
  return fields.map(({ name, type }) => {
    const column = columnOf(name, type);
    if (column !== undefined) return column;
    throw new UnreadColumn(name, `the column is of the Arrow type ${type}, which is not read`);
  });
}

function columnOf(name: string, type: DataType): NaturalColumn | undefined {
  if (DataType.isFloat(type) || DataType.isNull(type)) return { name, type: 'number' };
  if (DataType.isInt(type)) return { name, type: 'integer' };
  if (DataType.isBool(type)) return { name, type: 'boolean' };
  if (isText(type)) return { name, type: 'category' };
  // Nanoseconds are more than a timestamp column holds: kept as text unless the user says otherwise.
  if (DataType.isTimestamp(type)) {
    return { name, type: type.unit === TimeUnit.NANOSECOND ? 'text' : 'timestamp' };
  }
  if (DataType.isDate(type)) return { name, type: 'timestamp' };
  if (DataType.isDictionary(type)) {
    return isText(type.dictionary) ? { name, type: 'category' } : undefined;
  }
  if (!DataType.isFixedSizeList(type) || type.listSize < 1) return undefined;
  const element = elementOf(type.valueType);
  return element && { name, type: 'vector', element, width: type.listSize };
}

function isText(type: DataType): boolean {
  return DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type);
}

/** The least that holds every value exactly; 64-bit integers only as far as a double goes. */
function elementOf(type: DataType): 'u8' | 'f32' | 'f64' | undefined {
  if (DataType.isFloat(type)) return type.precision === 2 ? 'f64' : 'f32';
  if (!DataType.isInt(type)) return undefined;
  if (type.bitWidth === 8 && !type.isSigned) return 'u8';
  return type.bitWidth <= 16 ? 'f32' : 'f64';
}

/** A value its column cannot hold: its row in the batch, and why. */
export class UnfitCell extends Error {
  readonly index: number;
  /** Set by whoever knows it. */
  column = '';

  constructor(index: number, message: string) {
    super(message);
    this.index = index;
  }
}

/** Rows [row, row + count) of a column of one batch. Throws UnfitCell, or anything when the data is damaged. */
export function decodeBlock(
  data: Data,
  column: NaturalColumn,
  row: number,
  count: number,
): ColumnBlock {
  const { type } = data;
  if (DataType.isNull(type)) {
    return { values: new Float64Array(count), present: new Uint8Array(count) };
  }
  const present = presenceOf(data, row, count);
  const marked = present === undefined ? {} : { present };
  switch (column.type) {
    case 'number':
      return { values: numbers(data as Data<Float>, row, count), ...marked };
    case 'integer':
      return { values: integers(data as Data<Int>, row, count, present), ...marked };
    case 'boolean':
      return {
        values: bits(wholeOf(data.values, row + count, 1 / 8), data.offset + row, count),
        ...marked,
      };
    case 'vector':
      return vectors(data as Data<FixedSizeList>, column, row, count, present);
    default:
      return wordsBlock(wordsOf(data, row, count, present));
  }
}

/** `values` with at least `count` of them, `share` elements each. */
function wholeOf<T extends { length: number }>(values: T | undefined, count: number, share = 1): T {
  if (values === undefined || values.length < count * share) throw new RangeError('a short buffer');
  return values;
}

function presenceOf(data: Data, row: number, count: number): Uint8Array | undefined {
  const { nullBitmap, nullCount } = data;
  if (nullCount === 0 || nullBitmap === undefined || nullBitmap.length === 0) return undefined;
  return bits(wholeOf(nullBitmap, data.offset + row + count, 1 / 8), data.offset + row, count);
}

function bits(bitmap: Uint8Array, from: number, count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  for (let i = 0; i < count; i += 1) {
    const at = from + i;
    bytes[i] = ((bitmap[at >> 3] as number) >> (at & 7)) & 1;
  }
  return bytes;
}

/** Doubles bit for bit. */
function numbers(data: Data<Float>, row: number, count: number): Float64Array {
  const values = wholeOf(data.values, row + count).subarray(row, row + count);
  if (values instanceof Float64Array) return new Float64Array(values);
  if (values instanceof Float32Array) return Float64Array.from(values);
  return Float64Array.from(values as Uint16Array, halfToNumber);
}

function integers(
  data: Data<Int>,
  row: number,
  count: number,
  present: Uint8Array | undefined,
): BigInt64Array {
  const values = wholeOf(data.values, row + count).subarray(row, row + count);
  if (values instanceof BigInt64Array) return new BigInt64Array(values);
  const wide = new BigInt64Array(count);
  for (let i = 0; i < count; i += 1) {
    if (present?.[i] === 0) continue;
    const value = BigInt(values[i] as number | bigint);
    if (value >= 2n ** 63n)
      throw new UnfitCell(row + i, `${value} is beyond the range of a 64-bit integer`);
    wide[i] = value;
  }
  return wide;
}

function vectors(
  data: Data<FixedSizeList>,
  { width = 1, element }: NaturalColumn,
  row: number,
  count: number,
  present: Uint8Array | undefined,
): ColumnBlock {
  const child = data.children[0] as Data | undefined;
  if (child === undefined) throw new RangeError('a list without values');
  const from = (data.offset + row) * width;
  const marked = present === undefined ? {} : { present };
  const all = wholeOf(child.values as Float64Array | undefined, from + count * width);
  const given = all.subarray(from, from + count * width);
  const known = presenceOf(child, from, count * width);
  const hole =
    known?.findIndex((bit, i) => bit === 0 && present?.[Math.floor(i / width)] !== 0) ?? -1;
  if (hole >= 0) {
    throw new UnfitCell(row + Math.floor(hole / width), 'one value of the vector is missing');
  }
  const wanted = { u8: Uint8Array, f32: Float32Array, f64: Float64Array }[element ?? 'f64'];
  if (given.constructor === wanted) return { values: new wanted(given), ...marked };
  const values = new wanted(given.length);
  const half = DataType.isFloat(child.type) && child.type.precision === 0;
  for (let i = 0; i < given.length; i += 1) {
    const value = half ? halfToNumber(given[i] as number) : Number(given[i]);
    if (element === 'f64' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      const where = row + Math.floor(i / width);
      throw new UnfitCell(
        where,
        `${given[i]} is beyond 2^53, which a vector does not hold exactly`,
      );
    }
    values[i] = value;
  }
  return { values, ...marked };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function wordsOf(
  data: Data,
  row: number,
  count: number,
  present: Uint8Array | undefined,
): (string | null)[] {
  const read = wordReader(data, row + count);
  return Array.from({ length: count }, (_, i) => {
    if (present?.[i] === 0) return null;
    try {
      return read(row + i);
    } catch (error) {
      if (error instanceof TypeError) throw new UnfitCell(row + i, 'the text is not UTF-8');
      throw error;
    }
  });
}

/** What gives the text of one row; the first `rows` rows are there. */
function wordReader(data: Data, rows: number): (row: number) => string | null {
  const { type } = data;
  if (DataType.isDictionary(type)) {
    const codes = wholeOf(data.values as Int32Array, rows);
    const names = namesOf(data.dictionary);
    return (row) => {
      const name = names[Number(codes[row])];
      if (name === undefined) throw new RangeError('a code without a name');
      return name;
    };
  }
  if (DataType.isTimestamp(type)) return timestampReader(data as Data<Timestamp>, rows);
  if (DataType.isDate(type)) return dateReader(data as Data<DateDay>, rows);
  if (DataType.isUtf8View(type)) return viewReader(data, rows);
  const offsets = wholeOf(data.valueOffsets as Int32Array | BigInt64Array, rows + 1);
  const bytes = data.values as Uint8Array;
  return (row) => textAt(bytes, Number(offsets[row]), Number(offsets[row + 1]));
}

/** By dictionary: each is used by many blocks. */
const names = new WeakMap<Vector, (string | null)[]>();

function namesOf(dictionary: Vector | undefined): (string | null)[] {
  if (dictionary === undefined) throw new RangeError('a dictionary that did not come');
  const known = names.get(dictionary);
  if (known !== undefined) return known;
  const found = dictionary.data.flatMap((chunk: Data) =>
    wordsOf(chunk, 0, chunk.length, presenceOf(chunk, 0, chunk.length)),
  );
  names.set(dictionary, found);
  return found;
}

function textAt(bytes: Uint8Array | undefined, from: number, to: number): string {
  if (bytes === undefined || !(from >= 0 && from <= to && to <= bytes.length))
    throw new RangeError('a text outside its buffer');
  return utf8.decode(bytes.subarray(from, to));
}

/** 16 bytes a text: its length, and the text itself up to 12 bytes, else 4 of it, its buffer and its place. */
function viewReader(data: Data, rows: number): (row: number) => string {
  const views = wholeOf(data.values as Uint8Array, rows, 16);
  const words = new DataView(views.buffer, views.byteOffset, views.byteLength);
  return (row) => {
    const at = row * 16;
    const length = words.getInt32(at, true);
    if (length <= 12) return textAt(views, at + 4, at + 4 + length);
    const from = words.getInt32(at + 12, true);
    return textAt(data.variadicBuffers[words.getInt32(at + 8, true)], from, from + length);
  };
}

function timestampReader(data: Data<Timestamp>, rows: number): (row: number) => string {
  const values = wholeOf(data.values as BigInt64Array, rows);
  const perSecond = 1000n ** BigInt(data.type.unit);
  return (row) => timestampText(values[row] as bigint, perSecond);
}

/** Days, or milliseconds of whole days. */
function dateReader(data: Data<DateDay>, rows: number): (row: number) => string {
  const values = wholeOf(data.values as unknown as Int32Array | BigInt64Array, rows);
  return (row) => {
    const value = values[row] as number | bigint;
    return dateText(typeof value === 'bigint' ? Number(value) / 86_400_000 : value);
  };
}
