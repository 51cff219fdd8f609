// Splits: disjoint, complete, of the sizes asked for, and the same for the same seed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  splitByColumn,
  splitByFold,
  splitByFraction,
  splitByRanges,
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

test('folds: disjoint, complete, of sizes that differ by one, classes in proportion', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 120 }),
      fc.integer({ min: 2, max: 12 }),
      fc.boolean(),
      seeds,
      (codes, folds, stratified, seed) => {
        fc.pre(folds <= codes.length);
        const rows = rowsUpTo(codes.length).map((row) => 3 * row);
        const classes = stratified ? Int32Array.from(codes) : undefined;
        const tested: number[] = [];
        for (let fold = 0; fold < folds; fold++) {
          const { train, test, validation } = splitByFold(rows, classes, { folds, fold }, seed);
          assert.deepEqual(
            [...train, ...test].sort((a, b) => a - b),
            [...rows],
          );
          assert.deepEqual(
            [...test],
            [...test].sort((a, b) => a - b),
          );
          assert.equal(validation.length, 0);
          assert.ok(Math.abs(test.length - codes.length / folds) < 1);
          for (const code of new Set(stratified ? codes : [])) {
            const of = codes.filter((each) => each === code).length;
            const held = [...test].filter((row) => codes[row / 3] === code).length;
            assert.ok(Math.abs(held - of / folds) < 1, `${held} of ${of} in ${folds} folds`);
          }
          tested.push(...test);
        }
        assert.deepEqual(
          tested.sort((a, b) => a - b),
          [...rows],
        );
      },
    ),
  );
});

test('folds of another seed are others', () => {
  const of = (seed: number) => splitByFold(rowsUpTo(50), undefined, { folds: 5, fold: 0 }, seed);
  assert.deepEqual(of(3), of(3));
  assert.notDeepEqual([...of(3).test], [...of(4).test]);
});

test('by ranges: rows that are left out stay out', () => {
  const rows = Uint32Array.of(0, 2, 3, 7, 8, 9);
  const ranges = {
    train: [
      [0, 3],
      [8, 9],
    ],
    test: [[3, 8]],
  } as const;
  const splits = splitByRanges(rows, ranges);
  assert.deepEqual(
    [[...splits.train], [...splits.test]],
    [
      [0, 2, 8],
      [3, 7],
    ],
  );
  assert.equal(splits.validation.length, 0);
});
