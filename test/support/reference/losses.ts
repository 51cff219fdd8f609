// Every loss in plain float64, from its formula, not from the C++. Fused losses take
// the pre-activations z.
import { sigmoid, softplus } from './functions.ts';

type Parameters = readonly number[];
type Row = readonly number[];

interface LossReference {
  /** ψ summed over the outputs of a row, each weighed. */
  row(y: Row, d: Row, p: Parameters, weights: Row): number;
  parameters?: Parameters;
  targets: 'numbers' | 'counts' | 'probabilities' | 'distribution';
  /** Values of |y − d| where the derivative jumps. */
  kinks?: readonly number[];
}

/** A loss that is a sum over outputs of ψ(y, d). */
function separate(
  term: (y: number, d: number, p: Parameters) => number,
  facts: Omit<LossReference, 'row' | 'targets'> & Partial<Pick<LossReference, 'targets'>> = {},
): LossReference {
  return {
    targets: 'numbers',
    ...facts,
    row: (y, d, p, weights) =>
      total(y.map((value, i) => (weights[i] as number) * term(value, d[i] as number, p))),
  };
}

const at = (p: Parameters, i: number) => p[i] as number;

/** −ln softmax(z). */
function minusLogSoftmax(z: Row): number[] {
  const largest = Math.max(...z);
  const sum = total(z.map((x) => Math.exp(x - largest)));
  return z.map((x) => Math.log(sum) - (x - largest));
}

export const losses: Readonly<Record<string, LossReference>> = {
  'half-squared-error': separate((y, d) => (y - d) ** 2 / 2),
  'squared-error': separate((y, d) => (y - d) ** 2),
  absolute: separate((y, d) => Math.abs(y - d), { kinks: [0] }),
  huber: separate(
    (y, d, p) => {
      const e = Math.abs(y - d);
      return e <= at(p, 0) ? e ** 2 / 2 : at(p, 0) * (e - at(p, 0) / 2);
    },
    { parameters: [0.75] },
  ),
  // δ²·(√(1 + r²) − 1) = δ²·r²/(√(1 + r²) + 1)
  'pseudo-huber': separate(
    (y, d, p) => (y - d) ** 2 / (Math.sqrt(1 + ((y - d) / at(p, 0)) ** 2) + 1),
    { parameters: [0.75] },
  ),
  // ln cosh e = ½·ln(1 + sinh² e)
  'log-cosh': separate((y, d) => Math.log1p(Math.sinh(y - d) ** 2) / 2),
  quantile: separate((y, d, p) => (d >= y ? at(p, 0) * (d - y) : (1 - at(p, 0)) * (y - d)), {
    parameters: [0.3],
    kinks: [0],
  }),
  'epsilon-insensitive': separate((y, d, p) => Math.max(0, Math.abs(y - d) - at(p, 0)), {
    parameters: [0.25],
    kinks: [0.25],
  }),
  cauchy: separate((y, d, p) => (at(p, 0) ** 2 / 2) * Math.log1p(((y - d) / at(p, 0)) ** 2), {
    parameters: [1.25],
  }),
  poisson: separate((y, d) => Math.exp(y) - d * y, { targets: 'counts' }),
  'binary-cross-entropy': separate(
    (z, d, p) => {
      const smooth = d * (1 - 2 * at(p, 0)) + at(p, 0);
      return at(p, 1) * smooth * softplus(-z) + (1 - smooth) * softplus(z);
    },
    { parameters: [0.05, 1.5], targets: 'probabilities' },
  ),
  focal: separate(
    (z, d, p) => {
      const [gamma, alpha] = [at(p, 0), at(p, 1)];
      const [y, rest] = [sigmoid(z), sigmoid(-z)];
      return (
        alpha * d * rest ** gamma * softplus(-z) + (1 - alpha) * (1 - d) * y ** gamma * softplus(z)
      );
    },
    { parameters: [2, 0.25], targets: 'probabilities' },
  ),
  'cross-entropy': {
    targets: 'distribution',
    parameters: [0.02],
    row: (z, d, p, weights) => {
      const logs = minusLogSoftmax(z);
      const [epsilon, classes] = [at(p, 0), z.length];
      return total(
        d.map((t, k) => at(weights, k) * (t * (1 - classes * epsilon) + epsilon) * at(logs, k)),
      );
    },
  },
  'kl-divergence': {
    targets: 'distribution',
    row: (z, d, _, weights) => {
      const logs = minusLogSoftmax(z);
      return total(
        d.map((t, k) => (t === 0 ? 0 : at(weights, k) * t * (Math.log(t) + at(logs, k)))),
      );
    },
  },
};

function total(values: Row): number {
  return values.reduce((sum, value) => sum + value, 0);
}
