// Statistics gathered while rows are read, against slow and obvious figures of the same values: exact
// for few values, within the stated error for many, whatever their order.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { native } from '../../src/native.ts';
import type { ColumnBlock, ColumnSpec, ColumnSummary } from '../../src/native-data.ts';

const shares = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

/** What one column of `values` is summed up to, handed over in pieces of `piece` rows. */
function summaryOf(
  spec: Omit<ColumnSpec, 'name' | 'declared'>,
  values: Float64Array | BigInt64Array | Uint8Array | Float32Array,
  piece = 1000,
): ColumnSummary {
  const { width = 1 } = spec;
  const builder = new native.RecordBuilder([{ name: 'x', declared: false, ...spec }]);
  const sink = Buffer.alloc(1 << 20);
  for (let at = 0; at < values.length; at += piece * width) {
    const part = values.subarray(at, at + piece * width);
    const block: ColumnBlock = { values: part };
    assert.equal(builder.appendBlocks([block], part.length / width), undefined);
    while (builder.takeRecords(sink) > 0);
  }
  const [column] = builder.summary().columns;
  assert.ok(column);
  return column;
}

const numbers = (values: readonly number[], piece?: number) =>
  summaryOf({ type: 'number' }, Float64Array.from(values), piece);

/** The linear quantile of sorted values. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const rest = place - below;
  const [a, b] = [
    sorted[below] as number,
    sorted[Math.min(below + 1, sorted.length - 1)] as number,
  ];
  return rest === 0 ? a : a * (1 - rest) + b * rest;
}

function histogramOf(values: Iterable<number>, min: number, max: number): number[] {
  const counts = new Array<number>(min < max ? 20 : 1).fill(0);
  for (const x of values) {
    const bin = min < max ? Math.floor(((x / 2 - min / 2) / (max / 2 - min / 2)) * 20) : 0;
    const at = Math.min(bin, counts.length - 1);
    counts[at] = (counts[at] as number) + 1;
  }
  return counts;
}

function near(actual: number | null | undefined, expected: number, scale: number, what: string) {
  const off = Math.abs((actual ?? Number.NaN) - expected);
  assert.ok(off <= 1e-12 * scale, `${what}: ${actual}, expected ${expected}`);
}

describe('few values', () => {
  test('every figure is exact, however the values are handed over', () => {
    const value = fc.oneof(
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.integer({ min: -3, max: 3 }),
    );
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 300 }),
        (values, piece) => {
          const column = numbers(values, piece);
          const sorted = Float64Array.from(values).sort();
          const [min, max] = [sorted[0] as number, sorted.at(-1) as number];
          const mean = sorted.reduce((sum, x) => sum + x / sorted.length, 0);
          const squares = sorted.reduce((sum, x) => sum + (x - mean) ** 2 / sorted.length, 0);
          const scale = Math.max(Math.abs(min), Math.abs(max), 1e-300) * values.length;
          assert.deepEqual([column.min, column.max].map(Number), [min + 0, max + 0]);
          near(column.mean, mean, scale, 'mean');
          assert.ok(Math.abs((column.std ?? 0) - Math.sqrt(squares)) <= 1e-7 * scale);
          for (const [i, share] of shares.entries()) {
            near(column.quantiles?.[i], quantile(sorted, share), scale, `quantile ${share}`);
          }
          assert.deepEqual([column.rankError, column.distinctError], [0, 0]);
          assert.equal(column.distinct, new Set(values.map((x) => x + 0)).size);
          assert.deepEqual(column.histogram, histogramOf(values, min, max));
        },
      ),
    );
  });

  test('up to 4,096 values the quantiles, up to 1,024 the distinct values', () => {
    const values = Array.from({ length: 4096 }, (_, i) => (i * 2731) % 1024);
    const column = numbers(values);
    const sorted = Float64Array.from(values).sort();
    assert.deepEqual(
      column.quantiles,
      shares.map((share) => quantile(sorted, share)),
    );
    assert.deepEqual([column.rankError, column.distinct, column.distinctError], [0, 1024, 0]);
    assert.ok((numbers([...values, 0.5]).rankError ?? 0) > 0);
    assert.ok((numbers([...values, 0.5]).distinctError ?? 0) > 0);
  });

  test('a constant has no deviation and one interval', () => {
    const column = numbers(new Array(1000).fill(0.1));
    const { min, max, mean, std, distinct, histogram } = column;
    assert.deepEqual({ min, max, mean, std }, { min: 0.1, max: 0.1, mean: 0.1, std: 0 });
    assert.deepEqual([distinct, histogram], [1, [1000]]);
  });

  test('the largest doubles do not overflow on the way', () => {
    const column = numbers([-Number.MAX_VALUE, Number.MAX_VALUE, 0]);
    assert.equal(column.quantiles?.[3], 0);
    assert.deepEqual(
      column.histogram?.filter((n) => n > 0),
      [1, 1, 1],
    );
  });

  test('integers that no double tells apart are distinct', () => {
    const values = BigInt64Array.of(2n ** 60n, 2n ** 60n + 1n, 2n ** 60n + 2n, 2n ** 60n);
    const column = summaryOf({ type: 'integer' }, values);
    assert.deepEqual([column.distinct, column.min, column.max], [3, 2n ** 60n, 2n ** 60n + 2n]);
  });

  test('bytes of vectors are counted, so all figures are exact', () => {
    const bytes = Uint8Array.from({ length: 60_000 }, (_, i) => (i * i * 31) % 251);
    const column = summaryOf({ type: 'vector', element: 'u8', width: 60 }, bytes);
    const sorted = Float64Array.from(bytes).sort();
    assert.deepEqual(
      column.quantiles,
      shares.map((share) => quantile(sorted, share)),
    );
    assert.deepEqual([column.rankError, column.distinct], [0, new Set(bytes).size]);
    assert.deepEqual(
      column.histogram,
      histogramOf(bytes, sorted[0] as number, sorted.at(-1) as number),
    );
    near(column.mean, sorted.reduce((sum, x) => sum + x, 0) / sorted.length, 251, 'mean');
  });
});

/** A uniform number in [0, 1) from a counter (MurmurHash3's finalizer). */
function uniform(i: number): number {
  let h = Math.imul(i ^ (i >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

const many = 300_000;
const orders: Record<string, (i: number) => number> = {
  ascending: (i) => i,
  descending: (i) => -i,
  'from both ends': (i) => (i % 2 === 0 ? i : -i),
  sawtooth: (i) => i % 1000,
  uniform,
  'heavy-tailed': (i) => (uniform(i) + 1e-9) ** -3,
  'mostly zero': (i) => Math.max(0, uniform(i) - 0.9),
  'drifting waves': (i) => Math.sin(i / 50) + i / many,
};

describe('many values', () => {
  for (const [name, at] of Object.entries(orders)) {
    test(`${name}: quantiles and histogram within the stated error`, (t) => {
      const values = Float64Array.from({ length: many }, (_, i) => at(i));
      const {
        quantiles = [],
        histogram = [],
        rankError = 0,
      } = summaryOf({ type: 'number' }, values);
      assert.ok(rankError > 0 && rankError <= 0.01);
      const sorted = values.slice().sort();
      let worst = 0;
      for (const [i, share] of shares.entries()) {
        const value = quantiles[i] as number;
        const below = sorted.findIndex((x) => x >= value) / many;
        const upTo = sorted.findLastIndex((x) => x <= value) / many;
        worst = Math.max(worst, below - share, share - upTo);
      }
      t.diagnostic(`largest error in rank ${(100 * worst).toFixed(2)} %`);
      assert.ok(worst <= rankError, `${worst}`);
      const exact = histogramOf(values, sorted[0] as number, sorted.at(-1) as number);
      assert.equal(
        histogram.reduce((sum, n) => sum + n, 0),
        many,
      );
      for (const [bin, n] of exact.entries()) {
        assert.ok(Math.abs((histogram[bin] as number) - n) <= 2 * rankError * many, `bin ${bin}`);
      }
    });
  }

  test('distinct values within four standard errors', () => {
    for (const distinct of [1025, 2000, 10_000, 50_000, many]) {
      const values = Float64Array.from({ length: many }, (_, i) => (i % distinct) / 7);
      const { distinct: told = 0, distinctError = 0 } = summaryOf({ type: 'number' }, values);
      assert.ok(distinctError > 0 && distinctError < 0.02);
      assert.ok(Math.abs(told / distinct - 1) < 4 * distinctError, `${told} of ${distinct}`);
    }
  });

  test('the same values give the same figures, however they are cut', () => {
    const values = Float64Array.from({ length: 50_000 }, (_, i) => uniform(i));
    const whole = summaryOf({ type: 'number' }, values, 50_000);
    for (const piece of [1, 63, 4097]) {
      assert.deepEqual(summaryOf({ type: 'number' }, values, piece), whole);
    }
  });
});
