// The thread that decodes an Arrow file for arrow.ts, a piece of a batch at a time. What a message says
// of its length is held against the file before a byte of it is read.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { zstdDecompressSync } from 'node:zlib';
import {
  CompressionType,
  compressionRegistry,
  MessageHeader,
  type RecordBatch,
  RecordBatchReader,
  type Schema,
} from 'apache-arrow';
import { Footer } from 'apache-arrow/ipc/metadata/file';
import { Message } from 'apache-arrow/ipc/metadata/message';
import type { Fault } from '../../errors.ts';
import type { ColumnBlock } from '../../native-data.ts';
import { columnsOf, decodeBlock, UnfitCell, UnreadColumn } from './arrow-columns.ts';
import { blockBytes, type NaturalColumn } from './blocks.ts';
import type { Reply } from './decoder-thread.ts';

export interface ArrowData {
  path: string;
  /** Unpacked, of the whole file. */
  maxBytes: number;
}

export interface Request {
  type: 'open' | 'next';
}

export interface Answer {
  open: { columns: NaturalColumn[] };
  /** Null when there are no more rows. */
  next: { blocks: ColumnBlock[]; rows: number } | null;
  /** What is posted: one of them, or why there is none. */
  reply: { value?: Answer['open'] | Answer['next']; fault?: Fault; tooLarge?: boolean };
}

const fileMagic = 'ARROW1';
/** A field takes some hundred bytes; a batch of so many columns is the widest that is read. */
const maxMetadataBytes = 64 * 1024 * 1024;
/** Of one batch; writers make them of some megabytes. */
const maxBodyBytes = 1024 * 1024 * 1024;
/** Of one compressed buffer, unpacked. */
const maxBufferBytes = 256 * 1024 * 1024;

const { path, maxBytes } = workerData as ArrowData;
let unpacked = 0;
let tooLarge = false;

compressionRegistry.set(CompressionType.ZSTD, {
  decode: (data) => {
    const bytes = zstdDecompressSync(data, { maxOutputLength: maxBufferBytes });
    unpacked += bytes.length;
    tooLarge = unpacked > maxBytes;
    if (tooLarge) throw new RangeError('more than an upload may have');
    return new Uint8Array(bytes);
  },
});

/** Opened for each read: the thread may be ended at any moment, and would leave a descriptor behind. */
function within<T>(use: (descriptor: number) => T): T {
  const descriptor = openSync(path, 'r');
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const size = within((descriptor) => fstatSync(descriptor).size);

function bytesAt(position: number, length: number): Uint8Array {
  if (!(length >= 0 && position + length <= size)) throw new RangeError('outside the file');
  const bytes = new Uint8Array(length);
  const read = within((descriptor) => readSync(descriptor, bytes, 0, length, position));
  if (read < length) throw new RangeError('outside the file');
  return bytes;
}

/** Where messages lie, and of a file the schema, which some writers put nowhere but in its footer. */
interface Place {
  start: number;
  end: number;
  schema?: Schema;
}

/** A file has a stream between its magic number, padded to 8 bytes, and its footer. */
function streamPlace(): Place {
  if (textAt(0) !== fileMagic) return { start: 0, end: size };
  const after = size - fileMagic.length - 4;
  if (textAt(after + 4) !== fileMagic) throw new RangeError('a file without its end');
  const length = int32At(after);
  if (!(length > 0 && length <= maxMetadataBytes)) throw new RangeError('a footer too long');
  const end = after - length;
  return { start: 8, end, schema: Footer.decode(bytesAt(end, length)).schema };
}

function textAt(position: number): string {
  return Buffer.from(bytesAt(position, Math.min(fileMagic.length, size))).toString('latin1');
}

/** The head and the body of each message. */
function* messages(): Generator<Uint8Array> {
  const { start, end, schema } = streamPlace();
  if (schema !== undefined) yield* schemaMessage(schema);
  for (let at = start; at + 4 <= end; ) {
    let length = int32At(at);
    // Before Arrow 0.15 the length came without a mark in front of it.
    const prefix = length === -1 ? 8 : 4;
    if (prefix === 8) length = int32At(at + 4);
    if (length === 0) return;
    if (length > maxMetadataBytes) throw new RangeError('a message that is too long');
    const head = bytesAt(at, prefix + length);
    const { bodyLength, headerType } = Message.decode(head.subarray(prefix));
    if (bodyLength > maxBodyBytes) throw new RangeError('a batch that is too long');
    const known = schema !== undefined && headerType === MessageHeader.Schema;
    at += prefix + length;
    if (!known) yield head;
    if (bodyLength > 0) yield bytesAt(at, bodyLength);
    at += bodyLength;
  }
}

function* schemaMessage(schema: Schema): Generator<Uint8Array> {
  const message = Message.encode(Message.from(schema));
  const length = Math.ceil(message.length / 8) * 8;
  const head = Buffer.alloc(8 + length);
  head.writeInt32LE(-1, 0);
  head.writeInt32LE(length, 4);
  head.set(message, 8);
  yield head;
}

function int32At(position: number): number {
  return Buffer.from(bytesAt(position, 4).buffer).readInt32LE();
}

const reader = RecordBatchReader.from(messages());
let columns: NaturalColumn[] = [];
let batch: RecordBatch | undefined;
/** Rows of the batch, and of all batches, that were given away. */
let row = 0;
let rows = 0;

function open(): Answer['open'] {
  reader.open();
  columns = columnsOf(reader.schema);
  return { columns };
}

function next(): Answer['next'] {
  while (batch === undefined || row >= batch.numRows) {
    const { done, value } = reader.next();
    if (done) return null;
    batch = value as RecordBatch;
    row = 0;
  }
  const rowBytes = columns.reduce((sum, { width = 1 }) => sum + width * 8, 0);
  const count = Math.min(batch.numRows - row, Math.max(1, Math.floor(blockBytes / rowBytes)));
  const blocks = columns.map((column, c) => blockOf(batch as RecordBatch, column, c, count));
  row += count;
  rows += count;
  return { blocks, rows: count };
}

function blockOf(from: RecordBatch, column: NaturalColumn, c: number, count: number): ColumnBlock {
  const data = from.data.children[c];
  if (data === undefined || data.length < row + count) throw new RangeError('a short column');
  try {
    return decodeBlock(data, column, row, count);
  } catch (error) {
    if (error instanceof UnfitCell) error.column = column.name;
    throw error;
  }
}

function answer({ type }: Request): Answer['reply'] {
  try {
    return { value: type === 'open' ? open() : next() };
  } catch (error) {
    if (tooLarge) return { tooLarge };
    if (error instanceof UnreadColumn) return { fault: { ...faultIn(error), row: 0 } };
    if (error instanceof UnfitCell) {
      return { fault: { ...faultIn(error), row: rows + (error.index - row) + 1 } };
    }
    throw error;
  }
}

function faultIn({ column, message }: UnreadColumn | UnfitCell) {
  return { column, detail: message };
}

parentPort?.on('message', (request: Request) => {
  let reply: Reply;
  try {
    reply = { value: answer(request) };
  } catch (error) {
    reply = { failure: String(error) };
  }
  parentPort?.postMessage(reply);
});
