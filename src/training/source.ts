// A data set as a submission sees it: its columns by name and where they lie; and the list that the
// faults of a submission are gathered in.
import type { Fault } from '../errors.ts';
import { suggest } from '../http/faults.ts';
import type { Place } from './preprocessing.ts';

export interface SourceColumn {
  name: string;
  type: string;
  /** Over the values present; null without any. */
  min?: number | null;
  max?: number | null;
  missing: number;
  categories?: readonly string[];
  /** Rows of each category. */
  counts?: readonly number[];
  /** Of a vector: how many values a row has. */
  width?: number;
}

/** Columns that are read as numbers; every other one that can be trained on holds categories. */
export function isNumeric({ type }: Pick<SourceColumn, 'type'>): boolean {
  return type === 'number' || type === 'boolean' || type === 'vector';
}

/** Columns whose values name classes. */
export function namesClasses({ type }: Pick<SourceColumn, 'type'>): boolean {
  return type === 'category' || type === 'boolean';
}

export interface SourceRecord {
  id: string;
  rowCount: number;
  rowBytes: number;
  columns: readonly SourceColumn[];
  /** Of the columns that can be trained on. */
  places: ReadonlyMap<string, Place>;
}

export class Source {
  readonly id: string;
  readonly rowCount: number;
  readonly rowBytes: number;
  readonly #columns: ReadonlyMap<string, SourceColumn>;
  readonly #places: ReadonlyMap<string, Place>;

  constructor({ id, rowCount, rowBytes, columns, places }: SourceRecord) {
    this.id = id;
    this.rowCount = rowCount;
    this.rowBytes = rowBytes;
    this.#columns = new Map(columns.map((column) => [column.name, column]));
    this.#places = places;
  }

  column(name: string): SourceColumn | undefined {
    return this.#columns.get(name);
  }

  place(name: string): Place {
    const place = this.#places.get(name);
    if (place === undefined) throw new RangeError(`column ${name} has no place in the records`);
    return { ...place };
  }

  /** Whether the name of some column is wanted. */
  some(wanted: (name: string) => boolean): boolean {
    return [...this.#columns.keys()].some(wanted);
  }

  /** What to say of a name that no column has. */
  unknown(name: string): string {
    return `unknown column \`${name.slice(0, 60)}\`${suggest(name, [...this.#columns.keys()])}`;
  }
}

/** What a column holds, in words. */
export function contentsOf({ type }: SourceColumn): string {
  const words = {
    category: 'categories',
    number: 'numbers',
    boolean: 'booleans',
    vector: 'vectors',
  };
  return (words as Record<string, string>)[type] ?? type;
}

export class Faults {
  readonly list: Fault[] = [];

  add(pointer: string, detail: string): void {
    this.list.push({ pointer, detail });
  }
}
