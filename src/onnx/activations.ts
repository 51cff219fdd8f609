// What each activation becomes in ONNX, one row each: an operator where the standard has it and
// onnxruntime computes it in the network's precision, else its formula. Nothing but activations.
import type { activations as catalog } from '../catalog/activations.ts';
import type { GraphBuilder } from './graph.ts';
import { arctanOf, erfOf } from './special-functions.ts';

export interface ActivationUse {
  /** Columns of z. */
  width: number;
  /** A number of the activation's own, as the catalogue names it. */
  parameter(name: string): number;
  /** The name of a learned tensor: PReLU's `slopes`. */
  learned(name: string): string;
}

/** The name of φ(z); z is rows × width. */
export type ActivationLowering = (g: GraphBuilder, z: string, use: ActivationUse) => string;

/** λ and α of Klambauer et al. 2017, as native/activations/selu.h has them. */
const selu = { scale: 1.0507009873554805, alpha: 1.6732632423543772 };

/**
 * An operator that onnxruntime has in float32 only, with what stands for it in float64. Attributes are
 * float32, so the operator is the right one there and not in float64.
 */
function inFloat32(single: ActivationLowering, double: ActivationLowering): ActivationLowering {
  return (g, z, use) => (g.dtype === 'float32' ? single : double)(g, z, use);
}

function operator(opType: string): ActivationLowering {
  return (g, z) => g.op(opType, [z]);
}

/** `below` where z < 0, z elsewhere. */
function rectified(g: GraphBuilder, z: string, below: string): string {
  return g.op('Where', [g.op('Less', [z, g.scalar(0)]), below, z]);
}

function times(g: GraphBuilder, a: string, factor: number): string {
  return factor === 1 ? a : g.op('Mul', [a, g.scalar(factor)]);
}

function plus(g: GraphBuilder, a: string, term: number): string {
  return g.op('Add', [a, g.scalar(term)]);
}

/** scale·(e^(z/divisor) − 1), never overflowing where z > 0 is not meant. */
function exponentialBelow(g: GraphBuilder, z: string, scale: number, divisor = 1): string {
  const negative = times(g, g.op('Min', [z, g.scalar(0)]), 1 / divisor);
  return times(g, plus(g, g.op('Exp', [negative]), -1), scale);
}

const leaky = (slope: (use: ActivationUse) => number): ActivationLowering =>
  inFloat32(
    (g, z, use) => g.op('LeakyRelu', [z], { alpha: { float: slope(use) } }),
    (g, z, use) => rectified(g, z, times(g, z, slope(use))),
  );

/** min(1, max(0, z/6 + ½)) */
const hardSigmoid = inFloat32(
  (g, z) => g.op('HardSigmoid', [z], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } }),
  (g, z) => g.op('Clip', [plus(g, times(g, z, 1 / 6), 0.5), g.scalar(0), g.scalar(1)]),
);

/** max(0, z) + ln(1 + e^−|z|), which does not overflow. */
const softplus = inFloat32(operator('Softplus'), (g, z) => {
  const small = g.op('Exp', [g.op('Neg', [g.op('Abs', [z])])]);
  return g.op('Add', [g.op('Relu', [z]), g.op('Log', [plus(g, small, 1)])]);
});

const arctan = inFloat32(operator('Atan'), arctanOf);
const erf = inFloat32(operator('Erf'), erfOf);

/** Far beyond where √(c² + z²) is |z| to the last bit, and its square still a finite number. */
function bounded(g: GraphBuilder, z: string): string {
  const most = g.dtype === 'float32' ? 1e15 : 1e150;
  return g.op('Clip', [z, g.scalar(-most), g.scalar(most)]);
}

const squared = (g: GraphBuilder, z: string) => g.op('Mul', [z, z]);

