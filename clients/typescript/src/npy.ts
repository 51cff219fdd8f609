// Tensors as NPY files: the shortest way of a matrix through HTTP that numpy reads too. Float32 and float64,
// rows first, little-endian. https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html

export interface Tensor {
  shape: readonly number[];
  /** Row-major. */
  values: Float32Array | Float64Array;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** What precedes the values is a multiple of this. */
const alignment = 64;

export function toNpy({ shape, values }: Tensor): Uint8Array<ArrayBuffer> {
  const size = shape.reduce((product, n) => product * n, 1);
  if (size !== values.length) {
    throw new RangeError(`shape [${shape.join(', ')}] needs ${size} values, not ${values.length}`);
  }
  const type = values instanceof Float32Array ? '<f4' : '<f8';
  const dims = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${dims}), }`;
  const before = magic.length + 4;
  const header = text.padEnd(alignment - 1 - ((before + text.length) % alignment) + text.length);
  const file = new Uint8Array(before + header.length + 1 + values.byteLength);
  file.set(magic);
  file.set([1, 0], magic.length);
  new DataView(file.buffer).setUint16(magic.length + 2, header.length + 1, true);
  file.set(new TextEncoder().encode(`${header}\n`), before);
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  file.set(bytes, before + header.length + 1);
  return file;
}

/** Throws a RangeError for a file that holds anything else than little-endian floats in row order. */
export function fromNpy(file: Uint8Array): Tensor {
  if (!magic.every((byte, i) => file[i] === byte)) throw new RangeError('this is no NPY file');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const long = (file[6] as number) >= 2;
  const start = long ? 12 : 10;
  const end = start + (long ? view.getUint32(8, true) : view.getUint16(8, true));
  const header = new TextDecoder('latin1').decode(file.subarray(start, end));
  const type = /'descr': *'([^']+)'/.exec(header)?.[1];
  const dims = /'shape': *\(([^)]*)\)/.exec(header)?.[1];
  if (dims === undefined || header.includes("'fortran_order': True")) {
    throw new RangeError(`this header is not read: ${header.slice(0, 200)}`);
  }
  const shape = dims
    .split(',')
    .filter((text) => text.trim() !== '')
    .map(Number);
  // A copy, which begins where typed arrays may.
  const bytes = new Uint8Array(file.subarray(end)).buffer;
  if (type === '<f4') return { shape, values: new Float32Array(bytes) };
  if (type === '<f8') return { shape, values: new Float64Array(bytes) };
  throw new RangeError(`${type} is not read; <f4 and <f8 are`);
}
