// Every optimiser beside PyTorch's: the same start, the same batches, 100 steps in float64
// (test/fixtures/learning/torch_weights.py made the weights to be met).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { resolve } from '../../src/catalog/entry.ts';
import { optimizers } from '../../src/catalog/optimizers.ts';
import {
  type NetworkSpec,
  native,
  type OptimizerSpec,
  type TrainerOptions,
} from '../../src/native.ts';
import { count, dense, field, records } from '../support/record-tables.ts';

interface Fixture {
  batchSize: number;
  steps: number;
  rows: number[][];
  start: (number[] | number[][])[];
  cases: ({ optimizer: OptimizerSpec; weights: number[] } & Pick<
    TrainerOptions,
    'gradientClipping' | 'schedule'
  >)[];
}

const path = new URL('../fixtures/learning/torch-weights.json', import.meta.url);
const { batchSize, steps, rows, start, cases } = JSON.parse(readFileSync(path, 'utf8')) as Fixture;

const spec: NetworkSpec = {
  dtype: 'float64',
  seed: 1,
  inputSize: 3,
  layers: [
    dense('hidden', 'input', 8, { activation: { type: 'tanh' } }),
    dense('output', 'hidden', 2),
  ],
  outputs: ['output'],
};

const columns = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => field(from + i));

for (const { optimizer, weights, ...more } of cases) {
  const { type, ...given } = optimizer;
  test(`${type} ${JSON.stringify({ ...given, ...more })} goes where PyTorch's goes`, async () => {
    const trainer = new native.Trainer({
      spec,
      parameters: Float64Array.from(start.flat(2)),
      losses: [{ type: 'half-squared-error', reduction: 'mean' }],
      optimizer: resolve(optimizers, optimizer) as OptimizerSpec,
      ...{ batchSize, seed: 0, shuffle: false, threads: 1, train: count(rows.length) },
      ...{ ...more, steps },
      data: { ...records(rows), inputs: columns(0, 3), targets: columns(3, 5) },
    });
    const { step } = await trainer.run((steps * batchSize) / rows.length, 1e9);
    assert.equal(step, steps);
    const errors = trainer.parameters().map((w, i) => Math.abs(w - (weights[i] as number)));
    assert.ok(Math.max(...errors) <= 1e-10, `${Math.max(...errors)}`);
  });
}

test('every optimiser PyTorch has is compared', () => {
  const compared = new Set(cases.map(({ optimizer }) => optimizer.type));
  const alone = optimizers.map(({ type }) => type).filter((type) => !compared.has(type));
  assert.deepEqual(alone, ['lion']);
});
