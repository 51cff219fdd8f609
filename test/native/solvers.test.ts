// The full-batch solvers through the trainer: against closed forms, against each other where they
// minimise the same, and the conditions of a minimum as the gradient of an inspection shows them.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { resolve } from '../../src/catalog/entry.ts';
import { solvers } from '../../src/catalog/solvers.ts';
import {
  type Dtype,
  type LayerSpec,
  type LossSpec,
  type NetworkSpec,
  native,
  type OptimizerSpec,
  type TrainerProgress,
} from '../../src/native.ts';
import { numbers } from '../support/kernels.ts';
import { leastSquares } from '../support/reference/least-squares.ts';

const folder = mkdtempSync(join(tmpdir(), 'nabla-solvers-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Data {
  x: number[][];
  d: number[][];
}

interface Setting {
  spec: NetworkSpec;
  data: Data;
  optimizer: string | { type: string; [parameter: string]: unknown };
  loss?: LossSpec;
  threads?: number;
  parameters?: readonly number[];
  batchSize?: number;
}

const halfSquared: LossSpec = { type: 'half-squared-error', reduction: 'mean' };
const aDay = 86_400_000; // a budget that no test uses up
let files = 0;

/** A trainer on rows of float64, with the solver's defaults filled in. */
function trainer({ spec, data, optimizer, loss = halfSquared, ...rest }: Setting) {
  const path = join(folder, `${files++}.bin`);
  const rows = data.x.map((x, i) => [...x, ...(data.d[i] as number[])]);
  writeFileSync(path, new Uint8Array(Float64Array.from(rows.flat()).buffer));
  const width = rows[0]?.length ?? 0;
  const inputs = data.x[0]?.length ?? 0;
  const field = (column: number) => ({
    ...{ offset: 8 * column, type: 'f64' as const, count: 1, encoding: 'value' as const },
    ...{ classes: 0, fill: Number.NaN },
  });
  const columns = Array.from({ length: width }, (_, i) => field(i));
  const network = new native.Network(spec);
  network.initialize();
  const values = network.parameters();
  if (rest.parameters !== undefined) values.set(rest.parameters);
  const type = typeof optimizer === 'string' ? optimizer : optimizer.type;
  const isSolver = solvers.some((row) => row.type === type);
  return new native.Trainer({
    ...{ spec, losses: spec.outputs.map(() => loss), seed: 1, shuffle: true },
    ...{ parameters: values, threads: rest.threads ?? 1, batchSize: rest.batchSize ?? rows.length },
    optimizer: (isSolver ? resolve(solvers, optimizer) : optimizer) as OptimizerSpec,
    data: {
      path,
      rowBytes: 8 * width,
      inputs: columns.slice(0, inputs),
      targets: columns.slice(inputs),
    },
    train: Uint32Array.from(rows, (_, i) => i),
  });
}

async function run(setting: Setting, epochs = 1000) {
  const trained = trainer(setting);
  const progress = await trained.run(epochs, aDay);
  return { progress, parameters: Array.from(trained.parameters()), trained };
}

function dense(name: string, units: number, changes: Record<string, unknown> = {}): LayerSpec {
  return {
    ...{ type: 'dense', name, inputs: ['input'], trainable: true, units },
    ...{ activation: { type: 'identity' }, weights: { type: 'glorot-uniform' } },
    ...{ biases: { type: 'zeros' }, l1: 0, l2: 0, ...changes },
  } as LayerSpec;
}

function network(
  inputSize: number,
  layers: LayerSpec[],
  changes: Partial<NetworkSpec> = {},
): NetworkSpec {
  const wired = layers.map((layer, i) => ({
    ...layer,
    inputs: i === 0 || layer.inputs[0] !== 'input' ? layer.inputs : [layers[i - 1]?.name as string],
  }));
  const outputs = [wired.at(-1)?.name as string];
  return { dtype: 'float64', seed: 1, inputSize, layers: wired, outputs, ...changes };
}

/** Targets that no linear map gives exactly. */
function regression(rows: number, inputs: number, targets: number): Data {
  const random = numbers(7, 0, 1);
  const centred = () => 2 * random() - 1;
  const x = Array.from({ length: rows }, () => Array.from({ length: inputs }, centred));
  const truth = Array.from({ length: targets }, () => Array.from({ length: inputs }, centred));
  const d = x.map((row) =>
    truth.map((w) =>
      w.reduce((sum, value, i) => sum + value * (row[i] as number), 0.3 + centred()),
    ),
  );
  return { x, d };
}

function worst(found: ArrayLike<number>, expected: readonly number[]): number {
  assert.equal(found.length, expected.length);
  return Math.max(...expected.map((value, i) => Math.abs(value - (found[i] as number))));
}

/** Root of the mean squared error of a loss ½e², reduced by the mean. */
const rmse = ({ epochLosses }: TrainerProgress) => Math.sqrt(2 * (epochLosses.at(-1) as number));

const names = solvers.map(({ type }) => type);
const tolerance: Record<string, number> = {
  'l-bfgs': 1e-5, // the gradient's tolerance over the smallest curvature
  'levenberg-marquardt': 1e-7,
  'least-squares': 1e-12,
};

describe('linear regression has its closed form', () => {
  const data = regression(300, 4, 2);
  const withOne = data.x.map((row) => [...row, 1]);
  for (const name of names) {
    const spec = (changes = {}) => network(4, [dense('out', 2, changes)]);

    test(`${name}: plain`, async () => {
      const { parameters, progress } = await run({ spec: spec(), data, optimizer: name });
      const expected = leastSquares(withOne, data.d).flat();
      assert.ok(worst(parameters, expected) < (tolerance[name] as number));
      assert.equal(progress.state, 'converged');
      assert.ok(progress.epoch < 100, `${progress.epoch} iterations`);
      const errors = withOne.map((row, r) => {
        const y = data.d[0]?.map((_, k) =>
          row.reduce((s, v, i) => s + v * (expected[2 * i + k] as number), 0),
        );
        return (
          (y ?? []).reduce((s, value, k) => s + (value - (data.d[r]?.[k] as number)) ** 2, 0) / 2
        );
      });
      const loss = errors.reduce((sum, error) => sum + error, 0) / errors.length;
      assert.ok(Math.abs((progress.epochLosses.at(-1) as number) - loss) < 1e-9);
    });

    test(`${name}: with an L2 penalty, reduced by the sum`, async () => {
      const loss = { type: 'squared-error', reduction: 'sum' as const };
      const setting = { spec: spec({ l2: 3 }), data, optimizer: name, loss };
      const { parameters } = await run(setting);
      // J = Σe² + ½·3·w²: twice the half.
      const expected = leastSquares(withOne, data.d, [1.5, 1.5, 1.5, 1.5]).flat();
      assert.ok(worst(parameters, expected) < (tolerance[name] as number));
    });

    test(`${name}: without biases`, async () => {
      const { parameters } = await run({ spec: spec({ biases: false }), data, optimizer: name });
      const expected = leastSquares(data.x, data.d).flat();
      assert.ok(worst(parameters, expected) < (tolerance[name] as number));
    });
  }

  test('least-squares: ridge is a penalty like the layer’s own', async () => {
    const optimizer = { type: 'least-squares', ridge: 0.01 };
    const { parameters } = await run({ spec: network(4, [dense('out', 2)]), data, optimizer });
    const penalty = 0.01 * data.x.length;
    const expected = leastSquares(withOne, data.d, [penalty, penalty, penalty, penalty]).flat();
    assert.ok(worst(parameters, expected) < 1e-12);
  });

  test('more rows than a block, more columns than a panel', async () => {
    const tall = regression(9000, 150, 1);
    const expected = leastSquares(
      tall.x.map((row) => [...row, 1]),
      tall.d,
    ).flat();
    for (const name of names) {
      const spec = network(150, [dense('out', 1)]);
      const { parameters } = await run({ spec, data: tall, optimizer: name, threads: 2 });
      assert.ok(worst(parameters, expected) < (tolerance[name] as number), name);
    }
  });
});

describe('least-squares', () => {
  test('solves over hidden layers and leaves them alone, frozen or not', async () => {
    const data = regression(200, 3, 1);
    for (const trainable of [true, false]) {
      const hidden = dense('hidden', 8, {
        ...{
          activation: { type: 'tanh' },
          trainable,
          weights: { type: 'normal', mean: 0, standardDeviation: 2 },
          biases: { type: 'normal', mean: 0, standardDeviation: 1 },
        },
      });
      const spec = network(3, [hidden, dense('out', 1)]);
      const start = new native.Network(spec);
      start.initialize();
      const before = Array.from(start.parameters());
      const { parameters } = await run({ spec, data, optimizer: 'least-squares' });
      assert.deepEqual(parameters.slice(0, 32), before.slice(0, 32));
      const [w, b] = [before.slice(0, 24), before.slice(24, 32)];
      const features = data.x.map((x) => [
        ...b.map((bias, j) =>
          Math.tanh(x.reduce((s, v, i) => s + v * (w[8 * i + j] as number), bias)),
        ),
        1,
      ]);
      const error = worst(parameters.slice(32), leastSquares(features, data.d).flat());
      assert.ok(error < 1e-9, String(error));
    }
  });

  test('columns that say the same: the fit of one of them', async () => {
    const data = regression(60, 2, 1);
    const doubled = { x: data.x.map(([a, b]) => [a, b, a, 0] as number[]), d: data.d };
    const once = await run({
      spec: network(2, [dense('out', 1)]),
      data,
      optimizer: 'least-squares',
    });
    const twice = await run({
      spec: network(4, [dense('out', 1)]),
      data: doubled,
      optimizer: 'least-squares',
    });
    const [a, b, again, none, bias] = twice.parameters as [number, number, number, number, number];
    assert.ok(worst([a + again, b, bias], once.parameters) < 1e-12);
    assert.ok(none === 0 && (a === 0 || again === 0));
  });

  test('fewer rows than features: passes through them', async () => {
    const data = regression(5, 9, 1);
    const { progress } = await run({
      spec: network(9, [dense('out', 1)]),
      data,
      optimizer: 'least-squares',
    });
    assert.ok((progress.epochLosses[0] as number) < 1e-24);
  });
});

/** Rosenbrock’s function as a network: residuals a − 1 and 10·(b − a²) of the input 1, halved. */
function rosenbrock(): Setting & { spec: NetworkSpec } {
  const free = { biases: false, weights: { type: 'zeros' } };
  const layers: LayerSpec[] = [
    { ...dense('a', 1, free), inputs: ['input'] },
    { ...dense('b', 1, free), inputs: ['input'] },
    { type: 'product', name: 'square', inputs: ['a'], trainable: true, groups: [[0, 0]] },
    {
      ...dense('out', 2, {
        ...{ biases: false, trainable: false },
        weights: {
          type: 'explicit',
          values: [
            [1, 0],
            [0, 10],
            [0, -10],
          ],
        },
      }),
      inputs: ['a', 'b', 'square'],
    },
  ];
  const spec: NetworkSpec = { dtype: 'float64', seed: 1, inputSize: 1, layers, outputs: ['out'] };
  return { spec, data: { x: [[1]], d: [[1, 0]] }, optimizer: '', parameters: [-1.2, 1] };
}

describe('a curved valley', () => {
  for (const [name, most] of [
    ['l-bfgs', 60],
    ['levenberg-marquardt', 40],
  ] as const) {
    test(`${name} finds Rosenbrock’s minimum`, async () => {
      const { parameters, progress } = await run({ ...rosenbrock(), optimizer: name });
      assert.ok(worst(parameters.slice(0, 2), [1, 1]) < 1e-6, String(parameters));
      assert.ok(progress.epoch <= most, `${progress.epoch} iterations`);
      assert.equal(progress.state, 'converged');
      const falls = progress.epochLosses.every(
        (loss, i, all) => i === 0 || loss <= (all[i - 1] as number),
      );
      assert.ok(falls, 'the loss never rises');
    });
  }
});

/** A classifier of three blobs. */
function blobs(): Data {
  const random = numbers(3, 0, 1);
  const x: number[][] = [];
  const d: number[][] = [];
  for (let i = 0; i < 120; i++) {
    const angle = ((i % 3) * 2 * Math.PI) / 3;
    x.push([Math.cos(angle) + 1.6 * (random() - 0.5), Math.sin(angle) + 1.6 * (random() - 0.5)]);
    d.push([0, 1, 2].map((k) => Number(k === i % 3)));
  }
  return { x, d };
}

test('l-bfgs minimises a cross-entropy with penalties: the gradient there is none', async () => {
  const data = blobs();
  const l2 = 0.01;
  const spec = network(2, [
    dense('hidden', 5, { activation: { type: 'tanh' }, l2 }),
    dense('out', 3, { activation: { type: 'softmax', temperature: 1 }, l2 }),
  ]);
  const loss = { type: 'cross-entropy', reduction: 'mean' as const, labelSmoothing: 0 };
  const { parameters, progress, trained } = await run({ spec, data, optimizer: 'l-bfgs', loss });
  assert.equal(progress.state, 'converged');
  const found = new native.Network(spec);
  found.setParameters(Float64Array.from(parameters));
  const { gradients } = found.inspect({
    ...{ x: Float64Array.from(data.x.flat()), targets: Float64Array.from(data.d.flat()) },
    ...{ rows: data.x.length, losses: [loss], want: ['gradients'] },
  });
  for (const [layer, from, count] of [
    ['hidden', 0, 10],
    ['out', 15, 15],
  ] as const) {
    const gradient = gradients?.[layer]?.weights?.values ?? [];
    const all = Array.from(gradient, (g, i) => Math.abs(g + l2 * (parameters[from + i] as number)));
    assert.equal(all.length, count);
    assert.ok(Math.max(...all) <= 1e-7, `${layer}: ${Math.max(...all)}`);
  }
  const { loss: measured } = await trained.evaluate(
    Uint32Array.from(data.x, (_, i) => i),
    ['loss'],
  );
  assert.ok(Math.abs((measured as number) - (progress.epochLosses.at(-1) as number)) < 1e-12);
});

/** 50 points of sin x on (−1, 1) and a network of 3 tanh units. */
function sine(dtype: Dtype = 'float64', seed = 1): Pick<Setting, 'spec' | 'data'> {
  const random = numbers(11, 0, 1);
  const x = Array.from({ length: 50 }, () => [2 * random() - 1]);
  const layers = [dense('hidden', 3, { activation: { type: 'tanh' } }), dense('out', 1)];
  const spec = network(1, layers, { dtype, seed });
  return { spec, data: { x, d: x.map(([value]) => [Math.sin(value as number)]) } };
}

/** Rows passed through the network until the error of an epoch is at most `goal`. */
async function effort(setting: Setting, goal: number, most: number): Promise<number> {
  const trained = trainer(setting);
  let rows = 0;
  for (let epoch = 1; epoch <= most; epoch++) {
    const progress = await trained.run(epoch, aDay);
    rows += progress.rows;
    if (rmse(progress) <= goal) return rows;
    if (progress.state === 'converged') break;
  }
  return Number.POSITIVE_INFINITY;
}

/** The same of gradient descent; all the rows of `most` epochs where those are not enough. */
async function descentEffort(setting: Setting, goal: number, most: number): Promise<number> {
  const { epochLosses } = await trainer(setting).run(most, aDay);
  const reached = epochLosses.findIndex((loss) => Math.sqrt(2 * loss) <= goal);
  return setting.data.x.length * (reached < 0 ? most : reached + 1);
}

test('levenberg-marquardt fits the sine with a twentieth of the passes of gradient descent', async () => {
  const goal = 0.001;
  for (const seed of [1, 2, 3]) {
    const setting = sine('float64', seed);
    const solver = await effort({ ...setting, optimizer: 'levenberg-marquardt' }, goal, 100);
    // Around the best rate of each batch size; far smaller ones are slow, larger ones do not settle.
    for (const [learningRate, batchSize] of [
      [0.1, 1],
      [0.3, 1],
      [0.3, 8],
      [1, 8],
    ] as const) {
      const optimizer = { type: 'sgd', learningRate };
      const descent = await descentEffort({ ...setting, optimizer, batchSize }, goal, 4000);
      const figures = `seed ${seed}, rate ${learningRate}: ${descent} rows against ${solver}`;
      assert.ok(descent >= 20 * solver, figures);
    }
  }
});

describe('every solver', () => {
  for (const name of names) {
    for (const dtype of ['float32', 'float64'] as const) {
      test(`${name} in ${dtype}: same bits at one and two threads, and however it is cut`, async () => {
        const setting = { ...sine(dtype), optimizer: name };
        const whole = await run(setting, 12);
        const parallel = await run({ ...setting, threads: 2 }, 12);
        const cut = trainer(setting);
        for (let epoch = 1; epoch <= 12; epoch++) await cut.run(epoch, 0);
        assert.deepEqual(parallel.parameters, whole.parameters);
        assert.deepEqual(Array.from(cut.parameters()), whole.parameters);
        assert.deepEqual(parallel.progress.epochLosses, whole.progress.epochLosses);
      });
    }

    test(`${name} has nothing to do once it has converged`, async () => {
      const { trained, progress } = await run({ ...sine(), optimizer: name }, 5000);
      assert.equal(progress.state, 'converged');
      const again = await trained.run(6000, aDay);
      assert.deepEqual([again.state, again.epoch, again.rows], ['converged', progress.epoch, 0]);
    });

    test(`${name} says where it cannot begin`, async () => {
      const { spec, data } = sine();
      const parameters = new Array(10).fill(1e200);
      const wild = { ...data, d: data.d.map(() => [1e300]) };
      const { progress } = await run({ spec, data: wild, optimizer: name, parameters });
      assert.equal(progress.state, 'diverged');
    });
  }

  test('float32 is fitted to what float32 can tell', async () => {
    for (const name of ['l-bfgs', 'levenberg-marquardt']) {
      const { progress } = await run({ ...sine('float32'), optimizer: name });
      assert.ok(rmse(progress) < 0.005, `${name}: ${rmse(progress)}`);
    }
  });

  test('is in the catalogue in the order of the native list', () => {
    for (const name of names) {
      const optimizer = resolve(solvers, name) as OptimizerSpec;
      const dropout = {
        type: 'dropout',
        name: 'drop',
        inputs: ['hidden'],
        trainable: true,
        rate: 0.5,
      };
      const { spec } = sine();
      const layers = [
        spec.layers[0],
        dropout,
        { ...dense('out', 1), inputs: ['drop'] },
      ] as LayerSpec[];
      const faults = native.solverFaults({ ...spec, layers }, [halfSquared], optimizer);
      assert.equal(faults.length, 1);
      assert.match(
        faults[0]?.detail ?? '',
        new RegExp(`^${name} needs .*layer \`drop\` is dropout`),
      );
    }
  });
});

describe('refusals', () => {
  const refused = (name: string, layers: LayerSpec[], loss: LossSpec, expected: RegExp) => {
    const optimizer = resolve(solvers, name) as OptimizerSpec;
    const found = native.solverFaults(network(2, layers), [loss], optimizer);
    assert.deepEqual(found.length, 1, JSON.stringify(found));
    assert.match(`${found[0]?.about}: ${found[0]?.detail}`, expected);
  };
  const norm: LayerSpec = {
    ...{ type: 'batch-norm', name: 'norm', inputs: ['input'], trainable: true },
    ...{ momentum: 0.1, epsilon: 1e-5 },
  };
  const drawn = { activation: { type: 'rrelu', lower: 0.1, upper: 0.3 } };
  const absolute: LossSpec = { type: 'absolute', reduction: 'mean' };

  test('layers that differ from step to step', () => {
    refused('l-bfgs', [norm, dense('out', 1)], halfSquared, /^network: .*`norm` is batch-norm/);
    refused(
      'l-bfgs',
      [dense('a', 2, drawn), dense('out', 1)],
      halfSquared,
      /^network: .*`a` is rrelu/,
    );
  });
  test('L1 penalties', () => {
    refused('l-bfgs', [dense('out', 1, { l1: 0.1 })], halfSquared, /^network: .*`out` has an L1/);
    refused(
      'least-squares',
      [dense('out', 1, { l1: 0.1 })],
      halfSquared,
      /^network: .*`out` has an L1/,
    );
  });
  test('losses that are no squares', () => {
    for (const name of ['levenberg-marquardt', 'least-squares']) {
      refused(name, [dense('out', 1)], absolute, /^loss: .*squared-error, not absolute/);
      refused(
        name,
        [dense('out', 1)],
        { ...halfSquared, classWeights: [2] },
        /^loss: .*classWeights/,
      );
    }
  });
  test('too many parameters, frozen ones not counted', () => {
    const wide = (trainable: boolean) => [dense('a', 1000, { trainable }), dense('out', 1)];
    const figure = /^network: .* trains 4001, and parameterLimit is 2000/;
    refused('levenberg-marquardt', wide(true), halfSquared, figure);
    const optimizer = resolve(solvers, 'levenberg-marquardt') as OptimizerSpec;
    assert.deepEqual(native.solverFaults(network(2, wide(false)), [halfSquared], optimizer), []);
  });
  test('output layers that are not linear, or frozen', () => {
    const curved = dense('out', 1, { activation: { type: 'tanh' } });
    refused('least-squares', [curved], halfSquared, /^network: .*`out` is not one/);
    const frozen = dense('out', 1, { trainable: false });
    refused('least-squares', [dense('a', 2), frozen], halfSquared, /^network: .*`out` is frozen/);
  });
});
