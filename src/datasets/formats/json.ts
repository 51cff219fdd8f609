// JSON tables: `{ columns, rows }`. Checks every value against its column before anything is stored.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Fault, invalid, maxFaults } from '../../errors.ts';
import type { Cell, DeclaredType, NativeData } from '../../native-data.ts';
import type { DocumentFormat, ReadOptions } from './format.ts';

interface Table {
  columns: string[];
  rows: Cell[][];
}

/** What a column's values must be; a declared category or text takes any of them as its text. */
type Kind = 'number' | 'string' | 'boolean' | 'any';

interface ColumnRule {
  name: string;
  type: DeclaredType;
  declared: boolean;
  kind: Kind;
}

/** Values checked and appended, in whole rows, before other requests get their turn. */
const batchValues = 16_384;

/**
 * The type of a column is given, or follows its first value that is not null: a number makes a number
 * column, a string or boolean a category (the words `true` and `false`). Later values must be of the
 * same kind. A column of nulls is a number column without values.
 */
export const json: DocumentFormat = {
  name: 'json',
  mediaTypes: ['application/json'],
  extensions: ['.json'],
  async readDocument(native, document, options, store) {
    const { columns, rows } = checkedTable(native, document, options);
    const rules = columns.map((name, index) => ruleOf(name, options.types.get(name), rows, index));
    const builder = new native.RecordBuilder(rules);
    const faults: Fault[] = [];
    const batchRows = Math.ceil(batchValues / columns.length);
    for (let from = 0; from < rows.length; from += batchRows) {
      const to = Math.min(rows.length, from + batchRows);
      for (let row = from; row < to && faults.length <= maxFaults; row += 1) {
        checkRow(rows, row, rules, faults);
      }
      if (faults.length > maxFaults) break;
      if (faults.length === 0) {
        const refused = builder.append(rows, from, to);
        if (refused !== undefined) throw invalid([tooManyCategories(refused, rules)]);
        await store(builder);
      }
      await nextTurn();
    }
    if (faults.length > 0) throw invalid(faults);
    return builder.summary();
  },
};

function checkedTable(native: NativeData, document: unknown, options: ReadOptions): Table {
  const { columns, rows } = (document ?? {}) as Partial<Record<keyof Table, unknown>>;
  const faults: Fault[] = [];
  if (!Array.isArray(columns) || columns.length === 0) {
    faults.push({ pointer: '/columns', detail: 'expected the names of the columns' });
  } else if (columns.length > options.maxColumns) {
    faults.push({
      pointer: '/columns',
      detail: `there are more than ${options.maxColumns} columns`,
    });
  } else {
    faults.push(...columnFaults(native, columns, options));
  }
  if (!Array.isArray(rows) || rows.length === 0) {
    faults.push({ pointer: '/rows', detail: 'expected at least one row' });
  } else if (rows.length > options.maxRows) {
    faults.push({ pointer: '/rows', detail: `there are more than ${options.maxRows} rows` });
  }
  if (faults.length > 0) throw invalid(faults);
  return { columns: columns as string[], rows: rows as Cell[][] };
}

function columnFaults(native: NativeData, columns: unknown[], { types }: ReadOptions): Fault[] {
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
  for (const name of types.keys()) {
    if (seen.has(name)) continue;
    faults.push({ pointer: '/types', detail: `there is no column ${JSON.stringify(name)}` });
  }
  return faults;
}

function ruleOf(
  name: string,
  given: DeclaredType | undefined,
  rows: Cell[][],
  index: number,
): ColumnRule {
  if (given !== undefined) {
    return { name, type: given, declared: true, kind: given === 'number' ? 'number' : 'any' };
  }
  const first = rows.find((row) => Array.isArray(row) && isPlain(row[index]))?.[index] ?? 0;
  const kind = typeof first as Kind;
  return { name, type: kind === 'number' ? 'number' : 'category', declared: false, kind };
}

function isPlain(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';
}

function checkRow(
  rows: Cell[][],
  index: number,
  rules: readonly ColumnRule[],
  faults: Fault[],
): void {
  const row = rows[index];
  if (!Array.isArray(row) || row.length !== rules.length) {
    const found = Array.isArray(row) ? `${row.length}` : 'no array';
    const detail = `expected an array of ${rules.length} values, found ${found}`;
    faults.push({ pointer: `/rows/${index}`, row: index + 1, detail });
    return;
  }
  for (let c = 0; c < rules.length; c += 1) {
    const rule = rules[c] as ColumnRule;
    const wrong = misfit(row[c], rule);
    if (wrong === undefined) continue;
    const detail = `column ${JSON.stringify(rule.name)}: ${wrong}`;
    faults.push({ pointer: `/rows/${index}/${c}`, row: index + 1, column: rule.name, detail });
  }
}

function misfit(value: unknown, { type, kind }: ColumnRule): string | undefined {
  if (value === null) return undefined;
  if (!isPlain(value)) return `expected ${expected(kind)} or null, found ${shown(value)}`;
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return 'the number is beyond the range of a double';
  }
  if (typeof value === 'string' && !value.isWellFormed())
    return 'the text is not well-formed Unicode';
  if (kind === 'any' || typeof value === kind || type === 'skip') return undefined;
  return `expected ${expected(kind)} or null, found ${shown(value)}`;
}

function expected(kind: Kind): string {
  return kind === 'any' ? 'a number, string, boolean' : `a ${kind}`;
}

function shown(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : String(value);
}

function tooManyCategories(
  { row, column }: { row: number; column: number },
  rules: readonly ColumnRule[],
): Fault {
  const name = rules[column]?.name ?? '';
  const detail = `column ${JSON.stringify(name)}: too many different values, or too long a one, for a category; its type could be text`;
  return { pointer: `/rows/${row}/${column}`, row: row + 1, column: name, detail };
}
