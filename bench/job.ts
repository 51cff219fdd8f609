// A training job over HTTP, to be raced against the same training called in this process. Runs the real
// server.
import type { Dataset, Network } from '../test/support/client.ts';
import { numbers } from '../test/support/long-training.ts';
import { type Server, startServer } from '../test/support/server.ts';
import { dense } from './training.ts';
import { job } from './work.ts';

/** A whole job: from its submission until a client that waits for it has its result. */
export class JobRace {
  readonly #cleanups: (() => Promise<void> | void)[] = [];
  #server: Server | undefined;

  async open(): Promise<void> {
    this.#server = await startServer(
      { after: (hook) => void this.#cleanups.push(hook) },
      { env: { NABLA_LOG_LEVEL: 'warn' } },
    );
    const { client } = this.#server;
    const width = job.network.dims[0] + 1;
    const values = numbers(job.rows * width);
    const columns = Array.from({ length: width }, (_, i) => `c${i}`);
    const rows = Array.from({ length: job.rows }, (_, row) =>
      values.slice(row * width, (row + 1) * width),
    );
    await client.create<Dataset>('/v1/datasets', { name: 'rows', columns, rows });
    await client.create<Network>('/v1/networks', {
      name: 'network',
      inputSize: job.network.dims[0],
      layers: dense(job.network.dims),
    });
  }

  /** Seconds for so many epochs. */
  async seconds(epochs: number): Promise<number> {
    const { client } = this.#server as Server;
    const start = performance.now();
    const { id } = await client.submit({
      network: 'network',
      dataset: 'rows',
      inputs: Array.from({ length: job.network.dims[0] }, (_, i) => `c${i}`),
      targets: [`c${job.network.dims[0]}`],
      loss: job.network.loss,
      optimizer: { type: 'sgd', learningRate: 0.001 },
      batchSize: job.network.batch,
      threads: 1,
      epochs,
    });
    const ended = await client.finished(id);
    if (ended.status !== 'succeeded') throw new Error(`the job has ${ended.status}`);
    return (performance.now() - start) / 1000;
  }

  async close(): Promise<void> {
    for (const cleanup of this.#cleanups) await cleanup();
  }
}
