// The catalogue's losses, in the order of native/losses/list.h: names, formulas, parameters. The loss of
// a row is the sum of ψ(y, d) over its outputs; y is an output, d its target, e = y − d.
import { Type } from 'typebox';
import type { CatalogEntry, Resolved } from './entry.ts';

export interface LossEntry extends CatalogEntry {
  /** The activation the network must end in, with which the loss is fused; null: any. */
  outputActivation: 'sigmoid' | 'softmax' | null;
  /**
   * What a target may be: any number; a number of at least 0; a probability for each output; or a
   * distribution over the outputs of a row (also one category, or the index of a class).
   */
  targets: 'numbers' | 'counts' | 'probabilities' | 'distribution';
  /** The output is the logarithm of what the targets are, so the two cannot be compared. */
  logarithmic?: true;
}

/** Parameters every loss has; those of native/losses come after them. */
export const commonLossParameters = {
  reduction: Type.Unsafe<'mean' | 'sum'>({
    type: 'string',
    enum: ['mean', 'sum'],
    default: 'mean',
    description: 'The loss of a batch: the mean or the sum over its rows.',
  }),
  classWeights: Type.Unsafe<number[] | 'balanced' | null>({
    anyOf: [
      { type: 'array', items: { type: 'number', minimum: 0 }, minItems: 1 },
      { const: 'balanced' },
      { type: 'null' },
    ],
    default: null,
    description:
      'A weight for each output (for each class of a classification); null: all 1. `balanced`, for one column of classes in a training job: P/(K·n) for a class of n of the P training rows.',
  }),
};

const labelSmoothing = Type.Number({
  minimum: 0,
  exclusiveMaximum: 0.5,
  default: 0,
  description:
    'ε: the target of the true class becomes 1 − (K − 1)·ε and that of each other one ε; less than 1/K, or it would not be the likeliest (K classes; for logistic outputs K = 2).',
});

/** What is wrong with the smoothing of a loss over `size` outputs, if anything. */
export function smoothingFault(
  { type, labelSmoothing }: Resolved,
  size: number,
): string | undefined {
  if (type !== 'cross-entropy' || typeof labelSmoothing !== 'number') return undefined;
  if (labelSmoothing === 0 || labelSmoothing * size < 1) return undefined;
  const limit = Number((1 / size).toPrecision(3));
  return `expected less than 1/${size} (${limit}) with ${size} classes, got ${labelSmoothing}: the true class would not be the likeliest`;
}

