// Preprocessing over HTTP, from the upload to predictions in original units: the real housing table as
// it is, and small tables in which every figure is known.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Client, Network } from '../support/client.ts';
import { startServer } from '../support/server.ts';

const housing = join(import.meta.dirname, '../../../shared/data/california-housing/housing.csv');
const absent = existsSync(housing) ? false : `${housing} is absent: it is kept beside the checkout`;

interface Prediction {
  predictions: number[][];
}

test('California housing, [13,64,64,1]: category one-hot, gaps filled, skew taken out', {
  skip: absent,
}, async (t) => {
  const { client } = await startServer(t);
  const dataset = await client.uploadCsv('housing', readFileSync(housing, 'utf8'));
  const job = {
    dataset: dataset.id,
    inputs: [...dataset.columns.slice(0, 8).map(({ name }) => name), 'ocean_proximity'],
    targets: ['median_house_value'],
    missing: { total_bedrooms: 'median' },
    preprocessing: {
      inputs: 'standardize',
      columns: {
        'total_*': ['log1p', 'standardize'],
        population: ['log1p', 'standardize'],
        households: ['log1p', 'standardize'],
        ocean_proximity: { type: 'one-hot', unknown: 'ignore' },
      },
      targets: ['log', 'standardize'],
    },
    loss: 'squared-error',
    optimizer: { type: 'adam', learningRate: 0.002 },
    batchSize: 64,
    epochs: 30,
    metrics: ['r2'],
    model: 'housing',
  };
  const layers = [
    { type: 'dense', units: 64, activation: 'relu' },
    { type: 'dense', units: 64, activation: 'relu' },
    { type: 'dense', units: 1 },
  ];
  let r2 = 0;
  const seeds = [1, 2, 3];
  for (const seed of seeds) {
    const network = await client.create<Network>('/v1/networks', {
      inputSize: 13,
      layers,
      seed,
      name: `housing-${seed}`,
    });
    const split = { train: 0.7, test: 0.3, seed };
    const { id } = await client.submit({ ...job, network: network.id, split, seed });
    const { result } = await client.succeeded(id);
    r2 += (result.metrics.test?.r2 as number) / seeds.length;
  }
  t.diagnostic(`mean test R² ${r2.toFixed(4)}`);
  assert.ok(r2 >= 0.75, `mean test R² ${r2}`);
  const house = {
    longitude: -122.23,
    latitude: 37.88,
    housing_median_age: 41,
    total_rooms: 880,
    total_bedrooms: null,
    population: 322,
    households: 126,
    median_income: 8.3252,
  };
  const { body } = await client.post<Prediction>('/v1/models/housing:predict', {
    instances: [
      { ...house, ocean_proximity: 'NEAR BAY' },
      { ...house, ocean_proximity: 'ON THE MOON' },
    ],
  });
  const [bay] = body.predictions[0] as [number];
  assert.ok(bay > 200_000 && bay < 700_000, `a house of 452,600 is told to be worth ${bay}`);
});

/** Trains a linear layer by least squares, so that the outcome is known to the last digits. */
async function fitLine(
  client: Client,
  inputSize: number,
  job: Record<string, unknown>,
): Promise<Record<string, number>> {
  const network = await client.create<Network>('/v1/networks', {
    ...{ inputSize, dtype: 'float64', layers: [{ type: 'dense', units: 1 }] },
    name: `line-${inputSize}-${JSON.stringify(job).length}`,
  });
  const { id } = await client.submit({
    ...{ network: network.id, loss: 'squared-error', optimizer: 'least-squares', epochs: 1 },
    ...{ metrics: ['r2', 'mae'], model: 'line', ...job },
  });
  return (await client.succeeded(id)).result.metrics.train as Record<string, number>;
}

