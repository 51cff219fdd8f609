// How quickly the server answers `GET /healthz` while a training job uses every core it can get.
// Runs the real server; also by itself: `node bench/health-under-load.ts [seconds]`.
import type { Job } from '../test/support/client.ts';
import { prepareLongJob, training } from '../test/support/long-training.ts';
import { startServer } from '../test/support/server.ts';
import { quantile } from './statistics.ts';

export interface Latencies {
  threads: number;
  requests: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  max: number;
  /** Epochs the job finished meanwhile: proof that it trained. */
  epochs: number;
}

/** One request after another on one connection for `seconds`, while a job with `threads` trains. */
export async function healthUnderLoad(threads: number, seconds: number): Promise<Latencies> {
  const cleanups: (() => Promise<void> | void)[] = [];
  const server = await startServer(
    { after: (hook) => void cleanups.push(hook) },
    { env: { NABLA_LOG_LEVEL: 'warn' } },
  );
  try {
    const { client } = server;
    const { id } = await client.submit({ ...(await prepareLongJob(client)), threads });
    await training(client, id);
    const epoch = async () =>
      (await client.read<Job & { epoch: number }>(`/v1/training-jobs/${id}`)).epoch;
    const before = await epoch();
    const latencies: number[] = [];
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) {
      const start = performance.now();
      const { status } = await client.get('/healthz');
      latencies.push(performance.now() - start);
      if (status !== 200) throw new Error(`GET /healthz → ${status}`);
    }
    return {
      threads,
      requests: latencies.length,
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
      max: Math.max(...latencies),
      epochs: (await epoch()) - before,
    };
  } finally {
    for (const cleanup of cleanups) await cleanup();
  }
}

if (import.meta.main) {
  for (const threads of [1, 2]) {
    console.log(await healthUnderLoad(threads, Number(process.argv[2] ?? 10)));
  }
}
