// The sessions that the API documents, exactly, against the real process: what goes in, what comes
// out field by field, and the figures that must come out.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { Dataset, Job, Network, Page, Parameters } from '../support/client.ts';
import { startServer } from '../support/server.ts';
import * as example from '../support/worked-example.ts';

const { client } = await startServer({ after });

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

function close(
  actual: number | undefined,
  expected: number,
  tolerance: number,
  what: string,
): void {
  assert.equal(typeof actual, 'number', what);
  const error = Math.abs((actual as number) - expected);
  assert.ok(error <= tolerance, `${what}: ${actual}, expected ${expected} ± ${tolerance}`);
}

describe('the worked example', () => {
  let dataset: Dataset;
  let network: Network;
  let job: Job;

  test('JSON rows become a data set', async () => {
    const reply = await client.post<Dataset>('/v1/datasets', example.dataset);
    assert.equal(reply.status, 201, reply.text);
    dataset = reply.body;
    assert.match(dataset.id, /^ds_[0-9a-z]+$/);
    assert.equal(dataset.name, 'worked-example');
    assert.equal(dataset.rowCount, 8);
    assert.match(dataset.sha256, /^[0-9a-f]{64}$/);
    assert.match(dataset.createdAt, instant);
    assert.equal(dataset.columns.length, 4);
    dataset.columns.forEach((column, index) => {
      const values = example.rows.map((row) => row[index]);
      const mean = values.reduce((sum, value) => sum + value, 0) / 8;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 8;
      assert.deepEqual(Object.keys(column).sort(), [
        'count',
        'distinct',
        'histogram',
        'max',
        'mean',
        'min',
        'missing',
        'name',
        'quantiles',
        'rankError',
        'std',
        'type',
      ]);
      assert.equal(column.name, example.dataset.columns[index]);
      assert.equal(column.type, 'number');
      assert.equal(column.min, Math.min(...values));
      assert.equal(column.max, Math.max(...values));
      close(column.mean, mean, 1e-15, 'mean');
      close(column.std, Math.sqrt(variance), 1e-15, 'population standard deviation');
      assert.equal(column.missing, 0);
    });
    assert.deepEqual(await client.read(`/v1/datasets/${dataset.id}`), dataset);
  });

  test('a spec becomes a network', async () => {
    const reply = await client.post<Network>('/v1/networks', example.network);
    assert.equal(reply.status, 201, reply.text);
    network = reply.body;
    assert.match(network.id, /^net_[0-9a-z]+$/);
    assert.equal(network.name, 'worked-example');
    assert.equal(network.parameterCount, 17);
    const shapes = network.layers.map(({ name, inputSize, outputSize }) => ({
      name,
      inputSize,
      outputSize,
    }));
    assert.deepEqual(shapes, [
      { name: 'hidden', inputSize: 2, outputSize: 3 },
      { name: 'output', inputSize: 3, outputSize: 2 },
    ]);
    const stored = await client.read<Parameters>(`/v1/networks/${network.id}/parameters`);
    assert.deepEqual(stored, {
      hidden: { weights: example.hiddenWeights, biases: [0, 0, 0] },
      output: { weights: example.outputWeights, biases: [0, 0] },
    });
  });

  test('a job is accepted with its address', async () => {
    const reply = await client.post<Job>('/v1/training-jobs', example.job(network.id, dataset.id));
    assert.equal(reply.status, 202, reply.text);
    job = reply.body;
    assert.match(job.id, /^job_[0-9a-z]+$/);
    assert.equal(reply.headers.get('location'), `/v1/training-jobs/${job.id}`);
    assert.equal(job.status, 'queued');
    assert.equal(job.terminal, false);
  });

  test('a long poll ends with the result', async () => {
    const finished = await client.succeeded(job.id);
    assert.equal(finished.terminal, true);
    assert.equal(finished.progress, 1);
    const { epochs, metrics, model, version } = finished.result;
    assert.deepEqual(
      { epochs, model, version },
      { epochs: 1000, model: 'worked-example', version: 1 },
    );
    assert.deepEqual(Object.keys(metrics), ['train']);
    assert.deepEqual(Object.keys(metrics.train ?? {}), ['loss']);
    close(metrics.train?.loss, 0.42855, 1e-5, 'train loss');
  });

  test('the model predicts what plain gradient descent predicts', async () => {
    const two = await client.create<{ predictions: number[][] }>(
      '/v1/models/worked-example:predict',
      {
        instances: [
          [0.77, 0.02],
          [0.63, 0.75],
        ],
      },
      200,
    );
    assert.deepEqual(Object.keys(two), ['predictions']);
    assert.deepEqual(
      two.predictions.map((row) => row.length),
      [2, 2],
    );

    const { predictions } = await client.create<{ predictions: number[][] }>(
      '/v1/models/worked-example/versions/1:predict',
      { instances: example.inputs },
      200,
    );
    assert.deepEqual(predictions.slice(0, 2), two.predictions);
    const reference = example.descend(1000, 0.05);
    let squares = 0;
    predictions.forEach((row, p) => {
      row.forEach((value, k) => {
        close(value, reference[p][k], 1e-9, `row ${p}, output ${k}`);
        squares += (value - example.targets[p][k]) ** 2;
      });
    });
    close(squares / 8, 0.10714, 1e-5, 'mean summed squared error');
  });

  test('instances by column name are the same instances', async () => {
    const arrays = await client.create(
      '/v1/models/worked-example:predict',
      { instances: [[0.5, 0.25]] },
      200,
    );
    const objects = await client.create(
      '/v1/models/worked-example:predict',
      { instances: [{ x2: 0.25, x1: 0.5 }] },
      200,
    );
    assert.deepEqual(objects, arrays);
  });

  test('the network keeps the weights it was made with', async () => {
    const stored = await client.read<Parameters>(`/v1/networks/${network.id}/parameters`);
    assert.deepEqual(stored.hidden?.weights, example.hiddenWeights);
  });

  test('one epoch moves every weight by 0.05 of the known gradient', async () => {
    const accepted = await client.submit({
      ...example.job('worked-example', 'worked-example', 1),
      model: 'one-epoch',
    });
    const { result } = await client.succeeded(accepted.id);
    const trained = await client.read<Parameters>(
      `/v1/models/one-epoch/versions/${result.version}/parameters`,
    );
    const start: Parameters = {
      hidden: { weights: example.hiddenWeights, biases: [0, 0, 0] },
      output: { weights: example.outputWeights, biases: [0, 0] },
    };
    assert.deepEqual(Object.keys(trained), ['hidden', 'output']);
    for (const layer of ['hidden', 'output'] as const) {
      for (const parameter of ['weights', 'biases'] as const) {
        const before = start[layer]?.[parameter]?.flat() ?? [];
        const after = trained[layer]?.[parameter]?.flat() ?? [];
        const expected = example.firstGradients[layer][parameter].flat();
        assert.equal(after.length, expected.length);
        expected.forEach((gradient, i) => {
          const moved = (before[i] - after[i]) / 0.05;
          close(moved, gradient, 5.01e-4, `∂J/∂${layer}.${parameter}[${i}]`);
        });
      }
    }
  });

  test('everything is in its list', async () => {
    const networks = await client.read<Page<Network>>('/v1/networks?limit=20');
    assert.deepEqual(
      networks.items.map(({ id }) => id),
      [network.id],
    );
    assert.equal(networks.nextCursor, null);
    const jobs = await client.read<Page<Job>>('/v1/training-jobs?limit=1');
    assert.equal(jobs.items.length, 1);
    assert.equal(typeof jobs.nextCursor, 'string');
    const rest = await client.read<Page<Job>>(
      `/v1/training-jobs?limit=1&cursor=${encodeURIComponent(jobs.nextCursor as string)}`,
    );
    assert.equal(rest.items.length, 1);
    assert.equal(rest.nextCursor, null);
    assert.notEqual(rest.items[0]?.id, jobs.items[0]?.id);
  });
});

