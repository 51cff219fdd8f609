// Parquet, read a row group at a time. hyparquet decodes; the sizes a file claims are held against the
// file before anything is made of them.
import type { DecodedArray, FileMetaData, ParquetRowRange, SchemaTree } from 'hyparquet';
import { ApiError, invalid } from '../../errors.ts';
import type { ColumnBlock } from '../../native-data.ts';
import type { InputFile } from '../spool.ts';
import { BlockTable, blockBytes, type NaturalColumn, wordsBlock } from './blocks.ts';
import { DecoderThread } from './decoder-thread.ts';
import type { FileFormat, ReadOptions } from './format.ts';
import type { Request } from './parquet-worker.ts';

const unread = 'the Parquet file uses a codec or an encoding that is not read';
/** Rows of one group, unless the file is large: writers make them of at most 2²⁰. */
const maxGroupRows = 2 ** 21;

export const parquet: FileFormat = {
  name: 'parquet',
  mediaTypes: ['application/vnd.apache.parquet', 'application/x-parquet'],
  extensions: ['.parquet', '.pq'],
  maxFiles: 1,
  begins: (head) => Buffer.from(head.subarray(0, 4)).toString('latin1') === 'PAR1',
  async readFiles(native, [input], options, store) {
    if (input === undefined) throw invalid([{ pointer: '/file', detail: 'expected a file' }]);
    const decoder = new Decoder(input.path);
    try {
      const { metadata, fields } = await decoder.open();
      checkSizes(metadata, input, options);
      const { ranges } = await decoder.scan();
      const columns: NaturalColumn[] = [];
      for (const field of fields) {
        const [range = { rowStart: 0, rowEnd: 0 }] = ranges;
        columns.push(await columnOf(field, () => decoder.column(field.element.name, range)));
      }
      const table = new BlockTable(native, columns, options, store);
      for (const range of ranges) {
        const rows = range.rowEnd - range.rowStart;
        const values: DecodedArray[] = [];
        for (const { name } of columns) {
          const data = await decoder.column(name, range);
          if (data.length !== rows) throw damaged();
          values.push(data);
        }
        await appendGroup(table, columns, values, rows);
      }
      return table.summary();
    } catch (error) {
      // hyparquet gives what a damaged footer says as it stands: a name may be a number, a count no bigint.
      throw error instanceof TypeError || error instanceof RangeError ? damaged() : error;
    } finally {
      await decoder.close();
    }
  },
};

async function appendGroup(
  table: BlockTable,
  columns: readonly NaturalColumn[],
  values: readonly DecodedArray[],
  rows: number,
): Promise<void> {
  const rowBytes = columns.reduce((sum, { width = 1 }) => sum + width * 8, 0);
  const step = Math.max(1, Math.floor(blockBytes / rowBytes));
  for (let row = 0; row < rows; row += step) {
    const count = Math.min(step, rows - row);
    const blocks = columns.map((column, c) =>
      blockOf(column, values[c] as DecodedArray, row, count, table.rows),
    );
    await table.append(blocks, count);
  }
}

function damaged(detail = 'the Parquet data is damaged or cut off'): ApiError {
  return invalid([{ pointer: '/file', detail }]);
}

/** hyparquet in its thread, parquet-worker.ts. */
class Decoder {
  readonly #thread: DecoderThread<Request>;

  constructor(path: string) {
    this.#thread = new DecoderThread('parquet-worker', { path }, (failure = '') =>
      damaged(/unsupported|no compressor/i.test(failure) ? unread : undefined),
    );
  }

  open(): Promise<{ metadata: FileMetaData; fields: SchemaTree[] }> {
    return this.#thread.ask({ type: 'open' });
  }

  scan(): Promise<{ ranges: ParquetRowRange[] }> {
    return this.#thread.ask({ type: 'scan' });
  }

  column(column: string, range: ParquetRowRange): Promise<DecodedArray> {
    return this.#thread.ask({ type: 'column', column, ...range });
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}

function checkSizes(
  { row_groups: groups, num_rows: total }: FileMetaData,
  file: InputFile,
  { maxRows, maxBytes }: ReadOptions,
): void {
  let rows = 0n;
  let bytes = 0n;
  for (const group of groups) {
    rows += group.num_rows;
    const most = Math.max(maxGroupRows, 64 * file.size);
    if (group.num_rows < 0n || group.num_rows > most)
      throw damaged('a row group claims more rows than its bytes can hold');
    for (const { meta_data: column } of group.columns) {
      const size = column?.total_compressed_size ?? 0n;
      const start = column?.dictionary_page_offset ?? column?.data_page_offset ?? 0n;
      if (size < 0n || start < 0n || start + size > BigInt(file.size)) throw damaged();
      bytes += column?.total_uncompressed_size ?? 0n;
    }
  }
  if (rows !== total) throw damaged('the row groups have another number of rows than the file');
  if (rows > BigInt(maxRows))
    throw invalid([{ row: maxRows + 1, detail: `there are more than ${maxRows} rows` }]);
  if (bytes > BigInt(maxBytes))
    throw new ApiError(
      'body-too-large',
      `an upload may have ${maxBytes.toLocaleString('en')} bytes`,
    );
}

