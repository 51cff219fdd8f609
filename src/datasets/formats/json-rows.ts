// Rows of JSON values into records: what a column's type is, and whether each value fits it. Shared by
// the formats whose values are JSON; where a fault lies is theirs to say.
import { type Fault, invalid, maxFaults } from '../../errors.ts';
import type {
  Cell,
  ColumnSpec,
  DeclaredType,
  NativeData,
  RecordBuilder,
} from '../../native-data.ts';
import type { Reading, ReadOptions, Store } from './format.ts';
import type { Skips } from './skips.ts';

/** Says where a row, or a value in it, stands. */
export type Locate = (row: number, column?: { index: number; name: string }) => Fault;

const largestInteger = 2n ** 63n - 1n;

/** Faults in the names of the columns, and in the names that `types` gives. */
export function columnFaults(
  native: NativeData,
  columns: readonly unknown[],
  { types, only = new Set(), maxColumns }: ReadOptions,
): Fault[] {
  if (columns.length > maxColumns)
    return [{ pointer: '/columns', detail: `there are more than ${maxColumns} columns` }];
  const faults: Fault[] = [];
  const seen = new Set<unknown>();
  for (const [index, name] of columns.entries()) {
    const pointer = `/columns/${index}`;
    if (typeof name !== 'string' || !name.isWellFormed()) {
      faults.push({ pointer, detail: 'expected the name of a column' });
      continue;
    }
    const flaw = native.columnNameFlaw(name);
    if (flaw !== null) faults.push({ pointer, detail: `the column ${flaw}` });
    if (seen.has(name)) faults.push({ pointer, detail: 'two columns have this name' });
    seen.add(name);
  }
  for (const column of only) {
    if (!seen.has(column)) faults.push({ row: 0, column, detail: 'this column is missing' });
  }
  for (const name of types.keys()) {
    if (seen.has(name) || only.has(name)) continue;
    faults.push({ pointer: '/types', detail: `there is no column ${JSON.stringify(name)}` });
  }
  return faults;
}

/**
 * The type of a column is given, or follows its first value that is not null: a number makes a number
 * column, a string a category, a boolean a boolean, an array of numbers a vector of that length. A
 * column of nulls is a number column without values, one of nothing but dates and times a timestamp
 * column. `values`: of the column, as many as are at hand.
 */
export function specOf(
  native: NativeData,
  name: string,
  given: DeclaredType | undefined,
  values: Iterable<unknown>,
): ColumnSpec {
  if (given !== undefined) return { name, type: given, declared: true };
  const spec = { name, declared: false };
  const { first, timestamps } = sampled(native, values);
  if (timestamps) return { ...spec, type: 'timestamp' };
  if (typeof first === 'string') return { ...spec, type: 'category' };
  if (typeof first === 'boolean') return { ...spec, type: 'boolean' };
  if (Array.isArray(first) && first.length > 0) {
    return { ...spec, type: 'vector', element: 'f64', width: first.length };
  }
  return { ...spec, type: 'number' };
}

/** The first value that is not null, and whether there is one and all of them are timestamps. */
function sampled(native: NativeData, values: Iterable<unknown>) {
  let first: unknown;
  for (const value of values) {
    if ((value ?? null) === null) continue;
    first ??= value;
    if (!isTimestamp(native, value)) return { first, timestamps: false };
  }
  return { first, timestamps: first !== undefined };
}

function isTimestamp(native: NativeData, value: unknown): boolean {
  return typeof value === 'string' && native.parseTimestamp(value) !== null;
}

/** Checks and appends rows; nothing should be stored once there was a fault that is not skipped. */
export class JsonRows {
  readonly #specs: readonly ColumnSpec[];
  readonly #native: NativeData;
  readonly #builder: RecordBuilder;
  readonly #store: Store;
  readonly #locate: Locate;
  readonly #faults: Fault[] = [];
  /** Absent: a fault refuses the input. */
  readonly #skips: Skips | undefined;
  #rows = 0;

  constructor(
    native: NativeData,
    specs: readonly ColumnSpec[],
    store: Store,
    locate: Locate,
    skips?: Skips,
  ) {
    this.#skips = skips;
    this.#native = native;
    this.#specs = specs;
    this.#builder = new native.RecordBuilder(specs);
    this.#store = store;
    this.#locate = locate;
  }

  get rows(): number {
    return this.#rows;
  }

