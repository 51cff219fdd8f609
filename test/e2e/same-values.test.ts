// The same digits as 784 columns of a CSV, as NPY, as IDX and as Parquet: one digest of values, and the
// same weights, bit for bit, from the same training.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { idxOf, npyOf } from '../support/files.ts';
import { type Server, startServer } from '../support/server.ts';

const rows = 200;
const names = Array.from({ length: 784 }, (_, i) => `p${i}`);
const labels = Uint8Array.from({ length: rows }, (_, i) => (i * 7) % 10);
/** A bar for each class, at a place of its own, and some noise: what a network can learn. */
const pixels = Uint8Array.from({ length: rows * 784 }, (_, i) => {
  const bar = Math.floor((i % 784) / 78) === labels[Math.floor(i / 784)];
  return (bar ? 160 : 0) + (((i * 2654435761) % 97) % 64);
});

function csv(): string {
  const lines = Array.from({ length: rows }, (_, row) =>
    [...pixels.subarray(row * 784, (row + 1) * 784), labels[row]].join(','),
  );
  return `${[...names, 'label'].join(',')}\n${lines.join('\n')}\n`;
}

function parquet(): Uint8Array {
  const column = (c: number) =>
    Int32Array.from(labels, (_, row) => pixels[row * 784 + c] as number);
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        ...names.map((name, c) => ({ name, data: column(c), type: 'INT32' as const })),
        { name: 'label', data: Int32Array.from(labels), type: 'INT32' as const },
      ],
    }),
  );
}

async function upload(
  server: Server,
  name: string,
  files: [field: string, bytes: Uint8Array | string, fileName: string][],
) {
  const form = new FormData();
  form.append('name', name);
  for (const [field, bytes, fileName] of files) {
    form.append(field, new Blob([bytes as string]), fileName);
  }
  const response = await fetch(`${server.client.url}/v1/datasets`, { method: 'POST', body: form });
  const body = (await response.json()) as { valuesSha256: string };
  assert.equal(response.status, 201, JSON.stringify(body));
  return body.valuesSha256;
}

/** SHA-256 of the trained parameters. */
async function trained(server: Server, dataset: string, inputs: string[]): Promise<string> {
  const { client } = server;
  const job = await client.create<{ id: string }>(
    '/v1/training-jobs',
    {
      ...{ network: 'digits', dataset, inputs, targets: ['label'], loss: 'cross-entropy' },
      ...{ optimizer: { type: 'sgd', learningRate: 0.00001 }, batchSize: 16, epochs: 3, seed: 5 },
      model: dataset,
    },
    202,
  );
  await client.succeeded(job.id);
  const response = await fetch(`${client.url}/v1/models/${dataset}/versions/1/parameters`);
  assert.equal(response.status, 200);
  return createHash('sha256')
    .update(await response.text())
    .digest('hex');
}

test('one digest of values, one set of weights', async (t) => {
  const server = await startServer(t);
  const images = npyOf('|u1', [rows, 784], pixels);
  const digests = [
    await upload(server, 'csv', [['file', csv(), 'digits.csv']]),
    await upload(server, 'npy', [
      ['image', images, 'images.npy'],
      ['label', npyOf('|u1', [rows], labels), 'labels.npy'],
    ]),
    await upload(server, 'idx', [
      ['file', idxOf([rows, 28, 28], pixels), 'images-idx3-ubyte'],
      ['file', idxOf([rows], labels), 'labels-idx1-ubyte'],
    ]),
    await upload(server, 'parquet', [['file', parquet(), 'digits.parquet']]),
  ];
  assert.equal(new Set(digests).size, 1);
  const layers = [
    { type: 'dense', units: 16, activation: 'relu' },
    { type: 'dense', units: 10, activation: 'softmax' },
  ];
  await server.client.create('/v1/networks', { name: 'digits', seed: 3, inputSize: 784, layers });
  const weights = [
    await trained(server, 'csv', names),
    await trained(server, 'npy', ['image']),
    await trained(server, 'idx', ['image']),
    await trained(server, 'parquet', names),
  ];
  assert.equal(new Set(weights).size, 1);
});
