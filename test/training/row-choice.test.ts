// Which rows of a record file are used: dropped ones, class indices, and splits that end up empty.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { TrainingFailure } from '../../src/training/failure.ts';
import type { Plan } from '../../src/training/protocol.ts';
import { chooseRows } from '../../src/training/row-choice.ts';

const number = { offset: 0, type: 'f64' } as const;
const category = { offset: 8, type: 'i32' } as const;
const rowBytes = 16;

/** Records of one number (NaN: missing) and one category code (−1: missing). */
async function recordFile(t: TestContext, rows: readonly [number, number][]): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'nabla-rows-'));
  t.after(() => rm(directory, { recursive: true }));
  const view = new DataView(new ArrayBuffer(rows.length * rowBytes));
  for (const [i, [value, code]] of rows.entries()) {
    view.setFloat64(i * rowBytes, value, true);
    view.setInt32(i * rowBytes + 8, code, true);
  }
  const path = join(directory, 'rows.bin');
  await writeFile(path, view);
  return path;
}

function plan(rowCount: number, changes: Partial<Plan>): Plan {
  return {
    spec: { dtype: 'float32', seed: 0, inputSize: 1, layers: [], outputs: [] },
    ...{ losses: [], optimizer: { type: 'sgd', learningRate: 0.1 }, batchSize: 1, epochs: 1 },
    ...{ shuffle: true, seed: 0, threads: 1, metrics: [], inputs: [], targets: [] },
    ...{ data: { rowBytes, rowCount }, split: { by: 'none' }, drop: [], indices: [] },
    ...{ balanced: [], learning: { batchesPerStep: 1, replacement: false, stopping: {} } },
    ...changes,
  };
}

const refusal = (pattern: RegExp) => (error: unknown) =>
  error instanceof TrainingFailure && error.code === 'invalid-data' && pattern.test(error.message);

test('without anything to look at, every row trains and the file is not read', async () => {
  const { train, validation, test } = await chooseRows(plan(3, {}), '/nowhere');
  assert.deepEqual([[...train], validation.length, test.length], [[0, 1, 2], 0, 0]);
});

test('rows with a missing value in a dropped column are left out', async (t) => {
  const missing = Number.NaN;
  const path = await recordFile(t, [
    [1, 0],
    [missing, 0],
    [3, -1],
    [4, 1],
  ]);
  const drop = async (...places: Plan['drop']) => [
    ...(await chooseRows(plan(4, { drop: places }), path)).train,
  ];
  assert.deepEqual(await drop(number), [0, 2, 3]);
  assert.deepEqual(await drop(category), [0, 1, 3]);
  assert.deepEqual(await drop(number, category), [0, 3]);
});

test('a file of many chunks is read to its last row', async (t) => {
  const count = 600_000; // 16 bytes each: three chunks
  const rows = Array.from({ length: count }, (_, i): [number, number] => [
    i % 7 ? i : Number.NaN,
    0,
  ]);
  const path = await recordFile(t, rows);
  const { train } = await chooseRows(plan(count, { drop: [number] }), path);
  assert.equal(train.length, count - Math.ceil(count / 7));
  assert.equal(train.at(-1), count - 1);
});

test('a column of words, and classes kept in proportion', async (t) => {
  const path = await recordFile(t, [
    [0, 1],
    [0, 0],
    [1, 1],
    [1, 1],
  ]);
  const byColumn = { by: 'column', place: category, names: ['test', 'train'] } as const;
  const words = await chooseRows(
    plan(4, { split: { ...byColumn, names: [...byColumn.names] } }),
    path,
  );
  assert.deepEqual([[...words.train], [...words.test]], [[0, 2, 3], [1]]);
  const stratify = { by: 'fraction', fractions: { test: 0.5 }, seed: 1, stratify: number } as const;
  const even = await chooseRows(plan(4, { split: stratify }), path);
  assert.deepEqual([...even.test].map((row) => row >> 1).sort(), [0, 1]);
});

test('a class index that is not one is named by its row', async (t) => {
  const path = await recordFile(t, [
    [0, 0],
    [1, 0],
    [1.5, 0],
  ]);
  const indices = [{ name: 'digit', place: number, classes: 2 }];
  await assert.rejects(
    chooseRows(plan(3, { indices }), path),
    refusal(/Column "digit" must hold the whole numbers 0 to 1; row 3 holds 1.5/),
  );
});

test('a split that dropping has left empty', async (t) => {
  const path = await recordFile(t, [
    [Number.NaN, 0],
    [Number.NaN, 0],
    [3, 0],
  ]);
  const split = { by: 'fraction', fractions: { test: 0.34 }, seed: 0 } as const;
  await assert.rejects(
    chooseRows(plan(3, { split, drop: [number] }), path),
    refusal(/The test split has no rows: 1 row left/),
  );
});

test('a file that is shorter than its record says', async (t) => {
  const path = await recordFile(t, [[1, 0]]);
  await assert.rejects(chooseRows(plan(2, { drop: [number] }), path), /shorter than its record/);
});
