// Two models trained over HTTP in moments, for tests of what is served: one of numbers alone, one of a
// number that may be missing, a truth, and words.
import assert from 'node:assert/strict';
import type { Client } from './client.ts';

/** `plain`: a, b, c → y in float64, nothing scaled. */
export async function trainPlain(client: Client, name = 'plain'): Promise<void> {
  const rows = Array.from({ length: 40 }, (_, i) => {
    const [a, b, c] = [Math.sin(i), Math.cos(3 * i), (i % 7) / 7];
    return [a, b, c, a - 2 * b + 0.5 * c];
  });
  await client.create('/v1/datasets', { name, columns: ['a', 'b', 'c', 'y'], rows });
  await client.create('/v1/networks', {
    name,
    dtype: 'float64',
    inputSize: 3,
    layers: [
      { type: 'dense', units: 5, activation: 'tanh' },
      { type: 'dense', units: 1 },
    ],
  });
  await train(client, {
    network: name,
    dataset: name,
    inputs: ['a', 'b', 'c'],
    targets: ['y'],
    loss: 'squared-error',
    epochs: 20,
    model: name,
  });
}

/** `mixed`: age (standardized, its mean for a missing one), member (true or false), town → class. */
export async function trainMixed(client: Client, name = 'mixed'): Promise<void> {
  const towns = ['Ulm', 'Köln', 'Bad "Orb", Hessen'];
  const classes = ['low', 'middle', 'high'];
  const rows = Array.from({ length: 60 }, (_, i) => [
    i % 9 === 0 ? null : 20 + ((7 * i) % 50),
    i % 2 === 0,
    towns[i % 3],
    classes[(i + (i % 2)) % 3],
  ]);
  await client.create('/v1/datasets', { name, columns: ['age', 'member', 'town', 'class'], rows });
  await client.create('/v1/networks', {
    name,
    inputSize: 5,
    layers: [
      { type: 'dense', units: 6, activation: 'relu' },
      { type: 'dense', units: 3, activation: 'softmax' },
    ],
  });
  await train(client, {
    network: name,
    dataset: name,
    inputs: ['age', 'member', 'town'],
    targets: ['class'],
    preprocessing: { inputs: 'standardize' },
    missing: { age: 'mean' },
    loss: 'cross-entropy',
    epochs: 30,
    model: name,
  });
}

export async function train(client: Client, request: Record<string, unknown>): Promise<string> {
  const { id } = await client.submit(request);
  const job = await client.finished(id);
  assert.equal(job.status, 'succeeded', JSON.stringify(job.error));
  return id;
}
