// Jobs that are paused, killed and gone on with, as a client and an operator see them: whatever
// happens on the way, the final weights are those of a job nothing happened to, to the bit.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type Client, type Job, type JobEvent, type Network, until } from '../support/client.ts';
import { prepareLongJob } from '../support/long-training.ts';
import { generator } from '../support/random-network.ts';
import { childrenOf, onLinux, type Server, startServer } from '../support/server.ts';

const linuxOnly = { skip: onLinux ? false : 'needs /proc to find the trainer' };
const epochs = 400;

/** Dropout, running statistics, moments, and an epoch of some milliseconds. */
async function prepare(t: TestContext, env: Record<string, string> = {}) {
  const server = await startServer(t, { env: { NABLA_SLOTS: '1', ...env } });
  const body = await prepareLongJob(server.client);
  await server.client.create<Network>('/v1/networks', {
    ...{ name: 'long', seed: 7, inputSize: 32 },
    layers: [
      { type: 'dense', name: 'first', units: 64, activation: 'relu' },
      { type: 'batch-norm', name: 'norm' },
      { type: 'dropout', name: 'drop', rate: 0.2 },
      { type: 'dense', name: 'output', units: 1 },
    ],
  });
  const job = {
    ...{ ...body, epochs, model: 'long', threads: 1, optimizer: 'adam' },
    split: { train: 0.8, validation: 0.2, seed: 1 },
    checkpoint: { everySteps: 37 },
  };
  return { server, job };
}

async function weights(client: Client, job: Job): Promise<string> {
  const path = `/v1/models/long/versions/${job.result?.version}/parameters`;
  const reply = await client.get(path);
  assert.equal(reply.status, 200);
  return createHash('sha256').update(reply.text).digest('hex');
}

/** Every epoch's loss, as a hash: a difference of long columns is no message. */
async function curveOf(client: Client, id: string): Promise<string> {
  const path = `/v1/training-jobs/${id}/metrics?names=train.loss&maxPoints=10000`;
  const series = await client.read<Record<string, number[]>>(path);
  assert.equal(series.epoch?.length, epochs);
  return createHash('sha256').update(JSON.stringify(series)).digest('hex');
}

/** Resolves once a job has trained to a share of its epochs. */
async function reached(server: Server, id: string, share: number): Promise<void> {
  await until(`job ${id} has done ${share}`, async () => {
    const job = await server.client.read<Job>(`/v1/training-jobs/${id}`);
    assert.ok(!job.terminal, `the job ended before: ${JSON.stringify(job)}`);
    return job.status === 'running' && job.progress >= share ? job : undefined;
  });
}

/** Increasing shares of a run, seeded. */
function shares(seed: number, count: number): number[] {
  const random = generator(seed);
  return Array.from({ length: count }, () => 0.8 * random()).sort((a, b) => a - b);
}

/** What must be true of the log of any job, however it came to its end. */
async function checkLog(client: Client, id: string): Promise<JobEvent[]> {
  const events: JobEvent[] = [];
  for await (const event of client.events(id)) events.push(event);
  assert.deepEqual(
    events.map((event) => Number(event.id)),
    events.map((_, i) => i + 1),
  );
  const terminal = events.filter(({ data }) => data.terminal === true);
  assert.deepEqual(terminal, [events.at(-1)], 'one terminal event, the last');
  return events;
}

const statusesOf = (events: readonly JobEvent[]) =>
  events.filter(({ type }) => type === 'status').map(({ data }) => data.status);

