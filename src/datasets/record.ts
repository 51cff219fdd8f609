// What is stored about a data set, and what of it a client sees. The rows themselves are a file of
// fixed-size records (native/data/record_builder.h) and, where a column is text, a file of texts.
import type {
  ColumnSummary,
  ElementType,
  FieldPlace,
  RecordSummary,
  StoredType,
} from '../native-data.ts';
import type { Document } from '../storage/document-store.ts';

export interface Column {
  name: string;
  type: StoredType;
  /** Rows without a value, or whose number is not finite. */
  missing: number;
  /**
   * Number, integer and vector columns, over the values present: null without any, or beyond the range
   * of a double. Integers beyond 2⁵³ as strings.
   */
  min?: number | string | null;
  max?: number | string | null;
  mean?: number | null;
  /** Population. */
  std?: number | null;
  /** Category columns: names in code order, which is the order they first came in. Boolean: false, true. */
  categories?: string[];
  /** Rows of each category. */
  counts?: number[];
  /** Vector columns: how many values a row has, and what they are stored as. */
  width?: number;
  element?: ElementType;
}

/** Where a column's slot lies in a record; of a text column also the values told by position. */
export interface Slot {
  offset: number;
  values?: string[];
}

export interface DatasetRecord extends Document {
  name: string;
  rowCount: number;
  columns: Column[];
  /** Digest of the values and the schema, not of the upload: the same data in CSV and JSON agree. */
  sha256: string;
  /** Stored, not uploaded. */
  bytes: number;
  rowBytes: number;
  /** One for each of `columns`. */
  slots: Slot[];
}

export type DatasetView = Omit<DatasetRecord, 'rowBytes' | 'slots'>;

/** A data set as a job reads it. Text columns have no field: nothing can be trained on them. */
export interface OpenDataset {
  record: DatasetRecord;
  /** Of the record file. */
  path: string;
  rowBytes: number;
  fields: ReadonlyMap<string, FieldPlace>;
}

export function viewOf(record: DatasetRecord): DatasetView {
  const { rowBytes: _, slots: __, ...view } = record;
  return view;
}

export function columnsOf(summary: RecordSummary): { columns: Column[]; slots: Slot[] } {
  return { columns: summary.columns.map(columnOf), slots: summary.columns.map(slotOf) };
}

function columnOf(summary: ColumnSummary): Column {
  const { name, type, missing, values: categories = [], counts = [], width, element } = summary;
  switch (type) {
    case 'number':
    case 'integer':
      return { name, type, missing, ...figuresOf(summary) };
    case 'vector':
      return {
        name,
        type,
        missing,
        width: width ?? 1,
        element: element ?? 'f64',
        ...figuresOf(summary),
      };
    case 'boolean':
    case 'category':
      return { name, type, missing, categories, counts };
    case 'text':
      return { name, type, missing };
  }
}

function figuresOf({ min, max, mean = null, std = null }: ColumnSummary) {
  return { min: inJson(min ?? null), max: inJson(max ?? null), mean, std };
}

/** Integers that a JSON reader may round leave as strings. */
export function inJson<T>(value: T | bigint): T | number | string {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

function slotOf({ offset, type, values }: ColumnSummary): Slot {
  return type === 'text' && values !== undefined && values.length > 0
    ? { offset, values }
    : { offset };
}

/** What a column is stored as; text has nothing a trainer could read. */
export function fieldOf({ type, element, width }: Column, offset: number): FieldPlace | undefined {
  switch (type) {
    case 'number':
      return { offset, type: 'f64' };
    case 'integer':
      return { offset, type: 'i64' };
    case 'boolean':
    case 'category':
      return { offset, type: 'i32' };
    case 'vector':
      return { offset, type: element ?? 'f64', count: width ?? 1 };
    case 'text':
      return undefined;
  }
}

export function fieldsOf({ columns, slots }: DatasetRecord): OpenDataset['fields'] {
  const fields = new Map<string, FieldPlace>();
  for (const [index, column] of columns.entries()) {
    const field = fieldOf(column, (slots[index] as Slot).offset);
    if (field !== undefined) fields.set(column.name, field);
  }
  return fields;
}
