// How parameters get their first values: native/initializers, one row each.
import { Type } from 'typebox';
import type { CatalogEntry } from './entry.ts';

export const initializers: readonly CatalogEntry[] = [
  {
    type: 'zeros',
    summary: 'All values 0: what biases start from.',
    formula: 'w = 0',
    parameters: {},
  },
  {
    type: 'constant',
    summary: 'All values the same.',
    formula: 'w = value',
    parameters: { value: Type.Number({ description: 'The value.' }) },
    example: { type: 'constant', value: 0.1 },
  },
  {
    type: 'explicit',
    summary: 'Values written out, in the shape of the parameter.',
    formula: 'w = values',
    parameters: {
      values: Type.Union([Type.Array(Type.Number()), Type.Array(Type.Array(Type.Number()))], {
        description: 'Weights: one array of units for each input. Biases: one number a unit.',
      }),
    },
    example: {
      type: 'explicit',
      values: [
        [0.5, -0.5, 0.25],
        [-0.25, 0.5, 1],
      ],
    },
  },
  {
    type: 'uniform',
    summary: 'Uniform between two bounds.',
    formula: 'w ~ U[low, high)',
    parameters: {
      low: Type.Number({ default: -0.05, description: 'Lower bound.' }),
      high: Type.Number({ default: 0.05, description: 'Upper bound, not less than `low`.' }),
    },
    example: { type: 'uniform', low: -0.5, high: 0.5 },
  },
  {
    type: 'normal',
    summary: 'Normal with a given mean and standard deviation.',
    formula: 'w ~ N(mean, standardDeviation²)',
    parameters: {
      mean: Type.Number({ default: 0, description: 'Mean.' }),
      standardDeviation: Type.Number({
        default: 0.05,
        exclusiveMinimum: 0,
        description: 'Standard deviation.',
      }),
    },
    example: { type: 'normal', standardDeviation: 0.3 },
  },
  {
    type: 'glorot-uniform',
    summary:
      'Keeps the size of signals in both directions (Glorot, Bengio 2010); the default for dense layers.',
    formula: 'w ~ U(−a, a), a = √(6 / (fanIn + fanOut))',
    parameters: {},
  },
  {
    type: 'glorot-normal',
    summary: 'As glorot-uniform, from a normal distribution.',
    formula: 'w ~ N(0, 2 / (fanIn + fanOut))',
    parameters: {},
  },
  {
    type: 'glorot',
    summary: 'Another name of glorot-uniform.',
    formula: 'w ~ U(−a, a), a = √(6 / (fanIn + fanOut))',
    parameters: {},
  },
  {
    type: 'he-uniform',
    summary: 'Keeps the size of signals through rectifiers (He et al. 2015).',
    formula: 'w ~ U(−a, a), a = √(6 / fanIn)',
    parameters: {},
  },
  {
    type: 'he-normal',
    summary: 'As he-uniform, from a normal distribution; the default before the ReLU family.',
    formula: 'w ~ N(0, 2 / fanIn)',
    parameters: {},
  },
  {
    type: 'he',
    summary: 'Another name of he-normal.',
    formula: 'w ~ N(0, 2 / fanIn)',
    parameters: {},
  },
  {
    type: 'lecun-uniform',
    summary: 'Keeps the size of signals forward (LeCun et al. 1998).',
    formula: 'w ~ U(−a, a), a = √(3 / fanIn)',
    parameters: {},
  },
  {
    type: 'lecun-normal',
    summary: 'As lecun-uniform, from a normal distribution; suits selu.',
    formula: 'w ~ N(0, 1 / fanIn)',
    parameters: {},
  },
  {
    type: 'orthogonal',
    summary: 'Orthonormal rows or columns, whichever are fewer (Saxe et al. 2014); matrices only.',
    formula: 'W·Wᵀ = gain²·I or Wᵀ·W = gain²·I',
    parameters: {
      gain: Type.Number({ default: 1, exclusiveMinimum: 0, description: 'Length of the vectors.' }),
    },
  },
];
