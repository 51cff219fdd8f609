// The parameters of a network between their three forms: one array in manifest order (the addon's),
// a safetensors file (the disk's), and nested arrays by layer (JSON). Strict about names and shapes.
import { open } from 'node:fs/promises';
import { type Fault, invalid, maxFaults, pointerTo } from '../errors.ts';
import { show, suggest } from '../http/faults.ts';
import type { Dtype, FloatArray, ParameterInfo } from '../native.ts';
import { allocate, nest, numberFault } from './rows.ts';
import {
  decodeSafetensors,
  encodeSafetensors,
  type NamedTensor,
  SafetensorsError,
} from './safetensors.ts';
import { fromTorch, isCounter } from './torch.ts';

type Manifest = readonly ParameterInfo[];

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

export function toSafetensors(manifest: Manifest, values: FloatArray): Uint8Array[] {
  return encodeSafetensors(tensorsOf(manifest, values), { format: 'nabla' });
}

export function tensorsOf(manifest: Manifest, values: FloatArray): NamedTensor[] {
  let offset = 0;
  return manifest.map(({ name, shape }) => {
    const end = offset + sizeOf(shape);
    const tensor = { name, shape, values: values.subarray(offset, end) };
    offset = end;
    return tensor;
  });
}

/**
 * The tensors of a file in manifest order. Throws 422 with one fault a tensor that is missing, not
 * known, of another shape, not finite, or of a wider type than the network's.
 */
export function fromSafetensors(manifest: Manifest, dtype: Dtype, file: Uint8Array): FloatArray {
  const tensors = new Map(decode(file).map((tensor) => [tensor.name, tensor]));
  const faults: Fault[] = [];
  const values = allocate(
    dtype,
    manifest.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
  );
  let offset = 0;
  for (const info of manifest) {
    const tensor = tensors.get(info.name);
    const detail =
      tensor === undefined ? `tensor "${info.name}" is missing` : misfit(info, tensor, dtype);
    if (detail !== undefined) faults.push({ pointer: pointerTo('', info.name), detail });
    else values.set((tensor as NamedTensor).values, offset);
    offset += sizeOf(info.shape);
  }
  const known = new Set(manifest.map(({ name }) => name));
  for (const name of tensors.keys()) {
    if (known.has(name)) continue;
    const detail = `unknown tensor "${name.slice(0, 60)}"${suggest(name, [...known])}`;
    faults.push({ pointer: pointerTo('', name), detail });
    if (faults.length > maxFaults) break;
  }
  if (faults.length > 0) throw invalid(faults);
  return values;
}

/**
 * The parameters of one of the server's own files. A file that is not as the record says is damage:
 * an Error that is not the client's.
 */
export async function readStored(
  path: string,
  manifest: Manifest,
  dtype: Dtype,
): Promise<FloatArray> {
  const file = await readWhole(path);
  try {
    return fromSafetensors(manifest, dtype, file);
  } catch (error) {
    throw new Error(`${path} is damaged`, { cause: error });
  }
}

/** Well below the 2 GiB one call reads. */
const readBytes = 64 * 1024 * 1024;