  /** False when enough faults were found. */
  async append(rows: readonly unknown[]): Promise<boolean> {
    const cells: Cell[][] = [];
    for (const [index, row] of rows.entries()) {
      if (this.#faults.length > maxFaults) return false;
      const fitting = this.#fit(this.#rows + index, row);
      if (fitting !== undefined) cells.push(fitting);
    }
    if (this.#faults.length === 0) {
      const refused = this.#builder.append(cells, 0, cells.length);
      if (refused !== undefined) throw invalid([this.#tooMany(refused)]);
      await this.#store(this.#builder);
    }
    this.#rows += rows.length;
    return true;
  }

  /** Throws a 422 with the faults there were, or when every row is skipped. */
  summary(): Reading {
    if (this.#faults.length > 0) throw invalid(this.#faults);
    const summary = this.#builder.summary();
    if (this.#skips === undefined) return summary;
    if (summary.rows === 0) throw invalid(this.#skips.faults);
    return { ...summary, skipped: this.#skips.summary() };
  }

  /** The row as cells; undefined when it is skipped, or its faults are noted. */
  #fit(index: number, row: unknown): Cell[] | undefined {
    const faults = this.#faultsOf(index, row);
    if (faults.length === 0) return row as Cell[];
    if (this.#skips === undefined) this.#faults.push(...faults);
    else this.#skips.add(faults);
    return undefined;
  }

  #faultsOf(index: number, row: unknown): Fault[] {
    if (!Array.isArray(row) || row.length !== this.#specs.length) {
      const found = Array.isArray(row) ? `${row.length}` : 'no array';
      const detail = `expected an array of ${this.#specs.length} values, found ${found}`;
      return [{ ...this.#locate(index), detail }];
    }
    const faults: Fault[] = [];
    for (let c = 0; c < row.length; c += 1) {
      const spec = this.#specs[c] as ColumnSpec;
      if (spec.type === 'integer') row[c] = exact(row[c]);
      const wrong = misfit(this.#native, row[c], spec);
      if (wrong === undefined) continue;
      const detail = `column ${JSON.stringify(spec.name)}: ${wrong}`;
      faults.push({ ...this.#locate(index, { index: c, name: spec.name }), detail });
    }
    return faults;
  }

  #tooMany({ row, column }: { row: number; column: number }): Fault {
    const name = this.#specs[column]?.name ?? '';
    const detail = `column ${JSON.stringify(name)}: too many different values, or too long a one, for a category; its type could be text`;
    return { ...this.#locate(this.#rows + row, { index: column, name }), detail };
  }
}

/** Integers beyond 2⁵³ come as strings, as they leave. */
function exact(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[+-]?\d{1,19}$/.test(value)) return value;
  const integer = BigInt(value.replace(/^\+/, ''));
  return integer <= largestInteger && integer >= -largestInteger - 1n ? integer : value;
}

const expectations = {
  number: 'a number',
  integer: 'a whole number within 64 bits (beyond 2⁵³ as a string)',
  boolean: 'a boolean',
  timestamp: 'a time such as "2024-02-29T12:00:00Z" or "2024-02-29"',
  category: 'a string',
  text: 'a string',
} as const;

function misfit(native: NativeData, value: unknown, spec: ColumnSpec): string | undefined {
  const { type, declared, width = 1 } = spec;
  if (value === null || type === 'skip') return undefined;
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return 'the number is beyond the range of a double';
  }
  if (typeof value === 'string' && !value.isWellFormed()) {
    return 'the text is not well-formed Unicode';
  }
  if (type === 'timestamp' ? isTimestamp(native, value) : fits(value, spec)) return undefined;
  const words = declared && (type === 'category' || type === 'text');
  const wanted =
    type === 'vector'
      ? `an array of ${width} numbers`
      : words
        ? 'a number, string, boolean'
        : expectations[type];
  return `expected ${wanted} or null, found ${shown(value)}`;
}

function fits(value: unknown, { type, declared, width }: ColumnSpec): boolean {
  switch (type) {
    case 'number':
      return typeof value === 'number';
    case 'integer':
      return typeof value === 'bigint' || (Number.isSafeInteger(value) && !Object.is(value, -0));
    case 'boolean':
      return typeof value === 'boolean';
    case 'vector':
      return (
        Array.isArray(value) &&
        value.length === width &&
        value.every((x) => typeof x === 'number' && Number.isFinite(x))
      );
    default:
      return (
        typeof value === 'string' || (declared && ['number', 'boolean'].includes(typeof value))
      );
  }
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string')
    return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : String(value);
}
