// Data sets: made from uploads, listed, previewed, opened for jobs, removed. A data set never changes
// once it is stored, but for its name; the same upload twice makes two, of one content.
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { badRequest, conflict, fromNative, invalid, invalidAt, notFound } from '../errors.ts';
import type { DeclaredType, NativeData, RecordSummary } from '../native-data.ts';
import { DatasetStore } from '../storage/datasets-store.ts';
import type { Page, PageRequest } from '../storage/document-store.ts';
import { newId } from '../storage/ids.ts';
import type { Storage } from '../storage/storage.ts';
import { blocksOf, columnOrder, type Readable, specsOf } from './appending.ts';
import { Contents, type OpenContent, openContent } from './contents.ts';
import type {
  DocumentFormat,
  FileFormat,
  Format,
  Reading,
  ReadOptions,
  Store,
  StreamFormat,
} from './formats/format.ts';
import type { Table } from './outputs/output.ts';
import {
  type Column,
  columnsOf,
  type DatasetRecord,
  fieldsOf,
  type Lineage,
  type OpenDataset,
} from './record.ts';
import { type Batch, cellOf, type PreviewCell, readBatches, type Selection } from './rows.ts';
import { Spool } from './spool.ts';
import { contentPaths, type Sealed, Staging } from './staging.ts';

export interface Foundation {
  config: Pick<Config, 'maxRows' | 'maxColumns' | 'uploadLimit'>;
  native: NativeData;
  storage: Pick<Storage, 'files' | 'database'>;
}

export interface UploadOptions {
  types?: ReadonlyMap<string, DeclaredType> | undefined;
  delimiter?: string | undefined;
  skipRows?: boolean | undefined;
  /** Kept up to date while rows are read. */
  progress?: { rows: number } | undefined;
}

type Also = (record: DatasetRecord) => void;

/** A data set that has been read and not been given its name yet: commit or discard it. */
export interface StagedDataset {
  /** `also` is written with the record, in one transaction. */
  commit(name: string, also?: Also): Promise<DatasetRecord>;
  /** A new version: the rows of `parent`, then these. Rejects with a 422 unless their columns are the same. */
  appendTo(parent: DatasetRecord, also?: Also): Promise<DatasetRecord>;
  discard(): Promise<void>;
}

export class DatasetService {
  readonly #foundation: Foundation;
  readonly #store: DatasetStore<DatasetRecord>;
  readonly #contents: Contents;
  /** Uses of a data set by jobs that are not over. */
  readonly #uses = new Map<string, number>();
  /** Ids of data sets that rows are being appended to. */
  readonly #appending = new Set<string>();

  constructor(foundation: Foundation) {
    this.#foundation = foundation;
    const { files, database } = foundation.storage;
    this.#store = new DatasetStore(database.records);
    this.#contents = new Contents(files, (content) => this.#store.uses(content));
  }

  /** Reads `input` to its end in bounded memory. Rejects with a 422 that names rows and columns. */
  stageStream(
    format: StreamFormat,
    input: AsyncIterable<Uint8Array>,
    options: UploadOptions = {},
  ): Promise<StagedDataset> {
    const { native } = this.#foundation;
    return this.#stage(format, options, (read, store) => format.read(native, input, read, store));
  }

