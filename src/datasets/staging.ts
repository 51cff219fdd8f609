// The files of a data set while it is being read: temporary until they are complete and synced, then
// moved to their place. Whatever fails before that leaves nothing behind.
import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { RecordSource } from '../native-data.ts';
import type { DataDirectory } from '../storage/files.ts';

/** Bytes moved from the addon to a file at a time; two blocks take turns, so parsing need not wait. */
const blockBytes = 512 * 1024;

/** One file being appended to, with its digest. */
class Appender {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #hash: Hash = createHash('sha256');
  readonly #blocks = [Buffer.allocUnsafe(blockBytes), Buffer.allocUnsafe(blockBytes)] as const;
  #turn: 0 | 1 = 0;
  #writing: Promise<void> = Promise.resolve();
  bytes = 0;

  static async create(path: string): Promise<Appender> {
    return new Appender(path, await open(path, 'wx'));
  }

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /** Appends all that `take` gives; resolves when the next block may be filled. */
  async append(take: (target: Uint8Array) => number): Promise<void> {
    for (;;) {
      const block = this.#blocks[this.#turn];
      const filled = block.subarray(0, take(block));
      if (filled.length === 0) return;
      this.#hash.update(filled);
      this.bytes += filled.length;
      await this.#writing;
      this.#writing = writeAll(this.#handle, filled);
      this.#writing.catch(() => undefined); // reported by whoever awaits it next
      this.#turn = this.#turn === 0 ? 1 : 0;
    }
  }

  /** On disk when this resolves, with the digest of its bytes. */
  async seal(): Promise<string> {
    await this.#writing;
    await this.#handle.sync();
    await this.#handle.close();
    return this.#hash.digest('hex');
  }

  async discard(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.#handle.close().catch(() => undefined);
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await handle.write(bytes, at, bytes.length - at)).bytesWritten;
  }
}

export interface Sealed {
  bytes: number;
  /** Of rows and texts together. */
  digest: string;
}

export class Staging {
  readonly #files: DataDirectory;
  readonly #rows: Appender;
  #texts: Appender | undefined;

  static async open(files: DataDirectory): Promise<Staging> {
    return new Staging(files, await Appender.create(files.temporaryPath()));
  }

  private constructor(files: DataDirectory, rows: Appender) {
    this.#files = files;
    this.#rows = rows;
  }

  /** Takes everything `source` has pending. */
  async store(source: RecordSource): Promise<void> {
    await this.#rows.append((target) => source.takeRecords(target));
    if (source.pending() === 0) return;
    this.#texts ??= await Appender.create(this.#files.temporaryPath());
    await this.#texts.append((target) => source.takeText(target));
  }

  /** Syncs the files. */
  async seal(): Promise<Sealed> {
    const digests = [await this.#rows.seal(), (await this.#texts?.seal()) ?? ''];
    const bytes = this.#rows.bytes + (this.#texts?.bytes ?? 0);
    return { bytes, digest: createHash('sha256').update(digests.join('\n')).digest('hex') };
  }

  /** Moves the sealed files to the data set's directory. */
  async settle(id: string): Promise<void> {
    if (this.#texts !== undefined) {
      await this.#files.moveDurably(this.#texts.path, textsPath(this.#files, id));
    }
    await this.#files.moveDurably(this.#rows.path, this.#files.datasetRows(id));
  }

  /** Removes what was written; no error when it has been settled or removed before. */
  async discard(): Promise<void> {
    for (const file of [this.#rows, this.#texts]) {
      if (file === undefined) continue;
      await file.discard();
      await this.#files.remove(file.path);
    }
  }
}

/** The texts of a data set, absent when it has no text column. */
export function textsPath(files: DataDirectory, id: string): string {
  return `${files.datasetDirectory(id)}/texts.bin`;
}
