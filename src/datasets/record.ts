// What is stored about a data set, and what of it a client sees. The rows themselves are a file of
// fixed-size records (native/data/record_builder.h) and, where a column is text, a file of texts.
import type { ColumnSummary, FieldPlace, RecordSummary, StoredType } from '../native-data.ts';
import type { Document } from '../storage/document-store.ts';

export interface Column {
  name: string;
  type: StoredType;
  /** Rows without a value. */
  missing: number;
  /** Number columns, over the values present: null without any, or beyond the range of a double. */
  min?: number | null;
  max?: number | null;
  mean?: number | null;
  /** Population. */
  std?: number | null;
  /** Category columns: names in code order, which is the order they first came in. */
  categories?: string[];
  /** Category columns: rows of each category. */
  counts?: number[];
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
  fields: ReadonlyMap<string, FieldPlace & { count: 1; categories?: readonly string[] }>;
}

export function viewOf(record: DatasetRecord): DatasetView {
  const { rowBytes: _, slots: __, ...view } = record;
  return view;
}

export function columnsOf(summary: RecordSummary): { columns: Column[]; slots: Slot[] } {
  return { columns: summary.columns.map(columnOf), slots: summary.columns.map(slotOf) };
}

function columnOf({
  name,
  type,
  missing,
  min,
  max,
  mean,
  std,
  values,
  counts,
}: ColumnSummary): Column {
  switch (type) {
    case 'number':
      return {
        name,
        type,
        missing,
        min: min ?? null,
        max: max ?? null,
        mean: mean ?? null,
        std: std ?? null,
      };
    case 'category':
      return { name, type, missing, categories: values ?? [], counts: counts ?? [] };
    case 'text':
      return { name, type, missing };
  }
}

function slotOf({ offset, type, values }: ColumnSummary): Slot {
  return type === 'text' && values !== undefined && values.length > 0
    ? { offset, values }
    : { offset };
}

export function fieldsOf({ columns, slots }: DatasetRecord): OpenDataset['fields'] {
  const fields = new Map<string, FieldPlace & { count: 1; categories?: readonly string[] }>();
  for (const [index, { name, type, categories }] of columns.entries()) {
    const offset = (slots[index] as Slot).offset;
    if (type === 'number') fields.set(name, { offset, type: 'f64', count: 1 });
    if (type === 'category')
      fields.set(name, { offset, type: 'i32', count: 1, categories: categories ?? [] });
  }
  return fields;
}
