// Arrays side by side as the columns of one data set: what NPY, NPZ and IDX have in common. Each array
// is a column, its first dimension the rows, the others together the width of a vector.
import { type Fault, invalid } from '../../errors.ts';
import type { ColumnBlock, NativeData, RecordSummary } from '../../native-data.ts';
import { type ArrayType, decodeBlock, naturalColumn, UnfitValue } from './array-types.ts';
import { BlockTable, blockBytes, type NaturalColumn } from './blocks.ts';
import type { ReadOptions, Store } from './format.ts';

export interface ArraySource {
  name: string;
  type: ArrayType;
  shape: readonly number[];
  /** Columns of the array lie side by side in the file, not rows. */
  columnMajor: boolean;
  /** The next bytes, exactly so many; row-major arrays are read in order. */
  next(length: number): Promise<Uint8Array>;
  /** Any bytes, for column-major arrays; absent where the file cannot be read so. */
  at?(position: number, length: number): Promise<Uint8Array>;
  /** Called once all was read. Throws a 422 when what was read was not what it should be. */
  finish?(): Promise<void>;
}

/** A column takes at most so many values a row. */
const maxWidth = 2 ** 28;
const maxRank = 32;

/** The product of dimensions; undefined for what no array can have (checked before any allocation). */
export function sizeOf(shape: readonly number[], bytes: number): number | undefined {
  if (shape.length > maxRank || shape.some((n) => !Number.isSafeInteger(n) || n < 0))
    return undefined;
  const size = shape.reduce((product, n) => product * n, bytes);
  return Number.isSafeInteger(size) ? size : undefined;
}

export async function storeArrays(
  native: NativeData,
  arrays: readonly ArraySource[],
  options: ReadOptions,
  store: Store,
): Promise<RecordSummary> {
  const rows = sharedRows(arrays);
  const readers = arrays.map((array) => new ArrayReader(array));
  const columns = readers.map(({ column }) => column);
  const table = new BlockTable(native, columns, options, store);
  if (rows > options.maxRows) {
    throw invalid([
      { row: options.maxRows + 1, detail: `there are more than ${options.maxRows} rows` },
    ]);
  }
  const rowBytes = readers.reduce((sum, { bytes }) => sum + bytes, 0);
  const step = Math.max(1, Math.floor(blockBytes / rowBytes));
  for (let row = 0; row < rows; row += step) {
    const count = Math.min(step, rows - row);
    const blocks: ColumnBlock[] = [];
    for (const reader of readers) blocks.push(await reader.read(row, count));
    await table.append(blocks, count);
  }
  for (const array of arrays) await array.finish?.();
  return table.summary();
}

function sharedRows(arrays: readonly ArraySource[]): number {
  const faults: Fault[] = [];
  const [first] = arrays;
  if (first === undefined) throw invalid([{ pointer: '/file', detail: 'there is no array in it' }]);
  for (const { name, shape } of arrays) {
    const fault = (detail: string): void => {
      faults.push({ pointer: '/file', detail: `array ${JSON.stringify(name)} ${detail}` });
    };
    const width = shape.slice(1).reduce((product, n) => product * n, 1);
    if (shape.length === 0) fault('is a single value; a column has one for each row');
    else if (width === 0 || width > maxWidth) fault(`has ${width} values in a row`);
    else if (shape[0] !== first.shape[0]) {
      fault(`has ${shape[0]} rows, ${JSON.stringify(first.name)} has ${first.shape[0]}`);
    }
  }
  if (faults.length > 0) throw invalid(faults);
  return first.shape[0] as number;
}

class ArrayReader {
  readonly #array: ArraySource;
  /** Values in a row. */
  readonly #width: number;
  readonly column: NaturalColumn;
  /** In a row. */
  readonly bytes: number;

  constructor(array: ArraySource) {
    this.#array = array;
    const { name, type, shape } = array;
    this.#width = shape.slice(1).reduce((product, n) => product * n, 1);
    this.bytes = this.#width * type.bytes;
    this.column = naturalColumn(name, type, shape.length === 1 ? 0 : this.#width);
    const words = type.kind === 'U' || type.kind === 'S';
    const detail = words && this.#width > 1 ? 'holds several strings in a row' : this.#orderFault();
    if (detail === undefined) return;
    throw invalid([{ pointer: '/file', detail: `array ${JSON.stringify(name)} ${detail}` }]);
  }

  #orderFault(): string | undefined {
    const { columnMajor, shape, at } = this.#array;
    if (!columnMajor || this.#width === 1) return undefined;
    if (shape.length > 2)
      return 'is in Fortran order with more than two dimensions; save it in C order';
    return at === undefined ? 'is compressed in Fortran order; save it in C order' : undefined;
  }

  async read(row: number, count: number): Promise<ColumnBlock> {
    const { type, columnMajor } = this.#array;
    const gathered = columnMajor && this.#width > 1;
    const bytes = gathered
      ? await this.#gather(row, count)
      : await this.#array.next(count * this.bytes);
    try {
      return decodeBlock(type, this.column, bytes, count * this.#width);
    } catch (error) {
      if (!(error instanceof UnfitValue)) throw error;
      const at = row + Math.floor(error.index / this.#width) + 1;
      throw invalid([{ row: at, column: this.column.name, detail: error.message }]);
    }
  }

  /** Rows [row, row + count) of an array that lies column after column. */
  async #gather(row: number, count: number): Promise<Uint8Array> {
    const { type, shape, at } = this.#array;
    const size = type.bytes;
    const rows = shape[0] as number;
    const target = Buffer.alloc(count * this.bytes);
    for (let c = 0; c < this.#width; c += 1) {
      const values = await at?.((c * rows + row) * size, count * size);
      for (let r = 0; values !== undefined && r < count; r += 1) {
        target.set(values.subarray(r * size, (r + 1) * size), (r * this.#width + c) * size);
      }
    }
    return target;
  }
}
