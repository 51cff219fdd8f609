// The messages of an ONNX file that nabla writes and reads, and how each field is numbered. What is not
// here (training, quantisation, functions, subgraphs) is skipped, or refused by who needs to know.
// https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
import { WireError, WireReader, WireWriter, wireTypes } from './wire.ts';

/** TensorProto.DataType, where nabla has a use for it. */
export const dataTypes = { float32: 1, int64: 7, string: 8, bool: 9, float64: 11 } as const;

/** AttributeProto.AttributeType. */
export const attributeTypes = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  floats: 6,
  ints: 7,
  strings: 8,
};

export interface TensorProto {
  dims?: number[];
  dataType?: number;
  floatData?: number[];
  int32Data?: number[];
  stringData?: Uint8Array[];
  int64Data?: number[];
  name?: string;
  rawData?: Uint8Array;
  doubleData?: number[];
  externalData?: Uint8Array[];
  /** 1: the values are in another file, which is never opened. */
  dataLocation?: number;
}

export interface AttributeProto {
  name?: string;
  type?: number;
  f?: number;
  i?: number;
  s?: Uint8Array;
  t?: TensorProto;
  /** A subgraph; kept as bytes, only to be told from none. */
  g?: Uint8Array;
  floats?: number[];
  ints?: number[];
  strings?: Uint8Array[];
}

export interface NodeProto {
  input?: string[];
  output?: string[];
  name?: string;
  opType?: string;
  domain?: string;
  attribute?: AttributeProto[];
}

export interface DimensionProto {
  dimValue?: number;
  dimParam?: string;
}

export interface ValueInfoProto {
  name?: string;
  type?: { tensorType?: { elemType?: number; shape?: { dim?: DimensionProto[] } } };
  docString?: string;
}

export interface GraphProto {
  node?: NodeProto[];
  name?: string;
  initializer?: TensorProto[];
  docString?: string;
  input?: ValueInfoProto[];
  output?: ValueInfoProto[];
  sparseInitializer?: Uint8Array[];
}

export interface ModelProto {
  irVersion?: number;
  producerName?: string;
  producerVersion?: string;
  graph?: GraphProto;
  opsetImport?: { domain?: string; version?: number }[];
  metadataProps?: { key?: string; value?: string }[];
  functions?: Uint8Array[];
}

type Kind = 'integer' | 'float' | 'double' | 'string' | 'bytes' | Table;

interface Field {
  number: number;
  kind: Kind;
  /** Of a list: how many items are read at most, since an item on the wire may be a hundredth of one in memory. */
  most?: number;
}

interface Table {
  readonly [name: string]: Field;
}

const manyMessages = 100_000;
/** Shapes and indices; weights come as raw data or floats, which take no more memory than in the file. */
const manyIntegers = 1_000_000;

const tensor: Table = {
  dims: { number: 1, kind: 'integer', most: 32 },
  dataType: { number: 2, kind: 'integer' },
  floatData: { number: 4, kind: 'float', most: 2 ** 28 },
  int32Data: { number: 5, kind: 'integer', most: manyIntegers },
  stringData: { number: 6, kind: 'bytes', most: manyMessages },
  int64Data: { number: 7, kind: 'integer', most: manyIntegers },
  name: { number: 8, kind: 'string' },
  rawData: { number: 9, kind: 'bytes' },
  doubleData: { number: 10, kind: 'double', most: 2 ** 28 },
  externalData: { number: 13, kind: 'bytes', most: 32 },
  dataLocation: { number: 14, kind: 'integer' },
};

const attribute: Table = {
  name: { number: 1, kind: 'string' },
  type: { number: 20, kind: 'integer' },
  f: { number: 2, kind: 'float' },
  i: { number: 3, kind: 'integer' },
  s: { number: 4, kind: 'bytes' },
  t: { number: 5, kind: tensor },
  g: { number: 6, kind: 'bytes' },
  floats: { number: 7, kind: 'float', most: manyIntegers },
  ints: { number: 8, kind: 'integer', most: manyIntegers },
  strings: { number: 9, kind: 'bytes', most: manyMessages },
};

const node: Table = {
  input: { number: 1, kind: 'string', most: manyMessages },
  output: { number: 2, kind: 'string', most: manyMessages },
  name: { number: 3, kind: 'string' },
  opType: { number: 4, kind: 'string' },
  attribute: { number: 5, kind: attribute, most: 1000 },
  domain: { number: 7, kind: 'string' },
};

const dimension: Table = {
  dimValue: { number: 1, kind: 'integer' },
  dimParam: { number: 2, kind: 'string' },
};
const shape: Table = { dim: { number: 1, kind: dimension, most: 32 } };
const tensorType: Table = {
  elemType: { number: 1, kind: 'integer' },
  shape: { number: 2, kind: shape },
};

