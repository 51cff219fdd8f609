// A training that is stopped, stored as a file, and gone on with by another trainer ends with the bits
// of one that was never stopped: every optimiser,
// schedule and solver, at random steps.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { resolve } from '../../src/catalog/entry.ts';
import { optimizers } from '../../src/catalog/optimizers.ts';
import { schedules } from '../../src/catalog/schedules.ts';
import { solvers } from '../../src/catalog/solvers.ts';
import {
  type Dtype,
  type LayerSpec,
  type NativeTrainer,
  type NetworkSpec,
  native,
  type OptimizerSpec,
  type ScheduleSpec,
  type StateArray,
  type TrainerOptions,
} from '../../src/native.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/networks/safetensors.ts';
import { generator, randomMatrix } from '../support/random-network.ts';

const folder = mkdtempSync(join(tmpdir(), 'nabla-state-'));
after(() => rmSync(folder, { recursive: true }));

const rowCount = 90;
const path = join(folder, 'rows.bin');
writeFileSync(path, Float64Array.from(randomMatrix(generator(1), rowCount, 4).flat()));

const field = (column: number) => ({
  ...{ offset: 8 * column, type: 'f64' as const, count: 1, encoding: 'value' as const },
  ...{ classes: 0, fill: Number.NaN },
});

function layer(type: string, name: string, from: string, more: object = {}): LayerSpec {
  return { type, name, inputs: [from], trainable: true, ...more };
}

/** Dropout, running statistics, centres by k-means, a frozen layer, penalties. */
const stochastic: LayerSpec[] = [
  layer('dense', 'frozen', 'input', { units: 6, trainable: false }),
  layer('dense', 'hidden', 'frozen', { units: 9, activation: { type: 'tanh' }, l2: 1e-3 }),
  layer('batch-norm', 'norm', 'hidden', { momentum: 0.1, epsilon: 1e-5 }),
  layer('dropout', 'drop', 'norm', { rate: 0.3 }),
  layer('rbf', 'centers', 'drop', { units: 5, normalized: true, placement: 'k-means' }),
  layer('dense', 'out', 'centers', { units: 1 }),
];
const smooth: LayerSpec[] = [
  layer('dense', 'hidden', 'input', { units: 4, activation: { type: 'tanh' } }),
  layer('dense', 'out', 'hidden', { units: 1 }),
];

function options(optimizer: OptimizerSpec, layers: LayerSpec[], dtype: Dtype): TrainerOptions {
  const spec: NetworkSpec = { dtype, seed: 3, inputSize: 3, layers, outputs: ['out'] };
  const network = new native.Network(spec);
  network.initialize();
  return {
    ...{ spec, parameters: network.parameters(), optimizer, batchSize: 16, seed: 5, shuffle: true },
    losses: [{ type: 'squared-error', reduction: 'mean' }],
    ...{ threads: 1, train: Uint32Array.from({ length: rowCount }, (_, i) => i) },
    data: { path, rowBytes: 32, inputs: [field(0), field(1), field(2)], targets: [field(3)] },
  };
}

/** Through the bytes of a file, as a checkpoint goes. */
function stored(state: readonly StateArray[]): StateArray[] {
  const file = Buffer.concat(encodeSafetensors(state));
  return decodeSafetensors(file).map(({ shape, ...array }) => ({ ...array, shape: [...shape] }));
}

function hash(trainer: NativeTrainer): string {
  const { buffer, byteOffset, byteLength } = trainer.parameters();
  return createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex');
}

const forever = 1e9;

async function whole(given: TrainerOptions, epochs: number): Promise<string> {
  const trainer = new native.Trainer(given);
  await trainer.run(epochs, forever);
  return hash(trainer);
}

/** Trains to `epochs`, with another trainer after each of `stops`. */
async function interrupted(given: TrainerOptions, epochs: number, stops: readonly number[]) {
  let trainer = new native.Trainer(given);
  for (const stop of stops) {
    const { step } = await trainer.run(epochs, forever, stop);
    assert.equal(step, stop);
    const state = stored(trainer.state());
    trainer = new native.Trainer(given);
    trainer.restore(state);
  }
  await trainer.run(epochs, forever);
  return hash(trainer);
}

function randomStops(seed: number, count: number, steps: number): number[] {
  const random = generator(seed);
  const stops = Array.from({ length: count }, () => Math.floor(random() * (steps + 1)));
  return stops.sort((a, b) => a - b);
}

describe('an optimiser', () => {
  const epochs = 7;
  const steps = epochs * Math.ceil(rowCount / 16);
  for (const [i, { type }] of optimizers.entries()) {
    for (const dtype of ['float32', 'float64'] as const) {
      test(`${type} in ${dtype}, stopped 20 times`, async () => {
        const optimizer = resolve(optimizers, { type, learningRate: 0.003 }) as OptimizerSpec;
        const given = options(optimizer, stochastic, dtype);
        const expected = await whole(given, epochs);
        assert.equal(await interrupted(given, epochs, randomStops(i, 20, steps)), expected);
        assert.notEqual(await whole({ ...given, seed: 6 }, epochs), expected);
      });
    }
  }
});

