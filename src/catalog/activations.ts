// The catalogue's activations, in the order of native/activations/list.h: names, formulas, parameters.
// What computes them is there; nothing here is executed by a network.
import { Type } from 'typebox';
import type { CatalogEntry } from './entry.ts';

export interface ActivationEntry extends CatalogEntry {
  /** Cuts off or damps negative inputs, so that He's initialiser is the default before it. */
  rectifier?: true;
  /** Every output of a row depends on every input of it. */
  vector?: true;
  /** Draws numbers in training; predicts without. */
  stochastic?: true;
}

const slope = (byDefault: number, description: string) =>
  Type.Number({ minimum: 0, default: byDefault, description });

const alpha = Type.Number({
  exclusiveMinimum: 0,
  default: 1,
  description: 'α: the value approached for z → −∞ is −α.',
});

export const activations = [
  {
    type: 'identity',
    summary: 'Leaves its input as it is.',
    formula: 'φ(z) = z',
    derivative: 'φ′(z) = 1',
    parameters: {},
  },
  {
    type: 'sigmoid',
    summary: 'The logistic function, from 0 to 1.',
    formula: 'φ(z) = 1/(1 + e^(−z))',
    derivative: 'φ′(z) = φ(z)·(1 − φ(z))',
    parameters: {},
  },
  {
    type: 'tanh',
    summary: 'The hyperbolic tangent, from −1 to 1.',
    formula: 'φ(z) = tanh z',
    derivative: 'φ′(z) = 1 − φ(z)²',
    parameters: {},
  },
  {
    type: 'relu',
    summary: 'Rectified linear unit.',
    formula: 'φ(z) = max(0, z)',
    derivative: 'φ′(z) = 1 for z ≥ 0, 0 below',
    parameters: {},
    rectifier: true,
  },
  {
    type: 'leaky-relu',
    summary: 'A rectifier that lets a small part of negative inputs through.',
    formula: 'φ(z) = z for z ≥ 0, slope·z below',
    derivative: 'φ′(z) = 1 for z ≥ 0, slope below',
    parameters: { slope: slope(0.01, 'Slope for negative inputs.') },
    rectifier: true,
    example: { type: 'leaky-relu', slope: 0.1 },
  },
  {
    type: 'rrelu',
    summary: 'A leaky rectifier whose slope is drawn for each unit at every training step.',
    formula: 'φ(z) = z for z ≥ 0, a·z below; a uniform in [lower, upper], its mean when predicting',
    derivative: 'φ′(z) = 1 for z ≥ 0, a below',
    parameters: {
      lower: slope(0.125, 'Least slope for negative inputs.'),
      upper: slope(1 / 3, 'Greatest slope for negative inputs.'),
    },
    rectifier: true,
    stochastic: true,
  },
  {
    type: 'prelu',
    summary: 'A leaky rectifier that learns the slope of each unit.',
    formula: 'φ(z) = z for z ≥ 0, a·z below; a is a parameter of the unit',
    derivative: 'φ′(z) = 1 for z ≥ 0, a below; ∂φ/∂a = min(0, z)',
    parameters: {
      slope: Type.Number({ default: 0.25, description: 'Slope for negative inputs at the start.' }),
    },
    rectifier: true,
  },
  {
    type: 'elu',
    summary: 'Exponential linear unit: a rectifier that saturates for negative inputs.',
    formula: 'φ(z) = z for z ≥ 0, α·(e^z − 1) below',
    derivative: 'φ′(z) = 1 for z ≥ 0, α·e^z below',
    parameters: { alpha },
    rectifier: true,
  },
  {
    type: 'selu',
    summary: 'ELU scaled so that mean 0 and variance 1 are kept from layer to layer.',
    formula: 'φ(z) = λ·z for z ≥ 0, λ·α·(e^z − 1) below; λ = 1.0507…, α = 1.6733…',
    derivative: 'φ′(z) = λ for z ≥ 0, λ·α·e^z below',
    parameters: {},
  },
  {
    type: 'celu',
    summary: 'ELU whose derivative is continuous for every α.',
    formula: 'φ(z) = z for z ≥ 0, α·(e^(z/α) − 1) below',
    derivative: 'φ′(z) = 1 for z ≥ 0, e^(z/α) below',
    parameters: { alpha },
    rectifier: true,
  },
  {
    type: 'gelu',
    summary: 'Gaussian error linear unit: the input weighted by the normal distribution function.',
    formula: 'φ(z) = z·Φ(z), Φ(z) = ½·(1 + erf(z/√2))',
    derivative: 'φ′(z) = Φ(z) + z·e^(−z²/2)/√(2π)',
    parameters: {},
    rectifier: true,
  },
  {
    type: 'gelu-tanh',
    summary: 'GELU with its distribution function approximated by a tanh.',
    formula: 'φ(z) = ½·z·(1 + tanh u), u = √(2/π)·(z + 0.044715·z³)',
    derivative: 'φ′(z) = ½·(1 + tanh u) + ½·z·(1 − tanh² u)·√(2/π)·(1 + 0.134145·z²)',
    parameters: {},
    rectifier: true,
  },
  {
    type: 'softplus',
    summary: 'A smooth rectifier.',
    formula: 'φ(z) = ln(1 + e^z)',
    derivative: 'φ′(z) = 1/(1 + e^(−z))',
    parameters: {},
  },
  {
    type: 'squareplus',
    summary: 'A smooth rectifier without exponentials (Barron 2021).',
    formula: 'φ(z) = ½·(z + √(z² + b)), b the curvature',
    derivative: 'φ′(z) = ½·(1 + z/√(z² + b))',
    parameters: {
      curvature: Type.Number({
        default: 4,
        exclusiveMinimum: 0,
        maximum: 1e6,
        description: 'b: how wide the bend at 0 is; φ(0) = ½√b.',
      }),
    },
    rectifier: true,
  },
  {
    type: 'silu',
    summary: 'Sigmoid linear unit, also called swish: the input weighted by its own sigmoid.',
    formula: 'φ(z) = z·s, s = 1/(1 + e^(−z))',
    derivative: 'φ′(z) = s·(1 + z·(1 − s))',
    parameters: {},
    rectifier: true,
  },
  {
    type: 'mish',
    summary: 'The input weighted by the tanh of its softplus.',
    formula: 'φ(z) = z·t, t = tanh(ln(1 + e^z))',
    derivative: 'φ′(z) = t + z·(1 − t²)/(1 + e^(−z))',
    parameters: {},
    rectifier: true,
  },
  {
    type: 'hard-sigmoid',
    summary: 'The sigmoid in three straight pieces.',
    formula: 'φ(z) = min(1, max(0, z/6 + ½))',
    derivative: 'φ′(z) = 1/6 for |z| < 3, 0 elsewhere',
    parameters: {},
  },
  {
    type: 'hard-tanh',
    summary: 'The input held between two bounds.',
    formula: 'φ(z) = min(maximum, max(minimum, z))',
    derivative: 'φ′(z) = 1 for minimum < z < maximum, 0 elsewhere',
    parameters: {
      minimum: Type.Number({ default: -1, description: 'Lower bound; below `maximum`.' }),
      maximum: Type.Number({ default: 1, description: 'Upper bound.' }),
    },
  },
  {
    type: 'hard-swish',
    summary: 'The input weighted by its hard sigmoid.',
    formula: 'φ(z) = z·min(1, max(0, z/6 + ½))',
    derivative: 'φ′(z) = 0 for z ≤ −3, z/3 + ½ between, 1 for z ≥ 3',
    parameters: {},
    rectifier: true,
  },
  {
    type: 'softsign',
    summary: 'From −1 to 1 like tanh, approached more slowly.',
    formula: 'φ(z) = z/(1 + |z|)',
    derivative: 'φ′(z) = 1/(1 + |z|)²',
    parameters: {},
  },
  {
    type: 'arctan',
    summary: 'The arc tangent, from −π/2 to π/2.',
    formula: 'φ(z) = arctan z',
    derivative: 'φ′(z) = 1/(1 + z²)',
    parameters: {},
  },
  {
    type: 'gudermannian',
    summary: 'The Gudermannian function, from −π/2 to π/2.',
    formula: 'φ(z) = 2·arctan(tanh(z/2))',
    derivative: 'φ′(z) = 1/cosh z',
    parameters: {},
  },
  {
    type: 'algebraic',
    summary: 'A sigmoid from −1 to 1 made of a square root.',
    formula: 'φ(z) = z/√(1 + z²)',
    derivative: 'φ′(z) = (1 + z²)^(−3/2)',
    parameters: {},
  },
  {
    type: 'erf',
    summary: 'The error function, from −1 to 1.',
    formula: 'φ(z) = (2/√π)·∫₀ᶻ e^(−t²) dt',
    derivative: 'φ′(z) = (2/√π)·e^(−z²)',
    parameters: {},
  },
  {
    type: 'gaussian',
    summary: 'A bell around 0.',
    formula: 'φ(z) = e^(−z²)',
    derivative: 'φ′(z) = −2z·e^(−z²)',
    parameters: {},
  },
  {
    type: 'sine',
    summary: 'The sine, for periodic targets.',
    formula: 'φ(z) = sin z',
    derivative: 'φ′(z) = cos z',
    parameters: {},
  },
  {
    type: 'softmax',
    summary: 'A probability distribution over the units of a row.',
    formula: 'φ(z)ᵢ = e^(zᵢ/T) / Σⱼ e^(zⱼ/T), T the temperature',
    derivative: '∂J/∂z = y ⊙ (∂J/∂y − (∂J/∂y)·y)/T',
    parameters: {
      temperature: Type.Number({
        exclusiveMinimum: 0,
        default: 1,
        description: 'T: above 1 flatter, below 1 sharper.',
      }),
    },
    vector: true,
    example: { type: 'softmax', temperature: 0.5 },
  },
  {
    type: 'log-softmax',
    summary: 'The logarithms of a probability distribution over the units of a row.',
    formula: 'φ(z)ᵢ = zᵢ − ln Σⱼ e^(zⱼ)',
    derivative: '∂J/∂z = ∂J/∂y − e^y·Σⱼ ∂J/∂yⱼ',
    parameters: {},
    vector: true,
  },
  {
    type: 'sparsemax',
    summary: 'A probability distribution over the units of a row in which most are exactly 0.',
    formula: 'φ(z)ᵢ = max(0, zᵢ − τ), τ such that Σᵢ φ(z)ᵢ = 1',
    derivative: '∂J/∂z = ∂J/∂y − its mean over the units above 0, there; 0 elsewhere',
    parameters: {},
    vector: true,
  },
] as const satisfies readonly ActivationEntry[];
