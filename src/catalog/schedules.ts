// The catalogue's learning-rate schedules, in the order of native/schedules/list.h. η is the learning
// rate of the optimiser, t counts steps or epochs from 0, s is the share of all steps that are done.
// Definitions are PyTorch's where it has them.
import { Type } from 'typebox';
import type { CatalogEntry } from './entry.ts';

/** Before every schedule. */
const warmup = {
  warmupSteps: Type.Integer({
    minimum: 0,
    maximum: 1e9,
    default: 0,
    description:
      'Steps over which the rate first grows, linearly, to where the schedule begins; t and s count from their end.',
  }),
  warmupFrom: Type.Number({
    minimum: 0,
    maximum: 1,
    default: 0.1,
    description: 'Share of the rate that the first of those steps has.',
  }),
};

const per = (byDefault: 'epoch' | 'step') =>
  Type.Unsafe<'epoch' | 'step'>({
    type: 'string',
    enum: ['epoch', 'step'],
    default: byDefault,
    description: 'What t counts.',
  });

const gamma = (byDefault: number) =>
  Type.Number({ exclusiveMinimum: 0, maximum: 1, default: byDefault, description: 'γ.' });

const minimumRate = Type.Number({
  minimum: 0,
  default: 0,
  description: 'η_min: the rate does not go below it.',
});

export const schedules = [
  {
    type: 'constant',
    summary: 'The same rate all the time.',
    formula: 'η',
    parameters: { ...warmup },
    example: { type: 'constant', warmupSteps: 20 },
  },
  {
    type: 'inverse-time',
    summary: 'Falls to 0 slowly enough to get anywhere, fast enough to come to rest.',
    formula: 'η/(1 + κ·t)',
    source: 'Robbins & Monro (1951)',
    parameters: {
      decay: Type.Number({ minimum: 0, default: 0.01, description: 'κ.' }),
      per: per('step'),
      ...warmup,
    },
    example: { type: 'inverse-time', decay: 0.05 },
  },
  {
    type: 'step',
    summary: 'Falls by one factor every so often.',
    formula: 'η·γ^⌊t/n⌋',
    parameters: {
      every: Type.Integer({ minimum: 1, default: 10, description: 'n.' }),
      gamma: gamma(0.1),
      per: per('epoch'),
      ...warmup,
    },
    example: { type: 'step', every: 5, gamma: 0.5 },
  },
  {
    type: 'exponential',
    summary: 'Falls by one factor all the time.',
    formula: 'η·γ^t',
    parameters: { gamma: gamma(0.95), per: per('epoch'), ...warmup },
    example: { type: 'exponential', gamma: 0.9 },
  },
  {
    type: 'cosine',
    summary: 'Falls along half a cosine that ends with the job.',
    formula: 'η_min + (η − η_min)·(1 + cos πs)/2',
    source: 'Loshchilov & Hutter (2017)',
    parameters: { minimumRate, ...warmup },
    example: { type: 'cosine', warmupSteps: 20 },
  },
  {
    type: 'one-cycle',
    summary: 'Up to a high rate, then down to a very low one, both along half a cosine.',
    formula: 'from η/a to η over a share ρ of the steps, then to η/(a·b)',
    source: 'Smith & Topin (2019)',
    parameters: {
      rise: Type.Number({
        exclusiveMinimum: 0,
        exclusiveMaximum: 1,
        default: 0.3,
        description: 'ρ.',
      }),
      startDivisor: Type.Number({ minimum: 1, default: 25, description: 'a.' }),
      endDivisor: Type.Number({ minimum: 1, default: 10_000, description: 'b.' }),
      ...warmup,
    },
    example: { type: 'one-cycle' },
  },
  {
    type: 'reduce-on-plateau',
    summary: 'Falls by one factor whenever a metric no longer gets better.',
    formula: 'max(η·f^k, η_min), k the plateaus so far',
    parameters: {
      metric: Type.String({
        maxLength: 200,
        default: 'train.loss',
        description:
          'What must get better: `train.loss`, or a metric of the job on the validation split, such as `validation.accuracy`.',
      }),
      factor: Type.Number({
        exclusiveMinimum: 0,
        exclusiveMaximum: 1,
        default: 0.1,
        description: 'f.',
      }),
      patience: Type.Integer({
        minimum: 0,
        maximum: 1e9,
        default: 10,
        description: 'Measurements without getting better that are borne; one more is a plateau.',
      }),
      threshold: Type.Number({
        minimum: 0,
        maximum: 1,
        default: 1e-4,
        description: 'Share of the best by which a measurement must beat it.',
      }),
      cooldown: Type.Integer({
        minimum: 0,
        maximum: 1e9,
        default: 0,
        description: 'Measurements after a plateau that are not counted.',
      }),
      minimumRate,
      ...warmup,
    },
    example: { type: 'reduce-on-plateau', patience: 2, factor: 0.5 },
  },
] as const satisfies readonly CatalogEntry[];
