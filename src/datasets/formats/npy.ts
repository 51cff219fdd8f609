// NPY, numpy's format of one array, versions 1 to 3. The header is a Python literal of which only the
// form that numpy writes is read; objects are refused, nothing is ever evaluated.
import { invalid } from '../../errors.ts';
import { arrayType, decodeBlock, naturalColumn } from './array-types.ts';
import { type ArraySource, sizeOf, storeArrays } from './arrays.ts';
import { ByteStream } from './byte-stream.ts';
import type { FileFormat } from './format.ts';
import { sequence } from './idx.ts';

const magic = Buffer.from('\x93NUMPY', 'latin1');
const maxHeaderBytes = 1024 * 1024;

export const npy: FileFormat = {
  name: 'npy',
  mediaTypes: ['application/x-npy'],
  extensions: ['.npy'],
  maxFiles: 64,
  begins: (head) => magic.equals(head.subarray(0, magic.length)),
  async readFiles(native, files, options, store) {
    const arrays: ArraySource[] = [];
    for (const file of files) {
      const own = file.field === '' || file.field === 'file' || file.field === 'files';
      const name = own ? file.stem || 'values' : file.field;
      const header = await readHeader(name, file.size, (at, length) => file.read(at, length));
      arrays.push({
        ...header.array,
        next: sequence(file, header.start),
        at: (position, length) => file.read(header.start + position, length),
      });
    }
    return storeArrays(native, arrays, options, store);
  },
};

/** Rows that lie one after another, as they arrive. */
export interface ArrayRows {
  /** Rows, then the dimensions of each. */
  shape: readonly number[];
  /** The next rows, at most `most`; empty at the end. Throws a 422 when there are fewer bytes than there should be. */
  next(most: number): Promise<{ values: Float32Array | Float64Array; rows: number }>;
}

/** An NPY file of numbers in C order, read as it arrives. Throws a 422. */
export async function streamRows(
  name: string,
  input: AsyncIterable<Uint8Array>,
  size: number | undefined,
): Promise<ArrayRows> {
  const stream = new ByteStream(input);
  const { array, start } = await readHeader(name, size, async (at, length) =>
    (await stream.peek(at + length)).subarray(at),
  );
  const { type, shape } = array;
  const fault = (detail: string) =>
    invalid([{ pointer: '/file', detail: `array ${JSON.stringify(name)} ${detail}` }]);
  const rowCount = shape[0] ?? 0;
  const width = shape.slice(1).reduce((product, n) => product * n, 1);
  if (shape.length === 0) throw fault('is a single value; expected rows');
  if (array.columnMajor && width > 1) throw fault('is in Fortran order; save it in C order');
  if (type.kind === 'U' || type.kind === 'S') throw fault('holds strings; expected numbers');
  await stream.take(new Uint8Array(start));
  // Single values come as a vector of one: integers need not stay exact on their way into a network.
  const column = naturalColumn(name, type, width);
  let row = 0;
  return {
    shape,
    async next(most) {
      const rows = Math.min(most, rowCount - row);
      const bytes = new Uint8Array(rows * width * type.bytes);
      if ((await stream.take(bytes)) < bytes.length) throw fault(`ends in row ${row + 1} or later`);
      row += rows;
      if (row === rowCount && (await stream.peek(1)).length > 0)
        throw fault('goes on after its end');
      const { values } = decodeBlock(type, column, bytes, rows * width);
      const numbers = values instanceof Uint8Array ? Float32Array.from(values) : values;
      return { values: numbers as Float32Array | Float64Array, rows };
    },
  };
}

/**
 * What the header of an NPY file of `size` bytes says, and where the values start; without a size the
 * length is for the reader to check. Throws a 422.
 */
export async function readHeader(
  name: string,
  size: number | undefined,
  read: (position: number, length: number) => Promise<Uint8Array>,
): Promise<{ array: Omit<ArraySource, 'next'>; start: number }> {
  const fault = (detail: string) =>
    invalid([{ pointer: '/file', detail: `array ${JSON.stringify(name)} ${detail}` }]);
  const whole = size ?? Number.POSITIVE_INFINITY;
  if (whole < 12) throw fault('ends within its header');
  const head = Buffer.from(await read(0, 12));
  if (head.length < 12) throw fault('ends within its header');
  const version = head[6] as number;
  if (!magic.equals(head.subarray(0, 6)) || version < 1 || version > 3) {
    throw fault('does not begin as an NPY file of version 1, 2 or 3 does');
  }
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? head.readUInt16LE(8) : head.readUInt32LE(8);
  if (length > maxHeaderBytes || start + length > whole) throw fault('ends within its header');
  const header = Buffer.from(await read(start, length)).toString(version === 3 ? 'utf8' : 'latin1');
  const { descriptor, columnMajor, shape } = parsed(header) ?? {};
  if (descriptor === undefined || shape === undefined || columnMajor === undefined) {
    throw fault('has a header that numpy would not write for a plain array');
  }
  const type = arrayType(descriptor);
  if (type === undefined) {
    throw fault(
      `has values of type ${JSON.stringify(descriptor.slice(0, 40))}, which are not read`,
    );
  }
  const bytes = sizeOf(shape, type.bytes);
  if (bytes === undefined || (size !== undefined && start + length + bytes !== size)) {
    throw fault(`says it holds ${shape.slice(0, 8).join(' × ')} values, which is not its length`);
  }
  return { array: { name, type, shape, columnMajor }, start: start + length };
}

/** `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }` with its keys in any order. */
function parsed(header: string) {
  const body = /^\s*\{([\s\S]*)\}\s*$/.exec(header)?.[1];
  if (body === undefined) return undefined;
  const item =
    /\s*'(descr|fortran_order|shape)'\s*:\s*(?:'([^']*)'|(True|False)|\(([\d,\sL]*)\))\s*(?:,|$)/y;
  const found = new Map<string, RegExpExecArray>();
  while (item.lastIndex < body.trimEnd().length) {
    const match = item.exec(body);
    if (match === null || found.has(match[1] as string)) return undefined;
    found.set(match[1] as string, match);
  }
  const order = found.get('fortran_order')?.[3];
  return {
    descriptor: found.get('descr')?.[2],
    columnMajor: order === undefined ? undefined : order === 'True',
    shape: shapeOf(found.get('shape')?.[4]),
  };
}

function shapeOf(text: string | undefined): number[] | undefined {
  if (text === undefined) return undefined;
  const items = text.split(',').map((item) => item.trim());
  if (items.at(-1) === '') items.pop();
  if (items.some((item) => !/^\d{1,16}L?$/.test(item))) return undefined;
  return items.map((item) => Number.parseInt(item, 10));
}
