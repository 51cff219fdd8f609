// Parameters as PyTorch names and shapes them: Linear keeps its weights units × inputs, norms call their scale
// a weight. Both ways; pure. What PyTorch has no module for keeps nabla's name and shape.
import { type Fault, invalid, maxFaults } from '../errors.ts';
import type { Dtype, FloatArray, ParameterInfo } from '../native.ts';
import { allocate } from './rows.ts';
import type { NamedTensor } from './safetensors.ts';

/** A parameter of nabla beside the tensor of a state dict. */
interface Row {
  name: string;
  torch: string;
  /** inputs × units here, units × inputs there. */
  transposed?: true;
}

const rows: readonly Row[] = [
  { name: 'weights', torch: 'weight', transposed: true },
  { name: 'biases', torch: 'bias' },
  { name: 'scale', torch: 'weight' },
  { name: 'shift', torch: 'bias' },
  { name: 'runningMean', torch: 'running_mean' },
  { name: 'runningVariance', torch: 'running_var' },
  // A PReLU is a module of its own there.
  { name: 'slopes', torch: 'activation.weight' },
];

/** State that nabla does not keep: how many batches a norm has seen. */
export function isCounter(name: string): boolean {
  return name.endsWith('num_batches_tracked');
}

interface Place {
  info: ParameterInfo;
  /** `hidden`, `block.linear`: what the parameters of one module have in common. */
  module: string;
  /** Within the module. */
  torch: string;
  transposed: boolean;
}

function placeOf(info: ParameterInfo): Place {
  const dot = info.name.lastIndexOf('.');
  const own = info.name.slice(dot + 1);
  const row = rows.find(({ name }) => name === own);
  const path = `${info.name.slice(0, dot)}.${row?.torch ?? own}`;
  const last = path.lastIndexOf('.');
  const transposed = row?.transposed === true;
  return { info, module: path.slice(0, last), torch: path.slice(last + 1), transposed };
}

function shapeOf({ info, transposed }: Place): number[] {
  return transposed ? info.shape.toReversed() : info.shape;
}

/** The tensors of a state dict, from values in manifest order. */
export function toTorch(manifest: readonly ParameterInfo[], values: FloatArray): NamedTensor[] {
  let offset = 0;
  return manifest.map((info) => {
    const place = placeOf(info);
    const begin = offset;
    offset += info.shape.reduce((product, n) => product * n, 1);
    const own = values.subarray(begin, offset);
    return {
      name: `${place.module}.${place.torch}`,
      shape: shapeOf(place),
      values: place.transposed ? transpose(own, info.shape) : own,
    };
  });
}

/** rows × cols into cols × rows, or into `target`. */
function transpose(
  values: FloatArray,
  [rowCount = 0, cols = 0]: readonly number[],
  target: FloatArray = values.slice(),
): FloatArray {
  for (let r = 0; r < rowCount; r += 1) {
    for (let c = 0; c < cols; c += 1) target[c * rowCount + r] = values[r * cols + c] as number;
  }
  return target;
}

type Modules = Map<string, Map<string, NamedTensor>>;

/**
 * Values in manifest order from a state dict. `mapping`: modules of the dict by modules of the network; for
 * those it does not name, one of the same name, else the next one with the same tensors and shapes, in the
 * order of their names with numbers counted (`fc2` before `fc10`). Throws 422 naming what does not fit.
 */
export function fromTorch(
  manifest: readonly ParameterInfo[],
  dtype: Dtype,
  tensors: readonly NamedTensor[],
  mapping: ReadonlyMap<string, string>,
): FloatArray {
  const places = manifest.map(placeOf);
  const given = modulesOf(tensors.filter(({ name }) => !isCounter(name)));
  const chosen = match(
    Map.groupBy(places, ({ module }) => module),
    given,
    mapping,
  );
  const size = manifest.reduce((sum, { shape }) => sum + shape.reduce((p, n) => p * n, 1), 0);
  const values = allocate(dtype, size);
  const faults: Fault[] = [];
  let offset = 0;
  for (const place of places) {
    const tensor = chosen.get(place.module)?.get(place.torch) as NamedTensor;
    const end = offset + tensor.values.length;
    const detail = valueFault(tensor, dtype);
    if (detail !== undefined) faults.push({ pointer: '', detail });
    else if (place.transposed) transpose(tensor.values, tensor.shape, values.subarray(offset, end));
    else values.set(tensor.values, offset);
    offset = end;
    if (faults.length > maxFaults) break;
  }
  if (faults.length > 0) throw invalid(faults);
  return values;
}

