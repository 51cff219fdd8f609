// Columns that come as typed blocks (arrays, Arrow, Parquet) into records: declared types against what
// the file holds, conversion where they differ, and appending in pieces. Knows no file format.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Fault, invalid, maxFaults } from '../../errors.ts';
import type {
  ColumnBlock,
  ColumnSpec,
  DeclaredType,
  NativeData,
  RecordBuilder,
  RecordSummary,
  StoredType,
} from '../../native-data.ts';
import type { ReadOptions, Store } from './format.ts';
import { columnFaults } from './json-rows.ts';

/** A column as its file has it; times come as words, exact whatever their unit. */
export type NaturalColumn = Omit<ColumnSpec, 'declared' | 'type'> & {
  type: Exclude<ColumnSpec['type'], 'skip'>;
};

type Value = number | bigint | boolean | string | null;

/** Bytes of values appended before other requests get their turn. */
export const blockBytes = 512 * 1024;

export class BlockTable {
  readonly #columns: readonly NaturalColumn[];
  readonly #specs: readonly ColumnSpec[];
  readonly #builder: RecordBuilder;
  readonly #store: Store;
  readonly #native: NativeData;
  readonly #maxRows: number;
  #rows = 0;

  /** Throws a 422 for names that are none, or types that a column cannot have. */
  constructor(
    native: NativeData,
    columns: readonly NaturalColumn[],
    options: ReadOptions,
    store: Store,
  ) {
    const { types, only, maxRows } = options;
    const names = columns.map(({ name }) => name);
    const faults = columnFaults(native, names, options);
    const declaredOf = (name: string): DeclaredType | undefined =>
      only !== undefined && !only.has(name) ? 'skip' : types.get(name);
    for (const column of columns) {
      const declared = declaredOf(column.name);
      if (declared === undefined || canBecome(column.type, declared)) continue;
      const detail = `column ${JSON.stringify(column.name)} holds a ${column.type} and cannot be read as ${declared}`;
      faults.push({ pointer: '/types', detail });
    }
    if (faults.length > 0) throw invalid(faults);
    this.#native = native;
    this.#columns = columns;
    this.#specs = columns.map((column) => specOf(column, declaredOf(column.name)));
    this.#builder = new native.RecordBuilder(this.#specs);
    this.#store = store;
    this.#maxRows = maxRows;
  }

  get rows(): number {
    return this.#rows;
  }

  /** `blocks` are of the natural types, one for each column. */
  async append(blocks: readonly ColumnBlock[], rows: number): Promise<void> {
    if (this.#rows + rows > this.#maxRows) {
      throw invalid([
        { row: this.#maxRows + 1, detail: `there are more than ${this.#maxRows} rows` },
      ]);
    }
    const converted = blocks.map((block, c) => this.#converted(block, c, rows));
    const refused = this.#builder.appendBlocks(converted, rows);
    if (refused !== undefined) throw invalid([this.#refusal(refused)]);
    this.#rows += rows;
    await this.#store(this.#builder);
    await nextTurn();
  }

  summary(): RecordSummary {
    if (this.#rows === 0) throw invalid([{ row: 0, detail: 'the file has no rows' }]);
    return this.#builder.summary();
  }

  #converted(block: ColumnBlock, c: number, rows: number): ColumnBlock {
    const from = this.#columns[c] as NaturalColumn;
    const to = this.#specs[c] as ColumnSpec;
    if (to.type === 'skip') return {};
    const timed = from.type === 'timestamp' || to.type === 'timestamp';
    if (timed ? isWords(to.type) : sameForm(from.type, to.type)) return block;
    const faults: Fault[] = [];
    const values: Value[] = [];
    for (let row = 0; row < rows && faults.length <= maxFaults; row += 1) {
      const value = valueAt(block, from, row);
      const result = value === null ? null : timed ? this.#time(value) : convert(value, to.type);
      if (result === undefined) {
        const detail = `${String(value).slice(0, 60)} cannot be read as ${timed ? 'timestamp; the type could be text' : to.type}`;
        faults.push({ row: this.#rows + row + 1, column: to.name, detail });
      }
      values.push(result ?? null);
    }
    if (faults.length > 0) throw invalid(faults);
    return blockOf(values, to.type);
  }

  #time(value: Value): number | undefined {
    return this.#native.parseTimestamp(String(value)) ?? undefined;
  }

  #refusal({ row, column }: { row: number; column: number }): Fault {
    const { name, type } = this.#specs[column] as ColumnSpec;
    const detail =
      type === 'vector'
        ? 'a vector of bytes has no way to miss a value'
        : 'too many different values, or too long a one, for a category; its type could be text';
    return { row: this.#rows + row + 1, column: name, detail };
  }
}

function specOf(column: NaturalColumn, declared: DeclaredType | undefined): ColumnSpec {
  if (declared === undefined) return { ...column, declared: false };
  return { name: column.name, type: declared, declared: true };
}

function isWords(type: ColumnSpec['type']): boolean {
  return type === 'category' || type === 'text';
}

function sameForm(from: ColumnSpec['type'], to: ColumnSpec['type']): boolean {
  return from === to || (isWords(from) && isWords(to));
}

function canBecome(from: NaturalColumn['type'], to: DeclaredType): boolean {
  if (to === 'skip') return true;
  if (to === 'timestamp') return from === to || isWords(from);
  if (from === 'timestamp') return to === 'number' || isWords(to);
  return from === 'vector' ? false : isWords(to) || !isWords(from);
}

function valueAt({ values, present, names }: ColumnBlock, from: NaturalColumn, row: number): Value {
  if (present?.[row] === 0) return null;
  const value = values?.[row] ?? null;
  if (from.type === 'boolean') return value === 1;
  return isWords(from.type) || from.type === 'timestamp' ? (names?.[Number(value)] ?? null) : value;
}

/** Undefined when the value cannot be of that type; a NaN becomes a missing integer or word. */
function convert(value: number | bigint | boolean | string, to: StoredType): Value | undefined {
  if (typeof value === 'number' && Number.isNaN(value)) return to === 'number' ? value : null;
  switch (to) {
    case 'number':
      return Number(value);
    case 'integer':
      if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
      return typeof value === 'boolean' ? BigInt(value) : value;
    case 'boolean':
      return Number(value) === 0 || Number(value) === 1 ? Number(value) === 1 : undefined;
    default:
      return String(value);
  }
}

function blockOf(values: readonly Value[], type: StoredType): ColumnBlock {
  const present = Uint8Array.from(values, (value) => (value === null ? 0 : 1));
  switch (type) {
    case 'number':
    case 'timestamp':
      return { present, values: Float64Array.from(values, (value) => Number(value ?? 0)) };
    case 'integer':
      return { present, values: BigInt64Array.from(values, (value) => BigInt(value ?? 0)) };
    case 'boolean':
      return { present, values: Uint8Array.from(values, (value) => (value === true ? 1 : 0)) };
    default:
      return wordsBlock(values as readonly (string | null)[]);
  }
}

/** A block of a category or text column; null is missing. */
export function wordsBlock(words: readonly (string | null)[]): ColumnBlock {
  const codes = new Map<string, number>();
  const values = new Int32Array(words.length);
  const present = new Uint8Array(words.length);
  for (const [row, word] of words.entries()) {
    if (word === null) continue;
    const code = codes.get(word) ?? codes.size;
    codes.set(word, code);
    values[row] = code;
    present[row] = 1;
  }
  return { values, present, names: [...codes.keys()] };
}
