// The one directory everything is stored under: where each file stands, how it is written so that a
// crash leaves the old one or the new one and nothing in between, and the lock that keeps a second
// server out. Names on disk are the server's own ids; nothing a client wrote becomes a path.
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import SQLite from 'better-sqlite3';
import { syncDirectory, writeSynced } from './durable.ts';

/** What the records name; every other file is removed at start. */
export interface Kept {
  /** Contents. */
  datasets: ReadonlySet<string>;
  uploads: ReadonlySet<string>;
  networks: ReadonlySet<string>;
  jobs: ReadonlySet<string>;
  /** `<model>/<version>`. */
  versions: ReadonlySet<string>;
}

const rooms = ['datasets', 'uploads', 'networks', 'jobs', 'models', 'tmp'] as const;

export class DataDirectory {
  readonly root: string;
  #lock: Lock | undefined;

  /** Makes what is missing and takes the lock; throws when another server holds it. */
  constructor(root: string) {
    this.root = root;
    mkdirSync(root, { recursive: true });
    this.#lock = takeLock(root);
    for (const room of rooms) mkdirSync(join(root, room), { recursive: true });
    syncDirectorySync(root);
  }

  get databasePath(): string {
    return join(this.root, 'nabla.db');
  }

  /** `content`: digest of what it holds. */
  datasetDirectory(content: string): string {
    return join(this.root, 'datasets', content);
  }

  uploadDirectory(id: string): string {
    return join(this.root, 'uploads', id);
  }

  networkParameters(id: string): string {
    return join(this.root, 'networks', `${id}.safetensors`);
  }

  jobDirectory(id: string): string {
    return join(this.root, 'jobs', id);
  }

  /** `model` has passed the pattern of model names, which has no separator and no dot. */
  versionParameters(model: string, version: number): string {
    return join(this.root, 'models', model, `${version}.safetensors`);
  }

  /** A path nobody uses yet, on the same file system as everything else. */
  temporaryPath(): string {
    return join(this.root, 'tmp', randomUUID());
  }

  async temporaryDirectory(): Promise<string> {
    const path = this.temporaryPath();
    await mkdir(path);
    return path;
  }

  /** Writes `data` to `path`: when this resolves, it is on disk; on failure nothing is left. */
  async writeDurably(path: string, data: Uint8Array | readonly Uint8Array[]): Promise<void> {
    const staged = await this.stage(data);
    try {
      await this.moveDurably(staged, path);
    } catch (error) {
      await this.remove(staged);
      throw error;
    }
  }

  /** Writes a temporary file and syncs it; on failure nothing is left. */
  async stage(data: Uint8Array | readonly Uint8Array[]): Promise<string> {
    const path = this.temporaryPath();
    await writeSynced(path, data instanceof Uint8Array ? [data] : data);
    return path;
  }

  /** Puts a staged file in the place of another one without giving up the event loop. */
  replaceSync(staged: string, path: string): void {
    renameSync(staged, path);
    syncDirectorySync(dirname(path));
  }

  /**
   * Moves a file whose contents are already synced, or a directory of such files, making the directory
   * above when it is missing.
   */
  async moveDurably(from: string, to: string): Promise<void> {
    const directory = dirname(to);
    const made = await mkdir(directory, { recursive: true });
    if ((await stat(from)).isDirectory()) await syncDirectory(from);
    await rename(from, to);
    await syncDirectory(directory);
    if (made !== undefined) await syncDirectory(dirname(directory));
  }

  /** Moves what may be there out of the way, without giving up the event loop; returns where to. */
  takeAwaySync(path: string): string {
    const away = this.temporaryPath();
    try {
      renameSync(path, away);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    return away;
  }

  /** Removes a file or a directory with what it holds; its absence is no error. */
  async remove(path: string): Promise<void> {
    await rm(path, { recursive: true, force: true });
  }

  /** Removes temporary files and files no record names; returns how many. */
  sweep(kept: Kept): number {
    const removed = [
      ...this.#sweepRoom('tmp', () => false),
      ...this.#sweepRoom('datasets', (name) => kept.datasets.has(name)),
      ...this.#sweepRoom('uploads', (name) => kept.uploads.has(name)),
      ...this.#sweepRoom('jobs', (name) => kept.jobs.has(name)),
      ...this.#sweepRoom('networks', (name) => kept.networks.has(basename(name, '.safetensors'))),
    ];
    for (const model of readdirSync(join(this.root, 'models'))) {
      const versions = this.#sweepRoom(join('models', model), (name) =>
        kept.versions.has(`${model}/${basename(name, '.safetensors')}`),
      );
      removed.push(...versions);
    }
    return removed.length;
  }

  #sweepRoom(room: string, keep: (name: string) => boolean): string[] {
    const directory = join(this.root, room);
    const removed = readdirSync(directory).filter((name) => !keep(name));
    for (const name of removed) rmSync(join(directory, name), { recursive: true, force: true });
    return removed;
  }

  close(): void {
    this.#lock?.release();
    this.#lock = undefined;
  }
}

function syncDirectorySync(path: string): void {
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

interface Lock {
  release(): void;
}

/**
 * An exclusive transaction on an empty database, open as long as the process lives: the kernel ends
 * it with the process, so a kill -9 leaves no stale lock. The text file beside it only says who.
 */
function takeLock(root: string): Lock {
  const holder = join(root, 'nabla.pid');
  const lock = new SQLite(join(root, 'nabla.lock'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    throw new Error(
      `the data directory ${root} is in use by process ${readHolder(holder)}; stop it, or set NABLA_DATA_DIR to another`,
    );
  }
  writeFileSync(holder, `${process.pid}\n`);
  return {
    release() {
      rmSync(holder, { force: true });
      lock.close();
    },
  };
}

function isBusy(error: unknown): boolean {
  return error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

function readHolder(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return 'another';
  }
}
