// Encoding of columns: what the rules become, the round trip, and what is said about values that a
// column cannot take. The figures come from an independent reference in this file.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Step } from '../../src/native-data.ts';
import {
  encode,
  encodedWidth,
  type FittedColumn,
  scaled,
  toField,
  unscaled,
} from '../../src/training/preprocessing.ts';
import { chainOf, sharesOf, stepsOf, type TransformChoice } from '../../src/training/transforms.ts';

const number: FittedColumn = {
  name: 'x',
  type: 'number',
  encoding: 'value',
  steps: [],
  fill: null,
};

function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const [a, b] = [sorted[Math.floor(place)] as number, sorted[Math.ceil(place)] as number];
  return a + (b - a) * (place - Math.floor(place));
}

function figuresOf(values: readonly number[], shares: readonly number[]) {
  const mean = values.reduce((sum, x) => sum + x / values.length, 0);
  const std = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2 / values.length, 0));
  const sorted = values.toSorted((a, b) => a - b);
  const quantiles = shares.map((share) => quantile(sorted, share));
  return { mean, std, quantiles, min: sorted[0] as number, max: sorted.at(-1) as number };
}

/** The steps of a chain, each rule fitted to what those before it make of the values. */
function fitted(choice: TransformChoice, values: readonly number[]): Step[] {
  const steps: Step[] = [];
  for (const rule of chainOf(choice)) {
    const seen = values.map((x) => scaled({ steps }, x));
    steps.push(...stepsOf(rule, figuresOf(seen, sharesOf(rule))));
  }
  return steps;
}

const values = fc.array(fc.double({ min: 0.5, max: 1e6, noNaN: true }), {
  minLength: 2,
  maxLength: 50,
});
const invertible: readonly TransformChoice[] = [
  'none',
  'standardize',
  'min-max',
  { type: 'min-max', from: -1, to: 1 },
  'robust',
  'image',
  'log',
  'log1p',
  ['log', 'standardize'],
  ['log1p', 'min-max'],
  ['robust', { type: 'clip', min: -1e9, max: 1e9 }, 'standardize'],
];

describe('numbers', () => {
  test('every rule that loses nothing decodes to what it has encoded', () => {
    fc.assert(
      fc.property(values, fc.constantFrom(...invertible), (numbers, choice) => {
        const column = { steps: fitted(choice, numbers) };
        const spread = column.steps.every((step) => step.type !== 'scale' || step.spread !== 0);
        fc.pre(spread);
        const largest = Math.max(...numbers);
        for (const x of numbers) {
          const back = unscaled(column, scaled(column, x));
          assert.ok(Math.abs(back - x) <= 1e-9 * largest, `${x} became ${back}`);
        }
      }),
    );
  });

  test('the figures that the rules promise', () => {
    const numbers = [1, 2, 4, 9, 100];
    const encoded = (choice: TransformChoice) => {
      const column = { steps: fitted(choice, numbers) };
      return numbers.map((x) => scaled(column, x));
    };
    const close = (actual: readonly number[], expected: readonly number[]) => {
      for (const [i, x] of expected.entries()) {
        assert.ok(Math.abs((actual[i] as number) - x) < 1e-14, `${actual}, expected ${expected}`);
      }
    };
    const { mean, std } = figuresOf(encoded('standardize'), []);
    close([mean, std], [0, 1]);
    close(
      encoded('min-max'),
      numbers.map((x) => (x - 1) / 99),
    );
    close(
      encoded({ type: 'min-max', from: -1, to: 3 }),
      numbers.map((x) => -1 + (4 * (x - 1)) / 99),
    );
    close(
      encoded('robust'),
      numbers.map((x) => (x - 4) / 7),
    );
    close(
      encoded('image'),
      numbers.map((x) => x / 255),
    );
    close(encoded('log'), numbers.map(Math.log));
    close(encoded({ type: 'clip', min: 2 }), [2, 2, 4, 9, 100]);
    close(encoded({ type: 'clip', quantiles: [0.25, 0.75] }), [2, 2, 4, 9, 9]);
    // The rule after a clip is fitted to clipped values: their mean is 5.2, not 23.2.
    const clipped = encoded([{ type: 'clip', max: 9 }, 'standardize']);
    close([figuresOf(clipped, []).mean, figuresOf(clipped, []).std], [0, 1]);
    close([clipped[4] as number], [clipped[3] as number]);
  });

  test('a constant column becomes 0 and comes back as its constant', () => {
    for (const rule of ['standardize', 'min-max', 'robust']) {
      const column = { steps: fitted(rule, [0.1, 0.1, 0.1]) };
      assert.deepEqual([scaled(column, 0.1), scaled(column, 5), unscaled(column, 0)], [0, 0, 0.1]);
    }
  });

  test('robust takes the standard deviation where the quartiles are one value', () => {
    const column = { steps: fitted('robust', [3, 3, 3, 3, 3, 3, 3, 11]) };
    const std = Math.sqrt(7);
    assert.ok(Math.abs(scaled(column, 11) - 8 / std) < 1e-14);
  });

  test('a missing number takes what stands in for it, before the steps, or is refused', () => {
    const column = { ...number, steps: fitted('standardize', [8, 12]), fill: 9 };
    const out = [Number.NaN, Number.NaN];
    assert.equal(encode(column, null, out, 0), undefined);
    assert.deepEqual(out, [-0.5, Number.NaN]);
    const told = { ...column, indicator: true };
    assert.equal(encodedWidth(told), 2);
    assert.equal(encode(told, undefined, out, 0), undefined);
    assert.deepEqual(out, [-0.5, 1]);
    assert.equal(encode(told, 12, out, 0), undefined);
    assert.deepEqual(out, [1, 0]);
    assert.match(encode(number, null, out, 0) ?? '', /missing/);
  });

  test('values that are not numbers, or have no logarithm, are refused with what came', () => {
    assert.match(encode(number, '3', [], 0) ?? '', /got a string/);
    assert.match(encode(number, [3], [], 0) ?? '', /got an array/);
    assert.match(encode(number, Number.POSITIVE_INFINITY, [], 0) ?? '', /finite/);
    const log = { ...number, steps: fitted('log', []) };
    assert.match(encode(log, -3, [], 0) ?? '', /^-3 cannot be encoded: log needs numbers above 0$/);
    const log1p = { ...number, steps: fitted(['log1p'], []) };
    assert.match(encode(log1p, -1, [], 0) ?? '', /numbers above -1/);
  });

  test('a vector is encoded value by value, each of which may be filled in', () => {
    const column = { ...number, width: 2, fill: 5, steps: fitted('image', []) };
    const out: number[] = [];
    assert.equal(encode(column, [255, null], out, 0), undefined);
    assert.deepEqual(out, [1, 5 / 255]);
    assert.equal(encode(column, null, out, 0), undefined);
    assert.deepEqual(out, [5 / 255, 5 / 255]);
    assert.match(encode({ ...column, fill: null }, [1, null], out, 0) ?? '', /^value 1: .*missing/);
    assert.match(encode(column, [1], out, 0) ?? '', /expected an array of 2 numbers, got 1/);
  });
});

