// Reads rows of a data set back, a batch of columns at a time: what previews and downloads are made
// of. Bounded memory whatever the number of rows.
import type { CheckedFile } from './checksums.ts';
import type { OpenContent } from './contents.ts';
import { timeText } from './formats/timestamps.ts';
import type { Column, DatasetRecord, Slot } from './record.ts';
import { inJson } from './statistics.ts';

/** Values below this are positions in the slot's list, others places in the text file, as record_builder.h tells. */
const textBase = 1024;
/** Bytes of records in one batch: writing them takes a few milliseconds, in which nobody else is served. */
const batchBytes = 256 * 1024;
/** Bytes of the texts of one column read at once. */
const textWindow = 4 * 1024 * 1024;

/** A missing number; any other NaN was one in the file it came from (native/data/record_file.h). */
const missingBits = 0x7ff8_0000_0000_07a2n;
const missingInteger = -(2n ** 63n);

export type PreviewCell = number | string | boolean | (number | null)[] | null;

/** What of a column it takes to read its values. */
export type ReadColumn = Pick<
  Column,
  'name' | 'type' | 'missing' | 'categories' | 'width' | 'element'
>;

/**
 * The values of one column in a batch. Category columns as codes, −1 missing; boolean as 0 and 1;
 * vectors row by row. Where `present` is 0 the value means nothing.
 */
export interface ColumnValues {
  column: ReadColumn;
  values: Float64Array | Float32Array | BigInt64Array | Int32Array | Uint8Array | string[];
  present: Uint8Array;
}

export interface Batch {
  rows: number;
  columns: ColumnValues[];
}

export interface Selection {
  /** Positions in the record's columns, in the order wanted. */
  columns: readonly number[];
  offset: number;
  limit: number;
}

/** The rows that exist of [offset, offset + limit), in order. */
export async function* readBatches(
  record: Pick<DatasetRecord, 'columns' | 'slots' | 'rowCount' | 'rowBytes'>,
  { rows: file, texts }: OpenContent,
  { columns, offset, limit }: Selection,
): AsyncGenerator<Batch> {
  const end = Math.min(record.rowCount, offset + limit);
  const most = Math.max(1, Math.floor(batchBytes / record.rowBytes));
  for (let row = offset; row < end; row += most) {
    const rows = Math.min(most, end - row);
    const bytes = await file.read(row * record.rowBytes, rows * record.rowBytes);
    yield { rows, columns: await columnsOf(record, columns, bytes, rows, texts) };
  }
}

async function columnsOf(
  { columns, slots, rowBytes }: Pick<DatasetRecord, 'columns' | 'slots' | 'rowBytes'>,
  wanted: readonly number[],
  bytes: Buffer,
  rows: number,
  texts: CheckedFile | undefined,
): Promise<ColumnValues[]> {
  const all: ColumnValues[] = [];
  for (const index of wanted) {
    const column = columns[index] as Column;
    const slot = slots[index] as Slot;
    const strided = { bytes, view: viewOf(bytes), offset: slot.offset, rowBytes, rows };
    if (column.type === 'text') all.push(await textColumn(column, slot, strided, texts));
    else all.push({ column, ...read(column, strided) });
  }
  return all;
}

/** One column of whole records in memory; not of texts, which lie elsewhere. */
export function valuesIn(
  bytes: Buffer,
  rowBytes: number,
  column: ReadColumn,
  { offset }: Pick<Slot, 'offset'>,
): ColumnValues {
  const rows = Math.floor(bytes.length / rowBytes);
  return { column, ...read(column, { bytes, view: viewOf(bytes), offset, rowBytes, rows }) };
}