test('the iris session classifies from a file', async () => {
  const csv = await readFile(join(import.meta.dirname, '../../examples/iris.csv'), 'utf8');
  const dataset = await client.uploadCsv('iris', csv);
  assert.equal(dataset.rowCount, 150);
  const species = dataset.columns.find(({ name }) => name === 'species');
  assert.equal(species?.type, 'category');
  assert.deepEqual(species?.categories, ['setosa', 'versicolor', 'virginica']);

  const network = await client.create<Network>('/v1/networks', {
    name: 'iris',
    seed: 3,
    inputSize: 4,
    layers: [
      { type: 'dense', units: 16, activation: 'relu' },
      { type: 'dense', units: 3, activation: 'softmax' },
    ],
  });
  const { id } = await client.submit({
    network: network.id,
    dataset: dataset.id,
    inputs: ['sepal_length', 'sepal_width', 'petal_length', 'petal_width'],
    targets: ['species'],
    split: { train: 0.7, test: 0.3, seed: 1 },
    preprocessing: { inputs: 'standardize' },
    loss: 'cross-entropy',
    optimizer: { type: 'sgd', learningRate: 0.05 },
    batchSize: 16,
    epochs: 60,
    seed: 5,
    metrics: ['accuracy'],
    model: 'iris',
  });
  const { result } = await client.succeeded(id);
  assert.deepEqual(
    { epochs: result.epochs, model: result.model, version: result.version },
    { epochs: 60, model: 'iris', version: 1 },
  );
  for (const split of ['train', 'test']) {
    const metrics = result.metrics[split];
    assert.deepEqual(Object.keys(metrics ?? {}).sort(), ['accuracy', 'loss']);
    assert.ok((metrics?.accuracy as number) >= 0.9, `${split} accuracy ${metrics?.accuracy}`);
  }

  const { predictions } = await client.create<{
    predictions: { class: string; probabilities: Record<string, number> }[];
  }>(
    '/v1/models/iris:predict',
    {
      instances: [
        [5.1, 3.5, 1.4, 0.2],
        { sepal_length: 6.3, sepal_width: 3.3, petal_length: 6, petal_width: 2.5 },
      ],
    },
    200,
  );
  assert.deepEqual(
    predictions.map((prediction) => prediction.class),
    ['setosa', 'virginica'],
  );
  for (const { class: chosen, probabilities } of predictions) {
    assert.deepEqual(Object.keys(probabilities), ['setosa', 'versicolor', 'virginica']);
    const values = Object.values(probabilities);
    close(
      values.reduce((sum, value) => sum + value, 0),
      1,
      1e-6,
      'sum of probabilities',
    );
    assert.equal(probabilities[chosen], Math.max(...values));
  }
});
