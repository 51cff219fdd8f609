// Fitting planned columns on the training split: every figure against a slow reference, no row of
// another split having a say, and what is said of rows that a step cannot take.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { native } from '../../src/native.ts';
import { fitColumns } from '../../src/training/column-fit.ts';
import { TrainingFailure } from '../../src/training/failure.ts';
import { scaled } from '../../src/training/preprocessing.ts';
import type { CategoryPlan, ColumnPlan, NumberPlan } from '../../src/training/protocol.ts';
import type { Splits } from '../../src/training/splits.ts';
import { chainOf, type TransformChoice } from '../../src/training/transforms.ts';
import { records } from '../support/record-tables.ts';

function number(
  column: number,
  rules: TransformChoice,
  more: Partial<NumberPlan> = {},
): NumberPlan {
  const place = { offset: 8 * column, type: 'f64' } as const;
  const plain = { kind: 'number', fill: null, indicator: false } as const;
  return { ...plain, name: `x${column}`, place, rules: chainOf(rules), ...more };
}

const fit = (rows: readonly (readonly number[])[], plans: readonly ColumnPlan[], splits: Splits) =>
  fitColumns(native, records(rows), plans, splits);

const part = (...rows: number[]) => Uint32Array.from(rows);
const firstTwenty: Splits = {
  train: Uint32Array.from({ length: 20 }, (_, i) => i),
  validation: part(20, 21, 22),
  test: part(23, 24, 25, 26),
};

const chains: readonly TransformChoice[] = [
  'standardize',
  'min-max',
  'robust',
  'log1p',
  ['log', 'standardize'],
  [{ type: 'clip', quantiles: [0.1, 0.9] }, 'standardize'],
  [{ type: 'clip', quantiles: [0.05, 0.95] }, 'log', 'robust', 'min-max'],
];
const value = fc.double({ min: 0.01, max: 1e4, noNaN: true });

test('rows of other splits never change what is fitted', async () => {
  const plans = [
    ...chains.map((chain) => number(0, chain)),
    number(1, ['robust'], { fill: 'median', indicator: true }),
    number(1, 'standardize', { fill: 'mean' }),
  ];
  const cell = fc.oneof({ weight: 5, arbitrary: value }, fc.constant(Number.NaN));
  const row = fc.tuple(value, cell);
  await fc.assert(
    fc.asyncProperty(
      fc
        .array(row, { minLength: 20, maxLength: 20 })
        .filter((rows) => rows.some(([, second]) => !Number.isNaN(second))),
      fc.array(row, { minLength: 7, maxLength: 7 }),
      fc.array(row, { minLength: 7, maxLength: 7 }),
      async (train, before, after) => {
        const first = await fit([...train, ...before], plans, firstTwenty);
        const second = await fit([...train, ...after], plans, firstTwenty);
        assert.deepEqual(first, second);
      },
    ),
    { numRuns: 40 },
  );
});

/** Of a chain over all `values`, by definition. */
function reference(choice: TransformChoice, values: readonly number[]): number[] {
  let seen = [...values];
  for (const rule of chainOf(choice)) {
    const sorted = seen.toSorted((a, b) => a - b);
    const at = (share: number) => {
      const place = share * (sorted.length - 1);
      const [a, b] = [sorted[Math.floor(place)] as number, sorted[Math.ceil(place)] as number];
      return a + (b - a) * (place % 1);
    };
    const [min, max] = [at(0), at(1)];
    const mean = seen.reduce((sum, x) => sum + x / seen.length, 0);
    const std = Math.sqrt(seen.reduce((sum, x) => sum + (x - mean) ** 2 / seen.length, 0));
    const [low = 0, high = 0] = (rule.quantiles as number[] | undefined) ?? [];
    const make: Record<string, (x: number) => number> = {
      standardize: (x) => (x - mean) / std,
      'min-max': (x) => (x - min) / (max - min),
      robust: (x) => (x - at(0.5)) / (at(0.75) - at(0.25)),
      log: Math.log,
      log1p: (x) => Math.log(1 + x),
      clip: (x) => Math.min(at(high), Math.max(at(low), x)),
    };
    seen = seen.map(make[rule.type] as (x: number) => number);
  }
  return seen;
}

