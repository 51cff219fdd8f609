// What a column may be put through before a network sees it: the rules of a request, and the steps they
// become once fitted. The same steps, with the same figures, are in native/data/transform.h, which
// training encodes by. Pure.
import { Type } from 'typebox';
import { type CatalogEntry, choice, type Resolved, resolve } from '../catalog/entry.ts';
import type { Step } from '../native-data.ts';

const bound = (description: string) => Type.Optional(Type.Number({ description }));

const unknown = (otherwise: string) =>
  Type.Unsafe<UnknownPolicy>({
    type: 'string',
    enum: ['error', ...otherwise.split('|')],
    default: 'error',
    description:
      'A category that is none of these: `error` refuses it, `ignore` sets every unit to 0, `other` gives it a unit (or a rank) of its own, the last.',
  });

const categories = Type.Optional(
  Type.Array(Type.String(), {
    minItems: 1,
    uniqueItems: true,
    description:
      'In the order of units or ranks. Default: all of the data set, as they first came.',
  }),
);

export type UnknownPolicy = 'error' | 'ignore' | 'other';

/** In the order of how often a person will want them. */
export const transforms = [
  { type: 'none', summary: 'As it is.', formula: 'y = x', parameters: {} },
  {
    type: 'standardize',
    summary: 'Mean 0 and population standard deviation 1.',
    formula: 'y = (x − mean) / σ',
    parameters: {},
  },
  {
    type: 'min-max',
    summary: 'The smallest becomes `from`, the largest `to`.',
    formula: 'y = from + (to − from)·(x − min) / (max − min)',
    parameters: {
      from: Type.Number({ default: 0, description: 'What the smallest value becomes.' }),
      to: Type.Number({ default: 1, description: 'What the largest value becomes.' }),
    },
  },
  {
    type: 'robust',
    summary:
      'Median 0 and interquartile range 1: outliers hardly matter. σ stands in for a range of 0.',
    formula: 'y = (x − median) / (q₇₅ − q₂₅)',
    parameters: {},
  },
  {
    type: 'clip',
    summary: 'Cuts off what lies outside two bounds, given or as quantiles of the training split.',
    formula: 'y = min(max(x, lower), upper)',
    parameters: {
      min: bound('Lower bound.'),
      max: bound('Upper bound.'),
      quantiles: Type.Optional(
        Type.Array(Type.Number({ minimum: 0, maximum: 1 }), {
          minItems: 2,
          maxItems: 2,
          description: 'Shares of the values below the bounds, such as [0.01, 0.99].',
        }),
      ),
    },
    example: { type: 'clip', quantiles: [0.01, 0.99] },
  },
  {
    type: 'log',
    summary: 'Natural logarithm, of numbers above 0.',
    formula: 'y = ln x',
    parameters: {},
  },
  {
    type: 'log1p',
    summary: 'Logarithm of one more, of numbers above −1.',
    formula: 'y = ln(1 + x)',
    parameters: {},
  },
  { type: 'image', summary: 'Bytes to 0 … 1.', formula: 'y = x / 255', parameters: {} },
  {
    type: 'one-hot',
    summary: 'A unit for each category: 1 for its own, 0 for the others.',
    formula: 'yₖ = [x = k]',
    parameters: { categories, unknown: unknown('ignore|other') },
  },
  {
    type: 'ordinal',
    summary: 'The place of a category in the list: 0, 1, 2 …',
    formula: 'y = k',
    parameters: { categories, unknown: unknown('other') },
  },
] as const satisfies readonly CatalogEntry[];

export type TransformType = (typeof transforms)[number]['type'];

/** A rule with its defaults filled in. */
export interface Transform extends Resolved {
  type: TransformType;
}

/** As a request writes it. */
export type TransformChoice = string | Resolved | readonly (string | Resolved)[];

export const longestChain = 4;

const strict = { additionalProperties: false };

/** A step as it is stored; a rule becomes at most two. */
export const StepSchema = Type.Unsafe<Step>({
  type: 'object',
  discriminator: { propertyName: 'type' },
  oneOf: [
    Type.Object(
      { type: Type.Literal('scale'), offset: Type.Number(), spread: Type.Number() },
      strict,
    ),
    Type.Object(
      {
        type: Type.Literal('clip'),
        min: Type.Optional(Type.Number()),
        max: Type.Optional(Type.Number()),
      },
      strict,
    ),
    Type.Object({ type: Type.Literal('log') }, strict),
    Type.Object({ type: Type.Literal('log1p') }, strict),
  ],
});

/** A rule, or a list of rules applied one after another. */
export function transformSchema(types: readonly TransformType[], description: string) {
  const one = choice(
    undefined,
    transforms.filter(({ type }) => types.includes(type)),
  );
  const chain = { type: 'array', items: one, minItems: 1, maxItems: longestChain };
  return Type.Unsafe<TransformChoice>({ anyOf: [one, chain], description });
}