export const losses = [
  {
    type: 'half-squared-error',
    summary: 'Half the squared error.',
    formula: 'ψ = ½·e²',
    derivative: '∂ψ/∂y = e',
    parameters: { ...commonLossParameters },
    outputActivation: null,
    targets: 'numbers',
  },
  {
    type: 'squared-error',
    summary: 'The squared error.',
    formula: 'ψ = e²',
    derivative: '∂ψ/∂y = 2·e',
    parameters: { ...commonLossParameters },
    outputActivation: null,
    targets: 'numbers',
  },
  {
    type: 'absolute',
    summary: 'The absolute error, fitted by the median.',
    formula: 'ψ = |e|',
    derivative: '∂ψ/∂y = sign e, 0 at 0',
    parameters: { ...commonLossParameters },
    outputActivation: null,
    targets: 'numbers',
  },
  {
    type: 'huber',
    summary: 'Quadratic for small errors, linear for large ones.',
    formula: 'ψ = ½·e² for |e| ≤ δ, δ·(|e| − ½·δ) beyond',
    derivative: '∂ψ/∂y = min(δ, max(−δ, e))',
    parameters: {
      ...commonLossParameters,
      delta: Type.Number({
        exclusiveMinimum: 0,
        default: 1,
        description: 'δ: the error at which the loss turns linear.',
      }),
    },
    outputActivation: null,
    targets: 'numbers',
    example: { type: 'huber', delta: 0.5 },
  },
  {
    type: 'pseudo-huber',
    summary: 'A smooth Huber loss.',
    formula: 'ψ = δ²·(√(1 + (e/δ)²) − 1)',
    derivative: '∂ψ/∂y = e/√(1 + (e/δ)²)',
    parameters: {
      ...commonLossParameters,
      delta: Type.Number({
        exclusiveMinimum: 0,
        default: 1,
        description: 'δ: the error around which the loss turns linear.',
      }),
    },
    outputActivation: null,
    targets: 'numbers',
  },
  {
    type: 'log-cosh',
    summary: 'About half the squared error near 0, the absolute error far off.',
    formula: 'ψ = ln cosh e',
    derivative: '∂ψ/∂y = tanh e',
    parameters: { ...commonLossParameters },
    outputActivation: null,
    targets: 'numbers',
  },
  {
    type: 'quantile',
    summary: 'Pinball loss, fitted by a quantile.',
    formula: 'ψ = τ·(d − y) for y ≤ d, (1 − τ)·(y − d) beyond',
    derivative: '∂ψ/∂y = −τ for y < d, 1 − τ for y > d, 0 at y = d',
    parameters: {
      ...commonLossParameters,
      quantile: Type.Number({
        exclusiveMinimum: 0,
        exclusiveMaximum: 1,
        default: 0.5,
        description: 'τ: the share of targets that should lie below the output.',
      }),
    },
    outputActivation: null,
    targets: 'numbers',
    example: { type: 'quantile', quantile: 0.9 },
  },
  {
    type: 'epsilon-insensitive',
    summary: 'The absolute error beyond a band in which errors cost nothing.',
    formula: 'ψ = max(0, |e| − ε)',
    derivative: '∂ψ/∂y = sign e for |e| > ε, 0 inside',
    parameters: {
      ...commonLossParameters,
      epsilon: Type.Number({
        minimum: 0,
        default: 0.1,
        description: 'ε: half the width of the band.',
      }),
    },
    outputActivation: null,
    targets: 'numbers',
  },
  {
    type: 'cauchy',
    summary: 'Grows like a logarithm, so that outliers hardly count.',
    formula: 'ψ = ½·c²·ln(1 + (e/c)²)',
    derivative: '∂ψ/∂y = e/(1 + (e/c)²)',
    parameters: {
      ...commonLossParameters,
      scale: Type.Number({
        exclusiveMinimum: 0,
        default: 1,
        description: 'c: the error beyond which the influence of a row falls again.',
      }),
    },
    outputActivation: null,
    targets: 'numbers',
  },
  {
    type: 'poisson',
    summary: 'For counts; the output, and a prediction, is the logarithm of their expected value.',
    formula: 'ψ = e^y − d·y',
    derivative: '∂ψ/∂y = e^y − d',
    parameters: { ...commonLossParameters },
    outputActivation: null,
    targets: 'counts',
    logarithmic: true,
  },
  {
    type: 'binary-cross-entropy',
    summary: 'Logistic loss of one or several yes-or-no outputs, fused with their sigmoid.',
    formula: 'ψ = −w·d·ln y − (1 − d)·ln(1 − y), y = 1/(1 + e^(−z))',
    derivative: '∂ψ/∂z = (1 − d + w·d)·y − w·d, that is y − d for w = 1',
    parameters: {
      ...commonLossParameters,
      labelSmoothing,
      positiveWeight: Type.Number({
        exclusiveMinimum: 0,
        default: 1,
        description: 'w: weight of positive targets against negative ones.',
      }),
    },
    outputActivation: 'sigmoid',
    targets: 'probabilities',
  },
  {
    type: 'focal',
    summary: 'Binary cross-entropy in which outputs that are right already count less.',
    formula: 'ψ = −α·d·(1 − y)^γ·ln y − (1 − α)·(1 − d)·y^γ·ln(1 − y), y = 1/(1 + e^(−z))',
    derivative:
      '∂ψ/∂z = −α·d·(1 − y)^γ·(1 − y − γ·y·ln y) + (1 − α)·(1 − d)·y^γ·(y − γ·(1 − y)·ln(1 − y))',
    parameters: {
      ...commonLossParameters,
      gamma: Type.Number({
        minimum: 0,
        default: 2,
        description: 'γ: how fast outputs that are right lose weight; 0: not at all.',
      }),
      alpha: Type.Number({
        minimum: 0,
        maximum: 1,
        default: 0.25,
        description: 'α: weight of positive targets; that of negative ones is 1 − α.',
      }),
    },
    outputActivation: 'sigmoid',
    targets: 'probabilities',
    example: { type: 'focal', gamma: 1, alpha: 0.5 },
  },
  {
    type: 'cross-entropy',
    summary: 'Negative log-likelihood of the true class, fused with softmax.',
    formula: 'ψ = −Σₖ dₖ·ln yₖ, y = softmax(z/T), T the temperature of the softmax (1 by default)',
    derivative: '∂ψ/∂z = (y − d)/T',
    parameters: { ...commonLossParameters, labelSmoothing },
    outputActivation: 'softmax',
    targets: 'distribution',
    example: { type: 'cross-entropy', labelSmoothing: 0.05 },
  },
  {
    type: 'kl-divergence',
    summary: 'Kullback–Leibler divergence of the output from the target, fused with softmax.',
    formula:
      'ψ = Σₖ dₖ·ln(dₖ/yₖ), y = softmax(z/T), T the temperature of the softmax (1 by default)',
    derivative: '∂ψ/∂z = (y − d)/T',
    parameters: { ...commonLossParameters },
    outputActivation: 'softmax',
    targets: 'distribution',
  },
] as const satisfies readonly LossEntry[];
