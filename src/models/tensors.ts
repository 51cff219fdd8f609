// Tensors of the Open Inference Protocol v2 and its binary data extension: what a version takes and
// gives, a request's tensors as network inputs, and answers as tensors. Knows no HTTP.
// Source: github.com/kserve/open-inference-protocol, specification/protocol/inference_rest.md and
// Triton's extension_binary_data.md.
import { halfToNumber } from '../datasets/formats/array-types.ts';
import { ApiError, count, invalid, invalidAt } from '../errors.ts';
import { suggest } from '../http/faults.ts';
import { parseJson } from '../http/json-body.ts';
import type { FloatArray } from '../native.ts';
import type { FittedColumn } from '../training/preprocessing.ts';
import type { AnswerColumn, AnswerDecoder } from './answers.ts';
import type { Encoded, InstanceEncoder } from './instances.ts';
import type { ModelVersion } from './version.ts';

export interface TensorInfo {
  name: string;
  datatype: string;
  /** −1: as many as there are rows. */
  shape: number[];
}

interface RequestTensor extends TensorInfo {
  parameters?: { binary_data_size?: number; [name: string]: unknown };
  data?: unknown;
}

interface RequestOutput {
  name: string;
  parameters?: { binary_data?: boolean; classification?: number };
}

export interface InferRequest {
  id?: string;
  parameters?: { binary_data_output?: boolean; [name: string]: unknown };
  inputs: RequestTensor[];
  outputs?: RequestOutput[];
}

/** The one tensor of a model whose inputs are all numbers. */
const wholeInput = 'input';

/** What `data` of a tensor may be when it has come as bytes. */
type Values = FloatArray | readonly string[] | readonly boolean[] | readonly number[];

interface Given {
  values: Values;
  shape: readonly number[];
}

/** How many bytes a value of each datatype takes; BYTES has its length before each. */
const sizes: Readonly<Record<string, number>> = {
  BOOL: 1,
  UINT8: 1,
  UINT16: 2,
  UINT32: 4,
  UINT64: 8,
  INT8: 1,
  INT16: 2,
  INT32: 4,
  INT64: 8,
  FP16: 2,
  BF16: 2,
  FP32: 4,
  FP64: 8,
};

function floatType({ spec }: ModelVersion): string {
  return spec.dtype === 'float32' ? 'FP32' : 'FP64';
}

/** All numbers: one tensor of them in the order of the inputs. Else a tensor for each input by its name. */
export function inputTensors(version: ModelVersion): TensorInfo[] {
  const datatype = floatType(version);
  if (version.inputs.every(({ type }) => type !== 'category')) {
    const width = version.inputs.reduce((sum, column) => sum + (column.width ?? 1), 0);
    return [{ name: wholeInput, datatype, shape: [-1, width] }];
  }
  return version.inputs.map((column) => ({
    name: column.name,
    datatype: datatypeOf(column, datatype),
    shape: [-1, column.width ?? 1],
  }));
}

function datatypeOf({ type }: FittedColumn, number: string): string {
  return type === 'category' ? 'BYTES' : type === 'boolean' ? 'BOOL' : number;
}

/** A tensor for each column of the answers' table, numbers side by side joined. */
export function outputTensors(version: ModelVersion, decoder: AnswerDecoder): TensorInfo[] {
  const empty = version.spec.dtype === 'float32' ? new Float32Array(0) : new Float64Array(0);
  const datatype = floatType(version);
  return grouped(decoder.columns(empty, 0)).map(({ name, columns, words }) =>
    words
      ? { name, datatype: 'BYTES', shape: [-1, 1] }
      : { name, datatype, shape: [-1, columns.length] },
  );
}

/** A tensor of an answer: a column of words, or columns of numbers side by side. */
interface Group {
  name: string;
  columns: AnswerColumn[];
  words: boolean;
}

/** `class` stays, `probability.low`, … become `probabilities`, and other numbers `output`; each behind the name of its head. */
function grouped(columns: readonly AnswerColumn[]): Group[] {
  const groups: Group[] = [];
  for (const column of columns) {
    const words = 'words' in column;
    const head = column.head === '' ? '' : `${column.head}.`;
    const name =
      head + { class: 'class', probability: 'probabilities', number: 'output' }[column.kind];
    const known = groups.find((group) => group.name === name);
    if (known === undefined) groups.push({ name, columns: [column], words });
    else known.columns.push(column);
  }
  return groups;
}