describe('small tables', () => {
  test('a power law is a line of logarithms: predictions and metrics in original units', async (t) => {
    const { client } = await startServer(t);
    const rows = Array.from({ length: 30 }, (_, i) => [i + 1, 3 * (i + 1) ** 2.5]);
    const dataset = await client.create<{ id: string }>('/v1/datasets', {
      name: 'power',
      columns: ['x', 'y'],
      rows,
    });
    const metrics = await fitLine(client, 1, {
      ...{ dataset: dataset.id, inputs: ['x'], targets: ['y'] },
      preprocessing: { inputs: ['log', 'standardize'], targets: 'log' },
    });
    assert.ok((metrics.mae as number) < 1e-6, `${metrics.mae}`);
    const { body } = await client.post<Prediction>('/v1/models/line:predict', {
      instances: [[40], [0.5]],
    });
    assert.ok(Math.abs((body.predictions[0]?.[0] as number) / (3 * 40 ** 2.5) - 1) < 1e-9);
    assert.ok(Math.abs((body.predictions[1]?.[0] as number) / (3 * 0.5 ** 2.5) - 1) < 1e-9);
    const refused = await client.post('/v1/models/line:predict', { instances: [[0]] });
    assert.equal(refused.status, 422);
    assert.match(refused.text, /0 cannot be encoded: log needs numbers above 0/);
  });

  test('a logarithm of what has none ends the job with column and row', async (t) => {
    const { client } = await startServer(t);
    const rows = [
      [1, 1],
      [2, 2],
      [0, 3],
      [4, 4],
    ];
    const dataset = await client.create<{ id: string }>('/v1/datasets', {
      name: 'zero',
      columns: ['x', 'y'],
      rows,
    });
    const network = await client.create<Network>('/v1/networks', {
      inputSize: 1,
      layers: [{ type: 'dense', units: 1 }],
      name: 'one',
    });
    const accepted = await client.submit({
      ...{ network: network.id, dataset: dataset.id, inputs: ['x'], targets: ['y'] },
      ...{ loss: 'squared-error', epochs: 1, preprocessing: { inputs: 'log' } },
    });
    const { status, error } = await client.finished(accepted.id);
    assert.equal(status, 'failed');
    assert.equal(error?.code, 'invalid-data');
    assert.match(error?.detail ?? '', /^Column "x", row 3: 0 cannot be encoded, for log needs/);
  });

  test('an indicator, a constant and ordinal ranks are inputs like any other', async (t) => {
    const { client } = await startServer(t);
    const sizes = ['small', 'large', 'medium'];
    const rank: Record<string, number> = { small: 0, medium: 1, large: 2 };
    // y = 2·rank + x, or 50 where x is missing.
    const rows = Array.from({ length: 24 }, (_, i) => {
      const size = sizes[i % 3] as string;
      const x = i % 4 === 3 ? null : (i * 7) % 11;
      return [size, x, 2 * (rank[size] as number) + (x ?? 50)];
    });
    const dataset = await client.create<{ id: string }>('/v1/datasets', {
      name: 'sizes',
      columns: ['size', 'x', 'y'],
      rows,
    });
    const metrics = await fitLine(client, 3, {
      ...{ dataset: dataset.id, inputs: ['size', 'x'], targets: ['y'] },
      missing: { x: { type: 'indicator', fill: 0 } },
      preprocessing: {
        columns: { size: { type: 'ordinal', categories: ['small', 'medium', 'large'] } },
      },
    });
    assert.ok((metrics.mae as number) < 1e-9, `${metrics.mae}`);
    const { body } = await client.post<Prediction>('/v1/models/line:predict', {
      instances: [{ size: 'large', x: null }, ['medium', 100], { size: 'small' }],
    });
    for (const [i, expected] of [54, 102, 50].entries()) {
      assert.ok(Math.abs((body.predictions[i]?.[0] as number) - expected) < 1e-6);
    }
  });

  test('the sum of the inputs by column, when it is not what the network takes', async (t) => {
    const { client } = await startServer(t);
    const rows = [
      ['a', 1, null, 1],
      ['b', 2, 3, 2],
      ['c', 3, 4, 3],
    ];
    const dataset = await client.create<{ id: string }>('/v1/datasets', {
      name: 'sum',
      columns: ['k', 'x', 'z', 'y'],
      rows,
    });
    const network = await client.create<Network>('/v1/networks', {
      inputSize: 4,
      layers: [{ type: 'dense', units: 1 }],
      name: 'four',
    });
    const reply = await client.post('/v1/training-jobs', {
      ...{ network: network.id, dataset: dataset.id, inputs: ['k', 'x', 'z'], targets: ['y'] },
      ...{ loss: 'squared-error', epochs: 1, missing: { z: 'indicator' } },
    });
    assert.equal(reply.status, 422);
    assert.match(
      reply.text,
      /3 input columns give 6 values \(\\"k\\" 3 \+ \\"z\\" 2 with its indicator \+ 1 other 1\), but the network takes 4/,
    );
  });
});

describe('splits', () => {
  interface Result {
    rows: Record<string, { count: number; sha256: string }>;
  }

  test('five folds test every row once; ranges and the same folds give the same rows again', async (t) => {
    const { client } = await startServer(t);
    const rows = Array.from({ length: 53 }, (_, i) => [i, 2 * i, i % 3 === 0 ? 'a' : 'b']);
    const columns = ['x', 'y', 'k'];
    const dataset = await client.create<{ id: string }>('/v1/datasets', {
      name: 's',
      columns,
      rows,
    });
    const layers = [{ type: 'dense', units: 1 }];
    const network = await client.create<Network>('/v1/networks', { inputSize: 1, layers });
    const rowsOf = async (split: object): Promise<Result['rows']> => {
      const { id } = await client.submit({
        ...{ network: network.id, dataset: dataset.id, inputs: ['x'], targets: ['y'], split },
        ...{ loss: 'squared-error', optimizer: 'least-squares', epochs: 1 },
      });
      return ((await client.succeeded(id)).result as unknown as Result).rows;
    };
    const tested: number[] = [];
    for (let fold = 0; fold < 5; fold += 1) {
      const split = { kFold: { folds: 5, fold }, seed: 7, stratify: 'k' };
      const { train, test: held } = await rowsOf(split);
      assert.equal((train?.count ?? 0) + (held?.count ?? 0), 53);
      tested.push(held?.count ?? 0);
      if (fold === 0) assert.deepEqual(await rowsOf(split), { train, test: held });
    }
    assert.equal(
      tested.reduce((sum, n) => sum + n, 0),
      53,
    );
    const ranges = await rowsOf({
      rows: {
        train: [
          [0, 20],
          [30, 40],
        ],
        test: [[20, 30]],
      },
    });
    const numbers = Uint32Array.from({ length: 10 }, (_, i) => 20 + i);
    const sha256 = createHash('sha256').update(new Uint8Array(numbers.buffer)).digest('hex');
    assert.deepEqual([ranges.train?.count, ranges.test], [30, { count: 10, sha256 }]);
  });
});
