// Writing files so that a crash leaves the old one or the new one and nothing in between. Knows no
// directory of nabla's.
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Well below the 2 GiB Linux takes in one call. */
const writeBytes = 64 * 1024 * 1024;

/** Makes or replaces a file of nobody's yet: on disk when this resolves; on failure nothing is left. */
export async function writeSynced(path: string, parts: readonly Uint8Array[]): Promise<void> {
  try {
    const file = await open(path, 'w');
    try {
      for (const part of parts) await writeAll(file, part);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** The same at a path where others may look: they find the old file or the whole new one. */
export async function replaceDurably(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const staged = `${path}.tmp`;
  await writeSynced(staged, parts);
  await rename(staged, path);
  await syncDirectory(dirname(path));
}

async function writeAll(file: FileHandle, data: Uint8Array): Promise<void> {
  let offset = 0;
  while (offset < data.byteLength) {
    const length = Math.min(writeBytes, data.byteLength - offset);
    const { bytesWritten } = await file.write(data, offset, length);
    offset += bytesWritten;
  }
}

/** A rename is on disk only once its directory is. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
