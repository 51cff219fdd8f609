// Functions fitted over HTTP by the full-batch solvers, and what the hidden units made of them: the
// figures that must come out.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { Job, Parameters } from '../support/client.ts';
import { numbers } from '../support/kernels.ts';
import { startServer } from '../support/server.ts';

const { client } = await startServer({ after });

const random = numbers(5, 0, 1);
const points = Array.from({ length: 50 }, () => 2 * random() - 1);

/** By column: the function, and the training RMSE that the best of five seeds must stay below. */
const figures: Record<string, { f: (x: number) => number; most: number }> = {
  square: { f: (x) => x * x, most: 0.01 },
  sine: { f: Math.sin, most: 0.01 },
  absolute: { f: Math.abs, most: 0.05 },
  step: { f: (x) => Number(x >= 0), most: 0.1 },
};
const names = Object.keys(figures);

await client.create('/v1/datasets', {
  name: 'functions',
  columns: ['x', ...names],
  rows: points.map((x) => [x, ...Object.values(figures).map(({ f }) => f(x))]),
});

interface Fit {
  network: string;
  epochs: number;
  converged: boolean | null;
  rmse: number;
}

/** Three tanh units and a linear output, from the weights that `seed` draws. */
async function fit(target: string, seed: number, optimizer: unknown): Promise<Fit> {
  const network = `${target}-${seed}`;
  await client.create('/v1/networks', {
    ...{ name: network, dtype: 'float64', seed, inputSize: 1 },
    layers: [
      { type: 'dense', name: 'hidden', units: 3, activation: 'tanh' },
      { type: 'dense', name: 'output', units: 1 },
    ],
  });
  const { id } = await client.submit({
    ...{ network, dataset: 'functions', inputs: ['x'], targets: [target], model: network },
    ...{ loss: 'half-squared-error', optimizer, epochs: 2000, metrics: ['rmse'] },
  });
  const { result } = await client.succeeded(id);
  const { epochs, converged, metrics } = result as unknown as Fit & {
    metrics: { train: { rmse: number } };
  };
  return { network, epochs, converged, rmse: metrics.train.rmse };
}

describe('three tanh units fit, by L-BFGS', () => {
  for (const name of names) {
    const { f, most } = figures[name] as (typeof figures)[string];
    test(`${name}: and their outputs can be read`, async () => {
      let best: Fit | undefined;
      for (let seed = 1; seed <= 5 && !(best !== undefined && best.rmse < most); seed++) {
        const found = await fit(name, seed, 'l-bfgs');
        if (best === undefined || found.rmse < best.rmse) best = found;
      }
      assert.ok(best !== undefined && best.rmse < most, `${name}: ${best?.rmse}`);
      assert.equal(typeof best.converged, 'boolean');
      assert.ok(best.epochs <= 2000 && (best.converged || best.epochs === 2000));
      await readHidden(best, f);
    });
  }
});

/** The trained weights, put into the network and looked into: H and Y belong together. */
async function readHidden({ network, rmse }: Fit, f: (x: number) => number): Promise<void> {
  const trained = await client.read<Parameters>(`/v1/models/${network}/versions/1/parameters`);
  const put = await client.send('PUT', `/v1/networks/${network}/parameters`, trained);
  assert.equal(put.status, 204, put.text);
  const { activations, outputs } = await client.create<{
    activations: Record<string, { output: number[][] }>;
    outputs: number[][];
  }>(
    `/v1/networks/${network}:inspect`,
    { instances: points.map((x) => [x]), want: ['activations', 'outputs'] },
    200,
  );
  const hidden = activations.hidden?.output ?? [];
  const weights = trained.output?.weights as number[][];
  const [bias] = trained.output?.biases as number[];
  assert.deepEqual([hidden.length, hidden[0]?.length], [50, 3]);
  let square = 0;
  for (const [i, x] of points.entries()) {
    const h = hidden[i] as number[];
    assert.ok(h.every((value) => Math.abs(value) <= 1));
    const y = h.reduce(
      (sum, value, j) => sum + value * (weights[j]?.[0] as number),
      bias as number,
    );
    assert.ok(Math.abs(y - (outputs[i]?.[0] as number)) <= 1e-10 * Math.max(1, Math.abs(y)));
    square += (y - f(x)) ** 2;
  }
  assert.ok(Math.abs(Math.sqrt(square / 50) - rmse) <= 1e-9, 'the RMSE that the job reported');
}