/** A body: JSON, or JSON of `headerBytes` bytes and the tensors' data behind it. Throws 400 or 422. */
export function parseInfer(
  body: Buffer,
  headerBytes: number | undefined,
): {
  request: InferRequest;
  binary: Buffer;
} {
  const end = headerBytes ?? body.length;
  if (end > body.length) {
    const detail = `Inference-Header-Content-Length says ${end}, but the body has ${body.length} bytes`;
    throw new ApiError('malformed-body', detail);
  }
  const request = parseJson(body.subarray(0, end)) as InferRequest;
  return { request, binary: body.subarray(end) };
}

/** The rows of a request as network inputs. Throws a 422 that names the tensor. */
export function encodeTensors(
  { inputs }: InferRequest,
  binary: Buffer,
  encoder: InstanceEncoder,
): Encoded {
  const given = new Map<string, Given>();
  let at = 0;
  for (const [i, tensor] of inputs.entries()) {
    const pointer = `/inputs/${i}`;
    if (given.has(tensor.name)) throw invalidAt(`${pointer}/name`, 'two inputs have this name');
    const size = tensor.parameters?.binary_data_size;
    if (size === undefined) given.set(tensor.name, fromJson(tensor, pointer));
    else {
      const bytes = binary.subarray(at, at + size);
      if (bytes.length < size) throw invalidAt(pointer, 'the body ends within its data');
      given.set(tensor.name, fromBytes(tensor, bytes, pointer));
      at += size;
    }
  }
  if (at < binary.length) {
    const detail = `${count(binary.length - at, 'byte')} behind the last tensor belong to none`;
    throw invalidAt('/inputs', detail);
  }
  return asRows(given, inputs, encoder);
}

function asRows(
  given: ReadonlyMap<string, Given>,
  inputs: readonly RequestTensor[],
  encoder: InstanceEncoder,
): Encoded {
  const [only] = given.values();
  const names = encoder.columns.map(({ name }) => name);
  const byColumn = inputs.every(({ name }) => names.includes(name));
  if (!byColumn && inputs.length === 1 && inputs[0]?.name === wholeInput && only !== undefined) {
    return whole(only, encoder);
  }
  const wrong = inputs.findIndex(({ name }) => !names.includes(name));
  if (wrong >= 0) {
    const name = inputs[wrong]?.name as string;
    const known = [...names, wholeInput];
    throw invalidAt(`/inputs/${wrong}/name`, `unknown input \`${name}\`${suggest(name, known)}`);
  }
  const rows = only?.shape[0] ?? 0;
  const cells = encoder.columns.map((column) => {
    const tensor = given.get(column.name);
    const place = inputs.findIndex(({ name }) => name === column.name);
    const width = column.width ?? 1;
    if (tensor === undefined) {
      throw invalidAt('/inputs', `missing input \`${column.name}\``);
    }
    if (tensor.shape[0] !== rows || tensor.values.length !== rows * width) {
      const expected = column.width === undefined ? `[${rows}]` : `[${rows}, ${width}]`;
      throw invalidAt(`/inputs/${place}/shape`, `expected the shape ${expected}`);
    }
    return cellsOf(tensor.values, column);
  });
  return { x: encoder.table(cells, rows), rows };
}

/** Values by row; what is not finite is missing. */
function cellsOf(values: Values, { type, width }: FittedColumn): (row: number) => unknown {
  const scalar = (at: number): unknown => {
    const value = values[at];
    if (typeof value === 'number' && !Number.isFinite(value)) return null;
    return type === 'boolean' && typeof value === 'number' ? value !== 0 : value;
  };
  if (width === undefined) return scalar;
  return (row) => Array.from({ length: width }, (_, k) => scalar(row * width + k));
}

function whole({ values, shape }: Given, encoder: InstanceEncoder): Encoded {
  const rows = shape[0] ?? 0;
  if (typeof values[0] === 'string') {
    throw invalidAt('/inputs/0/datatype', 'words are given by a tensor for each input');
  }
  if (rows < 1 || values.length !== rows * encoder.rawWidth) {
    throw invalidAt('/inputs/0/shape', `expected rows of ${count(encoder.rawWidth, 'number')}`);
  }
  const numbers =
    values instanceof Float32Array || values instanceof Float64Array
      ? values
      : Float64Array.from(values as readonly number[], Number);
  return { x: encoder.matrix(numbers, rows), rows };
}