test(
  'paused and resumed, killed with its server, killed alone: the same bits',
  linuxOnly,
  async (t) => {
    const { server, job } = await prepare(t);
    const untouched = await server.client.succeeded((await server.client.submit(job)).id);
    const expected = await weights(server.client, untouched);
    const curve = await curveOf(server.client, untouched.id);

    await t.test('paused four times', async () => {
      const { client } = server;
      const { id } = await client.submit(job);
      for (const share of shares(1, 4)) {
        await reached(server, id, share);
        const paused = await client.post<Job>(`/v1/training-jobs/${id}:pause`);
        assert.ok([200, 202].includes(paused.status), paused.text);
        assert.ok(['pausing', 'paused'].includes(paused.body.status));
        const resumed = await client.post<Job>(`/v1/training-jobs/${id}:resume`);
        assert.equal(resumed.status, 200, resumed.text);
        assert.ok(['queued', 'running'].includes(resumed.body.status), resumed.text);
        const again = await client.post<Job>(`/v1/training-jobs/${id}:resume`);
        assert.equal(again.status, 200, 'resuming twice is resuming once');
      }
      assert.equal(await weights(client, await client.succeeded(id)), expected);
      assert.equal(await curveOf(client, id), curve);
      const turn = ['pausing', 'paused', 'queued', 'running'];
      assert.deepEqual(statusesOf(await checkLog(client, id)), [
        ...['queued', 'running', ...turn, ...turn, ...turn, ...turn, 'succeeded'],
      ]);
    });

    await t.test('kill -9 of the server, four times', async () => {
      const { id } = await server.client.submit(job);
      for (const share of shares(2, 4)) {
        await reached(server, id, share);
        await server.kill9();
        await server.restart();
      }
      const { client } = server;
      assert.equal(await weights(client, await client.succeeded(id)), expected);
      assert.equal(await curveOf(client, id), curve);
      const turn = ['interrupted', 'queued', 'running'];
      assert.deepEqual(statusesOf(await checkLog(client, id)), [
        ...['queued', 'running', ...turn, ...turn, ...turn, ...turn, 'succeeded'],
      ]);
    });

    await t.test('kill -9 of the trainer, three times', async () => {
      const { client } = server;
      const { id } = await client.submit(job);
      for (const [i, share] of shares(3, 3).entries()) {
        await reached(server, id, share);
        for (const trainer of childrenOf(server.pid)) process.kill(trainer.pid, 'SIGKILL');
        await until('the trainer is missed', async () => {
          const { retries } = await client.read<Job>(`/v1/training-jobs/${id}`);
          return retries.length > i ? true : undefined;
        });
      }
      const ended = await client.succeeded(id);
      assert.equal(await weights(client, ended), expected);
      assert.equal(await curveOf(client, id), curve);
      assert.deepEqual(
        ended.retries.map(({ code }) => code),
        ['crashed', 'crashed', 'crashed'],
      );
      await checkLog(client, id);
    });

    await t.test('SIGTERM writes a checkpoint, and the next server goes on', async () => {
      // So long that it cannot end between its first report and the signal, however fast the machine.
      const long = { ...job, epochs: 10 * epochs, checkpoint: { everySeconds: 3600 } };
      const untouched = await server.client.submit(long);
      const wanted = await weights(server.client, await server.client.succeeded(untouched.id));
      const { id } = await server.client.submit(long);
      await reached(server, id, 0.01);
      assert.deepEqual(await server.stop(), { code: 0, signal: null });
      await server.start();
      const { client } = server;
      const { items } = await client.read<{ items: unknown[] }>(
        `/v1/training-jobs/${id}/checkpoints`,
      );
      assert.equal(items.length, 1);
      assert.equal(await weights(client, await client.succeeded(id)), wanted);
    });
  },
);

test('a trainer that keeps crashing is tried four times', linuxOnly, async (t) => {
  const { server, job } = await prepare(t);
  const { id } = await server.client.submit({ ...job, epochs: 1_000_000 });
  const killed = new Set<number>();
  const ended = await until('the job has ended', async () => {
    for (const { pid } of childrenOf(server.pid)) {
      if (killed.has(pid)) continue;
      killed.add(pid);
      process.kill(pid, 'SIGSEGV');
    }
    const now = await server.client.read<Job>(`/v1/training-jobs/${id}`);
    return now.terminal ? now : undefined;
  });
  assert.equal(ended.status, 'failed');
  assert.equal(ended.error?.code, 'crashed');
  assert.equal(killed.size, 4);
  assert.equal(ended.retries.length, 3);
});

