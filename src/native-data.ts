// Types of what native/binding/data_binding.cpp exports: reading values into records, and statistics
// of columns. The layout of a record is told in native/data/record_builder.h.

/** `skip`: read past, not stored. */
export type DeclaredType =
  | 'number'
  | 'integer'
  | 'boolean'
  | 'timestamp'
  | 'category'
  | 'text'
  | 'skip';
/** A vector's width is not declared but found. */
export type StoredType = Exclude<DeclaredType, 'skip'> | 'vector';
/** What the values of a vector are stored as. */
export type ElementType = 'f64' | 'f32' | 'u8';

export type Cell = number | bigint | string | boolean | readonly number[] | null;

/** Row 0 is the header of a CSV, row 1 the first below it. */
export interface CsvFault {
  row: number;
  column?: string;
  detail: string;
}

/** Where a column lies in a record, and what it takes to read it. */
export interface ColumnLayout {
  name: string;
  type: StoredType;
  /** Byte offset of the column's slot in a record. */
  offset: number;
  /** Rows without a value, or whose number is not finite. */
  missing: number;
  /** Category and boolean columns: names in code order. Text columns: values stored as a position here. */
  values?: string[];
  /** Vector columns. */
  width?: number;
  element?: ElementType;
}

export interface ColumnSummary extends ColumnLayout {
  /**
   * Number, integer (limits as BigInts) and vector columns; null without a value, or when beyond the
   * range of a double.
   */
  min?: number | bigint | null;
  max?: number | bigint | null;
  mean?: number | null;
  /** Population. */
  std?: number | null;
  /** Number, integer, vector and text columns: different values, and the relative standard error of that; 0: exact. */
  distinct?: number;
  distinctError?: number;
  /**
   * Number, integer and vector columns with a value: the 1, 5, 25, 50, 75, 95 and 99 % quantiles, and
   * by how much their rank may be off, as a share of the values.
   */
  quantiles?: number[];
  rankError?: number;
  /** Values in 20 intervals of equal width from min to max; in one when they are equal. */
  histogram?: number[];
  /** Category and boolean columns: how often each name came. */
  counts?: number[];
}

export interface RecordLayout {
  rowBytes: number;
  columns: ColumnLayout[];
}

export interface RecordSummary {
  rows: number;
  rowBytes: number;
  /** Values in a row: 1 for each column, of a vector its width. */
  rowValues: number;
  columns: ColumnSummary[];
}

/** Finished bytes, waiting to be stored, and what they hold. */
export interface RecordSource {
  /** Read so far. */
  rows(): number;
  /** Bytes of records and text not taken yet. */
  pending(): number;
  /**
   * The values of the pending records in a form that depends on them alone (native/data/record_values.cpp):
   * moves up to `target.length` bytes, at least 16, of it; 0 at the end. Before any record is taken.
   */
  takeValues(target: Uint8Array): number;
  /** Moves up to `target.length` bytes into `target`; returns how many. */
  takeRecords(target: Uint8Array): number;
  takeText(target: Uint8Array): number;
  /** As the records are now: an undeclared category may yet turn text, and gain names. Without statistics. */
  layout(): RecordLayout;
  /** With the statistics of all that was read, which cost milliseconds a column: for the end. */
  summary(): RecordSummary;
}

export interface CsvOptions {
  /** One byte; absent: whichever of `,` `;` tab `|` the header has most of. */
  delimiter?: string;
  types: [name: string, type: DeclaredType][];
  /** Columns that must be there; others are skipped. Absent: every column counts. */
  only?: string[];
  maxColumns?: number;
  maxRows?: number;
  /** Leaves out rows with a fault instead of refusing the input. */
  skipRows?: boolean;
}

/** Blocks for about 3 ms a MiB: feed it in small pieces. */
export interface CsvReader extends RecordSource {
  /** False when reading on makes no sense. */
  push(bytes: Uint8Array): boolean;
  /** False when there were faults. */
  finish(): boolean;
  faults(): CsvFault[];
  /** Rows left out. */
  skipped(): number;
}

export interface ColumnSpec {
  name: string;
  type: StoredType | 'skip';
  /** By the user: a category then never turns into text. */
  declared: boolean;
  /** Vector columns. */
  element?: ElementType;
  width?: number;
}

/** Values of one column over some rows; of a skipped column empty. */
export interface ColumnBlock {
  /**
   * Number f64, timestamp f64 milliseconds since 1970 in UTC, integer i64, boolean u8 (0, 1), category and text i32 positions in `names`, vector
   * rows × width of its element type.
   */
  values?: Float64Array | Float32Array | BigInt64Array | Int32Array | Uint8Array;
  /** A byte for each row, 0 where the value is missing; absent: none is. */
  present?: Uint8Array;
  names?: readonly string[];
}

/** Values are trusted to fit their columns, but for declared categories. */
export interface RecordBuilder extends RecordSource {
  /** Appends rows[from, to); returns where a declared category column had too many or too long values. */
  append(rows: readonly (readonly Cell[])[], from: number, to: number): RefusedValue | undefined;
  /** Appends `rows` rows, a block for each column; returns a value that has no place, as above or missing in a vector of u8. */
  appendBlocks(blocks: readonly ColumnBlock[], rows: number): RefusedValue | undefined;
}

/** Indices into what was appended. */
export interface RefusedValue {
  row: number;
  column: number;
}

export interface FieldPlace {
  offset: number;
  type: 'f64' | 'f32' | 'u8' | 'i32' | 'i64';
  /** Values side by side: more than one in a vector. Default 1. */
  count?: number;
}

/** What a number goes through (native/data/transform.h); what is missing stays missing. */
export type Step =
  /** (v − offset) / spread, or 0 where the spread is 0. */
  | { type: 'scale'; offset: number; spread: number }
  | { type: 'clip'; min?: number; max?: number }
  | { type: 'log' }
  | { type: 'log1p' };

/** What is fitted: the values of a field after its steps. */
export interface FitField extends FieldPlace {
  /** What the code of a category stands for; absent: itself. */
  codes?: readonly number[];
  steps?: readonly Step[];
  /** Quantiles wanted: 0–1, ascending; none of a vector. */
  shares?: readonly number[];
}

/** Over the values that are present; NaN without any. */
export interface ColumnFit {
  mean: number;
  /** Population. */
  std: number;
  min: number;
  max: number;
  /** NaN of a vector. */
  median: number;
  count: number;
  missing: number;
  /** At the shares asked for, linear between two values; empty of a vector. */
  quantiles: number[];
  /** The first value, as stored, that a step has no finite result for; it is not fitted. */
  outside?: { row: number; value: number };
}

export interface NativeData {
  CsvReader: new (options: CsvOptions) => CsvReader;
  RecordBuilder: new (columns: readonly ColumnSpec[]) => RecordBuilder;
  /** What is wrong with a column's name (`has no name`), or null. */
  columnNameFlaw(name: string): string | null;
  /** Milliseconds since 1970-01-01T00:00:00Z of a date or date-time (native/data/timestamp.h), or null. */
  parseTimestamp(text: string): number | null;
  /** In float64, on a native thread; the same rows give the same bits. Rejects with a NativeError. */
  fitColumns(
    path: string,
    rowBytes: number,
    fields: readonly FitField[],
    rows: Uint32Array,
  ): Promise<ColumnFit[]>;
}
