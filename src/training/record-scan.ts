// Reads single columns out of a data set's fixed-size records, in one pass and bounded memory. Used
// to choose rows; training itself reads the records through the addon.
import { open } from 'node:fs/promises';
import type { Place } from './preprocessing.ts';

/** Bytes read at a time: large enough for the disk, small enough to let the event loop turn. */
const chunkBytes = 4 * 1024 * 1024;

export interface ScanSource {
  path: string;
  rowBytes: number;
  rowCount: number;
}

/**
 * Calls `visit` for each row with the values at `places`, NaN where one is missing. The array is
 * reused from row to row.
 */
export async function scanRecords(
  source: ScanSource,
  places: readonly Place[],
  visit: (row: number, values: Float64Array) => void,
): Promise<void> {
  const { path, rowBytes, rowCount } = source;
  const values = new Float64Array(places.length);
  const rowsPerChunk = Math.max(1, Math.floor(chunkBytes / rowBytes));
  const buffer = Buffer.alloc(rowsPerChunk * rowBytes);
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  const file = await open(path, 'r');
  try {
    for (let first = 0; first < rowCount; first += rowsPerChunk) {
      const rows = Math.min(rowsPerChunk, rowCount - first);
      const { bytesRead } = await file.read(buffer, 0, rows * rowBytes, first * rowBytes);
      if (bytesRead < rows * rowBytes)
        throw new Error('the data set is shorter than its record says');
      for (let row = 0; row < rows; row++) {
        for (const [i, place] of places.entries()) values[i] = valueAt(view, row * rowBytes, place);
        visit(first + row, values);
      }
    }
  } finally {
    await file.close();
  }
}

/** Of a vector NaN when any of its values is missing, else its first. */
function valueAt(view: DataView, record: number, { offset, type, count = 1 }: Place): number {
  const bytes = bytesOf[type];
  for (let i = 1; i < count; i++) {
    const value = readValue(view, record + offset + i * bytes, type);
    if (Number.isNaN(value)) return value;
  }
  return readValue(view, record + offset, type);
}

const bytesOf = { f64: 8, f32: 4, u8: 1, i32: 4, i64: 8 } as const;

/** Little-endian. Missing are what is not finite, a negative code of an i32, and the least i64. */
function readValue(view: DataView, at: number, type: Place['type']): number {
  switch (type) {
    case 'f64':
      return finiteOrNaN(view.getFloat64(at, true));
    case 'f32':
      return finiteOrNaN(view.getFloat32(at, true));
    case 'u8':
      return view.getUint8(at);
    case 'i32': {
      const code = view.getInt32(at, true);
      return code < 0 ? Number.NaN : code;
    }
    case 'i64': {
      const value = view.getBigInt64(at, true);
      return value === missingInteger ? Number.NaN : Number(value);
    }
  }
}

const missingInteger = -(2n ** 63n);

function finiteOrNaN(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}
