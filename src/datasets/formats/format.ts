// What a data format offers to ingest. A format turns its input into records through the addon and
// hands finished bytes to the store it is given; it writes no files.
import type { DeclaredType, NativeData, RecordSource, RecordSummary } from '../../native-data.ts';
import type { InputFile } from '../spool.ts';
import type { Skipped } from './skips.ts';

export interface ReadOptions {
  /** Types of columns that are not to be inferred. */
  types: ReadonlyMap<string, DeclaredType>;
  /** Columns that must be there; others are skipped. Absent: every column counts. */
  only?: ReadonlySet<string>;
  /** For formats that have one; absent: found from the header. */
  delimiter?: string | undefined;
  /** Leave rows with a fault out and count them, where the format `skips`; default: refuse. */
  skipRows?: boolean | undefined;
  maxRows: number;
  maxColumns: number;
  /** Unpacked, of all that a compressed file holds. */
  maxBytes: number;
}

/** What was read, and what was left out. */
export interface Reading extends RecordSummary {
  skipped?: Skipped;
}

/** Stores the bytes a source has pending; resolves when it may take more. */
export type Store = (source: RecordSource) => Promise<void>;

export interface Format {
  name: string;
  /** Whether its rows can be left out one by one. */
  skips?: true;
  mediaTypes: readonly string[];
  /** Endings of file names, lower case. */
  extensions: readonly string[];
  /** Whether a file that begins so is of this format; `head` has at least 16 bytes, or all there are. */
  begins?(head: Uint8Array): boolean;
}

/** A format read as its bytes arrive, in bounded memory. Faults in the data reject with a 422. */
export interface StreamFormat extends Format {
  read(
    native: NativeData,
    input: AsyncIterable<Uint8Array>,
    options: ReadOptions,
    store: Store,
  ): Promise<Reading>;
}

/** A format that is read at any place: its files are kept until they have been read. */
export interface FileFormat extends Format {
  /** Files that make one data set, column beside column. */
  maxFiles: number;
  readFiles(
    native: NativeData,
    files: readonly InputFile[],
    options: ReadOptions,
    store: Store,
  ): Promise<Reading>;
}

/** A format whose whole document is parsed as JSON first, within the limit of JSON bodies. */
export interface DocumentFormat extends Format {
  readDocument(
    native: NativeData,
    document: unknown,
    options: ReadOptions,
    store: Store,
  ): Promise<Reading>;
}

export type AnyFormat = StreamFormat | FileFormat | DocumentFormat;
