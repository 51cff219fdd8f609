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
import type { Skipped } from './formats/skips.ts';
import { type ColumnStatistics, statisticsOf } from './statistics.ts';

export interface Column extends ColumnStatistics {
  name: string;
  type: StoredType;
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

export interface Lineage {
  /** 1, or one more than that of the data set it was made of by appending. */
  version: number;
  /** Id of that data set, which may have been removed since. */
  parent: string | null;
}

export interface DatasetRecord extends Document, Lineage {
  name: string;
  rowCount: number;
  columns: Column[];
  /** Rows that were left out, when the upload asked for that. */
  skipped?: Skipped;
  /** Digest of the values and the schema, not of the upload: the same data in CSV and JSON agree. */
  sha256: string;
  /** Of the values alone: one column or several, bytes or doubles make no difference. */
  valuesSha256: string;
  /** Where it is stored: a digest of all that is. */
  content: string;
  /** Digest of the checksums of what is stored. */
  checksums: string;
  /** Stored, not uploaded. */
  bytes: number;
  rowBytes: number;
  /** One for each of `columns`. */
  slots: Slot[];
}

export type DatasetView = Omit<DatasetRecord, 'rowBytes' | 'slots' | 'content' | 'checksums'>;

/** A data set as a job reads it. Text columns have no field: nothing can be trained on them. */
export interface OpenDataset {
  record: DatasetRecord;
  /** Of the record file. */
  path: string;
  rowBytes: number;
  fields: ReadonlyMap<string, FieldPlace>;
}

export function viewOf(record: DatasetRecord): DatasetView {
  const { rowBytes: _, slots: __, content: ___, checksums: ____, ...view } = record;
  return view;
}

export function columnsOf(summary: RecordSummary): { columns: Column[]; slots: Slot[] } {
  return {
    columns: summary.columns.map((column) => columnOf(column, summary.rows)),
    slots: summary.columns.map(slotOf),
  };
}

function columnOf(summary: ColumnSummary, rowCount: number): Column {
  const { name, type, values: categories = [], counts = [], width = 1, element = 'f64' } = summary;
  const column = { name, type, ...statisticsOf(summary, rowCount) };
  if (type === 'vector') return { ...column, width, element };
  return type === 'boolean' || type === 'category' ? { ...column, categories, counts } : column;
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
    case 'timestamp':
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
