// What each layer becomes in ONNX in prediction, one row each, macros written out as the catalogue
// defines them. A layer that is missing here does not compile; test/onnx checks each row.
import type { Resolved } from '../catalog/entry.ts';
import type { LayerType } from '../catalog/layers.ts';
import type { LayerSpec } from '../native.ts';
import { activations } from './activations.ts';
import type { GraphBuilder } from './graph.ts';

/** A value of the graph, rows × width. */
export interface Value {
  name: string;
  width: number;
}

export interface LayerUse {
  layer: LayerSpec;
  g: GraphBuilder;
  /** A learned tensor of the layer, or of one inside it: `weights`, `linear.weights`. */
  parameter(name: string): { name: string; shape: readonly number[] };
  has(name: string): boolean;
  /** Layers inside this one, whose parameters are named from `prefix`. */
  stack(layers: readonly LayerSpec[], prefix: string, x: Value): Value;
}

/** `inputs` are several for merge alone; others get them side by side. */
export type LayerLowering = (inputs: readonly Value[], use: LayerUse) => Value;

type Single = (x: Value, use: LayerUse) => Value;

function single(lower: Single): LayerLowering {
  return ([x], use) => lower(x as Value, use);
}

/** A layer that computes each row by itself and keeps the width. */
function keeping(lower: (x: string, use: LayerUse) => string): LayerLowering {
  return single((x, use) => ({ name: lower(x.name, use), width: x.width }));
}

export const layers: Readonly<Record<LayerType, LayerLowering>> = {
  dense: single((x, use) => activated(affine(x, use), use, 'activation')),
  activation: single((x, use) => activated(x, use, 'activation')),
  merge: (inputs, use) => merged(inputs, use.layer.mode as string, use.g),
  skip: single((x, use) => merged([affine(x, use, 'linear.'), nonlinear(x, use)], 'concat', use.g)),
  residual: single((x, use) => {
    const inner = use.layer.layers as LayerSpec[] | undefined;
    const paths =
      inner === undefined
        ? [affine(x, use, 'linear.'), nonlinear(x, use)]
        : [x, use.stack(inner, '', x)];
    return merged(paths, 'add', use.g);
  }),
  parallel: single((x, use) => {
    const branches = use.layer.branches as LayerSpec[][];
    const results = branches.map((branch, i) => use.stack(branch, `branches.${i}.`, x));
    return merged(results, use.layer.merge as string, use.g);
  }),
  gated: single((x, use) => {
    const gate = activated(affine(x, use, 'gate.'), use, 'gate', 'gate.');
    return merged([gate, affine(x, use, 'linear.')], 'multiply', use.g);
  }),
  maxout: single((x, use) => {
    const pieces = use.layer.pieces as number;
    const groups = consecutive(affine(x, use, 'linear.'), pieces, use.g);
    return reduced('ReduceMax', groups, use.g);
  }),
  // A group that is shorter than the longest has its first input repeated, which changes no maximum.
  max: single((x, use) => reduced('ReduceMax', grouped(x, use), use.g)),
  product: single((x, use) => {
    const { name, count, beyond } = grouped(x, use);
    if (beyond === undefined) return reduced('ReduceProd', { name, count }, use.g);
    const mask = use.g.booleans(beyond, [count, beyond.length / count]);
    const filled = use.g.op('Where', [mask, use.g.scalar(1), name]);
    return reduced('ReduceProd', { name: filled, count }, use.g);
  }),
  'power-product': single(powerProduct),
  rbf: single(radial),
  dropout: keeping((x) => x),
  'batch-norm': keeping(batchNorm),
  'layer-norm': keeping(layerNorm),
  scale: keeping((x, { g, parameter }) =>
    g.op('Add', [g.op('Mul', [x, parameter('scale').name]), parameter('shift').name]),
  ),
};

/** X·W + b */
function affine(x: Value, use: LayerUse, prefix = ''): Value {
  const weights = use.parameter(`${prefix}weights`);
  const inputs = [x.name, weights.name];
  if (use.has(`${prefix}biases`)) inputs.push(use.parameter(`${prefix}biases`).name);
  return { name: use.g.op('Gemm', inputs), width: weights.shape[1] as number };
}

function nonlinear(x: Value, use: LayerUse): Value {
  return activated(affine(x, use, 'nonlinear.'), use, 'activation', 'nonlinear.');
}

/** φ(z), φ being the layer's parameter `choice`; what it learned is named from `prefix`. */
function activated(
  z: Value,
  { g, layer, parameter }: LayerUse,
  choice: string,
  prefix = '',
): Value {
  const given = (layer[choice] ?? { type: 'identity' }) as Resolved;
  const lower = activations[given.type as keyof typeof activations];
  const name = lower(g, z.name, {
    width: z.width,
    parameter: (key) => given[key] as number,
    learned: (key) => parameter(`${prefix}${key}`).name,
  });
  return { name, width: z.width };
}

const elementwise: Readonly<Record<string, string>> = { add: 'Add', multiply: 'Mul', max: 'Max' };

function merged(parts: readonly Value[], mode: string, g: GraphBuilder): Value {
  const [first, ...rest] = parts as [Value, ...Value[]];
  if (rest.length === 0) return first;
  if (mode === 'concat') return sideBySide(parts, g);
  const opType = elementwise[mode] as string;
  const name = rest.reduce((sum, part) => g.op(opType, [sum, part.name]), first.name);
  return { name, width: first.width };
}

