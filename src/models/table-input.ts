// Rows of CSV, NPY and Arrow as network inputs, chunk by chunk in bounded memory: the readers of data
// sets read, the model's encoder encodes. Columns the model does not know are passed over.

import { arrow } from '../datasets/formats/arrow.ts';
import { csv } from '../datasets/formats/csv.ts';
import type { FileFormat, ReadOptions, Store, StreamFormat } from '../datasets/formats/format.ts';
import { npy, streamRows } from '../datasets/formats/npy.ts';
import { cellOf, type ReadColumn, valuesIn } from '../datasets/rows.ts';
import { Spool } from '../datasets/spool.ts';
import { count, invalid } from '../errors.ts';
import type { ColumnLayout, NativeData, RecordSource, RecordSummary } from '../native-data.ts';
import type { DataDirectory } from '../storage/files.ts';
import type { FittedColumn } from '../training/preprocessing.ts';
import type { Encoded, InstanceEncoder } from './instances.ts';

/** Bytes of network inputs in one chunk. */
const chunkBytes = 1024 * 1024;

/** Takes one chunk after another; what it returns is awaited, so that reading waits for it. */
export type Take = (chunk: Encoded) => Promise<void>;

export interface TableContext {
  native: NativeData;
  files: DataDirectory;
  /** Bytes of a body, unpacked. */
  maxBytes: number;
  maxColumns: number;
}

/** A body as it arrives. */
export interface Arriving {
  type: string;
  bytes: AsyncIterable<Uint8Array>;
  /** Bytes there will be, when that is known. */
  size?: number | undefined;
}

/** Media types of tables that predictions are made of. */
export const tableTypes: readonly string[] = [csv, npy, arrow].flatMap(
  ({ mediaTypes }) => mediaTypes,
);

/** Reads to the end; faults reject with a 422 that names rows and columns. */
export async function readTable(
  context: TableContext,
  { type, bytes, size }: Arriving,
  encoder: InstanceEncoder,
  take: Take,
): Promise<void> {
  if (npy.mediaTypes.includes(type)) return readArray(bytes, size, encoder, take);
  const format = [csv, arrow].find(({ mediaTypes }) => mediaTypes.includes(type)) ?? csv;
  const records = new RecordChunks(encoder, take);
  const options: ReadOptions = {
    ...optionsFor(encoder.columns, context),
    ...(type === 'text/tab-separated-values' ? { delimiter: '\t' } : {}),
  };
  const store: Store = (source) => records.take(source);
  await ('read' in format
    ? readStream(format, context, bytes, options, store)
    : readFile(format, context, bytes, options, store));
}

function readStream(
  format: StreamFormat,
  { native }: TableContext,
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions,
  store: Store,
): Promise<RecordSummary> {
  return format.read(native, bytes, options, store);
}

async function readFile(
  format: FileFormat,
  { native, files }: TableContext,
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions,
  store: Store,
): Promise<void> {
  const spool = new Spool(files);
  try {
    await spool.add(bytes);
    await format.readFiles(native, spool.files, options, store);
  } finally {
    await spool.discard();
  }
}

/** Every column as the model was fitted on it; what vectors hold is for their own encoding to check. */
function optionsFor(
  columns: readonly FittedColumn[],
  { maxBytes, maxColumns }: TableContext,
): ReadOptions {
  const scalars = columns.filter(({ width }) => width === undefined);
  return {
    types: new Map(scalars.map(({ name, type }) => [name, type])),
    only: new Set(columns.map(({ name }) => name)),
    maxRows: Number.MAX_SAFE_INTEGER,
    ...{ maxBytes, maxColumns },
  };
}

/** Turns records that a reader has finished into chunks. */
class RecordChunks {
  readonly #encoder: InstanceEncoder;
  readonly #take: Take;
  #rows = 0;

  constructor(encoder: InstanceEncoder, take: Take) {
    this.#encoder = encoder;
    this.#take = take;
  }

  async take(source: RecordSource): Promise<void> {
    const { rowBytes, columns } = source.layout();
    const lying = new Map(columns.map((column) => [column.name, column]));
    const block = Buffer.allocUnsafe(Math.max(1, Math.floor(chunkBytes / rowBytes)) * rowBytes);
    for (let bytes = source.takeRecords(block); bytes > 0; bytes = source.takeRecords(block)) {
      const rows = bytes / rowBytes;
      await this.#take({ x: this.#encode(lying, rowBytes, block.subarray(0, bytes)), rows });
      this.#rows += rows;
    }
  }

  #encode(columns: ReadonlyMap<string, ColumnLayout>, rowBytes: number, bytes: Buffer) {
    const cells = this.#encoder.columns.map(({ name }) => {
      const column = columns.get(name);
      if (column === undefined) {
        throw invalid([{ row: 0, column: name, detail: 'this column is missing' }]);
      }
      const values = valuesIn(bytes, rowBytes, readColumn(column), column);
      return (row: number): unknown => cellOf(values, row);
    });
    return this.#encoder.table(cells, bytes.length / rowBytes, this.#rows);
  }
}

function readColumn({ values: categories = [], ...column }: ColumnLayout): ReadColumn {
  return { ...column, categories };
}

/** An array of rows, each the numbers of all inputs in their order. */
async function readArray(
  bytes: AsyncIterable<Uint8Array>,
  size: number | undefined,
  encoder: InstanceEncoder,
  take: Take,
): Promise<void> {
  const array = await streamRows('values', bytes, size);
  const width = array.shape.slice(1).reduce((product, n) => product * n, 1);
  if (width !== encoder.rawWidth) {
    const detail = `expected rows of ${count(encoder.rawWidth, 'number')}, got rows of ${width}`;
    throw invalid([{ pointer: '/file', detail }]);
  }
  const most = Math.max(1, Math.floor(chunkBytes / (4 * Math.max(width, encoder.width))));
  let first = 0;
  for (let chunk = await array.next(most); chunk.rows > 0; chunk = await array.next(most)) {
    const { values, rows } = chunk;
    await take({ x: encoder.matrix(values, rows, first), rows });
    first += rows;
  }
  if (first === 0) throw invalid([{ row: 0, detail: 'the array has no rows' }]);
}