/** The number of values a shape says; 422 for what is none. */
function lengthOf(shape: readonly number[], pointer: string): number {
  const length = shape.reduce((product, n) => product * n, 1);
  if (shape.length === 0 || !Number.isSafeInteger(length)) {
    throw invalidAt(`${pointer}/shape`, 'expected sizes of at least one dimension');
  }
  return length;
}

function fromJson({ datatype, shape, data }: RequestTensor, pointer: string): Given {
  const length = lengthOf(shape, pointer);
  const at = `${pointer}/data`;
  if (!Array.isArray(data)) throw invalidAt(at, 'expected an array, or `binary_data_size`');
  const values = Array.isArray(data[0]) ? data.flat(shape.length - 1) : data;
  if (values.length !== length) {
    throw invalidAt(
      at,
      `expected ${count(length, 'value')} as the shape says, got ${values.length}`,
    );
  }
  const expected = datatype === 'BYTES' ? 'string' : datatype === 'BOOL' ? 'boolean' : 'number';
  if (expected === 'number' && sizes[datatype] === undefined) throw unknownType(datatype, pointer);
  const wrong = values.findIndex((value) => typeof value !== expected && !isBit(value, expected));
  if (wrong >= 0) throw invalidAt(at, `value ${wrong} is no ${expected}`);
  return { values: values as Values, shape };
}

/** 0 and 1 stand for false and true. */
function isBit(value: unknown, expected: string): boolean {
  return expected === 'boolean' && (value === 0 || value === 1);
}

function unknownType(datatype: string, pointer: string): Error {
  const known = [...Object.keys(sizes), 'BYTES'];
  const detail = `\`${datatype}\` is no datatype; known are ${known.join(', ')}`;
  return invalidAt(`${pointer}/datatype`, detail);
}

function fromBytes({ datatype, shape }: RequestTensor, bytes: Buffer, pointer: string): Given {
  const length = lengthOf(shape, pointer);
  if (datatype === 'BYTES') return { values: words(bytes, length, pointer), shape };
  const size = sizes[datatype];
  if (size === undefined) throw unknownType(datatype, pointer);
  if (bytes.length !== length * size) {
    const detail = `expected ${count(length * size, 'byte')} as the shape says, got ${bytes.length}`;
    throw invalidAt(`${pointer}/parameters/binary_data_size`, detail);
  }
  return { values: numbers(datatype, bytes, length, pointer), shape };
}