test('Levenberg–Marquardt fits the sine within its default limits', async () => {
  const { rmse, converged } = await fit('sine', 6, 'levenberg-marquardt');
  assert.ok(rmse < 0.001, String(rmse));
  assert.equal(converged, true);
});

test('an RBF network with k-means centres fits sin x by its output layer alone', async () => {
  const draw = numbers(6, 0, 1);
  const x = Array.from({ length: 200 }, () => Math.PI * (2 * draw() - 1));
  await client.create('/v1/datasets', {
    ...{ name: 'wave', columns: ['x', 'y'], rows: x.map((value) => [value, Math.sin(value)]) },
  });
  await client.create('/v1/networks', {
    ...{ name: 'rbf', dtype: 'float64', seed: 1, inputSize: 1 },
    layers: [
      {
        ...{ type: 'rbf', name: 'hidden', units: 12, kernel: 'gaussian', trainable: false },
        placement: 'k-means',
      },
      { type: 'dense', name: 'output', units: 1 },
    ],
  });
  const { id } = await client.submit({
    ...{ network: 'rbf', dataset: 'wave', inputs: ['x'], targets: ['y'], epochs: 10 },
    ...{ loss: 'half-squared-error', optimizer: 'least-squares', metrics: ['rmse'] },
  });
  const { result, epoch, progress } = (await client.succeeded(id)) as Job & {
    epoch: number;
    result: { epochs: number; converged: boolean; metrics: { train: { rmse: number } } };
  };
  assert.ok(result.metrics.train.rmse < 0.01, String(result.metrics.train.rmse));
  assert.deepEqual([result.epochs, result.converged, epoch, progress], [1, true, 1, 1]);
});

/** Two classes by one logistic output after `layers`, trained by L-BFGS: the share of rows put right. */
async function accuracy(
  network: string,
  layers: object[],
  dataset: string,
  inputs: string[],
  seed = 3,
): Promise<number> {
  await client.create('/v1/networks', {
    ...{ name: network, dtype: 'float64', seed, inputSize: inputs.length },
    layers: [...layers, { type: 'dense', name: 'output', units: 1, activation: 'sigmoid' }],
  });
  const { id } = await client.submit({
    ...{ network, dataset, inputs, targets: ['class'], epochs: 500, optimizer: 'l-bfgs' },
    ...{ loss: 'binary-cross-entropy', metrics: ['accuracy'] },
  });
  const { result } = await client.succeeded(id);
  return result.metrics.train?.accuracy as number;
}

describe('what a product with a gate can tell apart, and a linear layer of the size cannot', () => {
  const gated = [{ type: 'gated', units: 8, gate: 'sigmoid' }];
  const linear = [{ type: 'dense', units: 8 }];
  const angles = Array.from({ length: 40 }, (_, i) => (2 * Math.PI * i) / 40);
  const figures = {
    rings: [1, 2].flatMap((radius) =>
      angles.map((a) => [radius * Math.cos(a), radius * Math.sin(a), radius === 2 ? 'b' : 'a']),
    ),
    xor: [0, 1].flatMap((a) => [0, 1].map((b) => [a, b, a === b ? 'a' : 'b'])),
  };
  for (const [name, rows] of Object.entries(figures)) {
    test(name, async () => {
      const inputs = ['x1', 'x2'];
      await client.create('/v1/datasets', { name, columns: [...inputs, 'class'], rows });
      assert.equal(await accuracy(`${name}-gated`, gated, name, inputs), 1);
      assert.ok((await accuracy(`${name}-linear`, linear, name, inputs)) <= 0.75);
    });
  }
});

