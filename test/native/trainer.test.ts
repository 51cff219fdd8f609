// Training runs of the addon: the worked example, steps against the reference, the same bits whatever
// the threads and the cutting into calls, metrics, and what ends a run.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type FloatArray,
  type LayerSpec,
  type NetworkSpec,
  native,
  type TrainerOptions,
} from '../../src/native.ts';
import { generator, randomMatrix } from '../support/random-network.ts';
import { count, dense, field, initial, records } from '../support/record-tables.ts';
import { ReferenceNetwork } from '../support/reference/network.ts';
import * as example from '../support/worked-example.ts';

const worked: NetworkSpec = {
  dtype: 'float64',
  seed: 1,
  inputSize: 2,
  layers: [
    dense('hidden', 'input', 3, {
      activation: { type: 'sigmoid' },
      weights: { type: 'explicit', values: example.hiddenWeights },
    }),
    dense('output', 'hidden', 2, { weights: { type: 'explicit', values: example.outputWeights } }),
  ],
  outputs: ['output'],
};

function options(more: Partial<TrainerOptions> = {}): TrainerOptions {
  const spec = more.spec ?? worked;
  return {
    spec,
    parameters: more.parameters ?? initial(spec),
    losses: [{ type: 'half-squared-error', reduction: 'sum' }],
    optimizer: { type: 'sgd', learningRate: 0.05 },
    batchSize: 8,
    seed: 1,
    shuffle: true,
    threads: 1,
    data: { ...records(example.rows), inputs: [field(0), field(1)], targets: [field(2), field(3)] },
    train: count(8),
    ...more,
  };
}

const forever = Number.POSITIVE_INFINITY;

test('the worked example ends at the known loss', async () => {
  const trainer = new native.Trainer(options());
  const progress = await trainer.run(1000, forever);
  assert.deepEqual(
    { epoch: progress.epoch, step: progress.step, rows: progress.rows, state: progress.state },
    { epoch: 1000, step: 1000, rows: 8000, state: 'done' },
  );
  assert.equal(progress.epochLosses.length, 1000);
  const metrics = await trainer.evaluate(count(8), ['loss', 'mse']);
  assert.ok(Math.abs((metrics.loss as number) - 0.42855) < 1e-5);
  assert.ok(Math.abs(2 * (metrics.mse as number) - 0.10714) < 1e-5);
});

test('steps of one row in order are those of the reference', async () => {
  const trainer = new native.Trainer(options({ batchSize: 1, shuffle: false }));
  await trainer.run(2, forever);
  const network = new native.Network(worked);
  const { parameters: manifest } = network.summary;
  const values = Float64Array.from(initial(worked));
  const losses = [{ type: 'half-squared-error', reduction: 'sum' as const }];
  for (let step = 0; step < 16; step += 1) {
    const row = example.rows[step % 8] as readonly number[];
    const reference = new ReferenceNetwork(worked, manifest, values);
    const [x, d] = [[row.slice(0, 2)], [row.slice(2)]];
    const gradient = manifest.flatMap(({ name }) => reference.gradient(name, x, d, losses));
    for (const [i, g] of gradient.entries()) values[i] = (values[i] as number) - 0.05 * g;
  }
  for (const [i, value] of trainer.parameters().entries()) {
    assert.ok(Math.abs(value - (values[i] as number)) < 1e-8);
  }
});

