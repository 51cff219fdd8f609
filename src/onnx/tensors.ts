// The tensors of an ONNX file as arrays: sizes checked before anything is made of them, no other file
// opened. Knows no operator.
import type { FloatArray } from '../native.ts';
import { dataTypes, type TensorProto } from './messages.ts';

/** A model that cannot be read, or says what no layer does; the message is meant for whoever sent it. */
export class OnnxError extends Error {
  override name = 'OnnxError';
}

/** Numbers known before anything is computed: weights, shapes, bounds. */
export interface Constant {
  dims: readonly number[];
  values: FloatArray | readonly number[];
}

const typeNames = ['undefined', 'float', 'uint8', 'int8', 'uint16', 'int16', 'int32', 'int64'];
const moreNames = ['string', 'bool', 'float16', 'double', 'uint32', 'uint64'];

export function nameOfType(type: number | undefined): string {
  return [...typeNames, ...moreNames][type ?? 0] ?? `type ${type}`;
}

/** How many numbers `dims` hold. */
export function sizeOf(dims: readonly number[]): number {
  return dims.reduce((product, n) => product * n, 1);
}

/** float, double and int64 tensors, from raw bytes or from typed fields. */
export function readTensor(tensor: TensorProto): Constant {
  const { dims = [], name = '' } = tensor;
  const where = `tensor "${name.slice(0, 60)}"`;
  if (tensor.dataLocation === 1 || (tensor.externalData ?? []).length > 0) {
    throw new OnnxError(`${where} lies in another file; save the model as one file`);
  }
  const size = sizeOf(dims);
  if (dims.some((n) => n < 0) || !Number.isSafeInteger(size)) {
    throw new OnnxError(`the shape of ${where}, [${dims.join(', ')}], cannot be`);
  }
  const values = valuesOf(tensor, where);
  if (values.length === size) return { dims, values };
  throw new OnnxError(
    `${where} of shape [${dims.join(', ')}] needs ${size} numbers, the file has ${values.length}`,
  );
}

function valuesOf(tensor: TensorProto, where: string): Constant['values'] {
  const { dataType, rawData } = tensor;
  if (dataType === dataTypes.float32) {
    if (rawData === undefined) return Float32Array.from(tensor.floatData ?? []);
    return new Float32Array(aligned(rawData, 4, where));
  }
  if (dataType === dataTypes.float64) {
    if (rawData === undefined) return Float64Array.from(tensor.doubleData ?? []);
    return new Float64Array(aligned(rawData, 8, where));
  }
  if (dataType === dataTypes.int64) {
    if (rawData === undefined) return tensor.int64Data ?? [];
    return Array.from(new BigInt64Array(aligned(rawData, 8, where)), Number);
  }
  throw new OnnxError(`${where} is ${nameOfType(dataType)}; float, double and int64 are read`);
}

/** A copy that begins where a typed array may. */
function aligned(bytes: Uint8Array, size: number, where: string): ArrayBuffer {
  if (bytes.length % size !== 0) throw new OnnxError(`the bytes of ${where} are cut off`);
  return new Uint8Array(bytes).buffer;
}
