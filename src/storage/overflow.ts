// Bytes kept until all are there: in memory while they are few, else in a temporary file.
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { DataDirectory } from './files.ts';

/** Kept in memory by each. */
const memoryBytes = 1024 * 1024;

export class Overflow {
  readonly #files: DataDirectory;
  #chunks: Uint8Array[] = [];
  #inMemory = 0;
  #path: string | undefined;
  #file: FileHandle | undefined;
  size = 0;

  constructor(files: DataDirectory) {
    this.#files = files;
  }

  async append(bytes: Uint8Array): Promise<void> {
    this.#chunks.push(bytes);
    this.#inMemory += bytes.length;
    this.size += bytes.length;
    if (this.#inMemory > memoryBytes) await this.#flush();
  }

  async #flush(): Promise<void> {
    this.#path ??= this.#files.temporaryPath();
    this.#file ??= await open(this.#path, 'wx');
    const bytes = Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#inMemory = 0;
    for (let at = 0; at < bytes.length; ) {
      at += (await this.#file.write(bytes, at, bytes.length - at)).bytesWritten;
    }
  }

  /** `head` and everything after it; what is kept is discarded when it has been read or given up. */
  async stream(head: Uint8Array): Promise<Readable> {
    await this.#file?.close();
    this.#file = undefined;
    const rest = Buffer.concat(this.#chunks);
    const path = this.#path;
    if (path === undefined) return Readable.from([Buffer.concat([head, rest])]);
    const whole = Readable.from(
      (async function* () {
        yield head;
        yield* createReadStream(path);
        yield rest;
      })(),
      { objectMode: false },
    );
    whole.once('close', () => void this.discard());
    return whole;
  }

  async discard(): Promise<void> {
    this.#chunks = [];
    await this.#file?.close();
    this.#file = undefined;
    if (this.#path !== undefined) await this.#files.remove(this.#path);
  }
}
