// The thread that decodes a Parquet file for parquet.ts, a question at a time.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  type ParquetScan,
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
  snappyUncompress,
} from 'hyparquet';
import type { Reply } from './decoder-thread.ts';
import { dateText, timestampText } from './timestamps.ts';

export type Request =
  | { type: 'open' }
  | { type: 'scan' }
  | { type: 'column'; column: string; rowStart: number; rowEnd: number };

/** Of one page, unpacked; writers make them of about 1 MiB. */
const maxPageBytes = 256 * 1024 * 1024;

function bounded(unpack: (input: Uint8Array, size: number) => Uint8Array) {
  return (input: Uint8Array, size: number): Uint8Array => {
    if (!(size >= 0 && size <= maxPageBytes)) throw new RangeError('a page that is too large');
    return unpack(input, size);
  };
}

const compressors: Compressors = {
  SNAPPY: bounded((input, size) => {
    const output = new Uint8Array(size);
    snappyUncompress(input, output);
    return output;
  }),
  GZIP: bounded((input, size) => gunzipSync(input, { maxOutputLength: size })),
  BROTLI: bounded((input, size) => brotliDecompressSync(input, { maxOutputLength: size })),
  ZSTD: bounded((input, size) => zstdDecompressSync(input, { maxOutputLength: size })),
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const parsers = {
  timestampFromMilliseconds: (count: bigint) => timestampText(BigInt(count), 1000n),
  timestampFromMicroseconds: (count: bigint) => timestampText(BigInt(count), 1_000_000n),
  timestampFromNanoseconds: (count: bigint) => timestampText(BigInt(count), 1_000_000_000n),
  dateFromDays: (days: number) => dateText(days),
  stringFromBytes: (bytes: Uint8Array) => bytes && utf8.decode(bytes),
  jsonFromBytes: (bytes: Uint8Array) => bytes && utf8.decode(bytes),
};

/** Opened for each read: the thread may be ended at any moment, and would leave a descriptor behind. */
function bufferOf(path: string): AsyncBuffer {
  const within = <T>(use: (descriptor: number) => T): T => {
    const descriptor = openSync(path, 'r');
    try {
      return use(descriptor);
    } finally {
      closeSync(descriptor);
    }
  };
  const byteLength = within((descriptor) => fstatSync(descriptor).size);
  return {
    byteLength,
    slice(start, end = byteLength) {
      if (!(start >= 0 && start <= end && end <= byteLength))
        throw new RangeError('outside the file');
      const bytes = new Uint8Array(end - start);
      const read = within((descriptor) => readSync(descriptor, bytes, 0, bytes.length, start));
      if (read < bytes.length) throw new RangeError('outside the file');
      return bytes.buffer;
    },
  };
}

const file = bufferOf((workerData as { path: string }).path);
let metadata: FileMetaData;
let scan: ParquetScan;

async function answer(request: Request): Promise<unknown> {
  switch (request.type) {
    case 'open':
      metadata = await parquetMetadataAsync(file, { parsers, geoparquet: false });
      return { metadata, fields: parquetSchema(metadata).children };
    case 'scan':
      scan = await parquetScan({ file, metadata, compressors, parsers, useOffsetIndex: false });
      return { ranges: scan.ranges };
    case 'column': {
      const { column, rowStart, rowEnd } = request;
      return scan.readColumn({ column, rowStart, rowEnd });
    }
  }
}

parentPort?.on('message', (request: Request) => {
  answer(request).then(
    (value) => parentPort?.postMessage({ value } satisfies Reply),
    (error: unknown) => parentPort?.postMessage({ failure: String(error) } satisfies Reply),
  );
});