function valueFault({ name, values }: NamedTensor, dtype: Dtype): string | undefined {
  if (dtype === 'float32' && values instanceof Float64Array) {
    return `tensor "${name}" is F64, the network is float32: round it where you know what is lost`;
  }
  for (let i = 0; i < values.length; i += 1) {
    if (!Number.isFinite(values[i])) return `tensor "${name}" has ${values[i]} at position ${i}`;
  }
  return undefined;
}

const byNumber = new Intl.Collator('en', { numeric: true });

function modulesOf(tensors: readonly NamedTensor[]): Modules {
  const modules: Modules = new Map();
  for (const tensor of tensors) {
    const dot = tensor.name.lastIndexOf('.');
    const module = tensor.name.slice(0, Math.max(0, dot));
    const known = modules.get(module) ?? new Map<string, NamedTensor>();
    modules.set(module, known.set(tensor.name.slice(dot + 1), tensor));
  }
  return new Map([...modules].toSorted(([a], [b]) => byNumber.compare(a, b)));
}

/** The tensors of each module of the network. Every module of the dict must be used. */
function match(
  wanted: Map<string, Place[]>,
  given: Modules,
  mapping: ReadonlyMap<string, string>,
): Modules {
  const faults: Fault[] = [];
  const chosen: Modules = new Map();
  const free = new Map(given);
  const take = (module: string, from: string): void => {
    chosen.set(module, given.get(from) as Map<string, NamedTensor>);
    free.delete(from);
  };
  for (const [module, from] of mapping) {
    const places = wanted.get(module);
    const tensors = given.get(from);
    if (places === undefined) faults.push(faultOf(`the network has no "${module}"`, wanted.keys()));
    else if (tensors === undefined) faults.push(faultOf(`the file has no "${from}"`, given.keys()));
    else if (!fits(places, tensors))
      faults.push(misfit(places, `"${from}" has ${describe(tensors)}`));
    else take(module, from);
  }
  const open = [...wanted].filter(([module]) => !chosen.has(module) && !mapping.has(module));
  for (const [module, places] of open) {
    const tensors = free.get(module);
    if (tensors !== undefined && fits(places, tensors)) take(module, module);
  }
  for (const [module, places] of open) {
    if (chosen.has(module)) continue;
    const found = [...free].find(([, tensors]) => fits(places, tensors));
    if (found !== undefined) take(module, found[0]);
    else faults.push(misfit(places, 'nothing left in the file has them'));
    if (faults.length > maxFaults) break;
  }
  if (faults.length === 0 && free.size > 0) {
    faults.push(faultOf('the network has no place for some of the file', free.keys()));
  }
  if (faults.length > 0) throw invalid(faults);
  return chosen;
}

function fits(places: readonly Place[], tensors: ReadonlyMap<string, NamedTensor>): boolean {
  return (
    places.length === tensors.size &&
    places.every((place) => tensors.get(place.torch)?.shape.join() === shapeOf(place).join())
  );
}

function misfit(places: readonly Place[], but: string): Fault {
  const needs = places.map((place) => `${place.torch} [${shapeOf(place).join(', ')}]`).join(', ');
  const detail = `"${places[0]?.module}" needs ${needs}; ${but}`;
  return { pointer: '', detail: detail.slice(0, 500) };
}

function describe(tensors: ReadonlyMap<string, NamedTensor>): string {
  return [...tensors].map(([name, { shape }]) => `${name} [${shape.join(', ')}]`).join(', ');
}

function faultOf(what: string, names: Iterable<string>): Fault {
  const shown = [...names].slice(0, 20).map((name) => `"${name.slice(0, 60)}"`);
  return { pointer: '', detail: `${what}: ${shown.join(', ')}` };
}
