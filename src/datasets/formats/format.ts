// What a data format offers to ingest. A format turns its input into records through the addon and
// hands finished bytes to the store it is given; it touches no files.
import type { DeclaredType, NativeData, RecordSource, RecordSummary } from '../../native-data.ts';

export interface ReadOptions {
  /** Types of columns that are not to be inferred. */
  types: ReadonlyMap<string, DeclaredType>;
  /** For formats that have one; absent: found from the header. */
  delimiter?: string | undefined;
  maxRows: number;
  maxColumns: number;
}

/** Stores the bytes a source has pending; resolves when it may take more. */
export type Store = (source: RecordSource) => Promise<void>;

export interface Format {
  name: string;
  mediaTypes: readonly string[];
  /** With the dot, lower case. */
  extensions: readonly string[];
}

/** A format read as its bytes arrive, in bounded memory. Faults in the data reject with a 422. */
export interface StreamFormat extends Format {
  read(
    native: NativeData,
    input: AsyncIterable<Uint8Array>,
    options: ReadOptions,
    store: Store,
  ): Promise<RecordSummary>;
}

/** A format whose whole document is parsed as JSON first, within the limit of JSON bodies. */
export interface DocumentFormat extends Format {
  readDocument(
    native: NativeData,
    document: unknown,
    options: ReadOptions,
    store: Store,
  ): Promise<RecordSummary>;
}
