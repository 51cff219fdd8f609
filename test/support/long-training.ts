// A training that runs for hours unless it is stopped, in epochs of some milliseconds: for tests of
// what happens meanwhile.
import type { Client, Dataset, Job, Network } from './client.ts';
import { until } from './client.ts';

const rowCount = 1000;
const inputSize = 32;

/** Numbers in [−1, 1) that are the same on every run (a linear congruential generator). */
export function numbers(count: number): number[] {
  let state = 1;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Stores the data set and the network, both named `long`; gives the job's body. */
export async function prepareLongJob(client: Client): Promise<Record<string, unknown>> {
  const values = numbers(rowCount * (inputSize + 1));
  const columns = Array.from({ length: inputSize + 1 }, (_, i) => `c${i}`);
  const rows = Array.from({ length: rowCount }, (_, row) =>
    values.slice(row * columns.length, (row + 1) * columns.length),
  );
  await client.create<Dataset>('/v1/datasets', { name: 'long', columns, rows });
  await client.create<Network>('/v1/networks', {
    name: 'long',
    seed: 7,
    inputSize,
    layers: [
      { type: 'dense', name: 'first', units: 256, activation: 'relu' },
      { type: 'dense', name: 'second', units: 256, activation: 'tanh' },
      { type: 'dense', name: 'output', units: 1 },
    ],
  });
  return {
    network: 'long',
    dataset: 'long',
    inputs: columns.slice(0, inputSize),
    targets: [columns[inputSize]],
    loss: 'squared-error',
    optimizer: { type: 'sgd', learningRate: 0.001 },
    batchSize: 64,
    epochs: 1_000_000,
    seed: 11,
  };
}

/** Resolves once the job has trained for some epochs. */
export function training(client: Client, id: string): Promise<Job> {
  return until(`job ${id} trains`, async () => {
    const job = await client.read<Job>(`/v1/training-jobs/${id}`);
    if (job.terminal) throw new Error(`the job ended: ${JSON.stringify(job)}`);
    return job.status === 'running' && job.progress > 0 ? job : undefined;
  });
}