  /** The same for a document that is in memory. */
  stageDocument(
    format: DocumentFormat,
    document: unknown,
    options: UploadOptions = {},
  ): Promise<StagedDataset> {
    const { native } = this.#foundation;
    return this.#stage(format, options, (read, store) =>
      format.readDocument(native, document, read, store),
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
    return this.#stage(format, options, (read, store) =>
      format.readFiles(native, files, read, store),
    );
  }

  #readOptions({ types = new Map(), delimiter, skipRows }: UploadOptions): ReadOptions {
    const { maxRows, maxColumns, uploadLimit: maxBytes } = this.#foundation.config;
    return { types, delimiter, skipRows, maxRows, maxColumns, maxBytes };
  }

  async #stage(
    { name, skips }: Format,
    options: UploadOptions,
    read: (options: ReadOptions, store: Store) => Promise<Reading>,
  ): Promise<StagedDataset> {
    if (options.skipRows && !skips)
      throw invalidAt(
        '/onError',
        `rows of ${name} are not skipped one by one; only "fail" is known`,
      );
    const staging = await Staging.open(this.#foundation.storage.files);
    const store: Store = (source) => {
      if (options.progress !== undefined) options.progress.rows = source.rows();
      return staging.store(source);
    };
    try {
      const summary = await read(this.#readOptions(options), store).catch(rethrown);
      if (summary.columns.length === 0) throw invalidAt('/types', 'every column is skipped');
      return {
        commit: (name, also) => this.#commit(staging, summary, name, { also }),
        appendTo: (parent, also) => this.#append(staging, summary, parent, also),
        discard: () => staging.discard(),
      };
    } catch (error) {
      await staging.discard();
      throw error;
    }
  }

  /** The files are on disk before the record, the record before this resolves. */
  async #commit(
    staging: Staging,
    summary: Reading,
    name: string,
    { version = 1, parent = null, also }: Partial<Lineage> & { also?: Also | undefined },
  ): Promise<DatasetRecord> {
    try {
      const sealed = await staging.seal();
      const { columns, slots } = columnsOf(summary);
      const { rows: rowCount, rowBytes } = summary;
      const { bytes, checksums } = sealed;
      const digests = digestsOf(sealed, summary);
      const record: DatasetRecord = {
        ...{ id: newId('ds'), name, rowCount, columns, version, parent },
        ...(summary.skipped === undefined ? {} : { skipped: summary.skipped }),
        ...{ ...digests, bytes, createdAt: new Date().toISOString() },
        ...{ rowBytes, slots, checksums },
      };
      return await this.#contents.keep(staging, record, () => {
        this.#store.insert(record, () => also?.(record));
        return record;
      });
    } finally {
      await staging.discard();
    }
  }

  async #append(
    staging: Staging,
    summary: Reading,
    parent: DatasetRecord,
    also: Also | undefined,
  ): Promise<DatasetRecord> {
    const { native, storage } = this.#foundation;
    this.#beginAppending(parent.id);
    const target = await Staging.open(storage.files);
    try {
      const { bytes, checksums } = await staging.seal();
      const { columns, slots } = columnsOf(summary);
      const { rows: rowCount, rowBytes } = summary;
      const more = { columns, slots, rowCount, rowBytes, bytes, checksums };
      const order = columnOrder(parent, more);
      const builder = new native.RecordBuilder(specsOf(parent));
      const copy = async (record: Readable, content: OpenContent, from: readonly number[]) => {
        try {
          for await (const { blocks, rows } of blocksOf(record, content, from)) {
            const refused = builder.appendBlocks(blocks, rows);
            if (refused !== undefined) throw tooManyCategories(parent, refused.column);
            await target.store(builder);
            await nextTurn();
          }
        } finally {
          await content.close();
        }
      };
      await copy(parent, await this.#contents.open(parent), [...order.keys()]);
      await copy(more, await openContent(staging.directory, more), order);
      const { skipped } = summary;
      const whole = { ...builder.summary(), ...(skipped === undefined ? {} : { skipped }) };
      const lineage = { version: parent.version + 1, parent: parent.id, also };
      return await this.#commit(target, whole, parent.name, lineage);
    } catch (error) {
      throw fromNative(error);
    } finally {
      this.#endAppending(parent.id);
      await target.discard();
      await staging.discard();
    }
  }

  /** Of two at once, one would be missing from the newest version. */
  #beginAppending(id: string): void {
    if (this.#appending.has(id))
      throw conflict('rows are being appended to this data set already; try again when they are');
    this.#appending.add(id);
    this.retain(id);
  }

  #endAppending(id: string): void {
    this.#appending.delete(id);
    this.release(id);
  }

  /** Names of the contents there are. */
  contents(): string[] {
    return this.#store.contents();
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
    this.retain(record.id);
    try {
      const content = await this.#contents.open(record);
      try {
        yield* readBatches(record, content, selection);
      } finally {
        await content.close();
      }
    } finally {
      this.release(record.id);
    }
  }

  /** Some columns, all when not given, and rows of a data set as they leave. Throws a 400 for unknown columns. */
  table(idOrName: string, names: readonly string[] | undefined, offset: number, limit?: number) {
    const { id, name, columns: all, rowCount } = this.get(idOrName);
    const wanted = names ?? all.map((column) => column.name);
    const columns = wanted.map((wantedName) => {
      const index = all.findIndex((column) => column.name === wantedName);
      if (index >= 0) return index;
      throw badRequest(
        `query parameter columns: there is no column ${JSON.stringify(wantedName.slice(0, 60))}`,
      );
    });
    if (new Set(columns).size < columns.length)
      throw badRequest('query parameter columns: a column is named twice');
    const rows = Math.max(0, Math.min(limit ?? rowCount, rowCount - offset));
    return {
      name,
      columns: columns.map((index) => all[index] as Column),
      rowCount: rows,
      batches: this.batches(id, { columns, offset, limit: rows }),
    } satisfies Table;
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
    const { id, content } = this.get(idOrName);
    if (this.#uses.has(id)) {
      throw conflict(
        'the data set is in use; a job that trains on it must end or be cancelled first',
      );
    }
    this.#store.remove(id);
    await this.#contents.release(content);
  }

  /** What a trainer needs to read the rows. */
  open(idOrName: string): OpenDataset {
    const record = this.get(idOrName);
    const directory = this.#foundation.storage.files.datasetDirectory(record.content);
    const path = contentPaths(directory).rows;
    return { record, path, rowBytes: record.rowBytes, fields: fieldsOf(record) };
  }

  /** Rejects with a `data-damaged` error; reads the data set only when its files have changed or were never read. */
  check(idOrName: string): Promise<void> {
    return this.#contents.check(this.get(idOrName));
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

function tooManyCategories({ columns }: DatasetRecord, index: number): unknown {
  const column = columns[index]?.name ?? '';
  const detail = 'with these rows there are too many different values for a category';
  return invalid([{ row: 0, column, detail }]);
}

/** What the addon refuses in the data is the client's to mend. */
function rethrown(error: unknown): never {
  throw fromNative(error);
}

/**
 * Of the values, of these with the names and types they are read by, and of what is stored: the same
 * values may be stored as several types, and a NaN in several ways.
 */
function digestsOf(
  { values, checksums }: Sealed,
  { rows, rowValues, columns }: RecordSummary,
): Pick<DatasetRecord, 'valuesSha256' | 'sha256' | 'content'> {
  const schema = columns.map(({ name, type, values = [], element, width }) =>
    type === 'vector' ? [name, type, values, element, width] : [name, type, values],
  );
  const valuesSha256 = sha256([rows, rowValues, values]);
  const all = sha256([schema, valuesSha256]);
  return { valuesSha256, sha256: all, content: sha256([all, checksums]) };
}

function sha256(document: unknown): string {
  return createHash('sha256').update(JSON.stringify(document)).digest('hex');
}