const integerTypes = new Set([
  'INT_8',
  'INT_16',
  'INT_32',
  'INT_64',
  'UINT_8',
  'UINT_16',
  'UINT_32',
  'UINT_64',
]);
const textTypes = new Set(['UTF8', 'ENUM', 'JSON']);

/** `first` reads values of the first rows, from which alone a list's length is known. */
async function columnOf(
  { element, children }: SchemaTree,
  first: () => Promise<DecodedArray>,
): Promise<NaturalColumn> {
  const { name, type, converted_type: converted, logical_type: logical } = element;
  if (children.length > 0) return listColumn(name, await first());
  const kind = logical?.type;
  if (
    converted === 'DATE' ||
    converted?.startsWith('TIMESTAMP') ||
    kind === 'DATE' ||
    kind === 'TIMESTAMP' ||
    type === 'INT96'
  ) {
    const fine = type === 'INT96' || (logical?.type === 'TIMESTAMP' && logical.unit === 'NANOS');
    return { name, type: fine ? 'text' : 'timestamp' };
  }
  if (kind === 'FLOAT16') return { name, type: 'number' };
  const plain = converted === undefined || integerTypes.has(converted);
  if (type === 'BOOLEAN') return { name, type: 'boolean' };
  if (plain && (type === 'FLOAT' || type === 'DOUBLE')) return { name, type: 'number' };
  if (
    plain &&
    (type === 'INT32' || type === 'INT64') &&
    (kind === undefined || kind === 'INTEGER')
  ) {
    return { name, type: 'integer' };
  }
  if (type === 'BYTE_ARRAY' && (converted === undefined || textTypes.has(converted)))
    return { name, type: 'category' };
  const detail = `the column is of the Parquet type ${converted ?? kind ?? type}, which is not read`;
  throw invalid([{ row: 0, column: name, detail }]);
}

function listColumn(name: string, values: DecodedArray): NaturalColumn {
  const first = Array.from(values as unknown[]).find(
    (value) => value !== null && value !== undefined,
  );
  const width = isList(first) ? first.length : 0;
  if (width > 0) return { name, type: 'vector', element: 'f64', width };
  const detail =
    'the column is nested; of nested columns only lists of numbers of one length are read';
  throw invalid([{ row: 0, column: name, detail }]);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
}

function blockOf(
  column: NaturalColumn,
  values: DecodedArray,
  row: number,
  count: number,
  before: number,
): ColumnBlock {
  const cells = values.slice(row, row + count) as ArrayLike<unknown>;
  if (column.type === 'number' && cells instanceof Float64Array) return { values: cells };
  if (column.type === 'integer' && cells instanceof BigInt64Array) return { values: cells };
  const present = Uint8Array.from({ length: count }, (_, i) =>
    (cells[i] ?? null) === null ? 0 : 1,
  );
  const fault = (i: number, detail: string) =>
    invalid([{ row: before + i + 1, column: column.name, detail }]);
  switch (column.type) {
    case 'number':
      return {
        present,
        values: Float64Array.from({ length: count }, (_, i) => Number(cells[i] ?? 0)),
      };
    case 'integer': {
      const wide = new BigInt64Array(count);
      for (let i = 0; i < count; i += 1) {
        if (present[i] === 0) continue;
        const value = BigInt(cells[i] as number | bigint);
        if (value >= 2n ** 63n) throw fault(i, `${value} is beyond the range of a 64-bit integer`);
        wide[i] = value;
      }
      return { present, values: wide };
    }
    case 'boolean':
      return {
        present,
        values: Uint8Array.from({ length: count }, (_, i) => (cells[i] === true ? 1 : 0)),
      };
    case 'vector':
      return { present, values: vectorValues(column, cells, present, fault) };
    default:
      return wordsBlock(
        Array.from(cells, (cell) => ((cell ?? null) === null ? null : String(cell))),
      );
  }
}

function vectorValues(
  { width = 1 }: NaturalColumn,
  cells: ArrayLike<unknown>,
  present: Uint8Array,
  fault: (row: number, detail: string) => ApiError,
): Float64Array {
  const all = new Float64Array(cells.length * width);
  for (let row = 0; row < cells.length; row += 1) {
    const list = cells[row];
    if (present[row] === 0) continue;
    if (!isList(list) || list.length !== width)
      throw fault(row, `expected a list of ${width} numbers`);
    for (let i = 0; i < width; i += 1) {
      const value = list[i];
      const exact =
        typeof value === 'number' ||
        (typeof value === 'bigint' && Number.isSafeInteger(Number(value)));
      if (!exact) throw fault(row, `value ${i} of the list is no number that a double holds`);
      all[row * width + i] = Number(value);
    }
  }
  return all;
}
