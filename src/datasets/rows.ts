// Reads a few rows of a data set back as values: a preview, not a way to train.
import { type FileHandle, open } from 'node:fs/promises';
import type { DatasetRecord, Slot } from './record.ts';

/** Values below this are positions in the slot's list, others places in the text file, as record_builder.h tells. */
const textBase = 1024;

export type PreviewCell = number | string | null;

/** Rows [offset, offset + limit) that exist. `texts` is only opened for text columns. */
export async function readRows(
  record: DatasetRecord,
  paths: { rows: string; texts: string },
  offset: number,
  limit: number,
): Promise<PreviewCell[][]> {
  const count = Math.max(0, Math.min(limit, record.rowCount - offset));
  if (count === 0) return [];
  const bytes = await readAt(paths.rows, offset * record.rowBytes, count * record.rowBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const texts = record.columns.some(({ type }) => type === 'text')
    ? await openIfPresent(paths.texts)
    : undefined;
  try {
    const rows: PreviewCell[][] = [];
    for (let row = 0; row < count; row += 1) {
      rows.push(await readRow(record, view, row * record.rowBytes, texts));
    }
    return rows;
  } finally {
    await texts?.close();
  }
}

async function readRow(
  { columns, slots }: DatasetRecord,
  view: DataView,
  start: number,
  texts: FileHandle | undefined,
): Promise<PreviewCell[]> {
  const cells: PreviewCell[] = [];
  for (const [index, { type, categories }] of columns.entries()) {
    const slot = slots[index] as Slot;
    const at = start + slot.offset;
    if (type === 'number') cells.push(numberOrNull(view.getFloat64(at, true)));
    else if (type === 'category') cells.push(categories?.[view.getInt32(at, true)] ?? null);
    else cells.push(await textOf(slot, Number(view.getBigInt64(at, true)), texts));
  }
  return cells;
}

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

async function textOf(
  slot: Slot,
  value: number,
  texts: FileHandle | undefined,
): Promise<string | null> {
  if (value < 0) return null;
  if (value < textBase) return slot.values?.[value] ?? null;
  if (texts === undefined) return null;
  const length = (await readFrom(texts, value - textBase, 4)).readUInt32LE();
  return (await readFrom(texts, value - textBase + 4, length)).toString('utf8');
}

/** A data set whose texts all came as positions has no text file. */
async function openIfPresent(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function readAt(path: string, position: number, length: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    return await readFrom(file, position, length);
  } finally {
    await file.close();
  }
}

async function readFrom(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; ) {
    const { bytesRead } = await file.read(bytes, at, length - at, position + at);
    if (bytesRead === 0) throw new Error('a data file is shorter than its record says');
    at += bytesRead;
  }
  return bytes;
}
