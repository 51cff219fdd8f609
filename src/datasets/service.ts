// Data sets: made from uploads, listed, previewed, opened for jobs, removed. A data set never changes
// once it is stored, but for its name; the same upload twice makes two.
import { createHash } from 'node:crypto';
import type { Config } from '../config.ts';
import { conflict, fromNative, invalidAt, notFound } from '../errors.ts';
import type { DeclaredType, NativeData, RecordSummary } from '../native-data.ts';
import { DatasetStore } from '../storage/datasets-store.ts';
import type { Page, PageRequest } from '../storage/document-store.ts';
import { newId } from '../storage/ids.ts';
import type { Storage } from '../storage/storage.ts';
import type {
  DocumentFormat,
  FileFormat,
  ReadOptions,
  Store,
  StreamFormat,
} from './formats/format.ts';
import { columnsOf, type DatasetRecord, fieldsOf, type OpenDataset } from './record.ts';
import { type Batch, cellOf, type PreviewCell, readBatches, type Selection } from './rows.ts';
import { Spool } from './spool.ts';
import { Staging, textsPath } from './staging.ts';

export interface Foundation {
  config: Pick<Config, 'maxRows' | 'maxColumns' | 'uploadLimit'>;
  native: NativeData;
  storage: Pick<Storage, 'files' | 'database'>;
}

export interface UploadOptions {
  types?: ReadonlyMap<string, DeclaredType> | undefined;
  delimiter?: string | undefined;
}

/** A data set that has been read and not been given its name yet: commit or discard it. */
export interface StagedDataset {
  commit(name: string): Promise<DatasetRecord>;
  discard(): Promise<void>;
}

export class DatasetService {
  readonly #foundation: Foundation;
  readonly #store: DatasetStore<DatasetRecord>;
  /** Uses of a data set by jobs that are not over. */
  readonly #uses = new Map<string, number>();

  constructor(foundation: Foundation) {
    this.#foundation = foundation;
    this.#store = new DatasetStore(foundation.storage.database.records);
  }

  /** Reads `input` to its end in bounded memory. Rejects with a 422 that names rows and columns. */
  stageStream(
    format: StreamFormat,
    input: AsyncIterable<Uint8Array>,
    options: UploadOptions = {},
  ): Promise<StagedDataset> {
    const { native } = this.#foundation;
    return this.#stage((store) => format.read(native, input, this.#readOptions(options), store));
  }

  /** The same for a document that is in memory. */
  stageDocument(
    format: DocumentFormat,
    document: unknown,
    options: UploadOptions = {},
  ): Promise<StagedDataset> {
    const { native } = this.#foundation;
    return this.#stage((store) =>
      format.readDocument(native, document, this.#readOptions(options), store),
    );
  }

  /** A place for files of a format that is read at any place; discard it after staging them. */
  spool(): Spool {
    return new Spool(this.#foundation.storage.files);
  }

  stageFiles(
    format: FileFormat,
    { files }: Spool,
    options: UploadOptions = {},
  ): Promise<StagedDataset> {
    const { native } = this.#foundation;
    return this.#stage((store) =>
      format.readFiles(native, files, this.#readOptions(options), store),
    );
  }

  #readOptions({ types = new Map(), delimiter }: UploadOptions): ReadOptions {
    const { maxRows, maxColumns, uploadLimit: maxBytes } = this.#foundation.config;
    return { types, delimiter, maxRows, maxColumns, maxBytes };
  }

  async #stage(read: (store: Store) => Promise<RecordSummary>): Promise<StagedDataset> {
    const staging = await Staging.open(this.#foundation.storage.files);
    try {
      const summary = await read((source) => staging.store(source)).catch(rethrown);
      if (summary.columns.length === 0) throw invalidAt('/types', 'every column is skipped');
      return {
        commit: (name) => this.#commit(staging, summary, name),
        discard: () => staging.discard(),
      };
    } catch (error) {
      await staging.discard();
      throw error;
    }
  }

  /** The files are on disk before the record, the record before this resolves. */
  async #commit(staging: Staging, summary: RecordSummary, name: string): Promise<DatasetRecord> {
    const { files } = this.#foundation.storage;
    const id = newId('ds');
    try {
      const { bytes, digest } = await staging.seal();
      await staging.settle(id);
      const { columns, slots } = columnsOf(summary);
      const record: DatasetRecord = {
        id,
        name,
        rowCount: summary.rows,
        columns,
        sha256: digestOf(digest, summary),
        bytes,
        createdAt: new Date().toISOString(),
        rowBytes: summary.rowBytes,
        slots,
      };
      this.#store.insert(record);
      return record;
    } catch (error) {
      await staging.discard();
      await files.remove(files.datasetDirectory(id));
      throw error;
    }
  }

  ids(): string[] {
    return this.#store.ids();
  }

  list(request: PageRequest): Page<DatasetRecord> {
    return this.#store.list(request);
  }

  /** By id, or else the newest of that name. */
  get(idOrName: string): DatasetRecord {
    const record = this.#store.find(idOrName);
    if (record === undefined) throw notFound('data set', idOrName);
    return record;
  }

  /** Rows of chosen columns, by position; the data set cannot be removed while they are read. */
  async *batches(id: string, selection: Selection): AsyncGenerator<Batch> {
    const record = this.get(id);
    const { files } = this.#foundation.storage;
    const paths = { rows: files.datasetRows(record.id), texts: textsPath(files, record.id) };
    this.retain(record.id);
    try {
      yield* readBatches(record, paths, selection);
    } finally {
      this.release(record.id);
    }
  }

  /** The same as rows of JSON values, all at once. */
  async rows(id: string, selection: Selection): Promise<PreviewCell[][]> {
    const rows: PreviewCell[][] = [];
    for await (const batch of this.batches(id, selection)) {
      for (let row = 0; row < batch.rows; row += 1) {
        rows.push(batch.columns.map((values) => cellOf(values, row)));
      }
    }
    return rows;
  }

  rename(idOrName: string, name: string): DatasetRecord {
    const record = { ...this.get(idOrName), name };
    this.#store.update(record);
    return record;
  }

  /** 409 while a job uses it. */
  async remove(idOrName: string): Promise<void> {
    const { id } = this.get(idOrName);
    if (this.#uses.has(id)) {
      throw conflict(
        'the data set is in use; a job that trains on it must end or be cancelled first',
      );
    }
    this.#store.remove(id);
    const { files } = this.#foundation.storage;
    await files.remove(files.datasetDirectory(id));
  }

  /** What a trainer needs to read the rows. */
  open(idOrName: string): OpenDataset {
    const record = this.get(idOrName);
    const path = this.#foundation.storage.files.datasetRows(record.id);
    return { record, path, rowBytes: record.rowBytes, fields: fieldsOf(record) };
  }

  /** Keeps a data set from being removed until as many calls of release(). */
  retain(id: string): void {
    this.#uses.set(id, (this.#uses.get(id) ?? 0) + 1);
  }

  release(id: string): void {
    const uses = (this.#uses.get(id) ?? 0) - 1;
    if (uses > 0) this.#uses.set(id, uses);
    else this.#uses.delete(id);
  }
}

/** What the addon refuses in the data is the client's to mend. */
function rethrown(error: unknown): never {
  throw fromNative(error);
}

/** Of the bytes stored and of the names and types they are read by. */
function digestOf(bytes: string, { columns }: RecordSummary): string {
  const schema = columns.map(({ name, type, values = [], element, width }) =>
    type === 'vector' ? [name, type, values, element, width] : [name, type, values],
  );
  return createHash('sha256')
    .update(JSON.stringify([schema, bytes]))
    .digest('hex');
}
