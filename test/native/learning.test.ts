// What a training does beside the plain step: gradients of several batches added up, clipping, weights
// of rows, drawing with replacement, schedules, and the rules that stop it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type FloatArray,
  type NetworkSpec,
  native,
  type TrainerOptions,
} from '../../src/native.ts';
import { generator, randomMatrix } from '../support/random-network.ts';
import { count, dense, field, initial, records } from '../support/record-tables.ts';

const forever = Number.POSITIVE_INFINITY;
const rowCount = 1024;
const spec = (dtype: 'float32' | 'float64'): NetworkSpec => ({
  ...{ dtype, seed: 2, inputSize: 3, outputs: ['out'] },
  layers: [
    dense('hidden', 'input', 70, { activation: { type: 'tanh' }, l2: 1e-3 }),
    dense('out', 'hidden', 2),
  ],
});

/** y = (a·b, sin c), and a column of weights 1, 2, 3, 0. */
const table = records(
  randomMatrix(generator(4), rowCount, 3).map(([a = 0, b = 0, c = 0], i) => [
    ...[a, b, c, a * b, Math.sin(c), [1, 2, 3, 0][i % 4] as number],
  ]),
);

function options(more: Partial<TrainerOptions> = {}, dtype: 'float32' | 'float64' = 'float64') {
  return {
    ...{ spec: spec(dtype), parameters: initial(spec(dtype)), seed: 1, shuffle: true, threads: 1 },
    losses: [{ type: 'half-squared-error', reduction: 'mean' as const }],
    ...{ optimizer: { type: 'sgd', learningRate: 0.1 }, batchSize: 32, train: count(rowCount) },
    data: {
      ...table,
      ...{ inputs: [field(0), field(1), field(2)], targets: [field(3), field(4)] },
    },
    ...more,
  };
}

async function trained(more: Partial<TrainerOptions>, epochs = 2, dtype?: 'float32' | 'float64') {
  const trainer = new native.Trainer(options(more, dtype));
  await trainer.run(epochs, forever);
  return trainer.parameters();
}

function distance(a: FloatArray, b: FloatArray): number {
  return Math.max(...[...a].map((value, i) => Math.abs(value - (b[i] as number))));
}

function sameBits(a: FloatArray, b: FloatArray): void {
  assert.equal(distance(a, b), 0);
}

describe('gradient accumulation', () => {
  for (const dtype of ['float32', 'float64'] as const) {
    test(`${dtype}: batches of 256 give the bits of one batch`, async () => {
      const [whole, parts] = await Promise.all([
        trained({ batchSize: 512 }, 3, dtype),
        trained({ batchSize: 256, batchesPerStep: 2 }, 3, dtype),
      ]);
      sameBits(whole, parts);
    });
  }

  test('batches of any size give one batch to rounding, the last of an epoch too', async () => {
    const train = count(1000); // 1000 = 3·4·75 + 100
    const whole = await trained({ batchSize: 300, train }, 3);
    const parts = await trained({ batchSize: 75, batchesPerStep: 4, train }, 3);
    assert.ok(distance(whole, parts) < 1e-13, `${distance(whole, parts)}`);
    const trainer = new native.Trainer(options({ batchSize: 75, batchesPerStep: 4, train }));
    const { step, stepsPerEpoch } = await trainer.run(2, forever);
    assert.deepEqual({ step, stepsPerEpoch }, { step: 8, stepsPerEpoch: 4 });
  });
});