interface Strided {
  bytes: Buffer;
  view: DataView;
  offset: number;
  rowBytes: number;
  rows: number;
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function read(column: ReadColumn, strided: Strided): Omit<ColumnValues, 'column'> {
  const { view, offset, rowBytes, rows } = strided;
  const present = new Uint8Array(rows).fill(1);
  const each = (visit: (row: number, at: number) => boolean): void => {
    for (let row = 0; row < rows; row += 1) {
      if (!visit(row, row * rowBytes + offset)) present[row] = 0;
    }
  };
  switch (column.type) {
    case 'timestamp':
    case 'number': {
      const values = new Float64Array(rows);
      const bits = new BigUint64Array(values.buffer);
      each((row, at) => {
        const value = view.getFloat64(at, true);
        values[row] = value;
        if (!Number.isNaN(value)) return true;
        bits[row] = view.getBigUint64(at, true); // as a number it may lose what kind of NaN it is
        return bits[row] !== missingBits;
      });
      return { values, present };
    }
    case 'integer': {
      const values = new BigInt64Array(rows);
      each((row, at) => {
        values[row] = view.getBigInt64(at, true);
        return column.missing === 0 || values[row] !== missingInteger;
      });
      return { values, present };
    }
    case 'boolean': {
      const values = new Uint8Array(rows);
      each((row, at) => {
        const code = view.getInt32(at, true);
        values[row] = Math.max(0, code);
        return code >= 0;
      });
      return { values, present };
    }
    case 'vector':
      return vectors(column, strided, present, each);
    default: {
      const values = new Int32Array(rows);
      each((row, at) => {
        values[row] = view.getInt32(at, true);
        return (values[row] as number) >= 0;
      });
      return { values, present };
    }
  }
}

const vectorArrays = { u8: Uint8Array, f32: Float32Array, f64: Float64Array } as const;
/** First values of a missing vector, in the bytes they are stored as. */
const missingVectors = {
  u8: undefined,
  f32: Buffer.from([0xa2, 0x07, 0xc0, 0x7f]),
  f64: Buffer.from([0xa2, 0x07, 0, 0, 0, 0, 0xf8, 0x7f]),
} as const;

function vectors(
  { element = 'f64', width = 1 }: ReadColumn,
  { bytes, rows }: Strided,
  present: Uint8Array,
  each: (visit: (row: number, at: number) => boolean) => void,
): Omit<ColumnValues, 'column'> {
  const values = new vectorArrays[element](rows * width);
  const size = width * values.BYTES_PER_ELEMENT;
  const target = Buffer.from(values.buffer);
  const missing = missingVectors[element];
  each((row, at) => {
    bytes.copy(target, row * size, at, at + size);
    return missing === undefined || !bytes.subarray(at, at + missing.length).equals(missing);
  });
  return { values, present };
}

/** A column's texts were written in the order of its rows, so those of a batch lie in one stretch. */
async function textColumn(
  column: Column,
  slot: Slot,
  { view, offset, rowBytes, rows }: Strided,
  texts: CheckedFile | undefined,
): Promise<ColumnValues> {
  const values: string[] = new Array(rows).fill('');
  const present = new Uint8Array(rows);
  const reader = texts === undefined ? undefined : new TextReader(texts);
  for (let row = 0; row < rows; row += 1) {
    const value = Number(view.getBigInt64(row * rowBytes + offset, true));
    if (value < 0) continue;
    present[row] = 1;
    if (value < textBase) values[row] = slot.values?.[value] ?? '';
    else values[row] = (await reader?.at(value - textBase)) ?? '';
  }
  return { column, values, present };
}

/** Texts at ascending places of the text file, read through a window. */
class TextReader {
  readonly #file: CheckedFile;
  #window: Buffer = Buffer.alloc(0);
  #start = 0;

  constructor(file: CheckedFile) {
    this.#file = file;
  }

  async at(place: number): Promise<string> {
    await this.#cover(place, 4);
    const length = this.#window.readUInt32LE(place - this.#start);
    await this.#cover(place, 4 + length);
    const from = place + 4 - this.#start;
    return this.#window.toString('utf8', from, from + length);
  }

  async #cover(place: number, length: number): Promise<void> {
    const from = place - this.#start;
    if (from >= 0 && from + length <= this.#window.length) return;
    const rest = this.#file.size - place;
    this.#window = await this.#file.read(place, Math.max(length, Math.min(rest, textWindow)));
    this.#start = place;
  }
}

/** One value as JSON has it: null for what is missing or not finite, integers beyond 2⁵³ as strings, times as RFC 3339. */
export function cellOf({ column, values, present }: ColumnValues, row: number): PreviewCell {
  if (present[row] === 0) return null;
  switch (column.type) {
    case 'number':
      return finiteOrNull((values as Float64Array)[row] as number);
    case 'integer':
      return inJson((values as BigInt64Array)[row] as bigint) as number | string;
    case 'timestamp':
      return timeText((values as Float64Array)[row] as number);
    case 'boolean':
      return values[row] === 1;
    case 'category':
      return column.categories?.[values[row] as number] ?? null;
    case 'text':
      return values[row] as string;
    case 'vector': {
      const { width = 1 } = column;
      const all = (values as Float64Array).subarray(row * width, (row + 1) * width);
      return Array.from(all, finiteOrNull);
    }
  }
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
