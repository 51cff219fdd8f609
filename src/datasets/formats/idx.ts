// IDX, the format of the MNIST files: a magic number, big-endian dimensions, values. Images and labels
// come as two files.
import { invalid } from '../../errors.ts';
import type { InputFile } from '../spool.ts';
import { type ArrayType, arrayType } from './array-types.ts';
import { type ArraySource, sizeOf, storeArrays } from './arrays.ts';
import type { FileFormat } from './format.ts';

/** By the third byte of the magic number. */
const types: Readonly<Record<number, string>> = {
  8: '|u1',
  9: '|i1',
  11: '>i2',
  12: '>i4',
  13: '>f4',
  14: '>f8',
};

export const idx: FileFormat = {
  name: 'idx',
  mediaTypes: ['application/x-idx'],
  extensions: ['-ubyte', '.idx'],
  maxFiles: 8,
  begins: (head) =>
    head[0] === 0 &&
    head[1] === 0 &&
    types[head[2] ?? 0] !== undefined &&
    (head[3] ?? 0) > 0 &&
    (head[3] ?? 0) <= 8,
  async readFiles(native, files, options, store) {
    const arrays: ArraySource[] = [];
    for (const file of files) arrays.push(await arrayOf(file));
    return storeArrays(native, arrays, options, store);
  },
};

/** Its name is that of the form's field, or else `label` with one dimension and `image` with more. */
async function arrayOf(file: InputFile): Promise<ArraySource> {
  const head = await file.read(0, Math.min(4, file.size));
  const type =
    head.length === 4 && head[0] === 0 && head[1] === 0 ? types[head[2] as number] : undefined;
  const rank = head[3] ?? 0;
  if (type === undefined || rank === 0) throw fault(file, 'does not begin as an IDX file does');
  const start = 4 + 4 * rank;
  if (file.size < start) throw fault(file, 'ends within its header');
  const header = await file.read(4, 4 * rank);
  const shape = Array.from({ length: rank }, (_, i) => header.readUInt32BE(4 * i));
  const known = arrayType(type) as ArrayType;
  const size = sizeOf(shape, known.bytes);
  if (size === undefined || start + size !== file.size) {
    throw fault(file, `says it holds ${shape.join(' × ')} values, which is not its length`);
  }
  const named = file.field === '' || file.field === 'file' || file.field === 'files';
  const name = named ? (rank === 1 ? 'label' : 'image') : file.field;
  return { name, type: known, shape, columnMajor: false, next: sequence(file, start) };
}

/** Reads on from `start`. */
export function sequence(file: InputFile, start: number): ArraySource['next'] {
  let position = start;
  return async (length) => {
    const bytes = await file.read(position, length);
    position += length;
    return bytes;
  };
}

function fault(file: InputFile, detail: string) {
  const which = file.stem === '' ? 'the file' : JSON.stringify(file.stem);
  return invalid([{ pointer: '/file', detail: `${which} ${detail}` }]);
}
