// Types of what native/binding/data_binding.cpp exports: reading values into records, and statistics
// of columns. The layout of a record is told in native/data/record_builder.h.

/** `skip`: read past, not stored. */
export type DeclaredType = 'number' | 'category' | 'text' | 'skip';
export type StoredType = Exclude<DeclaredType, 'skip'>;

export type Cell = number | string | boolean | null;

/** Row 0 is the header of a CSV, row 1 the first below it. */
export interface CsvFault {
  row: number;
  column?: string;
  detail: string;
}

export interface ColumnSummary {
  name: string;
  type: StoredType;
  /** Byte offset of the column's 8-byte slot in a record. */
  offset: number;
  missing: number;
  /** Number columns only; null without a value, or when beyond the range of a double. */
  min?: number | null;
  max?: number | null;
  mean?: number | null;
  /** Population. */
  std?: number | null;
  /** Category columns: names in code order. Text columns: values stored as a position in this list. */
  values?: string[];
  /** Category columns: how often each name came. */
  counts?: number[];
}

export interface RecordSummary {
  rows: number;
  rowBytes: number;
  columns: ColumnSummary[];
}

/** Finished bytes, waiting to be stored, and what they hold. */
export interface RecordSource {
  /** Bytes of records and text not taken yet. */
  pending(): number;
  /** Moves up to `target.length` bytes into `target`; returns how many. */
  takeRecords(target: Uint8Array): number;
  takeText(target: Uint8Array): number;
  summary(): RecordSummary;
}

export interface CsvOptions {
  /** One byte; absent: whichever of `,` `;` tab `|` the header has most of. */
  delimiter?: string;
  types: [name: string, type: DeclaredType][];
  maxColumns?: number;
  maxRows?: number;
}

/** Blocks for about 3 ms a MiB: feed it in small pieces. */
export interface CsvReader extends RecordSource {
  /** False when reading on makes no sense. */
  push(bytes: Uint8Array): boolean;
  /** False when there were faults. */
  finish(): boolean;
  faults(): CsvFault[];
}

/** Values are trusted to fit their columns, but for declared categories. */
export interface RecordBuilder extends RecordSource {
  /** Appends rows[from, to); returns where a declared category column had too many or too long values. */
  append(
    rows: readonly (readonly Cell[])[],
    from: number,
    to: number,
  ): { row: number; column: number } | undefined;
}

export interface FieldPlace {
  offset: number;
  type: 'f64' | 'f32' | 'u8' | 'i32';
}

/** Over the values that are present; NaN without any. */
export interface ColumnFit {
  mean: number;
  /** Population. */
  std: number;
  min: number;
  max: number;
  median: number;
  count: number;
  missing: number;
}

export interface NativeData {
  CsvReader: new (options: CsvOptions) => CsvReader;
  RecordBuilder: new (
    columns: readonly { name: string; type: DeclaredType; declared: boolean }[],
  ) => RecordBuilder;
  /** What is wrong with a column's name (`has no name`), or null. */
  columnNameFlaw(name: string): string | null;
  /** In float64, on a native thread; the same rows give the same bits. Rejects with a NativeError. */
  fitColumns(
    path: string,
    rowBytes: number,
    fields: readonly FieldPlace[],
    rows: Uint32Array,
  ): Promise<ColumnFit[]>;
}
