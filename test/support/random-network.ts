// Random networks of every layer type, and random data for them. Seeded: a failure can be run again.

import { activations as activationRows } from '../../src/catalog/activations.ts';
import { layers as layerRows } from '../../src/catalog/layers.ts';
import type { LayerSpec, NetworkSpec } from '../../src/native.ts';
import { activations as activationReferences } from './reference/activations.ts';

/** Uniform on [0, 1), by Bryc's mulberry32. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;

const below = (random: Random, count: number) => Math.floor(random() * count);
const pick = <T>(random: Random, items: readonly T[]) => items[below(random, items.length)] as T;

/** An activation with the parameters its reference is tested with. */
export function activation(type: string): { type: string; [parameter: string]: unknown } {
  const row = activationRows.find((entry) => entry.type === type);
  const reference = activationReferences[type];
  if (row === undefined || reference === undefined) throw new Error(`no activation ${type}`);
  const names = Object.keys(row.parameters);
  return { type, ...Object.fromEntries(names.map((name, i) => [name, reference.parameters?.[i]])) };
}

const names = Object.keys(activationReferences);
const gates = ['sigmoid', 'hard-sigmoid', 'softmax', 'gaussian'];
const widen = { type: 'normal', mean: 0, standardDeviation: 0.5 };
const shiftedOne = { type: 'uniform', low: 0.5, high: 1.5 };

interface Maker {
  random: Random;
  /** How deep sub-stacks may still go. */
  depth: number;
}

type Parameters = Record<string, unknown>;

/** Parameters of a layer of the type on `width` inputs, and its output width; a type that is not here takes its defaults and keeps the width. */
const makers: Readonly<
  Record<string, (maker: Maker, width: number) => { parameters: Parameters; size: number }>
> = {
  dense: ({ random }) => {
    const units = 1 + below(random, 5);
    const biases = random() < 0.2 ? false : widen;
    const given = { units, activation: activation(pick(random, names)), weights: widen, biases };
    return { parameters: given, size: units };
  },
  activation: ({ random }, width) => ({
    parameters: { activation: activation(pick(random, names)) },
    size: width,
  }),
  skip: ({ random }) => {
    const [linearUnits, units] = [1 + below(random, 3), 1 + below(random, 3)];
    return { parameters: { linearUnits, ...nonlinear(random, units) }, size: linearUnits + units };
  },
  residual: ({ random, depth }, width) => {
    if (depth === 0 || random() < 0.5) {
      const units = 1 + below(random, 4);
      return { parameters: nonlinear(random, units), size: units };
    }
    const { layers } = stack({ random, depth: depth - 1 }, width, width);
    return { parameters: { layers }, size: width };
  },
  parallel: ({ random, depth }, width) => {
    const merge = pick(random, ['concat', 'add', 'multiply', 'max']);
    const common = merge === 'concat' ? undefined : 1 + below(random, 3);
    const branches = Array.from({ length: 1 + below(random, 3) }, () =>
      stack({ random, depth: Math.max(0, depth - 1) }, width, common),
    );
    const sizes = branches.map(({ size }) => size);
    return {
      parameters: { merge, branches: branches.map(({ layers }) => layers) },
      size: common ?? sizes.reduce((sum, size) => sum + size, 0),
    };
  },
  gated: ({ random }) => {
    const units = 1 + below(random, 4);
    const gate = activation(pick(random, gates));
    const initial = { weights: widen, biases: widen, gateWeights: widen, gateBiases: widen };
    return { parameters: { units, gate, ...initial }, size: units };
  },
  maxout: ({ random }) => {
    const [units, pieces] = [1 + below(random, 3), 1 + below(random, 3)];
    return { parameters: { units, pieces, weights: widen, biases: widen }, size: units };
  },
  max: ({ random }, width) => groups(random, width),
  product: ({ random }, width) => groups(random, width),
  'power-product': ({ random }) => {
    const units = 1 + below(random, 3);
    return { parameters: { units, exponents: widen, domain: 'absolute' }, size: units };
  },
  rbf: ({ random }) => {
    const units = 1 + below(random, 4);
    const parameters = {
      units,
      kernel: pick(random, ['gaussian', 'multiquadric', 'inverse-multiquadric']),
      shape: pick(random, ['spherical', 'per-dimension']),
      normalized: random() < 0.5,
      centers: widen,
      spreads: shiftedOne,
    };
    return { parameters, size: units };
  },
  dropout: (_, width) => ({ parameters: { rate: 0.3 }, size: width }),
  'batch-norm': (_, width) => ({ parameters: { momentum: 0.1, epsilon: 0.01 }, size: width }),
  'layer-norm': (_, width) => ({ parameters: { epsilon: 0.01 }, size: width }),
};

