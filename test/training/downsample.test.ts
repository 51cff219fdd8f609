// Thinning of series: never longer than asked, ends and extremes kept, gaps allowed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { concatenated, downsample, type Series } from '../../src/training/downsample.ts';

const numbers = fc.double({ noNaN: true, noDefaultInfinity: true });
const series: fc.Arbitrary<Series> = fc
  .array(fc.tuple(numbers, fc.option(numbers, { nil: null })), { minLength: 1, maxLength: 400 })
  .map((rows) => ({
    epoch: rows.map((_, i) => i + 1),
    values: { 'train.loss': rows.map(([loss]) => loss), 'test.loss': rows.map(([, loss]) => loss) },
  }));

test('at most maxPoints, first and last kept, each point as it was', () => {
  fc.assert(
    fc.property(series, fc.integer({ min: 2, max: 100 }), (full, maxPoints) => {
      const thin = downsample(full, maxPoints);
      assert.ok(thin.epoch.length <= Math.max(maxPoints, 0));
      assert.equal(thin.epoch[0], full.epoch[0]);
      assert.equal(thin.epoch.at(-1), full.epoch.at(-1));
      for (const [name, column] of Object.entries(thin.values)) {
        assert.equal(column.length, thin.epoch.length);
        for (const [i, epoch] of thin.epoch.entries()) {
          assert.equal(column[i], full.values[name]?.[epoch - 1]);
        }
      }
    }),
  );
});

test('a short series is given as it is', () => {
  const short = { epoch: [1, 2], values: { 'train.loss': [3, null] } };
  assert.deepEqual(downsample(short, 2), short);
});

test('a spike of a single epoch in a million survives', () => {
  const loss = Array.from({ length: 1_000_000 }, (_, i) => 1 / (i + 1));
  loss[654_321] = 7;
  const epoch = loss.map((_, i) => i + 1);
  const thin = downsample({ epoch, values: { 'train.loss': loss } }, 100);
  assert.ok(thin.epoch.includes(654_322));
  assert.ok(thin.epoch.length <= 100);
});

test('parts are joined, a series that one part lacks is null there', () => {
  const joined = concatenated([
    { epoch: [1, 2], values: { a: [1, 2] } },
    { epoch: [3], values: { a: [3], b: [9] } },
  ]);
  assert.deepEqual(joined, { epoch: [1, 2, 3], values: { a: [1, 2, 3], b: [null, null, 9] } });
});
