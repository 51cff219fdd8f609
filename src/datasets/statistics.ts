// Statistics of a column as a client sees them, and their schema. They come from the addon, which gathers
// them in one pass while the rows are read (native/data/column_statistics.h).
import { type Static, Type } from 'typebox';
import type { ColumnSummary } from '../native-data.ts';
import { timeText } from './formats/timestamps.ts';

const number = (description: string) =>
  Type.Optional(Type.Union([Type.Number(), Type.Null()], { description }));
const limit = (description: string) =>
  Type.Optional(Type.Union([Type.Number(), Type.String(), Type.Null()], { description }));

/** Places of the quantiles, as kQuantileShares has them. */
const quantileNames = ['p1', 'p5', 'p25', 'p50', 'p75', 'p95', 'p99'] as const;

const Quantiles = Type.Object(
  Object.fromEntries(quantileNames.map((name) => [name, Type.Number()])) as Record<
    (typeof quantileNames)[number],
    ReturnType<typeof Type.Number>
  >,
  {
    description:
      'The value below which 1, 5, … 99 % of the values lie, linear between two of them; `p50` is the median.',
  },
);

const Distinct = Type.Object(
  {
    count: Type.Integer(),
    error: Type.Number({
      description: 'Relative standard error: 0, the count is exact, up to 1,024 values.',
    }),
  },
  { description: 'How many different values there are.' },
);

const Histogram = Type.Object(
  {
    edges: Type.Array(Type.Number(), { description: 'One more than there are counts.' }),
    counts: Type.Array(Type.Integer()),
  },
  { description: 'Values in intervals of equal width; the last includes its upper edge.' },
);

const Top = Type.Array(Type.Object({ value: Type.String(), count: Type.Integer() }), {
  description: 'The most frequent categories, at most 10.',
});

/** Fields of a column; `min` to `histogram` are of number, integer, timestamp and vector columns. */
export const statisticsFields = {
  count: Type.Integer({ description: 'Rows with a value; of a vector all its values are there.' }),
  missing: Type.Integer({ description: 'Rows without a value, or whose number is not finite.' }),
  min: limit(
    'Of the values present; an integer beyond 2⁵³ is a string, a time RFC 3339. The other figures of times are milliseconds since 1970-01-01T00:00:00Z, `std` milliseconds.',
  ),
  max: limit('As `min`.'),
  mean: number('Of the values present.'),
  std: number('Of the population.'),
  quantiles: Type.Optional(Quantiles),
  rankError: Type.Optional(
    Type.Number({
      description:
        'How far the place of a quantile, or a count of the histogram, may be off, as a share of the values: 0 up to 4,096 values, then 0.01; more in data sets of more than 1,300 columns.',
    }),
  ),
  histogram: Type.Optional(Histogram),
  distinct: Type.Optional(Distinct),
  top: Type.Optional(Top),
};

const Statistics = Type.Object(statisticsFields);
export type ColumnStatistics = Static<typeof Statistics>;

/** Categories in a list of the most frequent. */
const topLength = 10;

export function statisticsOf(summary: ColumnSummary, rowCount: number): ColumnStatistics {
  const { type, missing, distinct = 0, distinctError: error = 0 } = summary;
  const count = rowCount - missing;
  switch (type) {
    case 'number':
    case 'integer':
    case 'vector':
      return { count, missing, ...figuresOf(summary), distinct: { count: distinct, error } };
    case 'timestamp': {
      const figures = figuresOf(summary);
      const limits = { min: timeOrNull(figures.min), max: timeOrNull(figures.max) };
      return { count, missing, ...figures, ...limits, distinct: { count: distinct, error } };
    }
    case 'boolean':
    case 'category': {
      const top = topOf(summary);
      return { count, missing, distinct: { count: namesIn(summary), error: 0 }, top };
    }
    case 'text':
      return { count, missing, distinct: { count: distinct, error } };
  }
}

function timeOrNull(milliseconds: ColumnStatistics['min']): string | null {
  return typeof milliseconds === 'number' ? timeText(milliseconds) : null;
}

function figuresOf(summary: ColumnSummary): Partial<ColumnStatistics> {
  const { min = null, max = null, mean = null, std = null } = summary;
  const figures = { min: inJson(min), max: inJson(max), mean, std };
  const { quantiles, rankError = 0, histogram = [] } = summary;
  if (quantiles === undefined) return figures;
  const named = quantileNames.map((name, i) => [name, quantiles[i]]);
  return {
    ...figures,
    quantiles: Object.fromEntries(named) as NonNullable<ColumnStatistics['quantiles']>,
    rankError,
    histogram: { edges: edgesOf(Number(min), Number(max), histogram.length), counts: histogram },
  };
}

function edgesOf(min: number, max: number, bins: number): number[] {
  const inner = Array.from({ length: bins - 1 }, (_, i) => {
    const share = (i + 1) / bins;
    return min * (1 - share) + max * share;
  });
  return [min, ...inner, max];
}

/** Booleans have two names whether or not both came. */
function namesIn({ counts = [] }: ColumnSummary): number {
  return counts.filter((count) => count > 0).length;
}

function topOf({ values = [], counts = [] }: ColumnSummary) {
  return values
    .map((value, code) => ({ value, count: counts[code] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, topLength);
}

/** Integers that a JSON reader may round leave as strings. */
export function inJson<T>(value: T | bigint): T | number | string {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
