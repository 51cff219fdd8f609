// NPZ, numpy's archive of named arrays: each is a column of that name.
import { invalid } from '../../errors.ts';
import type { InputFile } from '../spool.ts';
import { type ArraySource, storeArrays } from './arrays.ts';
import type { FileFormat } from './format.ts';
import { readHeader } from './npy.ts';
import { EntryReader, readEntries, type ZipEntry } from './zip.ts';

export const npz: FileFormat = {
  name: 'npz',
  mediaTypes: ['application/x-npz'],
  extensions: ['.npz'],
  maxFiles: 1,
  begins: (head) => head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4,
  async readFiles(native, [file], options, store) {
    if (file === undefined) throw invalid([{ pointer: '/file', detail: 'expected an archive' }]);
    const readers: EntryReader[] = [];
    try {
      const arrays: ArraySource[] = [];
      for (const entry of await readEntries(file, options.maxBytes)) {
        const reader = new EntryReader(file, entry);
        readers.push(reader);
        arrays.push(await arrayOf(file, entry, reader));
      }
      return await storeArrays(native, arrays, options, store);
    } finally {
      for (const reader of readers) await reader.close();
    }
  },
};

async function arrayOf(
  file: InputFile,
  entry: ZipEntry,
  reader: EntryReader,
): Promise<ArraySource> {
  if (!entry.name.endsWith('.npy')) {
    const detail = `the archive holds ${JSON.stringify(entry.name.slice(0, 60))}, which is no array`;
    throw invalid([{ pointer: '/file', detail }]);
  }
  let header = Buffer.alloc(0);
  const { array, start } = await readHeader(
    entry.name.slice(0, -4),
    entry.size,
    async (at, length) => {
      const missing = Math.max(0, at + length - header.length);
      header = Buffer.concat([header, await reader.next(missing)]);
      return header.subarray(at, at + length);
    },
  );
  if (array.columnMajor && !entry.compressed) {
    const at = (position: number, length: number) =>
      file.read(entry.start + start + position, length);
    return { ...array, next: (length) => reader.next(length), at };
  }
  return { ...array, next: (length) => reader.next(length), finish: () => reader.finish() };
}
