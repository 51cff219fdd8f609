// The entries of a zip archive as numpy writes one: stored or deflated, with or without zip64. Sizes and
// checksums must be what the directory says; no name becomes a path.
import { crc32, createInflateRaw } from 'node:zlib';
import { invalid } from '../../errors.ts';
import { tooMuch } from '../compressed.ts';
import type { InputFile } from '../spool.ts';

export interface ZipEntry {
  name: string;
  /** Unpacked. */
  size: number;
  compressed: boolean;
  /** Where the packed bytes are; of a stored entry the bytes themselves. */
  start: number;
  packed: number;
  crc: number;
}

const maxEntries = 4096;
const maxDirectoryBytes = 16 * 1024 * 1024;
const pieceBytes = 64 * 1024;

function broken(detail: string) {
  return invalid([{ pointer: '/file', detail: `the archive ${detail}` }]);
}

/** The entries in the order of the archive's directory. Throws a 422, or a 413 beyond `maxBytes` unpacked. */
export async function readEntries(file: InputFile, maxBytes: number): Promise<ZipEntry[]> {
  const { entries: count, offset, size } = await findDirectory(file);
  if (count > maxEntries || size > maxDirectoryBytes) throw broken('has too many entries');
  if (offset + size > file.size) throw broken('is cut off, or its directory lies');
  const directory = await file.read(offset, size);
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count; ) {
    if (at + 46 > size || directory.readUInt32LE(at) !== 0x02014b50)
      throw broken('has a broken directory');
    const lengths = [28, 30, 32].map((field) => directory.readUInt16LE(at + field));
    const [name = 0, extra = 0, comment = 0] = lengths;
    if (at + 46 + name + extra + comment > size) throw broken('has a broken directory');
    entries.push(await entryAt(file, directory.subarray(at, at + 46 + name + extra), name));
    at += 46 + name + extra + comment;
  }
  if (entries.reduce((sum, entry) => sum + entry.size, 0) > maxBytes) throw tooMuch(maxBytes);
  return entries;
}

async function findDirectory(file: InputFile) {
  const tail = Math.min(file.size, 65_557);
  const bytes = await file.read(file.size - tail, tail);
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || end + 22 > tail) throw broken('has no end: is the file cut off?');
  const entries = bytes.readUInt16LE(end + 10);
  const size = bytes.readUInt32LE(end + 12);
  const offset = bytes.readUInt32LE(end + 16);
  if (entries !== 0xffff && size !== 0xffffffff && offset !== 0xffffffff)
    return { entries, size, offset };
  if (end < 20 || bytes.readUInt32LE(end - 20) !== 0x07064b50) throw broken('has a broken end');
  const at = exact(bytes.readBigUInt64LE(end - 20 + 8));
  if (at + 56 > file.size) throw broken('has a broken end');
  const wide = await file.read(at, 56);
  if (wide.readUInt32LE(0) !== 0x06064b50) throw broken('has a broken end');
  const [wideEntries, wideSize, wideOffset] = [32, 40, 48].map((field) =>
    exact(wide.readBigUInt64LE(field)),
  ) as [number, number, number];
  return { entries: wideEntries, size: wideSize, offset: wideOffset };
}

function exact(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw broken('gives sizes no file has');
  return Number(value);
}

/** `record`: a file header of the directory. */
async function entryAt(file: InputFile, record: Buffer, nameLength: number): Promise<ZipEntry> {
  const flags = record.readUInt16LE(8);
  const method = record.readUInt16LE(10);
  if ((flags & 1) !== 0) throw broken('is encrypted');
  if (method !== 0 && method !== 8) throw broken('is packed by a method other than deflate');
  const name = record.toString('utf8', 46, 46 + nameLength);
  const { size, packed, offset } = sizesOf(record, 46 + nameLength);
  if (offset + 30 > file.size) throw broken('is cut off, or its directory lies');
  const local = await file.read(offset, 30);
  if (local.readUInt32LE(0) !== 0x04034b50) throw broken('has a broken directory');
  const start = offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  const lies = start + packed > file.size || (method === 0 && packed !== size);
  if (lies) throw broken('is cut off, or its directory lies');
  return { name, size, packed, start, compressed: method === 8, crc: record.readUInt32LE(16) };
}

/** Sizes of 2³² − 1 stand in the zip64 field, in this order and only those. */
function sizesOf(record: Buffer, extra: number) {
  const narrow = [24, 20, 42].map((field) => record.readUInt32LE(field));
  if (!narrow.includes(0xffffffff)) {
    const [size = 0, packed = 0, offset = 0] = narrow;
    return { size, packed, offset };
  }
  let at = extra;
  while (at + 4 <= record.length && record.readUInt16LE(at) !== 1)
    at += 4 + record.readUInt16LE(at + 2);
  at += 4;
  const [size, packed, offset] = narrow.map((value) => {
    if (value !== 0xffffffff) return value;
    if (at + 8 > record.length) throw broken('has a broken directory');
    at += 8;
    return exact(record.readBigUInt64LE(at - 8));
  }) as [number, number, number];
  return { size, packed, offset };
}

/** The unpacked bytes from the start on, as they are asked for, and whether they were what they should. */
export class EntryReader {
  readonly #entry: ZipEntry;
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);
  #read = 0;
  #crc = 0;

  constructor(file: InputFile, entry: ZipEntry) {
    this.#entry = entry;
    const packed = piecesOf(file, entry);
    this.#source = (entry.compressed ? inflated(packed) : packed)[Symbol.asyncIterator]();
  }

  async next(length: number): Promise<Uint8Array> {
    const pieces = [this.#held];
    let held = this.#held.length;
    while (held < length) {
      const bytes = await this.#piece();
      if (bytes === undefined) throw broken(`ends within ${JSON.stringify(this.#entry.name)}`);
      pieces.push(bytes);
      held += bytes.length;
    }
    const all = Buffer.concat(pieces);
    this.#held = all.subarray(length);
    return all.subarray(0, length);
  }

  /** After all `size` bytes were asked for. */
  async finish(): Promise<void> {
    const rest = this.#held.length > 0 ? this.#held : await this.#piece();
    if (rest !== undefined || this.#crc !== this.#entry.crc) {
      throw broken(
        `is damaged: ${JSON.stringify(this.#entry.name)} has another length or checksum`,
      );
    }
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }

  async #piece(): Promise<Buffer | undefined> {
    const { done, value } = await this.#source.next().catch((cause: unknown) => {
      if ((cause as NodeJS.ErrnoException).code?.startsWith('Z_')) throw broken('is damaged');
      throw cause;
    });
    if (done) return undefined;
    this.#read += value.length;
    if (this.#read > this.#entry.size) throw broken('holds more than its directory says');
    this.#crc = crc32(value, this.#crc);
    return Buffer.from(value.buffer, value.byteOffset, value.length);
  }
}

async function* piecesOf(file: InputFile, { start, packed }: ZipEntry): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < packed; at += pieceBytes) {
    yield await file.read(start + at, Math.min(pieceBytes, packed - at));
  }
}

async function* inflated(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { Readable } = await import('node:stream');
  const inflate = createInflateRaw();
  const source = Readable.from(packed);
  source.on('error', (error) => inflate.destroy(error));
  try {
    yield* source.pipe(inflate);
  } finally {
    source.destroy();
    inflate.destroy();
  }
}