/** `none` is an empty chain. */
export function chainOf(given: TransformChoice): Transform[] {
  const list = Array.isArray(given) ? given : [given as string | Resolved];
  return list
    .map((one) => resolve(transforms, one) as Transform)
    .filter(({ type }) => type !== 'none');
}

/** What fitting a rule takes from the training split. */
export interface FitFigures {
  mean: number;
  /** Population. */
  std: number;
  min: number;
  max: number;
  /** At the shares that sharesOf() asks for. */
  quantiles: readonly number[];
}

/** Quantiles that fitting a rule needs. */
export function sharesOf(rule: Transform): number[] {
  if (rule.type === 'robust') return [0.25, 0.5, 0.75];
  return rule.type === 'clip' ? ((rule.quantiles as number[] | undefined) ?? []) : [];
}

/** Whether a rule depends on the values. */
export function isFitted(rule: Transform): boolean {
  return ['standardize', 'min-max', 'robust'].includes(rule.type) || sharesOf(rule).length > 0;
}

/** The steps of a rule; a column that is constant on the training split becomes 0. */
export function stepsOf(rule: Transform, figures: FitFigures | undefined): Step[] {
  switch (rule.type) {
    case 'none':
    case 'one-hot':
    case 'ordinal':
      return [];
    case 'log':
    case 'log1p':
      return [{ type: rule.type }];
    case 'image':
      return [{ type: 'scale', offset: 0, spread: 255 }];
    case 'clip':
      return [clipStep(rule, figures)];
  }
  if (figures === undefined) throw new RangeError(`${rule.type} has to be fitted`);
  const { mean, std, min, max, quantiles } = figures;
  if (rule.type === 'standardize') {
    return [{ type: 'scale', offset: mean, spread: max > min ? std : 0 }];
  }
  if (rule.type === 'robust') {
    const [low, median, high] = quantiles as [number, number, number];
    const range = high - low;
    return [{ type: 'scale', offset: median, spread: range > 0 ? range : max > min ? std : 0 }];
  }
  const scale = { type: 'scale', offset: min, spread: max - min } as const;
  const { from, to } = rule as unknown as { from: number; to: number };
  if (from === 0 && to === 1) return [scale];
  return [scale, { type: 'scale', offset: -from / (to - from), spread: 1 / (to - from) }];
}

function clipStep({ min, max, quantiles }: Transform, figures: FitFigures | undefined): Step {
  if (quantiles !== undefined) {
    const [low, high] = figures?.quantiles as [number, number];
    return { type: 'clip', min: low, max: high };
  }
  return {
    type: 'clip',
    ...(min === undefined ? {} : { min: min as number }),
    ...(max === undefined ? {} : { max: max as number }),
  };
}

/** What the steps make of a number; not finite where one has no result for it. */
export function applySteps(steps: readonly Step[], value: number): number {
  let v = value;
  for (const step of steps) {
    switch (step.type) {
      case 'scale':
        v = step.spread === 0 ? 0 : (v - step.offset) / step.spread;
        break;
      case 'clip':
        v = Math.min(Math.max(v, step.min ?? -Infinity), step.max ?? Infinity);
        break;
      case 'log':
        v = Math.log(v);
        break;
      case 'log1p':
        v = Math.log1p(v);
        break;
    }
  }
  return v;
}

/** The number that the steps made `value` of; where a clip has cut it, the bound. */
export function invertSteps(steps: readonly Step[], value: number): number {
  let v = value;
  for (let i = steps.length - 1; i >= 0; i -= 1) {
    const step = steps[i] as Step;
    if (step.type === 'scale') v = v * step.spread + step.offset;
    else if (step.type === 'log') v = Math.exp(v);
    else if (step.type === 'log1p') v = Math.expm1(v);
  }
  return v;
}

/**
 * Derivative of what the steps make of a number by that number, where they made `value` of it; 0 at the
 * bounds of a clip, which most numbers there lie beyond.
 */
export function slopeOfSteps(steps: readonly Step[], value: number): number {
  let slope = 1;
  let v = value;
  for (let i = steps.length - 1; i >= 0; i -= 1) {
    const step = steps[i] as Step;
    if (step.type === 'scale') slope *= step.spread === 0 ? 0 : 1 / step.spread;
    else if (step.type !== 'clip') slope *= Math.exp(-v);
    else if (v <= (step.min ?? -Infinity) || v >= (step.max ?? Infinity)) slope = 0;
    v = invertSteps([step], v);
  }
  return slope;
}

/** Where the chain takes numbers from: the first step that cannot take all of them says what it needs. */
export function domainOf(steps: readonly Step[]): string {
  const needs = { log: 'log needs numbers above 0', log1p: 'log1p needs numbers above -1' };
  const step = steps.find(({ type }) => type === 'log' || type === 'log1p');
  return step === undefined ? 'the result is not finite' : needs[step.type as 'log' | 'log1p'];
}
