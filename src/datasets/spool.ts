// Uploaded files that a format reads at any place: temporary, unpacked, gone once they have been read.
import { type FileHandle, open } from 'node:fs/promises';
import type { DataDirectory } from '../storage/files.ts';

export interface InputFile {
  /** Of the file as the client calls it, without its ending, and of the form's field; or empty. */
  stem: string;
  field: string;
  /** For a reader in a thread of its own. */
  path: string;
  size: number;
  /** Exactly `length` bytes, or a RangeError when the file has not so many there. */
  read(position: number, length: number): Promise<Buffer>;
}

export class Spool {
  readonly #files: DataDirectory;
  readonly #kept: SpooledFile[] = [];

  constructor(files: DataDirectory) {
    this.#files = files;
  }

  get files(): readonly InputFile[] {
    return this.#kept;
  }

  /** Writes all of `input`. It need not survive a crash, so nothing is synced. */
  async add(
    input: AsyncIterable<Uint8Array>,
    { stem = '', field = '' }: { stem?: string; field?: string } = {},
  ): Promise<void> {
    const path = this.#files.temporaryPath();
    const file = new SpooledFile(path, await open(path, 'wx+'), stem, field);
    this.#kept.push(file);
    for await (const bytes of input) await file.append(bytes);
  }

  async discard(): Promise<void> {
    for (const file of this.#kept.splice(0)) {
      await file.close();
      await this.#files.remove(file.path);
    }
  }
}

class SpooledFile implements InputFile {
  readonly path: string;
  readonly stem: string;
  readonly field: string;
  readonly #handle: FileHandle;
  size = 0;

  constructor(path: string, handle: FileHandle, stem: string, field: string) {
    this.path = path;
    this.#handle = handle;
    this.stem = stem;
    this.field = field;
  }

  async append(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      at += (await this.#handle.write(bytes, at, bytes.length - at, this.size + at)).bytesWritten;
    }
    this.size += bytes.length;
  }

  async read(position: number, length: number): Promise<Buffer> {
    if (!(position >= 0 && length >= 0 && position + length <= this.size)) {
      throw new RangeError('beyond the end of the file');
    }
    const bytes = Buffer.allocUnsafe(length);
    for (let at = 0; at < length; ) {
      const { bytesRead } = await this.#handle.read(bytes, at, length - at, position + at);
      if (bytesRead === 0) throw new RangeError('beyond the end of the file');
      at += bytesRead;
    }
    return bytes;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
