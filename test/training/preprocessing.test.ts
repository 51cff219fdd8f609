// Encoding of columns: its round trip, its figures, and what it says about values it cannot take.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  encode,
  encodedWidth,
  fitCategory,
  fitNumber,
  scaled,
  toField,
  unscaled,
} from '../../src/training/preprocessing.ts';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
  minLength: 2,
  maxLength: 50,
});

function statisticsOf(numbers: readonly number[]) {
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  const std = Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length);
  const sorted = numbers.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] as number;
  return { mean, std, median, min: Math.min(...numbers), max: Math.max(...numbers) };
}

test('scaling and its inverse agree, for every rule', () => {
  fc.assert(
    fc.property(
      values,
      fc.constantFrom('none', 'standardize', 'min-max' as const),
      (numbers, rule) => {
        const statistics = statisticsOf(numbers);
        const column = fitNumber('x', rule, null, statistics);
        const tolerance = 1e-12 * Math.max(Math.abs(statistics.min), Math.abs(statistics.max), 1);
        for (const x of numbers) {
          const back = unscaled(column, scaled(column, x));
          assert.ok(Math.abs(back - x) <= tolerance, `${x} became ${back}`);
        }
      },
    ),
  );
});

test('standardize gives mean 0 and deviation 1, min-max gives 0 to 1', () => {
  const numbers = [1, 2, 4, 9];
  const statistics = statisticsOf(numbers);
  const standard = numbers.map((x) => scaled(fitNumber('x', 'standardize', null, statistics), x));
  const again = statisticsOf(standard);
  assert.ok(Math.abs(again.mean) < 1e-15 && Math.abs(again.std - 1) < 1e-15);
  const ranged = numbers.map((x) => scaled(fitNumber('x', 'min-max', null, statistics), x));
  assert.deepEqual([Math.min(...ranged), Math.max(...ranged)], [0, 1]);
});

test('a constant column becomes 0 and comes back as its constant', () => {
  // The deviation of equal numbers may come out as rounding noise: it must not be divided by.
  const statistics = { mean: 0.1, std: 1.4e-17, median: 0.1, min: 0.1, max: 0.1 };
  for (const rule of ['standardize', 'min-max'] as const) {
    const column = fitNumber('x', rule, null, statistics);
    assert.equal(scaled(column, 0.1), 0);
    assert.equal(unscaled(column, 0), 0.1);
    assert.equal(scaled(column, 5), 0);
  }
});

test('a missing number takes the fitted filling, or is refused', () => {
  const statistics = { mean: 10, std: 2, median: 9, min: 1, max: 20 };
  const out = [Number.NaN];
  assert.equal(encode(fitNumber('x', 'standardize', 'mean', statistics), null, out, 0), undefined);
  assert.deepEqual(out, [0]);
  assert.equal(
    encode(fitNumber('x', 'standardize', 'median', statistics), null, out, 0),
    undefined,
  );
  assert.deepEqual(out, [-0.5]);
  assert.match(encode(fitNumber('x', 'none', null, statistics), null, out, 0) ?? '', /missing/);
});

test('a category becomes one-hot at its place, an unknown one is named', () => {
  const column = fitCategory('s', 'category', 'one-hot', ['a', 'b', 'c']);
  const out = [9, 9, 9, 9, 9];
  assert.equal(encode(column, 'b', out, 1), undefined);
  assert.deepEqual(out, [9, 0, 1, 0, 9]);
  assert.equal(encodedWidth(column), 3);
  assert.match(encode(column, 'd', out, 1) ?? '', /"d" is not a category .*"a", "b", "c"/);
  assert.match(encode(column, 3, out, 1) ?? '', /expected a category, got a number/);
});

test('values that are not numbers are refused with what came', () => {
  const column = fitNumber('x', 'none', null, { mean: 0, std: 1, median: 0, min: 0, max: 1 });
  assert.match(encode(column, '3', [], 0) ?? '', /got a string/);
  assert.match(encode(column, [3], [], 0) ?? '', /got an array/);
  assert.match(encode(column, Number.POSITIVE_INFINITY, [], 0) ?? '', /finite/);
});

test('the native field says the same as the encoding', () => {
  const statistics = { mean: 10, std: 2, median: 9, min: 1, max: 20 };
  const field = toField(fitNumber('x', 'min-max', 'median', statistics), {
    offset: 16,
    type: 'f64',
  });
  assert.deepEqual(field, {
    ...{ offset: 16, type: 'f64', count: 1, encoding: 'value', classes: 0 },
    ...{ offsetValue: 1, spread: 19, fill: 9 },
  });
  const species = fitCategory('s', 'category', 'one-hot', ['a', 'b']);
  const { encoding, classes, fill } = toField(species, { offset: 0, type: 'i32' });
  assert.deepEqual([encoding, classes, fill], ['one-hot', 2, Number.NaN]);
});