async function readWhole(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const bytes = new Uint8Array(size);
    let offset = 0;
    while (offset < size) {
      const { bytesRead } = await file.read(
        bytes,
        offset,
        Math.min(readBytes, size - offset),
        offset,
      );
      if (bytesRead === 0) throw new Error(`${path} became shorter while it was read`);
      offset += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}

/**
 * Puts tensors in their places among `values`, which are in manifest order; the others stay. Throws 422 for
 * one that is not finite in the precision of `values`; that names and sizes fit is the caller's promise.
 */
export function setNamed(
  manifest: Manifest,
  values: FloatArray,
  given: ReadonlyMap<string, ArrayLike<number>>,
): void {
  const faults: Fault[] = [];
  let offset = 0;
  let found = 0;
  for (const { name, shape } of manifest) {
    const size = sizeOf(shape);
    const tensor = given.get(name);
    if (tensor !== undefined) {
      if (tensor.length !== size) throw new RangeError(`${name} has ${tensor.length} of ${size}`);
      const place = values.subarray(offset, offset + size);
      place.set(tensor);
      const wrong = place.findIndex((value) => !Number.isFinite(value));
      if (wrong >= 0)
        faults.push({ pointer: '', detail: `${name} has ${place[wrong]} at ${wrong}` });
      found += 1;
    }
    offset += size;
  }
  if (found < given.size) throw new RangeError(`${given.size - found} tensors have no place`);
  if (faults.length > 0) throw invalid(faults);
}

/** As fromSafetensors(), of a state dict of PyTorch; see fromTorch() for `mapping`. */
export function fromStateDict(
  manifest: Manifest,
  dtype: Dtype,
  file: Uint8Array,
  mapping: ReadonlyMap<string, string>,
): FloatArray {
  return fromTorch(manifest, dtype, decode(file, isCounter), mapping);
}

function decode(file: Uint8Array, ignored?: (name: string) => boolean): NamedTensor[] {
  try {
    return decodeSafetensors(file, ignored);
  } catch (error) {
    if (error instanceof SafetensorsError) throw invalid([{ pointer: '', detail: error.message }]);
    throw error;
  }
}

function misfit(
  { name, shape }: ParameterInfo,
  tensor: NamedTensor,
  dtype: Dtype,
): string | undefined {
  if (tensor.shape.length !== shape.length || tensor.shape.some((n, i) => n !== shape[i])) {
    return `tensor "${name}" has shape [${tensor.shape.join(', ')}], [${shape.join(', ')}] is needed`;
  }
  if (dtype === 'float32' && tensor.values instanceof Float64Array) {
    return `tensor "${name}" is F64, the network is float32: round it where you know what is lost`;
  }
  const { values } = tensor;
  for (let i = 0; i < values.length; i += 1) {
    if (!Number.isFinite(values[i])) return `tensor "${name}" has ${values[i]} at position ${i}`;
  }
  return undefined;
}

/** `{ hidden: { weights: [[…]], biases: […] } }`. */
export function toJson(
  manifest: Manifest,
  values: FloatArray,
): Record<string, Record<string, unknown>> {
  const layers: Record<string, Record<string, unknown>> = {};
  let offset = 0;
  for (const { layer, parameter, shape } of manifest) {
    const end = offset + sizeOf(shape);
    layers[layer] ??= {};
    layers[layer][parameter] = nest(values.subarray(offset, end), shape);
    offset = end;
  }
  return layers;
}

/** The inverse of toJson(); throws 422 with a pointer for each fault. */
export function fromJson(manifest: Manifest, dtype: Dtype, body: unknown): FloatArray {
  const faults: Fault[] = [];
  const layers = fieldsOf(
    body,
    '',
    [...new Set(manifest.map(({ layer }) => layer))],
    'layer',
    faults,
  );
  const values = allocate(
    dtype,
    manifest.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
  );
  const byLayer = Map.groupBy(manifest, ({ layer }) => layer);
  const read = new Map<string, Record<string, unknown>>();
  for (const [layer, infos] of byLayer) {
    if (layers[layer] === undefined) continue;
    const names = infos.map(({ parameter }) => parameter);
    read.set(layer, fieldsOf(layers[layer], pointerTo('', layer), names, 'parameter', faults));
  }
  let offset = 0;
  for (const { layer, parameter, shape } of manifest) {
    const value = read.get(layer)?.[parameter];
    const end = offset + sizeOf(shape);
    if (value !== undefined) {
      const pointer = pointerTo(pointerTo('', layer), parameter);
      fill(values.subarray(offset, end), shape, value, { pointer, dtype, faults });
    }
    offset = end;
    if (faults.length > maxFaults) break;
  }
  if (faults.length > 0) throw invalid(faults);
  return values;
}

/** The fields of an object that must have exactly `names`. */
function fieldsOf(
  value: unknown,
  pointer: string,
  names: readonly string[],
  noun: string,
  faults: Fault[],
): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    faults.push({ pointer, detail: `expected an object by ${noun}, got ${show(value)}` });
    return {};
  }
  const fields = value as Record<string, unknown>;
  for (const name of names) {
    if (Object.hasOwn(fields, name)) continue;
    faults.push({ pointer: pointerTo(pointer, name), detail: `missing ${noun} \`${name}\`` });
    if (faults.length > maxFaults) return {};
  }
  const known = new Set(names);
  for (const name of Object.keys(fields)) {
    if (known.has(name)) continue;
    const detail = `unknown ${noun} \`${name.slice(0, 60)}\`${suggest(name, names)}`;
    faults.push({ pointer: pointerTo(pointer, name), detail });
    if (faults.length > maxFaults) return {};
  }
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(fields, name)).map((name) => [name, fields[name]]),
  );
}

interface Reading {
  pointer: string;
  dtype: Dtype;
  faults: Fault[];
}

function fill(
  target: FloatArray,
  shape: readonly number[],
  value: unknown,
  reading: Reading,
): void {
  const { pointer, dtype, faults } = reading;
  if (faults.length > maxFaults) return;
  const [length, ...rest] = shape;
  if (length === undefined) {
    const detail = numberFault(value, dtype);
    if (detail === undefined) target[0] = value as number;
    else faults.push({ pointer, detail });
    return;
  }
  if (!Array.isArray(value) || value.length !== length) {
    const got = Array.isArray(value) ? `${value.length}` : show(value);
    faults.push({
      pointer,
      detail: `expected an array of ${length} (shape [${shape.join(', ')}]), got ${got}`,
    });
    return;
  }
  const size = sizeOf(rest);
  for (let i = 0; i < length; i += 1) {
    const item: unknown = value[i];
    if (rest.length === 0 && numberFault(item, dtype) === undefined) target[i] = item as number;
    else
      fill(target.subarray(i * size, (i + 1) * size), rest, item, {
        ...reading,
        pointer: `${pointer}/${i}`,
      });
  }
}