export const activations: Readonly<Record<(typeof catalog)[number]['type'], ActivationLowering>> = {
  identity: (_, z) => z,
  sigmoid: operator('Sigmoid'),
  tanh: operator('Tanh'),
  relu: operator('Relu'),
  'leaky-relu': leaky((use) => use.parameter('slope')),
  rrelu: leaky((use) => (use.parameter('lower') + use.parameter('upper')) / 2),
  prelu: inFloat32(
    (g, z, use) => g.op('PRelu', [z, use.learned('slopes')]),
    (g, z, use) => rectified(g, z, g.op('Mul', [z, use.learned('slopes')])),
  ),
  elu: inFloat32(
    (g, z, use) => g.op('Elu', [z], { alpha: { float: use.parameter('alpha') } }),
    (g, z, use) => rectified(g, z, exponentialBelow(g, z, use.parameter('alpha'))),
  ),
  selu: inFloat32(operator('Selu'), (g, z) => {
    return times(g, rectified(g, z, exponentialBelow(g, z, selu.alpha)), selu.scale);
  }),
  celu: inFloat32(
    (g, z, use) => g.op('Celu', [z], { alpha: { float: use.parameter('alpha') } }),
    (g, z, use) => {
      const alpha = use.parameter('alpha');
      return rectified(g, z, exponentialBelow(g, z, alpha, alpha));
    },
  ),
  // ½·z·(1 + erf(z/√2)): the form that runtimes recognise and fuse.
  gelu: (g, z, use) => {
    const e = erf(g, g.op('Div', [z, g.scalar(Math.SQRT2)]), use);
    return times(g, g.op('Mul', [z, plus(g, e, 1)]), 0.5);
  },
  'gelu-tanh': (g, z) => {
    const cubic = times(g, g.op('Mul', [squared(g, z), z]), 0.044715);
    const u = times(g, g.op('Add', [z, cubic]), Math.sqrt(2 / Math.PI));
    return times(g, g.op('Mul', [z, plus(g, g.op('Tanh', [u]), 1)]), 0.5);
  },
  softplus,
  // max(0, z) + ½·b/(√(z² + b) + |z|): the sum of the formula cancels below 0.
  squareplus: (g, z, use) => {
    const b = use.parameter('curvature');
    const c = bounded(g, z);
    const root = g.op('Sqrt', [plus(g, squared(g, c), b)]);
    const sum = g.op('Add', [root, g.op('Abs', [c])]);
    return g.op('Add', [g.op('Relu', [z]), g.op('Div', [g.scalar(b / 2), sum])]);
  },
  // onnxruntime fuses z·σ(z) into an operator that it lacks in float64.
  silu: inFloat32(
    (g, z) => g.op('Mul', [z, g.op('Sigmoid', [z])]),
    (g, z) => g.op('Div', [z, plus(g, g.op('Exp', [g.op('Neg', [z])]), 1)]),
  ),
  mish: (g, z, use) => g.op('Mul', [z, g.op('Tanh', [softplus(g, z, use)])]),
  'hard-sigmoid': hardSigmoid,
  'hard-tanh': (g, z, use) => {
    return g.op('Clip', [z, ...['minimum', 'maximum'].map((n) => g.scalar(use.parameter(n)))]);
  },
  'hard-swish': (g, z, use) => g.op('Mul', [z, hardSigmoid(g, z, use)]),
  softsign: inFloat32(operator('Softsign'), (g, z) =>
    g.op('Div', [z, plus(g, g.op('Abs', [z]), 1)]),
  ),
  arctan,
  gudermannian: (g, z, use) => times(g, arctan(g, g.op('Tanh', [times(g, z, 0.5)]), use), 2),
  algebraic: (g, z) => {
    const c = bounded(g, z);
    return g.op('Div', [c, g.op('Sqrt', [plus(g, squared(g, c), 1)])]);
  },
  erf,
  gaussian: (g, z) => g.op('Exp', [g.op('Neg', [squared(g, z)])]),
  sine: operator('Sin'),
  softmax: (g, z, use) => {
    return g.op('Softmax', [times(g, z, 1 / use.parameter('temperature'))], { axis: -1 });
  },
  'log-softmax': (g, z) => g.op('LogSoftmax', [z], { axis: -1 }),
  sparsemax,
};

/**
 * τ = (Σ of the k largest − 1)/k for the largest k whose k-th largest is above it (Martins, Astudillo
 * 2016), of z less its maximum, so that nothing large is summed.
 */
function sparsemax(g: GraphBuilder, z: string, { width }: ActivationUse): string {
  const last = g.integers([1]);
  const shifted = g.op('Sub', [z, g.op('ReduceMax', [z, last], { keepdims: 1 })]);
  const [sorted] = g.ops('TopK', [shifted, g.integers([width])], 2, { axis: 1 }) as [string];
  const k = g.numbers(Array.from({ length: width }, (_, i) => i + 1));
  const sums = g.op('CumSum', [sorted, g.integers([1], [])]);
  const inside = g.op('Greater', [plus(g, g.op('Mul', [k, sorted]), 1), sums]);
  const chosen = g.cast(inside, g.dtype);
  const total = (value: string) => g.op('ReduceSum', [value, last], { keepdims: 1 });
  const sum = total(g.op('Mul', [chosen, sorted]));
  const threshold = g.op('Div', [plus(g, sum, -1), total(chosen)]);
  return g.op('Relu', [g.op('Sub', [shifted, threshold])]);
}
