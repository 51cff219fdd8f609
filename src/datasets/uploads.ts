// Uploads: large files in parts that may come in any order, again, and after a restart, until they are
// completed and read as one; and a view of the ones that come as a single body. A part that was
// acknowledged is on disk; what is never completed expires.
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, readdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import {
  ApiError,
  conflict,
  type ErrorCode,
  type Fault,
  fromStorage,
  invalidAt,
  notFound,
} from '../errors.ts';
import type { DeclaredType } from '../native-data.ts';
import {
  type Document,
  DocumentStore,
  type Page,
  type PageRequest,
} from '../storage/document-store.ts';
import { newId } from '../storage/ids.ts';
import type { Storage } from '../storage/storage.ts';
import { limited, tooMuch } from './compressed.ts';
import { Intake, type IntakeProgress, stemOf } from './intake.ts';
import type { DatasetService } from './service.ts';

export const uploadStatuses = ['receiving', 'processing', 'completed', 'failed'] as const;
export const maxParts = 10_000;
/** An upload nobody adds to is removed after so long; one that is over is shown as long. */
const lifetime = 24 * 60 * 60 * 1000;
const expiryInterval = 10 * 60 * 1000;

export interface Part {
  number: number;
  bytes: number;
  sha256: string;
}

interface StoredPart extends Part {
  /** In the upload's directory. */
  file: string;
}

/** What a client says of a file before it sends it. */
export interface UploadPlan {
  name?: string | undefined;
  fileName?: string | undefined;
  contentType?: string | undefined;
  /** Of the whole file. */
  size?: number | undefined;
  types?: Record<string, DeclaredType> | undefined;
  delimiter?: string | undefined;
  onError?: 'fail' | 'skip' | undefined;
  /** Data set the rows are appended to. */
  appendTo?: string | undefined;
}

export interface UploadFailure {
  code: ErrorCode;
  detail: string;
  errors?: Fault[];
}

interface UploadRecord extends Document {
  name: string;
  status: (typeof uploadStatuses)[number];
  plan: UploadPlan;
  parts: StoredPart[];
  /** Digest of the whole file, when the client gave one. */
  sha256: string | null;
  expiresAt: string;
  dataset: string | null;
  error: UploadFailure | null;
}

export interface UploadView {
  id: string;
  name: string;
  status: (typeof uploadStatuses)[number];
  /** That have arrived. */
  bytes: number;
  size: number | null;
  /** That have been read. */
  rows: number;
  parts: Part[];
  createdAt: string;
  expiresAt: string | null;
  dataset: string | null;
  error: UploadFailure | null;
}

interface UploadFoundation {
  config: Pick<Config, 'uploadLimit' | 'bodyLimit'>;
  log: Logger;
  storage: Pick<Storage, 'files' | 'database'>;
  datasets: DatasetService;
}

/** An upload whose server is ending: it goes on with the next process. */
class Stopped extends Error {}