test(
  'an interrupted job that does not resume by itself is resumed by hand',
  linuxOnly,
  async (t) => {
    const { server, job } = await prepare(t);
    const { id } = await server.client.submit({ ...job, resume: false });
    await reached(server, id, 0.1);
    await server.kill9();
    await server.restart();
    const { client } = server;
    const interrupted = await client.read<Job>(`/v1/training-jobs/${id}`);
    assert.deepEqual([interrupted.status, interrupted.terminal], ['interrupted', true]);
    assert.match(interrupted.error?.detail ?? '', /:resume/);
    const resumed = await client.post<Job>(`/v1/training-jobs/${id}:resume`);
    assert.equal(resumed.body.status, 'queued', resumed.text);
    assert.equal(resumed.body.error, null);
    await client.succeeded(id);
  },
);

test('checkpoints: listed, sent, bounded, and gone with the job', async (t) => {
  const { server, job } = await prepare(t);
  const { client } = server;
  const { id } = await client.submit({
    ...job,
    epochs: 40,
    checkpoint: { everyEpochs: 3, keep: 2 },
  });
  await client.succeeded(id);
  const path = `/v1/training-jobs/${id}/checkpoints`;
  interface Checkpoint {
    number: number;
    epoch: number;
    step: number;
    bytes: number;
    best: boolean;
    metrics: Record<string, number>;
  }
  const { items } = await client.read<{ items: Checkpoint[] }>(path);
  assert.ok(items.length === 2 || items.length === 3, `${items.length} are kept`);
  assert.deepEqual(
    items.slice(-2).map(({ epoch }) => epoch),
    [36, 39],
  );
  assert.equal(items.filter(({ best }) => best).length, 1);
  assert.ok(items.every(({ metrics }) => 'validation.loss' in metrics));
  const last = items.at(-1) as Checkpoint;
  const file = await fetch(`${client.url}${path}/${last.number}`);
  assert.equal(file.status, 200);
  assert.equal(file.headers.get('content-type'), 'application/vnd.safetensors');
  const bytes = Buffer.from(await file.arrayBuffer());
  assert.equal(bytes.length, last.bytes);
  const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE())).toString());
  assert.deepEqual(header['optimizer.mean.first.weights'].shape, [32, 64]);
  const { checksum } = header.__metadata__;
  const blank = Buffer.from(bytes);
  blank.write('0'.repeat(64), blank.indexOf(checksum));
  assert.equal(createHash('sha256').update(blank).digest('hex'), checksum);
  const kept = new Set(items.map(({ number }) => number));
  const dropped = [2, 3, 4].find((number) => !kept.has(number));
  assert.equal((await client.get(`${path}/${dropped}`)).status, 404);
  assert.equal((await client.get(`${path}/x`)).status, 400);
  assert.equal((await client.send('DELETE', `/v1/training-jobs/${id}`)).status, 204);
  assert.deepEqual(await readdir(join(server.dataDir, 'jobs')), []);
});

test('pausing what does not run', async (t) => {
  const { server, job } = await prepare(t);
  const { client } = server;
  const running = await client.submit({ ...job, epochs: 1_000_000 });
  const waiting = await client.submit({ ...job, epochs: 3 });
  const act = async (id: string, verb: string) =>
    (await server.client.post<Job>(`/v1/training-jobs/${id}:${verb}`)).body.status;
  assert.equal(await act(waiting.id, 'pause'), 'paused');
  assert.equal(await act(waiting.id, 'pause'), 'paused');
  await reached(server, running.id, 1e-9);
  assert.equal(await act(running.id, 'pause'), 'pausing');
  await until('it is paused', async () => {
    const { status } = await client.read<Job>(`/v1/training-jobs/${running.id}`);
    return status === 'paused' ? true : undefined;
  });
  await delay(50);
  assert.equal((await client.read<Job>(`/v1/training-jobs/${waiting.id}`)).status, 'paused');
  await server.restart();
  assert.equal(await act(waiting.id, 'resume'), 'queued');
  await server.client.succeeded(waiting.id);
  assert.equal(await act(running.id, 'cancel'), 'cancelled');
  assert.equal(await act(running.id, 'resume'), 'cancelled', 'what has ended stays as it is');
  assert.equal(await act(waiting.id, 'pause'), 'succeeded');
});