/** Every layer type but merge, which needs several inputs. */
export const layerTypes = layerRows.map(({ type }) => type).filter((type) => type !== 'merge');

function nonlinear(random: Random, units: number): Parameters {
  const initial = { weights: widen, biases: widen, linearWeights: widen, linearBiases: widen };
  return { units, activation: activation(pick(random, names)), ...initial };
}

function groups(random: Random, width: number): { parameters: Parameters; size: number } {
  const count = 1 + below(random, 3);
  const group = () => Array.from({ length: 1 + below(random, 3) }, () => below(random, width));
  return { parameters: { groups: Array.from({ length: count }, group) }, size: count };
}

function layer(maker: Maker, type: string, name: string, inputs: string[], width: number) {
  const { parameters, size } = makers[type]?.(maker, width) ?? { parameters: {}, size: width };
  return { spec: { type, name, inputs, trainable: true, ...parameters } as LayerSpec, size };
}

function dense(name: string, inputs: string[], units: number): LayerSpec {
  const identity = { type: 'identity' };
  const initial = { weights: widen, biases: widen };
  return { type: 'dense', name, inputs, trainable: true, units, activation: identity, ...initial };
}

/** One to three layers in a row; with `size`, a dense layer of that width ends it. */
function stack(maker: Maker, width: number, size?: number): { layers: LayerSpec[]; size: number } {
  const layers: LayerSpec[] = [];
  let current = width;
  for (let i = 0; i < 1 + below(maker.random, 2); i += 1) {
    const type = pick(maker.random, layerTypes);
    const made = layer(maker, type, `s${i}`, [i === 0 ? 'input' : `s${i - 1}`], current);
    layers.push(made.spec);
    current = made.size;
  }
  if (size === undefined || size === current) return { layers, size: current };
  layers.push(dense('end', [(layers.at(-1) as LayerSpec).name], size));
  return { layers, size };
}

/** A network of one layer of the type between two dense ones, so that gradients go through it. */
export function around(type: string, seed: number): NetworkSpec {
  const random = generator(seed);
  const made = layer({ random, depth: 1 }, type, 'middle', ['first'], 4);
  const layers = [dense('first', ['input'], 4), made.spec, dense('last', ['middle'], 2)];
  return { dtype: 'float64', seed, inputSize: 3, layers, outputs: ['last'] };
}

/**
 * Up to eight layers, each reading one or two earlier ones (or the input); what nobody reads is joined
 * into the output by a merge, and a second output may stand beside it.
 */
export function randomNetwork(seed: number): NetworkSpec {
  const random = generator(seed);
  const sizes = new Map<string, number>([['input', 1 + below(random, 4)]]);
  const layers: LayerSpec[] = [];
  const unread = new Set<string>();
  const count = 1 + below(random, 7);
  for (let i = 0; i < count; i += 1) {
    const known = [...sizes.keys()];
    const inputs = [random() < 0.6 ? (known.at(-1) as string) : pick(random, known)];
    if (random() < 0.25) inputs.push(pick(random, known));
    const width = inputs.reduce((sum, name) => sum + (sizes.get(name) as number), 0);
    const made = layer({ random, depth: 2 }, pick(random, layerTypes), `l${i}`, inputs, width);
    layers.push(made.spec);
    for (const name of inputs) unread.delete(name);
    unread.add(made.spec.name);
    sizes.set(made.spec.name, made.size);
  }
  const mode = { type: 'merge', trainable: true, mode: 'concat' };
  layers.push({ ...mode, name: 'joined', inputs: [...unread] } as LayerSpec);
  layers.push(dense('out', ['joined'], 2));
  const outputs = ['out'];
  if (random() < 0.3) outputs.push('l0');
  const inputSize = sizes.get('input') as number;
  return { dtype: 'float64', seed, inputSize, layers, outputs };
}

/** rows × cols numbers, normal enough (the sum of three uniforms). */
export function randomMatrix(random: Random, rows: number, cols: number): number[][] {
  const number = () => 2 * (random() + random() + random() - 1.5);
  return Array.from({ length: rows }, () => Array.from({ length: cols }, number));
}