test('chains are fitted rule by rule to what the rules before make of the values', async () => {
  const distinct = fc.uniqueArray(value, { minLength: 27, maxLength: 27 });
  await fc.assert(
    fc.asyncProperty(distinct, fc.constantFrom(...chains), async (values, chain) => {
      const rows = values.map((x) => [x]);
      const [column = assert.fail()] = await fit(rows, [number(0, chain)], firstTwenty);
      const expected = reference(chain, values.slice(0, 20));
      const scale = Math.max(1, ...expected.map(Math.abs));
      for (const [i, wanted] of expected.entries()) {
        const off = Math.abs(scaled(column, values[i] as number) - wanted);
        assert.ok(off <= 1e-7 * scale, `${off} off`);
      }
    }),
  );
});

describe('missing values', () => {
  const all: Splits = { train: part(0, 1, 2, 3), validation: part(), test: part() };
  const rows = [[1], [Number.NaN], [2], [9]];

  test('are filled by a figure of the values present, before the steps', async () => {
    const plans = [
      number(0, 'log', { fill: 'median' }),
      number(0, 'standardize', { fill: 'mean', indicator: true }),
      number(0, 'none', { fill: -7 }),
    ];
    const [median, mean, constant] = await fit(rows, plans, all);
    assert.deepEqual([median?.fill, mean?.fill, constant?.fill], [2, 4, -7]);
    assert.deepEqual([median?.indicator, mean?.indicator], [undefined, true]);
    assert.deepEqual(mean?.steps[0]?.type === 'scale' && mean.steps[0].offset, 4);
  });

  test('a column without a value to fit', async () => {
    const train = part(1);
    await assert.rejects(
      fit(rows, [number(0, 'standardize')], { ...all, train }),
      (error) =>
        error instanceof TrainingFailure && /"x0" has no finite values/.test(error.message),
    );
  });
});

describe('logarithms', () => {
  const rows = [[3], [2], [-4], [5]];
  const refused = (pattern: RegExp) => (error: unknown) =>
    error instanceof TrainingFailure &&
    error.code === 'invalid-data' &&
    pattern.test(error.message);

  test('name the row that they have no result for, in whatever split it is', async () => {
    const where = /^Column "x0", row 3: -4 cannot be encoded, for log needs numbers above 0\./;
    for (const name of ['train', 'validation', 'test'] as const) {
      const splits = { train: part(0, 1), validation: part(3), test: part(3), [name]: part(1, 2) };
      for (const chain of ['log', ['log', 'standardize']]) {
        await assert.rejects(fit(rows, [number(0, chain)], splits), refused(where));
      }
    }
  });

  test('a row that is not used does not matter, nor one that a clip keeps away', async () => {
    const splits = { train: part(0, 1), validation: part(3), test: part() };
    const [column] = await fit(rows, [number(0, ['log'])], splits);
    assert.deepEqual(column?.steps, [{ type: 'log' }]);
    const chain = [{ type: 'clip', min: 1 }, 'log'];
    await fit(rows, [number(0, chain)], { ...splits, train: part(0, 1, 2) });
  });
});

test('ranks are fitted as what their codes stand for', async () => {
  const plan: CategoryPlan = {
    ...{ kind: 'category', type: 'category', name: 's', place: { offset: 0, type: 'f64' } },
    ...{ encoding: 'ordinal', categories: ['s', 'm', 'l'], codes: [2, 0, 1], fill: 'm' },
    ...{ rules: chainOf('min-max'), indicator: false },
  };
  const splits = { train: part(0, 1, 2), validation: part(), test: part() };
  const [column = assert.fail()] = await fit([[0], [1], [1]], [plan], splits);
  assert.deepEqual(column.steps, [{ type: 'scale', offset: 0, spread: 2 }]);
  assert.deepEqual([column.fill, column.categories], ['m', ['s', 'm', 'l']]);
});
