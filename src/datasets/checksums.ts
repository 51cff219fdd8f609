// CRC-32 of every MiB of a stored file: damage is found in the parts that are read, without reading
// the rest. What is stored, and where, is not known here.
import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { ApiError } from '../errors.ts';

const blockBytes = 1024 * 1024;

/** Of a file that is being written. */
export class RunningChecksums {
  readonly #finished: number[] = [];
  #current = 0;
  #held = 0;

  update(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + blockBytes - this.#held);
      this.#current = crc32(part, this.#current);
      this.#held += part.length;
      at += part.length;
      if (this.#held === blockBytes) this.#close();
    }
  }

  /** One for each block, the last of which may be shorter. */
  finish(): number[] {
    if (this.#held > 0) this.#close();
    return this.#finished;
  }

  #close(): void {
    this.#finished.push(this.#current);
    this.#current = 0;
    this.#held = 0;
  }
}

/** Checksums that a file of `bytes` bytes has. */
export function blockCount(bytes: number): number {
  return Math.ceil(bytes / blockBytes);
}

export function damaged(): ApiError {
  return new ApiError(
    'data-damaged',
    'what is stored of this data set is not what was written; upload it again',
  );
}

/** A file whose bytes are checked before they are given away. */
export class CheckedFile {
  readonly #handle: FileHandle;
  readonly #size: number;
  readonly #checksums: readonly number[];
  /** The block read last: whoever reads on from its middle need not read it again. */
  #block: Buffer = Buffer.alloc(0);
  #index = -1;

  /** Rejects with a `data-damaged` error when the file is not there or has another size. */
  static async open(
    path: string,
    size: number,
    checksums: readonly number[],
  ): Promise<CheckedFile> {
    const handle = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
      throw cause.code === 'ENOENT' ? damaged() : cause;
    });
    if ((await handle.stat()).size === size) return new CheckedFile(handle, size, checksums);
    await handle.close();
    throw damaged();
  }

  private constructor(handle: FileHandle, size: number, checksums: readonly number[]) {
    this.#handle = handle;
    this.#size = size;
    this.#checksums = checksums;
  }

  get size(): number {
    return this.#size;
  }

  /** Exactly `length` bytes. Rejects with a `data-damaged` error when they are not what was written. */
  async read(position: number, length: number): Promise<Buffer> {
    if (position < 0 || position + length > this.#size) throw damaged();
    const bytes = Buffer.allocUnsafe(length);
    for (let at = 0; at < length; ) {
      const index = Math.floor((position + at) / blockBytes);
      const block = await this.#read(index);
      at += block.copy(bytes, at, position + at - index * blockBytes);
    }
    return bytes;
  }

  /** Reads all of it. */
  async check(): Promise<void> {
    for (let index = 0; index < this.#checksums.length; index += 1) await this.#read(index);
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #read(index: number): Promise<Buffer> {
    if (index === this.#index) return this.#block;
    const start = index * blockBytes;
    const block = Buffer.allocUnsafe(Math.min(blockBytes, this.#size - start));
    for (let at = 0; at < block.length; ) {
      const { bytesRead } = await this.#handle.read(block, at, block.length - at, start + at);
      if (bytesRead === 0) throw damaged();
      at += bytesRead;
    }
    if (crc32(block) !== this.#checksums[index]) throw damaged();
    this.#block = block;
    this.#index = index;
    return block;
  }
}