test('parity of four bits is learned to the last row, by one of five seeds', async () => {
  const inputs = ['b1', 'b2', 'b3', 'b4'];
  const rows = Array.from({ length: 16 }, (_, i) => {
    const bits = [8, 4, 2, 1].map((bit) => Number((i & bit) !== 0));
    return [...bits, bits.reduce((a, b) => a + b) % 2 === 1 ? 'odd' : 'even'];
  });
  await client.create('/v1/datasets', { name: 'parity', columns: [...inputs, 'class'], rows });
  const layers = [{ type: 'dense', units: 8, activation: 'tanh' }];
  let best = 0;
  for (let seed = 1; seed <= 5 && best < 1; seed++) {
    best = Math.max(best, await accuracy(`parity-${seed}`, layers, 'parity', inputs, seed));
  }
  assert.equal(best, 1);
});

/** h₁ = relu(2x), h₂ = relu(4(x − ½)) of x; the next layer's x is h₁ − h₂. Exact in binary. */
test('nested zig-zags come out exactly from weights set by hand', async () => {
  for (const depth of [1, 2, 3, 6]) {
    const name = `zig-zag-${depth}`;
    const hidden = Array.from({ length: depth }, (_, i) => `fold${i + 1}`);
    await client.create('/v1/networks', {
      ...{ name, dtype: 'float64', inputSize: 1 },
      layers: [
        ...hidden.map((fold) => ({ type: 'dense', name: fold, units: 2, activation: 'relu' })),
        { type: 'dense', name: 'output', units: 1 },
      ],
    });
    const fold = { weights: [[2, 4]], biases: [0, -2] };
    const refold = {
      weights: [
        [2, 4],
        [-2, -4],
      ],
      biases: [0, -2],
    };
    const parameters: Record<string, object> = { output: { weights: [[1], [-1]], biases: [0] } };
    for (const [i, layer] of hidden.entries()) parameters[layer] = i === 0 ? fold : refold;
    const put = await client.send('PUT', `/v1/networks/${name}/parameters`, parameters);
    assert.equal(put.status, 204, put.text);
    const instances = Array.from({ length: 257 }, (_, i) => [i / 256]);
    const { predictions } = await client.create<{ predictions: number[][] }>(
      `/v1/networks/${name}:predict`,
      { instances },
      200,
    );
    for (const [i, [x]] of instances.entries()) {
      let expected = x as number;
      for (let k = 0; k < depth; k++) expected = 1 - Math.abs(2 * expected - 1);
      assert.equal(predictions[i]?.[0], expected, `depth ${depth} at ${x}`);
    }
  }
});

describe('a job that a solver cannot do is refused where it is wrong', () => {
  const job = {
    ...{ network: 'sine-6', dataset: 'functions', inputs: ['x'], targets: ['sine'], epochs: 5 },
    ...{ loss: 'half-squared-error', optimizer: 'l-bfgs' },
  };
  const refused = async (changes: object, pointer: string, detail: RegExp) => {
    const { status, body } = await client.post<{ errors: { pointer: string; detail: string }[] }>(
      '/v1/training-jobs',
      { ...job, ...changes },
    );
    assert.equal(status, 422);
    assert.deepEqual(
      body.errors.map((fault) => fault.pointer),
      [pointer],
    );
    assert.match(body.errors[0]?.detail ?? '', detail);
  };

  test('a batch size', () =>
    refused({ batchSize: 32 }, '/batchSize', /l-bfgs .*batchSize must be "full", not 32/));

  test('a loss that is no square', () =>
    refused(
      { optimizer: 'levenberg-marquardt', loss: 'absolute' },
      '/loss',
      /squared-error, not absolute/,
    ));

  test('a layer that differs from step to step', async () => {
    await client.create('/v1/networks', {
      ...{ name: 'random', inputSize: 1 },
      layers: [
        { type: 'residual', name: 'block', layers: [{ type: 'dropout', rate: 0.5 }] },
        { type: 'dense', units: 1 },
      ],
    });
    await refused({ network: 'random' }, '/network', /layer `block\..*` is dropout/);
  });

  test('a batch of all rows is what it takes, and says', async () => {
    const { batchSize, id } = (await client.submit(job)) as Job & { batchSize: unknown };
    assert.equal(batchSize, 'full');
    await client.succeeded(id);
  });
});