describe('gradient clipping', () => {
  const adam = { type: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

  test('a limit that is never met gives the bits of no limit', async () => {
    const plain = await trained({ optimizer: adam });
    sameBits(await trained({ optimizer: adam, gradientClipping: { norm: 1e9 } }), plain);
    sameBits(await trained({ optimizer: adam, gradientClipping: { value: 1e9 } }), plain);
  });

  for (const gradientClipping of [{ norm: 0.05 }, { value: 0.01 }]) {
    test(`${Object.keys(gradientClipping)}: the same bits at any number of threads`, async () => {
      const one = await trained({ optimizer: adam, gradientClipping, batchesPerStep: 2 });
      assert.ok(distance(one, await trained({ optimizer: adam, batchesPerStep: 2 })) > 1e-6);
      for (const threads of [2, 3]) {
        const more = { optimizer: adam, gradientClipping, batchesPerStep: 2, threads };
        sameBits(await trained(more), one);
      }
    });
  }

  test('a step is no longer than the norm allows', async () => {
    const learningRate = 0.5;
    const gradientClipping = { norm: 0.01 };
    const noPenalty = { ...spec('float64') };
    noPenalty.layers = noPenalty.layers.map((layer) => ({ ...layer, l2: 0 }));
    const parameters = initial(noPenalty);
    const more = { spec: noPenalty, parameters, optimizer: { type: 'sgd', learningRate } };
    const trainer = new native.Trainer(options({ ...more, gradientClipping }));
    await trainer.run(1, forever, 1);
    const after = [...trainer.parameters()];
    const squares = after.reduce((sum, w, i) => sum + (w - (parameters[i] as number)) ** 2, 0);
    assert.ok(Math.abs(Math.sqrt(squares) / learningRate - 0.01) < 1e-6);
  });
});

describe('weights of rows', () => {
  const weights = [field(5)];
  const sum = [{ type: 'half-squared-error', reduction: 'sum' as const }];
  const rate = { type: 'sgd', learningRate: 1e-4 };

  test('a row of weight n trains as n rows of weight 1, one of weight 0 as none', async () => {
    const base = { losses: sum, optimizer: rate, batchSize: 8192, shuffle: false };
    const weighted = await trained({ ...base, data: { ...options().data, weights } }, 5);
    const times = (i: number) => [1, 2, 3, 0][i % 4] as number;
    const rows = [...count(rowCount)].flatMap((i) => new Array<number>(times(i)).fill(i));
    const repeated = await trained({ ...base, train: Uint32Array.from(rows) }, 5);
    assert.ok(distance(weighted, repeated) < 1e-12, `${distance(weighted, repeated)}`);
  });

  test('the loss of a split is weighted, its other metrics are not', async () => {
    const at = (data: TrainerOptions['data']) =>
      new native.Trainer(options({ losses: sum, data })).evaluate(count(4), ['loss', 'mse']);
    const plain = await at(options().data);
    const weighted = await at({ ...options().data, weights });
    assert.equal(weighted.mse, plain.mse);
    const each = await Promise.all(
      [0, 1, 2].map((row) =>
        new native.Trainer(options({ losses: sum })).evaluate(Uint32Array.of(row), ['loss']),
      ),
    );
    const wanted = each.reduce((total, { loss }, i) => total + (i + 1) * (loss as number), 0);
    assert.ok(Math.abs((weighted.loss as number) - wanted) < 1e-12);
  });
});

test('rows drawn with replacement repeat, differ by epoch and seed, and are those of any threads', async () => {
  const more = { replacement: true, batchSize: 64 };
  const drawn = await trained(more);
  assert.ok(distance(drawn, await trained({ batchSize: 64 })) > 1e-6);
  assert.ok(distance(drawn, await trained({ ...more, seed: 9 })) > 1e-6);
  sameBits(drawn, await trained({ ...more, threads: 3 }));
});

describe('schedules', () => {
  test('rates are told with the epochs, and used', async () => {
    const schedule = { type: 'step', every: 2, gamma: 0.5, per: 'epoch' };
    const trainer = new native.Trainer(options({ schedule }));
    const { epochRates } = await trainer.run(6, forever);
    assert.deepEqual([...epochRates], [0.1, 0.1, 0.05, 0.05, 0.025, 0.025]);
    assert.ok(distance(trainer.parameters(), await trained({}, 6)) > 1e-6);
    sameBits(await trained({ schedule }, 2), await trained({}, 2));
  });

  test('a plateau of the validation loss lowers the rate', async () => {
    const plateau = { type: 'reduce-on-plateau', factor: 0.5, threshold: 1, cooldown: 0 };
    const schedule = { ...plateau, metric: 'validation.loss', patience: 1, minimumRate: 0.02 };
    const more = { schedule, validation: count(100), watchEvery: 2 };
    const { epochRates, observations } = await new native.Trainer(options(more)).run(14, forever);
    // Nothing halves the loss by all of itself: the first measurement stays the best.
    const rates = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.025, 0.025];
    assert.deepEqual([...epochRates], [...rates, 0.025, 0.025]);
    assert.deepEqual(
      observations.map(({ epoch }) => epoch),
      [2, 4, 6, 8, 10, 12, 14],
    );
  });
});

