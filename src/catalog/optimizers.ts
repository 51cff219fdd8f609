// The catalogue's optimisers, in the order of native/optimizers/list.h: names, rules, parameters. w is a
// weight, g its gradient, η the learning rate, t the number of the step; definitions are PyTorch's.
// L1 and L2 penalties of layers are added to g before any of these sees it; so is `weightDecay`, but
// where the formula has λ.
import { Type } from 'typebox';
import type { CatalogEntry } from './entry.ts';

const learningRate = (byDefault: number) =>
  Type.Number({ exclusiveMinimum: 0, default: byDefault, description: 'η: the length of a step.' });

const fraction = (byDefault: number, description: string) =>
  Type.Number({ minimum: 0, exclusiveMaximum: 1, default: byDefault, description });

// Not less: float32 squares gradients, and 0/0 would spread NaN over weights that have no gradient.
const epsilon = (byDefault: number) =>
  Type.Number({
    minimum: 1e-30,
    default: byDefault,
    description: 'ε: keeps the division away from 0.',
  });

const moments = {
  beta1: fraction(0.9, 'β₁: memory of the mean gradient.'),
  beta2: fraction(0.999, 'β₂: memory of the mean squared gradient.'),
  epsilon: epsilon(1e-8),
};

const penalty = {
  weightDecay: Type.Number({
    minimum: 0,
    default: 0,
    description:
      'An L2 penalty on every weight and bias: added to g times w, beside those of layers.',
  }),
};

const momentum = fraction(0.9, 'μ: the part of the last step that is kept.');

