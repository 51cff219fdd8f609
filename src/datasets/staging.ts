// The files of a data set while it is being read: in a temporary directory until they are complete and
// synced. Whatever fails before that leaves nothing behind.
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordSource } from '../native-data.ts';
import type { DataDirectory } from '../storage/files.ts';
import { RunningChecksums } from './checksums.ts';

/** Bytes moved from the addon to a file at a time; two blocks take turns, so parsing need not wait. */
const blockBytes = 512 * 1024;
const valueBytes = 64 * 1024;
/** A data set never changes. */
const readOnly = 0o444;

/** One file being appended to, with the checksums of its blocks. */
class Appender {
  readonly #handle: FileHandle;
  readonly #checksums = new RunningChecksums();
  readonly #blocks = [Buffer.allocUnsafe(blockBytes), Buffer.allocUnsafe(blockBytes)] as const;
  #turn: 0 | 1 = 0;
  #writing: Promise<void> = Promise.resolve();
  bytes = 0;

  static async create(path: string): Promise<Appender> {
    return new Appender(await open(path, 'wx'));
  }

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Appends all that `take` gives; resolves when the next block may be filled. */
  async append(take: (target: Uint8Array) => number): Promise<void> {
    for (;;) {
      const block = this.#blocks[this.#turn];
      const filled = block.subarray(0, take(block));
      if (filled.length === 0) return;
      this.#checksums.update(filled);
      this.bytes += filled.length;
      await this.#writing;
      this.#writing = writeAll(this.#handle, filled);
      this.#writing.catch(() => undefined); // reported by whoever awaits it next
      this.#turn = this.#turn === 0 ? 1 : 0;
    }
  }

  /** On disk when this resolves, with the checksums of its blocks. */
  async seal(): Promise<number[]> {
    await this.#writing;
    await this.#handle.chmod(readOnly);
    await this.#handle.sync();
    await this.#handle.close();
    return this.#checksums.finish();
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
  /** Of rows and texts together. */
  bytes: number;
  /** Digest of the values, whatever they are stored as. */
  values: string;
  /** Digest of the file of checksums. */
  checksums: string;
}

/** The files of a data set in the directory that holds them; texts only where a column has some. */
export function contentPaths(directory: string) {
  return {
    rows: join(directory, 'rows.bin'),
    texts: join(directory, 'texts.bin'),
    checksums: join(directory, 'checksums.bin'),
  };
}

export class Staging {
  readonly #files: DataDirectory;
  readonly directory: string;
  readonly #rows: Appender;
  #texts: Appender | undefined;
  /** The run of bytes that RecordSource.takeValues() gives. */
  readonly #values = createHash('sha256');
  readonly #valueBlock = Buffer.allocUnsafe(valueBytes);

  static async open(files: DataDirectory): Promise<Staging> {
    const directory = await files.temporaryDirectory();
    try {
      const rows = await Appender.create(contentPaths(directory).rows);
      return new Staging(files, directory, rows);
    } catch (error) {
      await files.remove(directory);
      throw error;
    }
  }

  private constructor(files: DataDirectory, directory: string, rows: Appender) {
    this.#files = files;
    this.directory = directory;
    this.#rows = rows;
  }

  /** Takes everything `source` has pending. */
  async store(source: RecordSource): Promise<void> {
    const block = this.#valueBlock;
    for (let n = source.takeValues(block); n > 0; n = source.takeValues(block)) {
      this.#values.update(block.subarray(0, n));
    }
    await this.#rows.append((target) => source.takeRecords(target));
    if (source.pending() === 0) return;
    this.#texts ??= await Appender.create(contentPaths(this.directory).texts);
    await this.#texts.append((target) => source.takeText(target));
  }

  /** Syncs the files; nothing can be stored after that. */
  async seal(): Promise<Sealed> {
    const all = [...(await this.#rows.seal()), ...((await this.#texts?.seal()) ?? [])];
    const checksums = Buffer.from(Uint32Array.from(all).buffer);
    const file = await open(contentPaths(this.directory).checksums, 'wx', readOnly);
    try {
      await writeAll(file, checksums);
      await file.sync();
    } finally {
      await file.close();
    }
    return {
      bytes: this.#rows.bytes + (this.#texts?.bytes ?? 0),
      values: this.#values.digest('hex'),
      checksums: createHash('sha256').update(checksums).digest('hex'),
    };
  }

  /** Removes what was written; no error when it was moved or removed before. */
  async discard(): Promise<void> {
    await this.#rows.discard();
    await this.#texts?.discard();
    await this.#files.remove(this.directory);
  }
}
