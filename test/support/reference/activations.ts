// Every activation in plain float64, from its formula, not from the C++.
import { erf, normalCdf, sigmoid, softplus } from './functions.ts';

type Parameters = readonly number[];

interface ScalarReference {
  /** φ(z); `unit` is the parameter of the unit, where there is one. */
  value(z: number, p: Parameters, unit: number): number;
  /** Where the derivative jumps: no finite differences there. */
  kinks?: readonly number[];
  /** Parameters to test with. */
  parameters?: readonly number[];
}

interface VectorReference {
  row(z: readonly number[], p: Parameters): number[];
  parameters?: readonly number[];
}

const p0 = (p: Parameters) => p[0] as number;

export const activations: Readonly<Record<string, ScalarReference | VectorReference>> = {
  identity: { value: (z) => z },
  sigmoid: { value: sigmoid },
  tanh: { value: Math.tanh },
  relu: { value: (z) => Math.max(0, z), kinks: [0] },
  'leaky-relu': { value: (z, p) => (z >= 0 ? z : p0(p) * z), kinks: [0], parameters: [0.01] },
  rrelu: { value: (z, _, unit) => (z >= 0 ? z : unit * z), kinks: [0], parameters: [0.125, 1 / 3] },
  prelu: { value: (z, _, unit) => (z >= 0 ? z : unit * z), kinks: [0], parameters: [0.25] },
  elu: {
    value: (z, p) => (z >= 0 ? z : p0(p) * Math.expm1(z)),
    kinks: [0],
    parameters: [1.5],
  },
  selu: {
    value: (z) => 1.0507009873554805 * (z >= 0 ? z : 1.6732632423543772 * Math.expm1(z)),
    kinks: [0],
  },
  celu: {
    value: (z, p) => (z >= 0 ? z : p0(p) * Math.expm1(z / p0(p))),
    kinks: [0],
    parameters: [0.75],
  },
  gelu: { value: (z) => z * normalCdf(z) },
  // ½·(1 + tanh u) = sigmoid(2u)
  'gelu-tanh': {
    value: (z) => z * sigmoid(2 * Math.sqrt(2 / Math.PI) * (z + 0.044715 * z ** 3)),
  },
  softplus: { value: softplus },
  // ½(z + r) = b/(2(r − z)) below 0, where the sum cancels
  squareplus: {
    value: (z, p) => {
      const r = Math.sqrt(z * z + p0(p));
      return z < 0 ? p0(p) / (2 * (r - z)) : (z + r) / 2;
    },
    parameters: [1.5],
  },
  silu: { value: (z) => z * sigmoid(z) },
  mish: { value: (z) => z * Math.tanh(softplus(z)) },
  'hard-sigmoid': { value: (z) => Math.min(1, Math.max(0, z / 6 + 0.5)), kinks: [-3, 3] },
  'hard-tanh': {
    value: (z, p) => Math.min(p[1] as number, Math.max(p0(p), z)),
    kinks: [-0.5, 2],
    parameters: [-0.5, 2],
  },
  'hard-swish': { value: (z) => z * Math.min(1, Math.max(0, z / 6 + 0.5)), kinks: [-3, 3] },
  softsign: { value: (z) => z / (1 + Math.abs(z)) },
  arctan: { value: Math.atan },
  gudermannian: { value: (z) => 2 * Math.atan(Math.tanh(z / 2)) },
  algebraic: { value: (z) => z / Math.hypot(1, z) },
  erf: { value: erf },
  gaussian: { value: (z) => Math.exp(-z * z) },
  sine: { value: Math.sin },
  softmax: {
    row: (z, p) => {
      const e = z.map((x) => Math.exp((x - Math.max(...z)) / p0(p)));
      return e.map((x) => x / sum(e));
    },
    parameters: [0.8],
  },
  'log-softmax': {
    row: (z) => {
      const largest = Math.max(...z);
      const total = sum(z.map((x) => Math.exp(x - largest)));
      return z.map((x) => x - largest - Math.log(total));
    },
  },
  // By sorting: τ = (Σ of the k largest − 1)/k for the largest k whose k-th largest is above it.
  sparsemax: {
    row: (z) => {
      const sorted = z.toSorted((a, b) => b - a);
      let total = 0;
      let threshold = 0;
      for (const [i, x] of sorted.entries()) {
        total += x;
        if (1 + (i + 1) * x > total) threshold = (total - 1) / (i + 1);
      }
      return z.map((x) => Math.max(0, x - threshold));
    },
  },
};

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
