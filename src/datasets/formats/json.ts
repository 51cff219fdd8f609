// JSON tables: `{ columns, rows }`, or `columns` as an object of whole columns.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Fault, invalid, pointerTo } from '../../errors.ts';
import type { NativeData } from '../../native-data.ts';
import type { DocumentFormat, ReadOptions } from './format.ts';
import { columnFaults, JsonRows, type Locate, specOf } from './json-rows.ts';
import { Skips } from './skips.ts';

/** Either form, as rows that are made when they are needed. */
interface Table {
  names: string[];
  rowCount: number;
  rows(from: number, to: number): unknown[];
  /** Of one column, from the first row on. */
  values(column: number): Iterable<unknown>;
  locate: Locate;
}

/** Values checked and appended, in whole rows, before other requests get their turn. */
const batchValues = 16_384;

export const json: DocumentFormat = {
  name: 'json',
  skips: true,
  mediaTypes: ['application/json'],
  extensions: ['.json'],
  async readDocument(native, document, options, store) {
    const table = checkedTable(native, document, options);
    const specs = table.names.map((name, index) =>
      specOf(native, name, options.types.get(name), table.values(index)),
    );
    const skips = options.skipRows ? new Skips() : undefined;
    const rows = new JsonRows(native, specs, store, table.locate, skips);
    const batchRows = Math.ceil(batchValues / specs.length);
    for (let from = 0; from < table.rowCount; from += batchRows) {
      const to = Math.min(table.rowCount, from + batchRows);
      if (!(await rows.append(table.rows(from, to)))) break;
      await nextTurn();
    }
    return rows.summary();
  },
};

function checkedTable(native: NativeData, document: unknown, options: ReadOptions): Table {
  const { columns, rows } = (document ?? {}) as Partial<Record<'columns' | 'rows', unknown>>;
  const byName = typeof columns === 'object' && columns !== null && !Array.isArray(columns);
  const names = byName ? Object.keys(columns) : columns;
  const faults: Fault[] = [];
  if (!Array.isArray(names) || names.length === 0) {
    faults.push({ pointer: '/columns', detail: 'expected the names of the columns' });
  } else {
    faults.push(...columnFaults(native, names, options));
  }
  faults.push(...(byName ? lengthFaults(columns, rows) : rowFaults(rows)));
  const counted = byName ? Object.values(columns)[0] : rows;
  const rowCount = Array.isArray(counted) ? counted.length : 0;
  if (rowCount > options.maxRows) {
    faults.push({ pointer: '/rows', detail: `there are more than ${options.maxRows} rows` });
  }
  if (faults.length > 0) throw invalid(faults);
  return byName
    ? ofColumns(columns as Record<string, unknown[]>, rowCount)
    : ofRows(names as string[], rows as unknown[]);
}

function rowFaults(rows: unknown): Fault[] {
  if (Array.isArray(rows) && rows.length > 0) return [];
  return [{ pointer: '/rows', detail: 'expected at least one row' }];
}

function lengthFaults(columns: object, rows: unknown): Fault[] {
  const faults: Fault[] = [];
  if (rows !== undefined) {
    const detail = 'the columns hold their values themselves; rows belong to a list of names';
    faults.push({ pointer: '/rows', detail });
  }
  const [[first = '', values] = []] = Object.entries(columns);
  const length = Array.isArray(values) ? values.length : 0;
  for (const [name, column] of Object.entries(columns)) {
    const pointer = pointerTo('/columns', name);
    if (!Array.isArray(column) || column.length === 0) {
      faults.push({ pointer, detail: 'expected an array with at least one value' });
    } else if (column.length !== length) {
      const detail = `this column has ${column.length} values, ${JSON.stringify(first)} has ${length}`;
      faults.push({ pointer, detail });
    }
  }
  return faults;
}

function ofRows(names: string[], rows: unknown[]): Table {
  return {
    names,
    rowCount: rows.length,
    rows: (from, to) => rows.slice(from, to),
    *values(column) {
      for (const row of rows) if (Array.isArray(row)) yield row[column];
    },
    locate: (row, column) => ({
      pointer: column === undefined ? `/rows/${row}` : `/rows/${row}/${column.index}`,
      row: row + 1,
      ...(column === undefined ? {} : { column: column.name }),
      detail: '',
    }),
  };
}

function ofColumns(columns: Record<string, unknown[]>, rowCount: number): Table {
  const names = Object.keys(columns);
  const all = Object.values(columns);
  return {
    names,
    rowCount,
    rows: (from, to) =>
      Array.from({ length: to - from }, (_, i) => all.map((column) => column[from + i])),
    values: (column) => all[column] ?? [],
    locate: (row, column) => ({
      pointer: pointerTo(pointerTo('/columns', column?.name ?? ''), row),
      row: row + 1,
      ...(column === undefined ? {} : { column: column.name }),
      detail: '',
    }),
  };
}