describe('a schedule', () => {
  const epochs = 24;
  const stepsOf = (batchesPerStep: number) => epochs * Math.ceil(rowCount / (16 * batchesPerStep));
  for (const [i, { type }] of schedules.entries()) {
    const batchesPerStep = 1 + (i % 3);
    test(`${type}, ${batchesPerStep} batches a step, clipped, stopped 20 times`, async () => {
      const optimizer = resolve(optimizers, { type: 'adam', learningRate: 0.003 }) as OptimizerSpec;
      const steps = stepsOf(batchesPerStep);
      const given: TrainerOptions = {
        ...options(optimizer, stochastic, 'float32'),
        ...{ batchesPerStep, steps, replacement: i % 2 === 0, gradientClipping: { norm: 0.5 } },
        schedule: resolve(schedules, { type, warmupSteps: 5 }) as ScheduleSpec,
        validation: Uint32Array.from({ length: 30 }, (_, row) => row),
      };
      const expected = await whole(given, epochs);
      assert.equal(await interrupted(given, epochs, randomStops(i, 20, steps)), expected);
      const { schedule: _, ...constant } = given;
      assert.notEqual(await whole(constant, epochs), expected);
    });
  }
});

describe('a solver', () => {
  for (const { type } of solvers) {
    test(`${type}, stopped after every iteration`, async () => {
      const optimizer = resolve(solvers, type) as OptimizerSpec;
      const epochs = type === 'least-squares' ? 1 : 8;
      const given = options(optimizer, smooth, 'float64');
      const stops = Array.from({ length: epochs }, (_, i) => i);
      assert.equal(await interrupted(given, epochs, stops), await whole(given, epochs));
    });
  }
});

const adam = resolve(optimizers, 'adam') as OptimizerSpec;

test('the names of a state are the parameters’, the optimiser’s and the run’s', async () => {
  const trainer = new native.Trainer(options(adam, stochastic, 'float32'));
  await trainer.run(1, forever, 4);
  const state = new Map(trainer.state().map((array) => [array.name, array]));
  for (const name of ['frozen.weights', 'norm.runningMean', 'optimizer.mean.hidden.weights']) {
    assert.ok(state.has(name), name);
  }
  assert.deepEqual(state.get('optimizer.squares.hidden.weights')?.shape, [6, 9]);
  assert.ok(!state.has('optimizer.mean.frozen.weights'), 'what does not learn has no moments');
  assert.deepEqual(state.get('run.step')?.shape, []);
  assert.deepEqual(state.get('run.step')?.values[0], 4);
  assert.deepEqual(state.get('run.position')?.values[0], 64);
});

test('a state of another training is refused by what does not fit', async () => {
  const trainer = () => new native.Trainer(options(adam, stochastic, 'float32'));
  const state = trainer().state();
  const refused = (changed: StateArray[], message: RegExp) =>
    assert.throws(() => trainer().restore(changed), { code: 'invalid-input', message });
  const without = (name: string) => state.filter((array) => array.name !== name);
  refused(without('run.step'), /lacks `run\.step`/);
  refused(without('optimizer.mean.hidden.weights'), /lacks `optimizer\.mean\.hidden\.weights`/);
  refused([...state, { name: 'more', shape: [], values: Float64Array.of(1) }], /holds `more`/);
  const step = (value: number) => ({ name: 'run.step', shape: [], values: Float64Array.of(value) });
  for (const value of [0.5, -1, Number.NaN, 2 ** 60]) {
    refused([...without('run.step'), step(value)], /`run\.step` of the state is not a count/);
  }
  const position = { name: 'run.position', shape: [], values: Float64Array.of(rowCount) };
  refused([...without('run.position'), position], /beyond the rows/);
  refused(new native.Trainer(options(adam, stochastic, 'float64')).state(), /shape or type/);
});

test('divergence is told with the first layer that is not finite', async () => {
  const sgd = { type: 'sgd', learningRate: 1e39 };
  const { divergedAt } = await new native.Trainer(options(sgd, smooth, 'float32')).run(9, forever);
  assert.deepEqual(divergedAt, { epoch: 1, step: 2, layer: 'hidden', weights: true });
  const given = options(adam, smooth, 'float32');
  given.parameters.fill(3e38);
  // tanh takes the infinities of its sums to ±1; the output's sum of those is beyond the type.
  const forward = await new native.Trainer(given).run(1, forever);
  assert.deepEqual(forward.divergedAt, { epoch: 1, step: 1, layer: 'out', weights: false });
});