export class UploadService {
  readonly #foundation: UploadFoundation;
  readonly #store: DocumentStore<UploadRecord>;
  readonly #running = new Map<string, { progress: IntakeProgress; done: Promise<void> }>();
  /** Single bodies on their way. */
  readonly #bodies = new Map<string, { view: UploadView; progress: IntakeProgress }>();
  #expiry: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(foundation: UploadFoundation) {
    this.#foundation = foundation;
    this.#store = new DocumentStore(foundation.storage.database.records, 'uploads');
  }

  ids(): string[] {
    return this.#store.ids();
  }

  /** Removes what nobody completed, and goes on reading what was completed before the last end. */
  start(): void {
    this.#expire();
    this.#expiry = setInterval(() => this.#expire(), expiryInterval).unref();
    for (const id of this.#store.ids()) {
      const record = this.#get(id);
      this.#removeStrays(record);
      if (record.status === 'processing') this.#run(record);
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#expiry);
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  create(plan: UploadPlan): UploadView {
    const { uploadLimit } = this.#foundation.config;
    const { datasets } = this.#foundation;
    if (plan.size !== undefined && plan.size > uploadLimit) throw tooMuch(uploadLimit);
    const parent = plan.appendTo === undefined ? undefined : datasets.get(plan.appendTo);
    const name = parent?.name ?? plan.name ?? (stemOf(plan.fileName ?? '') || 'untitled');
    const record: UploadRecord = {
      ...{ id: newId('up'), name, status: 'receiving', createdAt: new Date().toISOString() },
      ...{ plan: { ...plan, appendTo: parent?.id }, parts: [], sha256: null },
      ...{ expiresAt: inLifetime(), dataset: null, error: null },
    };
    this.#store.insert(record);
    return this.#viewOf(record);
  }

  /** The id of an upload by its id or name (the newest of that name). 404 where there is none. */
  idOf(idOrName: string): string {
    if (this.#bodies.has(idOrName)) return idOrName;
    const record = this.#store.find(idOrName);
    if (record === undefined) throw notFound('upload', idOrName);
    return record.id;
  }

  get(id: string): UploadView {
    return this.#bodies.has(id) ? this.#bodyView(id) : this.#viewOf(this.#get(id));
  }

  /** Newest first; before the first page the single bodies on their way. */
  list(request: PageRequest): Page<UploadView> {
    const { items, next } = this.#store.list(request);
    const bodies = request.after === undefined ? [...this.#bodies.keys()].reverse() : [];
    const views = items.map((record) => this.#viewOf(record));
    return { items: [...bodies.map((id) => this.#bodyView(id)), ...views], next };
  }

  /**
   * Stores one part in the place of an earlier one of the same number; on disk when it resolves.
   * `sha256`: what it must be, when given.
   */
  async putPart(
    id: string,
    number: number,
    bytes: AsyncIterable<Uint8Array>,
    sha256?: string,
  ): Promise<Part> {
    const { files } = this.#foundation.storage;
    const { parts } = this.#receiving(id);
    const others = parts.filter((part) => part.number !== number);
    const room = this.#foundation.config.uploadLimit - sum(others);
    const path = files.temporaryPath();
    try {
      const part = { number, ...(await write(path, limited(bytes, room))) };
      if (sha256 !== undefined && sha256 !== part.sha256)
        throw invalidAt('', 'the part is not what its digest says; send it again');
      const file = `${number}.${randomUUID()}`;
      await files.moveDurably(path, join(files.uploadDirectory(id), file));
      this.#keepPart(id, { ...part, file });
      return part;
    } finally {
      await files.remove(path);
    }
  }

  /** Begins to read the file; it has been read when `settled` resolves. May be called again. */
  complete(id: string, sha256?: string): UploadView {
    const record = this.#get(id);
    if (record.status !== 'receiving') return this.#viewOf(record);
    const { parts, plan } = record;
    if (parts.length === 0) throw invalidAt('/parts', 'there is no part yet');
    const gap = parts.findIndex(({ number }, index) => number !== index + 1);
    if (gap >= 0) throw invalidAt('/parts', `part ${gap + 1} has not come`);
    if (plan.size !== undefined && plan.size !== sum(parts)) {
      const detail = `the parts have ${sum(parts)} bytes together, not ${plan.size}`;
      throw invalidAt('/size', detail);
    }
    const processing = {
      ...record,
      status: 'processing',
      plan: { ...plan, size: sum(parts) },
      sha256: sha256 ?? null,
      expiresAt: inLifetime(),
    } as const;
    this.#store.update(processing);
    this.#run(processing);
    return this.#viewOf(processing);
  }

  /** Waits until it has been read or `ms` have passed. */
  async settled(id: string, ms: number): Promise<UploadView> {
    const timer = new AbortController();
    await Promise.race([
      this.#running.get(id)?.done,
      delay(ms, undefined, { signal: timer.signal }).catch(() => undefined),
    ]);
    timer.abort();
    return this.get(id);
  }

  /** Removes an upload with its parts, not the data set that was made of it. 409 while it is read. */
  async remove(id: string): Promise<void> {
    const record = this.#get(id);
    if (record.status === 'processing') throw conflict('the upload is being read');
    this.#store.remove(id);
    const { files } = this.#foundation.storage;
    await files.remove(files.uploadDirectory(id));
  }

  /** Shows a single body on its way, until the function that is returned is called. */
  show(name: string, size: number | null, progress: IntakeProgress): () => void {
    const id = newId('up');
    const view: UploadView = {
      ...{ id, name, status: 'receiving', bytes: 0, size, rows: 0, parts: [] },
      ...{ createdAt: new Date().toISOString(), expiresAt: null, dataset: null, error: null },
    };
    this.#bodies.set(id, { view, progress });
    return () => this.#bodies.delete(id);
  }

  #get(id: string): UploadRecord {
    const record = this.#store.get(id);
    if (record === undefined) throw notFound('upload', id);
    return record;
  }

  #receiving(id: string): UploadRecord {
    const record = this.#get(id);
    if (record.status === 'receiving') return record;
    throw conflict(`the upload is ${record.status} and takes no more parts`);
  }

  /** The record as it is now: other parts may have come meanwhile. */
  #keepPart(id: string, part: StoredPart): void {
    const record = this.#receiving(id);
    const others = record.parts.filter(({ number }) => number !== part.number);
    if (sum(others) + part.bytes > this.#foundation.config.uploadLimit)
      throw tooMuch(this.#foundation.config.uploadLimit);
    const parts = [...others, part].sort((a, b) => a.number - b.number);
    this.#store.update({ ...record, parts, expiresAt: inLifetime() });
    const replaced = record.parts.find(({ number }) => number === part.number);
    if (replaced !== undefined) this.#removeStrays({ ...record, parts });
  }

  /** Files of parts that were replaced, or came without being acknowledged. */
  #removeStrays({ id, parts }: UploadRecord): void {
    const directory = this.#foundation.storage.files.uploadDirectory(id);
    const known = new Set(parts.map(({ file }) => file));
    for (const file of listed(directory)) {
      if (!known.has(file)) rmSync(join(directory, file), { force: true });
    }
  }

  #run(record: UploadRecord): void {
    const progress = { bytes: 0, rows: 0 };
    const done = this.#read(record, progress)
      .catch((error: unknown) => this.#fail(record.id, error))
      .finally(() => this.#running.delete(record.id));
    this.#running.set(record.id, { progress, done });
  }

  /** The data set and the upload's end are one transaction: after a crash it is read again, or it is over. */
  async #read(record: UploadRecord, progress: IntakeProgress): Promise<void> {
    const { datasets, config, storage } = this.#foundation;
    const { id, name, plan } = record;
    const { fileName = '', contentType = '', delimiter, onError, types = {} } = plan;
    const parent = plan.appendTo === undefined ? undefined : datasets.get(plan.appendTo);
    const options = () => ({
      types: new Map(Object.entries(types)),
      delimiter,
      skipRows: onError === 'skip',
    });
    const intake = new Intake(datasets, config, options, { parent, progress });
    try {
      const file = { type: contentType, fileName, field: '', packed: false };
      await intake.add({ ...file, bytes: this.#bytesOf(record) });
      await intake.commit(name, (dataset) => {
        const end = { status: 'completed', dataset: dataset.id, expiresAt: inLifetime() } as const;
        this.#store.update({ ...record, ...end, parts: [] });
      });
    } finally {
      await intake.close();
    }
    await storage.files.remove(storage.files.uploadDirectory(id));
  }

  async *#bytesOf({ id, parts, sha256 }: UploadRecord): AsyncGenerator<Uint8Array> {
    const directory = this.#foundation.storage.files.uploadDirectory(id);
    const whole = createHash('sha256');
    for (const { file, sha256: own } of parts) {
      const hash = createHash('sha256');
      for await (const chunk of createReadStream(join(directory, file))) {
        if (this.#stopping) throw new Stopped();
        hash.update(chunk);
        if (sha256 !== null) whole.update(chunk);
        yield chunk;
      }
      if (hash.digest('hex') !== own)
        throw new ApiError('data-damaged', 'a part is not what it was when it came');
    }
    if (sha256 !== null && whole.digest('hex') !== sha256)
      throw invalidAt('/sha256', 'the parts together are not the file of this digest');
  }

  async #fail(id: string, error: unknown): Promise<void> {
    const { log, storage } = this.#foundation;
    if (error instanceof Stopped || this.#stopping) return;
    const known = fromStorage(error);
    if (!(known instanceof ApiError))
      log.error({ err: error, upload: id }, 'an upload was not read');
    const failure: UploadFailure =
      known instanceof ApiError
        ? {
            code: known.code,
            detail: known.detail,
            ...(known.errors === undefined ? {} : { errors: [...known.errors] }),
          }
        : { code: 'internal', detail: 'Something went wrong on the server; its log says what.' };
    try {
      const end = { status: 'failed', error: failure, expiresAt: inLifetime() } as const;
      this.#store.update({ ...this.#get(id), ...end, parts: [] });
      await storage.files.remove(storage.files.uploadDirectory(id));
    } catch (cause) {
      // It stays `processing` and is read again by the next process.
      log.error({ err: cause, upload: id }, 'the end of an upload was not stored');
    }
  }

  #expire(): void {
    const now = new Date().toISOString();
    for (const id of this.#store.ids()) {
      const { status, expiresAt } = this.#get(id);
      if (status === 'processing' || expiresAt > now) continue;
      this.remove(id).catch((error: unknown) =>
        this.#foundation.log.warn({ err: error, upload: id }, 'an upload was not removed'),
      );
    }
  }

  #bodyView(id: string): UploadView {
    const body = this.#bodies.get(id);
    if (body === undefined) throw notFound('upload', id);
    return { ...body.view, ...body.progress };
  }

  #viewOf({ parts, plan, sha256: _, ...record }: UploadRecord): UploadView {
    const { dataset } = record;
    const { size = null } = plan;
    // Once it is complete its size is known, and its parts may be gone.
    const bytes = record.status === 'receiving' ? sum(parts) : (size ?? 0);
    const rows =
      dataset === null ? (this.#running.get(record.id)?.progress.rows ?? 0) : this.#rowsOf(dataset);
    return {
      ...{ ...record, bytes, size, rows },
      parts: parts.map(({ number, bytes: own, sha256 }) => ({ number, bytes: own, sha256 })),
    };
  }

  #rowsOf(dataset: string): number {
    try {
      return this.#foundation.datasets.get(dataset).rowCount;
    } catch {
      return 0; // it has been removed since
    }
  }
}

function inLifetime(): string {
  return new Date(Date.now() + lifetime).toISOString();
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((total, { bytes }) => total + bytes, 0);
}

function listed(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // no part has come yet
  }
}

async function write(path: string, input: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(path, 'wx');
  try {
    for await (const chunk of input) {
      hash.update(chunk);
      for (let at = 0; at < chunk.length; ) {
        at += (await file.write(chunk, at, chunk.length - at)).bytesWritten;
      }
      bytes += chunk.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}
