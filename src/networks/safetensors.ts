// The safetensors format: an 8-byte little-endian header length, a JSON header, then the tensors' bytes.
// Strict: what the header says must cover the data exactly, without gap or overlap. Knows no network.
// https://github.com/huggingface/safetensors#format
import type { Dtype, FloatArray } from '../native.ts';

export interface NamedTensor {
  name: string;
  shape: readonly number[];
  values: FloatArray;
}

/** A file that is not what it claims; the message is meant for whoever sent it. */
export class SafetensorsError extends Error {
  override name = 'SafetensorsError';
}

/** Bytes of header that are read at all; 10,000 layers need less. */
const maxHeaderBytes = 8 * 1024 * 1024;
const maxRank = 8;
const dtypes = { F32: 'float32', F64: 'float64' } as const satisfies Record<string, Dtype>;

/** Header and tensors as parts to be written one after the other; nothing is copied. */
export function encodeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array[] {
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header.__metadata__ = metadata;
  let offset = 0;
  for (const { name, shape, values } of tensors) {
    const dtype = values instanceof Float32Array ? 'F32' : 'F64';
    header[name] = { dtype, shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  // Spaces after the header bring the data to a multiple of 8, so it can be mapped as it lies.
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const padding = Buffer.alloc((8 - (text.length % 8)) % 8, ' ');
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length + padding.length));
  return [
    length,
    text,
    padding,
    ...tensors.map(
      ({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    ),
  ];
}

/**
 * Every tensor of a file, in the order of the data; float32 and float64 only. Whole numbers (I64) that are
 * `ignored` by name are passed over.
 */
export function decodeSafetensors(
  file: Uint8Array,
  ignored: (name: string) => boolean = () => false,
): NamedTensor[] {
  if (file.byteLength < 10)
    throw new SafetensorsError('the file is shorter than an empty safetensors file');
  const start = headerEnd(file);
  if (start > file.byteLength) {
    throw new SafetensorsError(
      `the header claims ${start - 8} bytes, the file has ${file.byteLength - 8} left`,
    );
  }
  const entries = readHeader(file.subarray(8, start), ignored).sort(
    (a, b) => a.begin - b.begin || a.end - b.end,
  );
  let expected = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== expected) {
      throw new SafetensorsError(
        `tensor ${quote(name)} begins at byte ${begin}, ${expected} was expected`,
      );
    }
    expected = end;
  }
  if (expected !== file.byteLength - start) {
    throw new SafetensorsError(
      `the tensors take ${expected} bytes, the file has ${file.byteLength - start} after its header`,
    );
  }
  return entries.flatMap(({ name, shape, dtype, begin, end }) =>
    dtype === undefined
      ? []
      : [{ name, shape, values: readValues(file.subarray(start + begin, start + end), dtype) }],
  );
}

/** The texts a file's maker put beside the tensors. `head` is the file, or its beginning with the whole header. */
export function safetensorsMetadata(head: Uint8Array): Record<string, string> {
  const header = parseHeader(head.subarray(8, headerEnd(head)));
  const metadata = header.__metadata__ ?? {};
  if (!isObject(metadata)) throw new SafetensorsError('the metadata are not an object');
  for (const [name, text] of Object.entries(metadata)) {
    if (typeof text !== 'string') {
      throw new SafetensorsError(`the metadata ${quote(name)} are not a text`);
    }
  }
  return metadata as Record<string, string>;
}

/** Where the header ends and the data begin. Needs the first 8 bytes only. */
export function headerEnd(file: Uint8Array): number {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.byteLength < 8)
    throw new SafetensorsError('the file is shorter than an empty safetensors file');
  const headerLength = view.getBigUint64(0, true);
  if (headerLength > maxHeaderBytes) {
    throw new SafetensorsError(
      `the header claims ${headerLength} bytes; at most ${maxHeaderBytes} are read`,
    );
  }
  return 8 + Number(headerLength);
}

interface Entry {
  name: string;
  /** Absent of a tensor that is passed over. */
  dtype: Dtype | undefined;
  shape: number[];
  begin: number;
  end: number;
}

function readHeader(bytes: Uint8Array, ignored: (name: string) => boolean): Entry[] {
  return Object.entries(parseHeader(bytes))
    .filter(([name]) => name !== '__metadata__')
    .map(([name, entry]) => readEntry(name, entry, ignored(name)));
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new SafetensorsError('the header is not JSON');
  }
  if (!isObject(header)) throw new SafetensorsError('the header is not a JSON object');
  return header;
}

function readEntry(name: string, entry: unknown, ignored: boolean): Entry {
  if (!isObject(entry)) throw new SafetensorsError(`the entry of ${quote(name)} is not an object`);
  const { dtype, shape, data_offsets: offsets } = entry;
  const passed = ignored && dtype === 'I64';
  if (dtype !== 'F32' && dtype !== 'F64' && !passed) {
    throw new SafetensorsError(`tensor ${quote(name)} is ${quote(dtype)}; F32 and F64 are read`);
  }
  if (!isCounts(shape) || shape.length > maxRank) {
    throw new SafetensorsError(
      `the shape of tensor ${quote(name)} is not a list of at most ${maxRank} sizes`,
    );
  }
  if (!isCounts(offsets) || offsets.length !== 2) {
    throw new SafetensorsError(`the data_offsets of tensor ${quote(name)} are not two sizes`);
  }
  const [begin, end] = offsets as [number, number];
  const bytes = shape.reduce((product, size) => product * size, dtype === 'F32' ? 4 : 8);
  if (!Number.isSafeInteger(bytes) || end - begin !== bytes) {
    throw new SafetensorsError(
      `tensor ${quote(name)} of shape [${shape.join(', ')}] takes ${bytes} bytes, its offsets say ${end - begin}`,
    );
  }
  return { name, dtype: dtype === 'I64' ? undefined : dtypes[dtype], shape, begin, end };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function quote(text: unknown): string {
  const json = JSON.stringify(text) ?? 'undefined';
  return json.length > 80 ? `${json.slice(0, 80)}…` : json;
}

/** A copy when the bytes do not lie on the boundary a typed array needs. */
function readValues(bytes: Uint8Array, dtype: Dtype): FloatArray {
  const size = dtype === 'float32' ? 4 : 8;
  // Not slice(): of a Buffer that is a view of the same memory.
  const aligned = bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
  const { buffer, byteOffset, byteLength } = aligned;
  return dtype === 'float32'
    ? new Float32Array(buffer, byteOffset, byteLength / size)
    : new Float64Array(buffer, byteOffset, byteLength / size);
}