describe('categories', () => {
  const colour: FittedColumn = {
    ...number,
    ...{ name: 's', type: 'category', encoding: 'one-hot', categories: ['a', 'b', 'c'] },
  };
  const encoded = (column: FittedColumn, value: unknown) => {
    const out = new Array<number>(encodedWidth(column)).fill(9);
    return encode(column, value, out, 0) ?? out;
  };

  test('one-hot at its place, an unknown one by its policy', () => {
    const out = [9, 9, 9, 9, 9];
    assert.equal(encode(colour, 'b', out, 1), undefined);
    assert.deepEqual(out, [9, 0, 1, 0, 9]);
    assert.match(String(encoded(colour, 'd')), /"d" is not a category .*"a", "b", "c"/);
    assert.match(String(encoded(colour, 3)), /expected a category, got a number/);
    assert.match(String(encoded(colour, null)), /got nothing/);
    assert.deepEqual(encoded({ ...colour, unknown: 'ignore' }, 'd'), [0, 0, 0]);
    assert.deepEqual(encoded({ ...colour, unknown: 'other' }, 'd'), [0, 0, 0, 1]);
    assert.deepEqual(encoded({ ...colour, unknown: 'other' }, 'a'), [1, 0, 0, 0]);
  });

  test('a missing category: a constant one, or an indicator', () => {
    assert.deepEqual(encoded({ ...colour, fill: 'c' }, null), [0, 0, 1]);
    assert.deepEqual(encoded({ ...colour, indicator: true }, null), [0, 0, 0, 1]);
    assert.deepEqual(encoded({ ...colour, indicator: true }, 'a'), [1, 0, 0, 0]);
  });

  test('ordinal is the place in the list, which rules for numbers may follow', () => {
    const size: FittedColumn = { ...colour, encoding: 'ordinal', steps: fitted('min-max', [0, 2]) };
    assert.deepEqual(encoded(size, 'b'), [0.5]);
    assert.deepEqual(encoded({ ...size, unknown: 'other' }, 'z'), [1.5]);
    assert.match(String(encoded(size, 'z')), /not a category/);
  });

  test('a boolean may be a category', () => {
    const flag: FittedColumn = { ...colour, type: 'boolean', categories: ['false', 'true'] };
    assert.deepEqual(encoded(flag, true), [0, 1]);
    assert.deepEqual(encoded(flag, 'false'), [1, 0]);
    assert.equal(encoded({ ...number, type: 'boolean' }, true)[0], 1);
  });
});

test('the native field says the same as the encoding', () => {
  const steps = fitted('min-max', [1, 20]);
  const place = { offset: 16, type: 'f64' } as const;
  assert.deepEqual(toField({ ...number, steps, fill: 9 }, place), {
    ...{ offset: 16, type: 'f64', count: 1, encoding: 'value', indicator: false, fill: 9 },
    steps: [{ type: 'scale', offset: 1, spread: 19 }],
  });
  const species: FittedColumn = {
    ...number,
    ...{
      encoding: 'one-hot',
      categories: ['a', 'b'],
      unknown: 'other',
      fill: 'b',
      indicator: true,
    },
  };
  assert.deepEqual(toField(species, { offset: 0, type: 'i32' }, [1, 2, 0]), {
    ...{ offset: 0, type: 'i32', count: 1, encoding: 'one-hot', classes: 3, indicator: true },
    ...{ steps: [], fill: 1, codes: [1, 2, 0] },
  });
});