export function sideBySide(parts: readonly Value[], g: GraphBuilder): Value {
  if (parts.length === 1) return parts[0] as Value;
  const name = g.op(
    'Concat',
    parts.map((part) => part.name),
    { axis: 1 },
  );
  return { name, width: parts.reduce((sum, { width }) => sum + width, 0) };
}

/** rows × count × size. */
interface Groups {
  name: string;
  count: number;
  /** Where an input only fills up a group that is shorter than the longest, count × size. */
  beyond?: boolean[];
}

function consecutive(x: Value, size: number, g: GraphBuilder): Groups {
  const count = x.width / size;
  return { name: g.op('Reshape', [x.name, g.integers([0, count, size])]), count };
}

function grouped(x: Value, { layer, g }: LayerUse): Groups {
  const groups = layer.groups as number[][] | undefined;
  if (groups === undefined) return consecutive(x, layer.size as number, g);
  const size = groups.reduce((most, group) => Math.max(most, group.length), 0);
  const padded = groups.flatMap((group) =>
    Array.from({ length: size }, (_, i) => group[i] ?? (group[0] as number)),
  );
  const dims = [groups.length, size];
  const name = g.op('Gather', [x.name, g.integers(padded, dims)], { axis: 1 });
  if (groups.every((group) => group.length === size)) return { name, count: groups.length };
  const beyond = groups.flatMap((group) =>
    Array.from({ length: size }, (_, i) => i >= group.length),
  );
  return { name, count: groups.length, beyond };
}

function reduced(opType: string, { name, count }: Groups, g: GraphBuilder): Value {
  return { name: g.op(opType, [name, g.integers([2])], { keepdims: 0 }), width: count };
}

/** exp(ln(z)·A); NaN at 0 and outside the domain, as in training. */
function powerProduct(x: Value, { g, layer, parameter }: LayerUse): Value {
  const exponents = parameter('exponents');
  const base = layer.domain === 'absolute' ? g.op('Abs', [x.name]) : x.name;
  const zero = g.op('Equal', [x.name, g.scalar(0)]);
  const defined = g.op('Where', [zero, g.scalar(Number.NaN), base]);
  const product = g.op('MatMul', [g.op('Log', [defined]), exponents.name]);
  return { name: g.op('Exp', [product]), width: exponents.shape[1] as number };
}

/**
 * Distances from differences, rows × units × inputs: ‖x‖² − 2x·μ + ‖μ‖² would need less memory and lose
 * what the two have in common.
 */
function radial(x: Value, { g, layer, parameter }: LayerUse): Value {
  const own = layer.shape === 'per-dimension';
  const [centers, spreads] = [parameter('centers'), parameter('spreads')];
  const width = centers.shape[0] as number;
  const difference = g.op('Sub', [g.op('Unsqueeze', [x.name, g.integers([1])]), centers.name]);
  const relative = own ? g.op('Div', [difference, spreads.name]) : difference;
  const distance = g.op('ReduceSumSquare', [relative, g.integers([2])], { keepdims: 0 });
  const squaredSpread = own ? g.scalar(1) : g.op('Mul', [spreads.name, spreads.name]);
  if (layer.kernel === 'gaussian') {
    const doubled = g.op('Mul', [squaredSpread, g.scalar(-2)]);
    const exponent = g.op('Div', [distance, doubled]);
    // Divided by its sum it is softmax, which keeps the largest from underflowing.
    const name = layer.normalized
      ? g.op('Softmax', [exponent], { axis: -1 })
      : g.op('Exp', [exponent]);
    return { name, width };
  }
  const root = g.op('Sqrt', [g.op('Add', [distance, squaredSpread])]);
  const value = layer.kernel === 'multiquadric' ? root : g.op('Reciprocal', [root]);
  if (!layer.normalized) return { name: value, width };
  const sum = g.op('ReduceSum', [value, g.integers([1])], { keepdims: 1 });
  return { name: g.op('Div', [value, sum]), width };
}

/** By the running statistics. The operator's ε is a float32: in float64 the formula stands for it. */
function batchNorm(x: string, { g, layer, parameter }: LayerUse): string {
  const [scale, shift, mean, variance] = ['scale', 'shift', 'runningMean', 'runningVariance'].map(
    (name) => parameter(name).name,
  ) as [string, string, string, string];
  const epsilon = layer.epsilon as number;
  if (g.dtype === 'float32') {
    const inputs = [x, scale, shift, mean, variance];
    return g.op('BatchNormalization', inputs, { epsilon: { float: epsilon } });
  }
  const deviation = g.op('Sqrt', [g.op('Add', [variance, g.scalar(epsilon)])]);
  const standard = g.op('Div', [g.op('Sub', [x, mean]), deviation]);
  return g.op('Add', [g.op('Mul', [standard, scale]), shift]);
}

function layerNorm(x: string, { g, layer, parameter }: LayerUse): string {
  const [scale, shift] = [parameter('scale').name, parameter('shift').name];
  const epsilon = layer.epsilon as number;
  if (g.dtype === 'float32') {
    const attributes = { axis: -1, epsilon: { float: epsilon } };
    return g.op('LayerNormalization', [x, scale, shift], attributes);
  }
  const last = g.integers([1]);
  const mean = (value: string) => g.op('ReduceMean', [value, last], { keepdims: 1 });
  const centered = g.op('Sub', [x, mean(x)]);
  const variance = mean(g.op('Mul', [centered, centered]));
  const deviation = g.op('Sqrt', [g.op('Add', [variance, g.scalar(epsilon)])]);
  return g.op('Add', [g.op('Mul', [g.op('Div', [centered, deviation]), scale]), shift]);
}
