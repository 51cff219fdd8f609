// What a person would train first, over HTTP from real files, against thresholds that the same
// training reaches in an independent implementation. The mean of three seeds counts.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { Client, Dataset, Network } from '../support/client.ts';
import { startServer } from '../support/server.ts';

const data = join(import.meta.dirname, '../../../shared/data');
const housing = join(data, 'california-housing/housing.csv');
const digits = join(data, 'mnist-10k');
const seeds = [1, 2, 3];

function absent(path: string): string | false {
  return existsSync(path) ? false : `${path} is absent: real data is kept beside the checkout`;
}

/** The mean over the seeds of one metric on the test split. */
async function meanOnTest(
  client: Client,
  metric: string,
  network: Record<string, unknown>,
  job: Record<string, unknown>,
): Promise<number> {
  let sum = 0;
  for (const seed of seeds) {
    const { id } = await client.create<Network>('/v1/networks', { ...network, seed });
    const accepted = await client.submit({
      ...job,
      network: id,
      seed,
      split: { ...(job.split as object), seed },
      metrics: [metric],
    });
    const { result } = await client.succeeded(accepted.id);
    const value = result.metrics.test?.[metric];
    assert.equal(typeof value, 'number');
    sum += value as number;
  }
  return sum / seeds.length;
}

/** Hidden layers, the mean test R² that must be reached, and what the same gives in PyTorch. */
const housingNetworks = [
  { hidden: [10], activation: 'relu', learningRate: 0.05, least: 0.71, peer: 0.728 },
  { hidden: [64], activation: 'relu', learningRate: 0.02, least: 0.69, peer: 0.711 },
  { hidden: [10, 5], activation: 'relu', learningRate: 0.05, least: 0.72, peer: 0.743 },
  // Five rectifiers a layer, one after another, die with some seeds; tanh units do not.
  { hidden: [5], activation: 'tanh', learningRate: 0.05, least: 0.7, peer: 0.719 },
  { hidden: [5, 5], activation: 'tanh', learningRate: 0.05, least: 0.71, peer: 0.732 },
  { hidden: [5, 5, 5], activation: 'tanh', learningRate: 0.05, least: 0.71, peer: 0.73 },
  { hidden: [5, 5, 5, 5], activation: 'tanh', learningRate: 0.05, least: 0.7, peer: 0.724 },
  { hidden: [5, 5, 5, 5, 5], activation: 'tanh', learningRate: 0.05, least: 0.7, peer: 0.721 },
];

describe('California housing: R² of the test split', { skip: absent(housing) }, async () => {
  const { client } = await startServer({ after });
  let dataset: Dataset;

  before(async () => {
    dataset = await client.uploadCsv('housing', readFileSync(housing, 'utf8'));
    assert.equal(dataset.rowCount, 20_640);
    const bedrooms = dataset.columns.find(({ name }) => name === 'total_bedrooms');
    assert.equal(bedrooms?.missing, 207);
    const proximity = dataset.columns.find(({ name }) => name === 'ocean_proximity');
    assert.equal(proximity?.type, 'category');
    assert.equal(proximity?.categories?.length, 5);
  });

  for (const { hidden, activation, learningRate, least, peer } of housingNetworks) {
    test(`[${[8, ...hidden, 1].join()}], ${activation}`, async (t) => {
      const layers = hidden.map((units) => ({ type: 'dense', units, activation }));
      const r2 = await meanOnTest(
        client,
        'r2',
        { inputSize: 8, layers: [...layers, { type: 'dense', units: 1 }] },
        {
          dataset: dataset.id,
          inputs: dataset.columns.slice(0, 8).map(({ name }) => name),
          targets: ['median_house_value'],
          missing: 'median',
          preprocessing: { inputs: 'standardize', targets: 'standardize' },
          split: { train: 0.7, test: 0.3 },
          loss: 'squared-error',
          optimizer: { type: 'sgd', learningRate },
          batchSize: 64,
          epochs: 50,
        },
      );
      t.diagnostic(`mean test R² ${r2.toFixed(4)}`);
      assert.ok(r2 >= least, `mean test R² ${r2}; in PyTorch ${peer}`);
    });
  }
});

/** The 10,000 digits as a CSV of x/255 with the label last, as a person would export them. */
function digitsAsCsv(label: (digit: number) => string): string {
  const images = gunzipSync(readFileSync(join(digits, 'images-idx3-ubyte.gz'))).subarray(16);
  const labels = gunzipSync(readFileSync(join(digits, 'labels-idx1-ubyte.gz'))).subarray(8);
  const scaled = Array.from({ length: 256 }, (_, pixel) => String(pixel / 255));
  const lines = [[...Array.from({ length: 784 }, (_, i) => `p${i}`), 'digit'].join(',')];
  labels.forEach((digit, row) => {
    const cells = Array.from(images.subarray(row * 784, (row + 1) * 784), (pixel) => scaled[pixel]);
    lines.push(`${cells.join(',')},${label(digit)}`);
  });
  return `${lines.join('\n')}\n`;
}

describe('handwritten digits', { skip: absent(digits) }, () => {
  const pixels = Array.from({ length: 784 }, (_, i) => `p${i}`);

  test('784-512-512-10: accuracy of the test split', async (t) => {
    const { client } = await startServer(t);
    const dataset = await client.uploadCsv('digits', digitsAsCsv(String));
    assert.equal(dataset.rowCount, 10_000);
    const accuracy = await meanOnTest(
      client,
      'accuracy',
      {
        inputSize: 784,
        layers: [
          { type: 'dense', units: 512, activation: 'relu' },
          { type: 'dense', units: 512, activation: 'relu' },
          { type: 'dense', units: 10, activation: 'softmax' },
        ],
      },
      {
        dataset: dataset.id,
        inputs: pixels,
        targets: ['digit'],
        split: { train: 0.8, test: 0.2 },
        loss: 'cross-entropy',
        optimizer: { type: 'sgd', learningRate: 0.1 },
        batchSize: 16,
        epochs: 10,
      },
    );
    t.diagnostic(`mean test accuracy ${accuracy.toFixed(4)}`);
    assert.ok(accuracy >= 0.95, `mean test accuracy ${accuracy}`); // the same in PyTorch: 0.964
  });

  test('"2" or "not 2" by one logistic output: accuracy of the test split', async (t) => {
    const { client } = await startServer(t);
    const csv = digitsAsCsv((digit) => (digit === 2 ? '2' : 'not 2'));
    const dataset = await client.uploadCsv('two', csv);
    assert.equal(dataset.columns.at(-1)?.type, 'category');
    const accuracy = await meanOnTest(
      client,
      'accuracy',
      {
        inputSize: 784,
        layers: [
          { type: 'dense', units: 64, activation: 'relu' },
          { type: 'dense', units: 1, activation: 'sigmoid' },
        ],
      },
      {
        dataset: dataset.id,
        inputs: pixels,
        targets: ['digit'],
        split: { train: 0.8, test: 0.2 },
        loss: 'binary-cross-entropy',
        optimizer: { type: 'sgd', learningRate: 0.1 },
        batchSize: 32,
        epochs: 20,
      },
    );
    t.diagnostic(`mean test accuracy ${accuracy.toFixed(4)}`);
    assert.ok(accuracy >= 0.985, `mean test accuracy ${accuracy}`); // the same in PyTorch: 0.992
  });
});
