// What a format rows leave in offers: the columns it can hold, and bytes made of batches as they come.
import type { Column } from '../record.ts';
import type { Batch } from '../rows.ts';

/** What is to be written. */
export interface Table {
  name: string;
  columns: readonly Column[];
  /** Of all batches together. */
  rowCount: number;
  batches: AsyncIterable<Batch>;
}

export interface Output {
  name: string;
  mediaType: string;
  extension: string;
  /** Bytes, or text that is UTF-8. Throws a 422 at once for columns that have no place in this format. */
  write(table: Table): AsyncIterable<Uint8Array | string>;
}