describe('stopping', () => {
  test('ends when the loss has come to rest', async () => {
    const trainer = new native.Trainer(options({ stopping: { tolerance: 1e-4 } }));
    const { state, stopReason, epochLosses, epoch } = await trainer.run(5000, forever);
    assert.deepEqual({ state, stopReason }, { state: 'stopped', stopReason: 'tolerance' });
    assert.equal(epochLosses.length, epoch);
    const gaps = epochLosses.slice(1).map((loss, i) => Math.abs(loss - (epochLosses[i] as number)));
    assert.ok((gaps.at(-1) as number) < 1e-4);
    assert.ok(gaps.slice(0, -1).every((gap) => gap >= 1e-4));
    assert.equal((await trainer.run(5000, forever)).epoch, epoch, 'and stays ended');
  });

  const early = { metric: 'validation.loss', patience: 3, minDelta: 0, restoreBest: true };
  // Few rows to train on, so that the validation loss rises again.
  const overfit = {
    ...{ train: count(12), batchSize: 4, optimizer: { type: 'momentum', learningRate: 0.1 } },
    ...{ validation: Uint32Array.from({ length: 200 }, (_, i) => 500 + i), stopping: { early } },
  };
  overfit.optimizer = { ...overfit.optimizer, momentum: 0.9, dampening: 0 } as never;

  test('ends when a metric no longer gets better, and gives back the best weights', async () => {
    const trainer = new native.Trainer(options(overfit));
    const { state, stopReason, epoch, observations } = await trainer.run(5000, forever);
    assert.deepEqual({ state, stopReason }, { state: 'stopped', stopReason: 'early-stopping' });
    const values = observations.map(({ value }) => value);
    const best = values.indexOf(Math.min(...values)) + 1;
    assert.equal(epoch, best + 3);
    assert.equal(trainer.restoreBest(), best);
    const { stopping: _, ...plain } = overfit;
    sameBits(trainer.parameters(), await trained(plain, best));
    const { loss } = await trainer.evaluate(overfit.validation, ['loss']);
    assert.equal(loss, values[best - 1]);
  });

  test('a training cut into calls and trainers ends at the same epoch with the same bits', async () => {
    const schedule = {
      ...{ type: 'reduce-on-plateau', metric: 'validation.loss', factor: 0.5, patience: 0 },
      ...{ threshold: 1e-4, cooldown: 1, minimumRate: 0 },
    };
    const more = options({ ...overfit, schedule, gradientClipping: { norm: 1 } });
    const whole = new native.Trainer(more);
    const { epoch } = await whole.run(5000, forever);
    let part = new native.Trainer(more);
    for (let state = 'running'; state !== 'stopped'; ) {
      ({ state } = await part.run(5000, 0));
      const next = new native.Trainer({ ...more, threads: 2 });
      next.restore(part.state());
      part = next;
    }
    assert.equal((await part.run(5000, forever)).epoch, epoch);
    sameBits(part.parameters(), whole.parameters());
    assert.equal(part.restoreBest(), whole.restoreBest());
    sameBits(part.parameters(), whole.parameters());
  });
});