function numbers(datatype: string, bytes: Buffer, length: number, pointer: string): Values {
  if (datatype === 'FP32' || datatype === 'FP64') {
    // Copied, for the bytes may begin anywhere and are part of a body that is not to be kept.
    const own = new Uint8Array(bytes).buffer;
    return datatype === 'FP32' ? new Float32Array(own) : new Float64Array(own);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const read = readers[datatype] as (view: DataView, i: number) => number | bigint;
  const values = new Float64Array(length);
  for (let i = 0; i < length; i += 1) {
    const value = Number(read(view, i));
    if (sizes[datatype] === 8 && !Number.isSafeInteger(value)) {
      throw invalidAt(pointer, `value ${i} is beyond 2^53, which no input holds exactly`);
    }
    values[i] = value;
  }
  return values;
}

const readers: Readonly<Record<string, (view: DataView, i: number) => number | bigint>> = {
  BOOL: (view, i) => (view.getUint8(i) === 0 ? 0 : 1),
  UINT8: (view, i) => view.getUint8(i),
  UINT16: (view, i) => view.getUint16(2 * i, true),
  UINT32: (view, i) => view.getUint32(4 * i, true),
  UINT64: (view, i) => view.getBigUint64(8 * i, true),
  INT8: (view, i) => view.getInt8(i),
  INT16: (view, i) => view.getInt16(2 * i, true),
  INT32: (view, i) => view.getInt32(4 * i, true),
  INT64: (view, i) => view.getBigInt64(8 * i, true),
  FP16: (view, i) => halfToNumber(view.getUint16(2 * i, true)),
  BF16: (view, i) => bfloatToNumber(view.getUint16(2 * i, true)),
};

const bits = new DataView(new ArrayBuffer(4));

/** The upper half of a float32. */
function bfloatToNumber(upper: number): number {
  bits.setUint32(0, upper << 16);
  return bits.getFloat32(0);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Each with its length in 4 bytes before it. */
function words(bytes: Buffer, length: number, pointer: string): string[] {
  const all: string[] = [];
  let at = 0;
  while (at < bytes.length && all.length < length) {
    const size = at + 4 <= bytes.length ? bytes.readUInt32LE(at) : bytes.length;
    if (at + 4 + size > bytes.length) throw invalidAt(pointer, 'its data end within a value');
    try {
      all.push(utf8.decode(bytes.subarray(at + 4, at + 4 + size)));
    } catch {
      throw invalidAt(pointer, `value ${all.length} is not UTF-8`);
    }
    at += 4 + size;
  }
  if (at !== bytes.length || all.length !== length) {
    throw invalidAt(pointer, `expected ${count(length, 'value')} as the shape says`);
  }
  return all;
}

export interface InferReply {
  body: {
    model_name: string;
    model_version: string;
    id?: string;
    outputs: (TensorInfo & { parameters?: { binary_data_size: number }; data?: unknown[] })[];
  };
  /** Behind the JSON, in the order of the outputs. */
  binary: Uint8Array[];
}

/** The outputs that were asked for, all when none was named. Throws a 422 for one that is not there. */
export function answerTensors(
  { id, parameters, outputs: wanted }: InferRequest,
  { model, version, spec }: ModelVersion,
  columns: readonly AnswerColumn[],
  rows: number,
): InferReply {
  const groups = grouped(columns);
  const chosen =
    wanted === undefined || wanted.length === 0 ? groups.map(({ name }) => ({ name })) : wanted;
  const binary: Uint8Array[] = [];
  const outputs = chosen.map((output: RequestOutput, i) => {
    const group = groups.find(({ name }) => name === output.name);
    if (group === undefined) {
      const known = groups.map(({ name }) => name);
      const detail = `unknown output \`${output.name}\`${suggest(output.name, known)}; there are ${known.join(', ')}`;
      throw invalid([{ pointer: `/outputs/${i}/name`, detail }]);
    }
    if (output.parameters?.classification !== undefined) {
      const detail =
        'the classification extension is not offered; see `class`, or topK of :predict';
      throw invalid([{ pointer: `/outputs/${i}/parameters/classification`, detail }]);
    }
    const shape = [rows, group.columns.length];
    const datatype = group.words ? 'BYTES' : spec.dtype === 'float32' ? 'FP32' : 'FP64';
    const info = { name: group.name, datatype, shape };
    const values = valuesOf(group, rows);
    if (!(output.parameters?.binary_data ?? parameters?.binary_data_output ?? false)) {
      return { ...info, data: Array.from(values as ArrayLike<unknown>) };
    }
    const bytes = bytesOf(values);
    binary.push(bytes);
    return { ...info, parameters: { binary_data_size: bytes.length } };
  });
  const named = { model_name: model, model_version: String(version) };
  return { body: { ...named, ...(id === undefined ? {} : { id }), outputs }, binary };
}

function valuesOf({ columns }: Group, rows: number): FloatArray | string[] {
  const [first] = columns;
  if (first !== undefined && 'words' in first) {
    return Array.from(first.codes, (code) => first.words[code] as string);
  }
  const lists = columns.map((column) => (column as { values: FloatArray }).values);
  if (lists.length === 1) return lists[0] as FloatArray;
  const width = lists.length;
  const values =
    lists[0] instanceof Float32Array
      ? new Float32Array(rows * width)
      : new Float64Array(rows * width);
  for (const [k, list] of lists.entries()) {
    for (let row = 0; row < rows; row += 1) values[row * width + k] = list[row] as number;
  }
  return values;
}

function bytesOf(values: FloatArray | string[]): Uint8Array {
  if (!Array.isArray(values)) {
    return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  }
  return Buffer.concat(
    values.flatMap((word) => {
      const text = Buffer.from(word);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(text.length);
      return [length, text];
    }),
  );
}
