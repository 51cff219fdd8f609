// Splits: disjoint, complete, of the sizes asked for, and the same for the same seed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  splitByColumn,
  splitByFraction,
  splitCounts,
  splitNames,
  splitStratified,
} from '../../src/training/splits.ts';

const rowsUpTo = (count: number) => Uint32Array.from({ length: count }, (_, row) => row);
const seeds = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const fractions = fc
  .tuple(fc.double({ min: 0, max: 0.5, noNaN: true }), fc.double({ min: 0, max: 0.4, noNaN: true }))
  .map(([validation, test]) => ({ validation, test }));

test('fractions: disjoint, complete, ascending', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fractions, seeds, (count, shares, seed) => {
      const splits = splitByFraction(rowsUpTo(count), shares, seed);
      const all = splitNames.flatMap((name) => [...splits[name]]);
      assert.deepEqual(
        all.sort((a, b) => a - b),
        [...rowsUpTo(count)],
      );
      for (const name of splitNames) {
        assert.deepEqual(
          [...splits[name]],
          [...splits[name]].sort((a, b) => a - b),
        );
      }
    }),
  );
});

test('counts: 70/30 of the housing rows, what others leave, and less than the whole', () => {
  assert.deepEqual(splitCounts(20640, { train: 0.7, test: 0.3 }), {
    train: 14448,
    validation: 0,
    test: 6192,
  });
  assert.deepEqual(splitCounts(10, { test: 0.25 }), { train: 7, validation: 0, test: 3 });
  assert.deepEqual(splitCounts(100, { train: 0.5, test: 0.1 }), {
    train: 50,
    validation: 0,
    test: 10,
  });
  assert.deepEqual(splitCounts(3, { validation: 0.5, test: 0.5 }), {
    train: 0,
    validation: 1,
    test: 2,
  });
});

test('the seed decides: all 53 bits of it', () => {
  const rows = rowsUpTo(1000);
  const split = (seed: number) => [...splitByFraction(rows, { test: 0.3 }, seed).test].join();
  assert.equal(split(7), split(7));
  assert.notEqual(split(7), split(8));
  assert.notEqual(split(7), split(7 + 2 ** 40));
});

test('every row is equally likely to be tested on', () => {
  const draws = 4000;
  const hits = new Array<number>(10).fill(0);
  for (let seed = 0; seed < draws; seed++) {
    for (const row of splitByFraction(rowsUpTo(10), { test: 0.3 }, seed).test) {
      hits[row] = (hits[row] as number) + 1;
    }
  }
  // Binomial(4000, 0.3): standard deviation 29; five of them.
  for (const hit of hits) assert.ok(Math.abs(hit - 0.3 * draws) < 145, hits.join());
});

test('stratified: each class keeps its share to within half a row a split', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 200 }),
      seeds,
      (codes, seed) => {
        const rows = rowsUpTo(codes.length);
        const splits = splitStratified(
          rows,
          Int32Array.from(codes),
          { train: 0.7, test: 0.3 },
          seed,
        );
        assert.equal(splits.train.length + splits.test.length, rows.length);
        for (const code of new Set(codes)) {
          const of = codes.filter((each) => each === code).length;
          const tested = [...splits.test].filter((row) => codes[row] === code).length;
          assert.ok(Math.abs(tested - 0.3 * of) <= 0.5 + 1e-9);
        }
      },
    ),
  );
});

test('by column: the word of the row decides', () => {
  const rows = Uint32Array.of(2, 5, 6, 9);
  const splits = splitByColumn(rows, Int32Array.of(1, 0, 1, 0), ['test', 'train']);
  assert.deepEqual([...splits.train], [2, 6]);
  assert.deepEqual([...splits.test], [5, 9]);
  assert.equal(splits.validation.length, 0);
});