const valueInfo: Table = {
  name: { number: 1, kind: 'string' },
  type: { number: 2, kind: { tensorType: { number: 1, kind: tensorType } } },
  docString: { number: 3, kind: 'string' },
};

const graph: Table = {
  node: { number: 1, kind: node, most: manyMessages },
  name: { number: 2, kind: 'string' },
  initializer: { number: 5, kind: tensor, most: manyMessages },
  docString: { number: 10, kind: 'string' },
  input: { number: 11, kind: valueInfo, most: manyMessages },
  output: { number: 12, kind: valueInfo, most: manyMessages },
  sparseInitializer: { number: 15, kind: 'bytes', most: manyMessages },
};

const model: Table = {
  irVersion: { number: 1, kind: 'integer' },
  producerName: { number: 2, kind: 'string' },
  producerVersion: { number: 3, kind: 'string' },
  graph: { number: 7, kind: graph },
  opsetImport: {
    number: 8,
    kind: { domain: { number: 1, kind: 'string' }, version: { number: 2, kind: 'integer' } },
    most: 100,
  },
  metadataProps: {
    number: 14,
    kind: { key: { number: 1, kind: 'string' }, value: { number: 2, kind: 'string' } },
    most: 1000,
  },
  functions: { number: 25, kind: 'bytes', most: manyMessages },
};

/** The file as parts to be written one after the other; tensors are not copied. */
export function encodeModel(value: ModelProto): Uint8Array[] {
  return write(value as Values, model).parts;
}

/** Throws WireError for bytes that are no ONNX file; what the model means is not looked at. */
export function decodeModel(file: Uint8Array): ModelProto {
  return read(file, model) as ModelProto;
}

type Values = { [name: string]: unknown };

function write(message: Values, table: Table): WireWriter {
  const writer = new WireWriter();
  for (const [name, { number, kind }] of Object.entries(table)) {
    const value = message[name];
    if (value === undefined) continue;
    const items = Array.isArray(value) ? value : [value];
    for (const item of items) writeItem(writer, number, kind, item);
  }
  return writer;
}

function writeItem(writer: WireWriter, number: number, kind: Kind, item: unknown): void {
  if (kind === 'integer') writer.integer(number, item as number);
  else if (kind === 'float') writer.float(number, item as number);
  else if (kind === 'string') writer.bytes(number, Buffer.from(item as string, 'utf8'));
  else if (kind === 'bytes') writer.bytes(number, item as Uint8Array);
  else if (kind === 'double') throw new RangeError('doubles are written as raw data');
  else writer.message(number, write(item as Values, kind));
}

/** As deep as the tables go; they have no cycle. */
function read(bytes: Uint8Array, table: Table): Values {
  const byNumber = new Map(Object.entries(table).map((entry) => [entry[1].number, entry]));
  const message: Values = {};
  const reader = new WireReader(bytes);
  while (!reader.done) {
    const { field, type } = reader.tag();
    const known = byNumber.get(field);
    if (known === undefined) reader.skip(type);
    else readField(reader, type, known, message);
  }
  return message;
}

function readField(
  reader: WireReader,
  type: number,
  [name, { kind, most }]: [string, Field],
  message: Values,
): void {
  if (most === undefined) {
    message[name] = readItem(reader, type, kind, name);
    return;
  }
  message[name] ??= [];
  const list = message[name] as unknown[];
  const packed = type === wireTypes.bytes && isNumeric(kind);
  const source = packed ? new WireReader(reader.bytes()) : reader;
  do {
    if (packed && source.done) return;
    if (list.length >= most) throw new WireError(`\`${name}\` has more than ${most} items`);
    list.push(readItem(source, packed ? wireTypeOf(kind) : type, kind, name));
  } while (packed);
}

function readItem(reader: WireReader, type: number, kind: Kind, name: string): unknown {
  if (type !== wireTypeOf(kind)) throw new WireError(`\`${name}\` has the wrong wire type`);
  if (kind === 'integer') return reader.integer();
  if (kind === 'float') return reader.float();
  if (kind === 'double') return reader.double();
  const bytes = reader.bytes();
  if (kind === 'bytes') return bytes;
  return kind === 'string' ? text(bytes, name) : read(bytes, kind);
}

function isNumeric(kind: Kind): boolean {
  return kind === 'integer' || kind === 'float' || kind === 'double';
}

function wireTypeOf(kind: Kind): number {
  if (kind === 'integer') return wireTypes.varint;
  if (kind === 'float') return wireTypes.fixed32;
  return kind === 'double' ? wireTypes.fixed64 : wireTypes.bytes;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function text(bytes: Uint8Array, name: string): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new WireError(`\`${name}\` is not UTF-8`);
  }
}