/** 700 rows of five numbers and a class of three, and a network with a bit of everything. */
function mixed(dtype: 'float32' | 'float64', threads: number): TrainerOptions {
  const random = generator(3);
  const rows = randomMatrix(random, 700, 5).map((row) => [...row, Math.floor(3 * random())]);
  const activation = (type: string) => ({ activation: { type } });
  const layers: LayerSpec[] = [
    dense('a', 'input', 70, activation('relu')),
    { type: 'batch-norm', name: 'n', inputs: ['a'], trainable: true, momentum: 0.1, epsilon: 1e-5 },
    { type: 'dropout', name: 'd', inputs: ['n'], trainable: true, rate: 0.2 },
    {
      type: 'gated',
      name: 'g',
      inputs: ['d'],
      trainable: true,
      units: 33,
      gate: { type: 'sigmoid' },
    },
    {
      type: 'residual',
      name: 'r',
      inputs: ['g'],
      trainable: true,
      units: 20,
      ...activation('tanh'),
    },
    { type: 'layer-norm', name: 'm', inputs: ['r'], trainable: true, epsilon: 1e-5 },
    { type: 'rbf', name: 'k', inputs: ['input'], trainable: true, units: 9, normalized: true },
    { type: 'maxout', name: 'x', inputs: ['m', 'k'], trainable: true, units: 12, pieces: 3 },
    dense('s', 'x', 6, { activation: { type: 'prelu', slope: 0.25 } }),
    { type: 'product', name: 'p', inputs: ['s'], trainable: true, size: 2 },
    dense('out', 'p', 3, { activation: { type: 'softmax', temperature: 1 } }),
  ];
  const spec: NetworkSpec = { dtype, seed: 4, inputSize: 5, layers, outputs: ['out'] };
  return options({
    spec,
    losses: [{ type: 'cross-entropy', reduction: 'mean', labelSmoothing: 0.01 }],
    optimizer: { type: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    batchSize: 64,
    threads,
    data: {
      ...records(rows),
      inputs: [0, 1, 2, 3, 4].map((column) => field(column)),
      targets: [field(5, { encoding: 'one-hot', classes: 3 })],
    },
    train: count(700),
  });
}

for (const dtype of ['float32', 'float64'] as const) {
  test(`${dtype} trains to the same bits at any number of threads and cut into any calls`, async () => {
    const results: FloatArray[] = [];
    for (const threads of [1, 2, 3, 4]) {
      const trainer = new native.Trainer(mixed(dtype, threads));
      const { state, stepsPerEpoch } = await trainer.run(5, forever);
      assert.deepEqual({ state, stepsPerEpoch }, { state: 'done', stepsPerEpoch: 11 });
      results.push(trainer.parameters());
    }
    const trainer = new native.Trainer(mixed(dtype, 2));
    let calls = 0;
    for (let state = 'running'; state === 'running'; calls += 1)
      ({ state } = await trainer.run(5, 0));
    assert.ok(calls >= 55, 'a run without time makes one step');
    results.push(trainer.parameters());
    for (const result of results) assert.deepEqual(result, results[0]);
    assert.notDeepEqual(results[0], initial(mixed(dtype, 1).spec));
    assert.ok(results[0]?.every(Number.isFinite));
  });
}

test('a frozen layer stays as it is, and what is before it learns', async () => {
  const [first, last] = worked.layers as [LayerSpec, LayerSpec];
  const frozen = { ...worked, layers: [first, { ...last, trainable: false }] };
  const trainer = new native.Trainer(options({ spec: frozen }));
  await trainer.run(3, forever);
  const [before, after] = [initial(frozen), trainer.parameters()];
  assert.deepEqual(after.subarray(9), before.subarray(9));
  assert.ok(after.subarray(0, 9).every((value, i) => value !== before[i]));
  const none = {
    ...worked,
    layers: worked.layers.map((layer) => ({ ...layer, trainable: false })),
  };
  assert.throws(() => new native.Trainer(options({ spec: none })), { code: 'invalid-network' });
});

test('L1 and L2 penalties are added to the gradients of the weights alone', async () => {
  const [first, last] = worked.layers as [LayerSpec, LayerSpec];
  const step = async (penalties: object) => {
    const spec = { ...worked, layers: [first, { ...last, ...penalties }] };
    const trainer = new native.Trainer(options({ spec }));
    await trainer.run(1, forever);
    return trainer.parameters();
  };
  const [plain, penalised] = [await step({}), await step({ l1: 0.1, l2: 0.2 })];
  for (const [i, w] of example.outputWeights.flat().entries()) {
    const expected = (plain[9 + i] as number) - 0.05 * (0.1 * Math.sign(w) + 0.2 * w);
    assert.ok(Math.abs((penalised[9 + i] as number) - expected) < 1e-14);
  }
  assert.deepEqual(penalised.subarray(15), plain.subarray(15));
});

test('several outputs have a loss each, and their losses add up', async () => {
  const layers = [
    dense('a', 'input', 4, { activation: { type: 'tanh' } }),
    dense('y', 'a', 1),
    dense('c', 'a', 1, { activation: { type: 'sigmoid' } }),
  ];
  const spec: NetworkSpec = {
    dtype: 'float64',
    seed: 2,
    inputSize: 2,
    layers,
    outputs: ['y', 'c'],
  };
  const rows = example.rows.map((row) => [...row.slice(0, 3), (row[3] as number) > 0 ? 1 : 0]);
  const bce = {
    type: 'binary-cross-entropy',
    reduction: 'mean' as const,
    labelSmoothing: 0,
    positiveWeight: 1,
  };
  const losses = [{ type: 'squared-error', reduction: 'mean' as const }, bce];
  const data = { ...records(rows), inputs: [field(0), field(1)], targets: [field(2), field(3)] };
  const trainer = new native.Trainer(options({ spec, losses, data }));
  const { parameters: manifest } = new native.Network(spec).summary;
  const [x, d] = [rows.map((row) => row.slice(0, 2)), rows.map((row) => row.slice(2))];
  const loss = () => new ReferenceNetwork(spec, manifest, trainer.parameters()).loss(x, d, losses);
  const before = loss();
  const { epochLosses } = await trainer.run(200, forever);
  assert.ok(Math.abs((epochLosses[0] as number) - before) < 1e-12);
  const { loss: after } = await trainer.evaluate(count(8), ['loss']);
  assert.ok(Math.abs((after as number) - loss()) < 1e-12);
  assert.ok(loss() < before / 2);
});

test('an output with a fused loss may feed other layers', async () => {
  const layers = [
    dense('c', 'input', 3, { activation: { type: 'softmax', temperature: 1 } }),
    dense('y', 'c', 1),
  ];
  const spec: NetworkSpec = {
    dtype: 'float64',
    seed: 2,
    inputSize: 2,
    layers,
    outputs: ['c', 'y'],
  };
  const network = new native.Network(spec);
  network.initialize();
  const { gradientCheck, gradients } = network.inspect({
    x: Float64Array.from(example.inputs.flat() as number[]),
    rows: 8,
    targets: Float64Array.from(example.rows.flatMap(([, , d]) => [0, 1, 0, d as number])),
    losses: [
      { type: 'cross-entropy', reduction: 'mean', labelSmoothing: 0 },
      { type: 'squared-error', reduction: 'mean' },
    ],
    want: ['gradientCheck', 'gradients'],
  });
  assert.ok((gradientCheck?.maxRelativeError as number) <= 1e-6);
  assert.deepEqual(Object.keys(gradients ?? {}), ['c', 'y']);
});

test('columns are encoded, and predictions measured in original units', async () => {
  // y = 3·x + 5, x missing once; x and y standardised, and a category beside them.
  const rows = Array.from({ length: 40 }, (_, i) => [i === 7 ? Number.NaN : i, 3 * i + 5, i % 2]);
  const spec: NetworkSpec = {
    dtype: 'float64',
    seed: 1,
    inputSize: 3,
    layers: [dense('y', 'input', 1)],
    outputs: ['y'],
  };
  const data = {
    ...records(rows),
    inputs: [
      field(0, { steps: [{ type: 'scale', offset: 20, spread: 10 }], fill: 7 }),
      field(2, { encoding: 'one-hot', classes: 2 }),
    ],
    targets: [field(1, { steps: [{ type: 'scale', offset: 65, spread: 30 }] })],
  };
  const setting = { spec, data, train: count(40), batchSize: 10 };
  const losses = [{ type: 'half-squared-error', reduction: 'mean' as const }];
  const trainer = new native.Trainer(options({ ...setting, losses }));
  await trainer.run(2000, forever);
  const [x, a, b, bias] = trainer.parameters();
  assert.ok(Math.abs((x as number) - 1) < 1e-3, 'the slope in standard units is 1');
  assert.ok(Math.abs((a as number) + (b as number) + 2 * (bias as number)) < 1e-2);
  const metrics = await trainer.evaluate(count(40), ['mse', 'rmse', 'mae', 'r2', 'loss']);
  assert.ok((metrics.r2 as number) > 0.999 && (metrics.r2 as number) <= 1);
  assert.ok(Math.abs((metrics.rmse as number) ** 2 - (metrics.mse as number)) < 1e-12);
  assert.ok(Math.abs((metrics.mse as number) / 900 / 2 - (metrics.loss as number)) < 1e-9);
});

test('metrics are as defined', async () => {
  // The network is the identity, so inputs are predictions.
  const explicit = {
    type: 'explicit',
    values: [
      [1, 0],
      [0, 1],
    ],
  };
  const spec: NetworkSpec = {
    dtype: 'float64',
    seed: 1,
    inputSize: 2,
    layers: [dense('y', 'input', 2, { weights: explicit })],
    outputs: ['y'],
  };
  const rows = [
    [0.9, 0.2, 1, 0],
    [0.4, 0.8, 1, 1],
    [0.1, 0.6, 0, 1],
    [0.7, 0.4, 0, 1],
  ];
  const data = { ...records(rows), inputs: [field(0), field(1)], targets: [field(2), field(3)] };
  const trainer = new native.Trainer(options({ spec, data, train: count(4) }));
  const metrics = await trainer.evaluate(count(4), [
    'loss',
    'mse',
    'rmse',
    'mae',
    'r2',
    'accuracy',
  ]);
  const errors = rows.flatMap(([a, b, c, d]) => [
    (a as number) - (c as number),
    (b as number) - (d as number),
  ]);
  const squares = errors.reduce((total, e) => total + e * e, 0);
  const column = (c: number) =>
    errors.filter((_, i) => i % 2 === c).reduce((total, e) => total + e * e, 0);
  const expected = {
    loss: squares / 2,
    mse: squares / 8,
    rmse: Math.sqrt(squares / 8),
    mae: errors.reduce((total, e) => total + Math.abs(e), 0) / 8,
    r2: (1 - column(0) / 1 + 1 - column(1) / 0.75) / 2,
    accuracy: 5 / 8,
  };
  assert.deepEqual(Object.keys(metrics), Object.keys(expected));
  for (const [name, value] of Object.entries(expected)) {
    assert.ok(Math.abs((metrics[name] as number) - value) < 1e-14, `${name}: ${metrics[name]}`);
  }
});

/** Radial basis functions placed by k-means on two columns, and a linear output. */
function radial(units: number, inputSize: number, more: object = {}): NetworkSpec {
  const placed = { units, placement: 'k-means', trainable: false, ...more };
  const layers = [
    { type: 'rbf', name: 'k', inputs: ['input'], ...placed } as LayerSpec,
    dense('y', 'k', 1),
  ];
  return { dtype: 'float64', seed: 5, inputSize, layers, outputs: ['y'] };
}

test('k-means finds the means of clusters that lie apart, on any number of threads', async () => {
  const random = generator(8);
  const means = [
    [0, 0],
    [10, 0],
    [0, 10],
    [10, 10],
  ];
  const rows = Array.from({ length: 400 }, (_, i) => {
    const [a, b] = means[i % 4] as [number, number];
    return [a + random() - 0.5, b + random() - 0.5, 0];
  });
  const data = { ...records(rows), inputs: [field(0), field(1)], targets: [field(2)] };
  const place = async (threads: number, fitCenters = true) => {
    const more = { spec: radial(4, 2), data, train: count(400), threads, fitCenters };
    const trainer = new native.Trainer(options(more));
    await trainer.run(1, forever);
    return trainer.parameters();
  };
  const placed = await place(1);
  for (const [a, b] of means as [number, number][]) {
    const near = [0, 1, 2, 3].filter(
      (i) => Math.hypot((placed[2 * i] as number) - a, (placed[2 * i + 1] as number) - b) < 0.2,
    );
    assert.equal(near.length, 1);
  }
  const spread = Math.hypot(10, 10) / Math.sqrt(8);
  for (const h of placed.subarray(8, 12)) assert.ok(Math.abs(h - spread) < 0.2);
  assert.deepEqual(await place(3), placed);
  const unplaced = await place(1, false);
  assert.deepEqual(unplaced.subarray(0, 12), initial(radial(4, 2)).subarray(0, 12));
});

/** The centres that k-means places for points of two columns. */
async function placedCenters(points: readonly number[][], units: number): Promise<number[][]> {
  const rows = points.map(([a, b]) => [a as number, b as number, 0]);
  const data = { ...records(rows), inputs: [field(0), field(1)], targets: [field(2)] };
  const spec = radial(units, 2, { kernel: 'multiquadric' });
  const trainer = new native.Trainer(options({ spec, data, train: count(rows.length) }));
  await trainer.run(1, forever);
  const parameters = trainer.parameters();
  assert.ok(parameters.every(Number.isFinite));
  return Array.from({ length: units }, (_, i) => [...parameters.subarray(2 * i, 2 * i + 2)]);
}

const apart = (a: readonly number[], b: readonly number[]) =>
  Math.hypot((a[0] as number) - (b[0] as number), (a[1] as number) - (b[1] as number));

/** Of the points nearest to each centre, the mean: found the slow way. */
function meansOfNearest(points: readonly number[][], centers: readonly number[][]): number[][] {
  const groups = centers.map((): number[][] => []);
  for (const point of points) {
    const distances = centers.map((center) => apart(point, center));
    groups[distances.indexOf(Math.min(...distances))]?.push(point);
  }
  return groups.map((group) =>
    [0, 1].map((c) => group.reduce((sum, point) => sum + (point[c] as number), 0) / group.length),
  );
}

test('k-means ends where every centre is the mean of the points nearest to it, and none is empty', async () => {
  for (const seed of [1, 2, 3, 4]) {
    const random = generator(seed);
    // Many duplicates and a few points far off, which leave clusters without points on the way.
    const points = Array.from({ length: 300 }, (_, i) =>
      i % 3 === 0 ? [i % 2, 1] : [random() * (i % 50 === 0 ? 40 : 1), random()],
    );
    const centers = await placedCenters(points, 9);
    for (const [i, mean] of meansOfNearest(points, centers).entries()) {
      assert.ok(apart(mean, centers[i] as number[]) < 1e-3, `seed ${seed}, centre ${i}: ${mean}`);
    }
  }
});

test('k-means with fewer different points than centres has a centre at each of them', async () => {
  const different = [
    [0, 0],
    [3, 0],
    [0, 5],
  ];
  const points = Array.from({ length: 30 }, (_, i) => different[i % 3] as number[]);
  const centers = await placedCenters(points, 5);
  for (const point of different) assert.ok(centers.some((center) => apart(center, point) < 1e-12));
  for (const center of centers) assert.ok(different.some((point) => apart(center, point) < 1e-12));
});

test('12 placed centres and least squares fit sin x to an RMSE below 1e-2', async () => {
  const rows = Array.from({ length: 200 }, (_, i) => {
    const x = -Math.PI + (2 * Math.PI * (i + 0.5)) / 200;
    return [x, Math.sin(x)];
  });
  const data = { ...records(rows), inputs: [field(0)], targets: [field(1)] };
  const optimizer = { type: 'least-squares', learningRate: 1, ridge: 0 };
  const losses = [{ type: 'half-squared-error', reduction: 'mean' as const }];
  const more = { spec: radial(12, 1), data, optimizer, losses, batchSize: 200, train: count(200) };
  const trainer = new native.Trainer(options(more));
  await trainer.run(1, forever);
  const { rmse } = await trainer.evaluate(count(200), ['rmse']);
  assert.ok((rmse as number) < 1e-2, `${rmse}`);
});

test('centers follow what a layer reads, however deep it lies', async () => {
  const shift = { type: 'explicit', values: [[1]] };
  const spec = radial(2, 1);
  spec.layers.unshift(
    dense('moved', 'input', 1, {
      weights: shift,
      biases: { type: 'explicit', values: [100] },
      trainable: false,
    }),
  );
  (spec.layers[1] as LayerSpec).inputs = ['moved'];
  const rows = [
    [1, 0],
    [1, 0],
    [7, 0],
    [7, 0],
  ];
  const data = { ...records(rows), inputs: [field(0)], targets: [field(1)] };
  const trainer = new native.Trainer(options({ spec, data, train: count(4), batchSize: 4 }));
  await trainer.run(1, forever);
  assert.deepEqual([...trainer.parameters().subarray(2, 4)].toSorted(), [101, 107]);
});

test('a loss that is not finite ends the run before the weights change', async () => {
  const trainer = new native.Trainer(options({ optimizer: { type: 'sgd', learningRate: 1e200 } }));
  const progress = await trainer.run(10, forever);
  assert.equal(progress.state, 'diverged');
  assert.equal(progress.divergedAt?.epoch, progress.epoch + 1);
  assert.ok(progress.epoch >= 1 && progress.epoch < 10);
});

test('cancel() ends a run after the step under way', async () => {
  const trainer = new native.Trainer(mixed('float64', 2));
  const running = trainer.run(1e9, forever);
  assert.throws(() => trainer.run(1, 1), /at work/);
  setTimeout(() => trainer.cancel(), 20);
  const progress = await running;
  assert.equal(progress.state, 'cancelled');
  assert.ok(progress.step > 0);
});

test('what does not fit is refused with its place', () => {
  const refused = (more: Partial<TrainerOptions>, code: string, pointer?: string) => {
    const expected = { name: 'NativeError', code, ...(pointer !== undefined && { pointer }) };
    assert.throws(() => new native.Trainer(options(more)), expected);
  };
  const data = options().data;
  refused({ train: Uint32Array.of(8) }, 'invalid-input', '/train');
  refused({ train: new Uint32Array() }, 'invalid-input', '/train');
  refused({ parameters: new Float64Array(3) }, 'shape-mismatch', '/parameters');
  refused({ data: { ...data, inputs: [field(0)] } }, 'shape-mismatch', '/data/inputs');
  refused({ data: { ...data, targets: [field(2)] } }, 'shape-mismatch', '/data/targets');
  refused(
    { data: { ...data, inputs: [field(0), field(4)] } },
    'invalid-network',
    '/data/inputs/1/offset',
  );
  refused({ losses: [] }, 'shape-mismatch', '/losses');
  refused({ losses: [{ type: 'x', reduction: 'mean' }] }, 'unknown-type', '/losses/0/type');
  refused({ optimizer: { type: 'x', learningRate: 1 } }, 'unknown-type', '/optimizer/type');
  refused(
    { optimizer: { type: 'sgd', learningRate: 0 } },
    'invalid-network',
    '/optimizer/learningRate',
  );
  refused({ data: { ...data, path: `${data.path}.none` } }, 'io');
});
