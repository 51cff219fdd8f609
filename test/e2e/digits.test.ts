// The real handwritten digits, over HTTP as the files are: two gzipped IDX parts in, a classifier out,
// and the same weights whichever format the digits came in.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { Client, Dataset, Network } from '../support/client.ts';
import { startServer } from '../support/server.ts';

const digits = join(import.meta.dirname, '../../../shared/data/mnist-10k');
const skip = existsSync(digits)
  ? false
  : `${digits} is absent: real data is kept beside the checkout`;
const packed = (name: string): Blob => new Blob([readFileSync(join(digits, name))]);

async function upload(client: Client, parts: [string, Blob, string][]): Promise<Dataset> {
  const body = new FormData();
  body.append('name', 'digits');
  for (const [field, blob, fileName] of parts) body.append(field, blob, fileName);
  const reply = await fetch(`${client.url}/v1/datasets`, { method: 'POST', body });
  assert.equal(reply.status, 201, await reply.clone().text());
  return (await reply.json()) as Dataset;
}

async function trained(
  client: Client,
  dataset: Dataset,
  inputs: string[],
  model: string,
): Promise<{ weights: Buffer; accuracy: number }> {
  const layers = [
    { type: 'dense', units: 32, activation: 'relu' },
    { type: 'dense', units: 10, activation: 'softmax' },
  ];
  const network = await client.create<Network>('/v1/networks', { inputSize: 784, seed: 3, layers });
  const { id } = await client.submit({
    network: network.id,
    dataset: dataset.id,
    inputs,
    targets: ['label'],
    preprocessing: { inputs: 'image' },
    loss: 'cross-entropy',
    optimizer: { type: 'sgd', learningRate: 0.1 },
    batchSize: 16,
    epochs: 3,
    seed: 3,
    split: { train: 0.8, test: 0.2, seed: 3 },
    metrics: ['accuracy'],
    model,
  });
  const { result } = await client.succeeded(id);
  const parameters = await fetch(`${client.url}/v1/models/${model}/versions/1/parameters`, {
    headers: { accept: 'application/octet-stream' },
  });
  const weights = Buffer.from(await parameters.arrayBuffer());
  return { weights, accuracy: result.metrics.test?.accuracy ?? 0 };
}

test('the digits as IDX and as CSV train to the same weights', { skip }, async (t) => {
  const { client } = await startServer(t);
  const idx = await upload(client, [
    ['file', packed('images-idx3-ubyte.gz'), 'images-idx3-ubyte.gz'],
    ['file', packed('labels-idx1-ubyte.gz'), 'labels-idx1-ubyte.gz'],
  ]);
  assert.deepEqual(
    idx.columns.map(({ name, type }) => [name, type]),
    [
      ['image', 'vector'],
      ['label', 'integer'],
    ],
  );
  const fromIdx = await trained(client, idx, ['image'], 'from-idx');
  assert.ok(fromIdx.accuracy > 0.9, `accuracy ${fromIdx.accuracy}`);

  const images = gunzipSync(readFileSync(join(digits, 'images-idx3-ubyte.gz'))).subarray(16);
  const labels = gunzipSync(readFileSync(join(digits, 'labels-idx1-ubyte.gz'))).subarray(8);
  const pixels = Array.from({ length: 784 }, (_, i) => `p${i}`);
  const lines = Array.from(labels, (label, row) => {
    return `${images.subarray(row * 784, (row + 1) * 784).join(',')},${label}\n`;
  });
  const csv = new Blob([`${[...pixels, 'label'].join(',')}\n`, ...lines]);
  const table = await upload(client, [['file', csv, 'digits.csv']]);
  const fromCsv = await trained(client, table, pixels, 'from-csv');
  assert.ok(fromIdx.weights.length > 100_000);
  assert.deepEqual(fromCsv.weights, fromIdx.weights);

  const first = [...images.subarray(0, 784)];
  type Predicted = { predictions: { class: string; probabilities: Record<string, number> }[] };
  const ask = (model: string, instances: unknown[]) =>
    client.create<Predicted>(`/v1/models/${model}:predict`, { instances }, 200);
  const { predictions } = await ask('from-idx', [first, [first], { image: first }]);
  assert.deepEqual(predictions[1], predictions[0]);
  assert.deepEqual(predictions[2], predictions[0]);
  assert.deepEqual((await ask('from-csv', [first])).predictions[0], predictions[0]);
  const short = await client.post(`/v1/models/from-idx:predict`, { instances: [[first.slice(1)]] });
  assert.equal(short.status, 422);
});
