// A client's network as the addon wants it: every default filled in, every layer named. Pure.
import type { TSchema } from 'typebox';
import { activations } from '../catalog/activations.ts';
import { type CatalogEntry, type Resolved, resolve } from '../catalog/entry.ts';
import { initializers } from '../catalog/initializers.ts';
import { layers as layerRows } from '../catalog/layers.ts';
import { type Fault, invalid, maxFaults, pointerTo } from '../errors.ts';
import type { LayerSpec, NetworkSpec } from '../native.ts';
import type { LayerRequest, NetworkRequest } from './request.ts';

/** Names a layer cannot have: what `inputs` means by them is the network's input. */
const reserved = 'input';

/** The request has passed its schema. Throws 422 with a pointer for names that clash. */
export function toSpec(request: NetworkRequest): NetworkSpec {
  const faults: Fault[] = [];
  const layers = stack(request.layers, '/layers', faults);
  if (faults.length > 0) throw invalid(faults);
  const last = layers.at(-1) as LayerSpec;
  return {
    dtype: request.dtype ?? 'float32',
    seed: request.seed ?? 0,
    inputSize: request.inputSize,
    layers,
    outputs: request.outputs ?? [last.name],
  };
}

function stack(requests: readonly LayerRequest[], pointer: string, faults: Fault[]): LayerSpec[] {
  const names = nameAll(requests, pointer, faults);
  return requests.map((request, i) => {
    const before = i === 0 ? reserved : (names[i - 1] as string);
    return {
      ...parametersOf(request, pointerTo(pointer, i), faults),
      type: request.type,
      name: names[i] as string,
      inputs: request.inputs ?? [before],
      trainable: request.trainable ?? true,
    };
  });
}

/** Given names as they are, the others by type and number, passing over names that are taken. */
function nameAll(requests: readonly LayerRequest[], pointer: string, faults: Fault[]): string[] {
  const taken = new Map<string, number>();
  for (const [i, { name }] of requests.entries()) {
    if (name === undefined) continue;
    const at = pointerTo(pointerTo(pointer, i), 'name');
    const first = taken.get(name);
    if (name === reserved) {
      faults.push({
        pointer: at,
        detail: '`input` names the input of the network; choose another name',
      });
    } else if (first !== undefined) {
      faults.push({ pointer: at, detail: `layer ${first} has the name "${name}" already` });
    } else taken.set(name, i);
    if (faults.length > maxFaults) break;
  }
  const counts = new Map<string, number>();
  return requests.map(({ type, name }, i) => {
    if (name !== undefined) return name;
    let number = counts.get(type) ?? 0;
    do number += 1;
    while (taken.has(`${type}${number}`));
    counts.set(type, number);
    taken.set(`${type}${number}`, i);
    return `${type}${number}`;
  });
}

function parametersOf(request: LayerRequest, pointer: string, faults: Fault[]): Resolved {
  const entry = layerRows.find(({ type }) => type === request.type);
  if (entry === undefined) throw new RangeError(`no catalogue row for layer ${request.type}`);
  checkExclusions(entry, request, pointer, faults);
  const given = resolve(layerRows, request);
  const filled: Resolved = { type: request.type };
  for (const [name, schema] of Object.entries(entry.parameters)) {
    const fill = fillers[referenceOf(schema) ?? ''] ?? identity;
    const around = { name, layer: given, pointer: pointerTo(pointer, name), faults };
    const value = fill(given[name], around);
    if (value !== undefined) filled[name] = value;
  }
  return filled;
}

function checkExclusions(
  { excludes = {} }: CatalogEntry,
  request: LayerRequest,
  pointer: string,
  faults: Fault[],
): void {
  for (const [one, others] of Object.entries(excludes)) {
    if (request[one] === undefined) continue;
    for (const other of others.filter((name) => request[name] !== undefined)) {
      const detail = `\`${other}\` has no place beside \`${one}\``;
      faults.push({ pointer: pointerTo(pointer, other), detail });
    }
  }
}

function identity(value: unknown): unknown {
  return value;
}

interface Surroundings {
  /** Of the parameter. */
  name: string;
  /** With the catalogue's defaults, its activation as a name or an object. */
  layer: Resolved;
  pointer: string;
  faults: Fault[];
}

/** What is filled in for a parameter, by the schema it refers to. */
const fillers: Readonly<Record<string, (value: unknown, around: Surroundings) => unknown>> = {
  Activation: (value) =>
    value === undefined ? undefined : resolve(activations, value as string | Resolved),
  Initializer: (value, { name, layer }) => {
    if (value === false) return false;
    // Weights of a linear path or a gate have other names than those before the activation.
    const activation = name === 'weights' ? layer.activation : undefined;
    return resolve(initializers, (value as string | Resolved) ?? defaultWeights(activation));
  },
  Layer: (value, { pointer, faults }) =>
    value === undefined ? undefined : deepStack(value, pointer, faults),
};

/** A sub-stack, or a list of them. */
function deepStack(value: unknown, pointer: string, faults: Fault[]): unknown {
  const items = value as LayerRequest[] | LayerRequest[][];
  if (!items.some(Array.isArray)) return stack(items as LayerRequest[], pointer, faults);
  return (items as LayerRequest[][]).map((item, i) => stack(item, pointerTo(pointer, i), faults));
}

/** He's variance makes up for the half a rectifier cuts off; Glorot's suits everything else. */
function defaultWeights(activation: unknown): string {
  const type =
    typeof activation === 'string' ? activation : (activation as Resolved | undefined)?.type;
  const row: CatalogEntry | undefined = activations.find((entry) => entry.type === type);
  return row?.rectifier === true ? 'he-normal' : 'glorot-uniform';
}

/** The `$ref` of a parameter's schema, also inside a union or an array. */
function referenceOf(schema: TSchema): string | undefined {
  const { $ref, anyOf, items } = schema as { $ref?: string; anyOf?: TSchema[]; items?: TSchema };
  if ($ref !== undefined) return $ref.replace(/#$/, '');
  if (items !== undefined) return referenceOf(items);
  return anyOf?.map(referenceOf).find((reference) => reference !== undefined);
}

/** The spec without the numbers of explicit initialisers: those are in the parameters file. */
export function withoutValues(spec: NetworkSpec): NetworkSpec {
  return { ...spec, layers: spec.layers.map((layer) => mapInitializers(layer, { type: 'zeros' })) };
}

/** A layer with each explicit initialiser replaced, also in its sub-stacks. */
export function mapInitializers<T extends object>(layer: T, replacement: object): T {
  const entries = Object.entries(layer).map(([key, value]) => [key, mapValue(value, replacement)]);
  return Object.fromEntries(entries) as T;
}

function mapValue(value: unknown, replacement: object): unknown {
  if (Array.isArray(value)) return value.map((item) => mapValue(item, replacement));
  if (typeof value !== 'object' || value === null) return value;
  if ('type' in value && value.type === 'explicit') return replacement;
  return mapInitializers(value, replacement);
}