export const optimizers = [
  {
    type: 'sgd',
    summary: 'Gradient descent.',
    formula: 'w ← w − η·g',
    parameters: { learningRate: learningRate(0.01), ...penalty },
    example: { type: 'sgd', learningRate: 0.05 },
  },
  {
    type: 'momentum',
    summary: 'Gradient descent with a heavy ball.',
    formula: 's ← μ·s + (1 − τ)·g, but s ← g at first, w ← w − η·s',
    parameters: {
      learningRate: learningRate(0.01),
      momentum,
      dampening: fraction(0, 'τ: how much less than itself a gradient adds to s.'),
      ...penalty,
    },
  },
  {
    type: 'nesterov',
    summary: 'Momentum that looks one step ahead.',
    formula: 's ← μ·s + g, w ← w − η·(g + μ·s)',
    parameters: { learningRate: learningRate(0.01), momentum, ...penalty },
  },
  {
    type: 'rmsprop',
    summary: 'Divides each gradient by the root of its recent mean square.',
    formula:
      'v ← α·v + (1 − α)·g², s ← μ·s + g/(√v + ε), w ← w − η·s; centred: a ← α·a + (1 − α)·g, √(v − a²) for √v',
    parameters: {
      learningRate: learningRate(0.01),
      alpha: fraction(0.99, 'α: memory of the mean square.'),
      epsilon: epsilon(1e-8),
      momentum: fraction(0, 'μ: the part of the last step that is kept.'),
      centered: Type.Boolean({
        default: false,
        description: 'Divide by the deviation of the gradient from its recent mean a instead.',
      }),
      ...penalty,
    },
  },
  {
    type: 'adagrad',
    summary: 'Divides each gradient by the root of the sum of all its squares so far.',
    formula: 'v ← v + g², w ← w − η/(1 + (t − 1)·decay)·g/(√v + ε)',
    parameters: {
      learningRate: learningRate(0.01),
      learningRateDecay: Type.Number({
        minimum: 0,
        default: 0,
        description: 'decay: how fast the learning rate falls with the number of steps.',
      }),
      initialAccumulator: Type.Number({
        minimum: 0,
        default: 0,
        description: 'v before the first step.',
      }),
      epsilon: epsilon(1e-10),
      ...penalty,
    },
  },
  {
    type: 'adadelta',
    summary: 'Steps as long as recent steps were, against the recent size of the gradient.',
    formula: 'v ← ρ·v + (1 − ρ)·g², Δ = g·√(u + ε)/√(v + ε), u ← ρ·u + (1 − ρ)·Δ², w ← w − η·Δ',
    parameters: {
      learningRate: learningRate(1),
      rho: fraction(0.9, 'ρ: memory of both mean squares.'),
      epsilon: epsilon(1e-6),
      ...penalty,
    },
  },
  {
    type: 'adam',
    summary:
      'Momentum divided by the root of the mean squared gradient, both corrected for their start at 0.',
    formula:
      'm ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², w ← w − η·m̂/(√v̂ + ε), m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ)',
    parameters: { learningRate: learningRate(0.001), ...moments, ...penalty },
    example: { type: 'adam', learningRate: 0.01 },
  },
  {
    type: 'amsgrad',
    summary: 'Adam with the largest mean squared gradient so far, so that steps never grow.',
    formula: 'm, v as for Adam, u ← max(u, v), w ← w − η·m̂/(√û + ε), û = u/(1 − β₂ᵗ)',
    parameters: { learningRate: learningRate(0.001), ...moments, ...penalty },
  },
  {
    type: 'adamw',
    summary: 'Adam with weight decay apart from the gradient.',
    formula: 'w ← w·(1 − η·λ), then as Adam',
    parameters: {
      learningRate: learningRate(0.001),
      ...moments,
      weightDecay: Type.Number({ minimum: 0, default: 0.01, description: 'λ: weight decay.' }),
    },
  },
  {
    type: 'nadam',
    summary: 'Adam with Nesterov momentum.',
    formula:
      'm, v as for Adam, w ← w − η·(μₜ₊₁·m/(1 − Πₜ₊₁) + (1 − μₜ)·g/(1 − Πₜ))/(√v̂ + ε), μₜ = β₁·(1 − ½·0.96^(t·ψ)), Πₜ = μ₁·…·μₜ',
    parameters: {
      learningRate: learningRate(0.002),
      ...moments,
      momentumDecay: Type.Number({
        minimum: 0,
        maximum: 1,
        default: 0.004,
        description: 'ψ: how fast the momentum grows to β₁.',
      }),
      ...penalty,
    },
  },
  {
    type: 'lion',
    summary: 'Steps of one length in the direction of a momentum’s sign.',
    formula: 'w ← w·(1 − η·λ) − η·sign(β₁·m + (1 − β₁)·g), m ← β₂·m + (1 − β₂)·g, sign 0 = 0',
    parameters: {
      learningRate: learningRate(0.0001),
      beta1: fraction(0.9, 'β₁: weight of the momentum in the direction.'),
      beta2: fraction(0.99, 'β₂: memory of the momentum.'),
      weightDecay: Type.Number({ minimum: 0, default: 0, description: 'λ: weight decay.' }),
    },
    example: { type: 'lion', learningRate: 0.003 },
  },
  {
    type: 'rprop',
    summary:
      'A step length for each weight, by the signs of its gradient alone; for batches of many rows, best `full`.',
    formula:
      'd ← d·η₊ where g·g′ > 0, d·η₋ where g·g′ < 0 (there g ← 0), within [d_min, d_max]; w ← w − d·sign g; d = η at first, g′ the last g',
    parameters: {
      learningRate: learningRate(0.01),
      shrink: Type.Number({
        exclusiveMinimum: 0,
        exclusiveMaximum: 1,
        default: 0.5,
        description: 'η₋: for a gradient that has turned.',
      }),
      growth: Type.Number({
        exclusiveMinimum: 1,
        maximum: 100,
        default: 1.2,
        description: 'η₊: for a gradient that keeps its sign.',
      }),
      minimumStep: Type.Number({ exclusiveMinimum: 0, default: 1e-6, description: 'd_min.' }),
      maximumStep: Type.Number({ exclusiveMinimum: 0, default: 50, description: 'd_max.' }),
      ...penalty,
    },
  },
] as const satisfies readonly CatalogEntry[];
