// What a trainer can die of, and what there is too little of: the job ends with a reason a person can
// act on, and everything else goes on.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Client, type Job, type Network, type Problem, until } from '../support/client.ts';
import { prepareLongJob, training } from '../support/long-training.ts';
import { childrenOf, onLinux, startServer } from '../support/server.ts';

const linuxOnly = { skip: onLinux ? false : 'needs /proc to find the trainer' };

test('a trainer that hangs is missed within 30 s, and only its job fails', linuxOnly, async (t) => {
  const { client, pid } = await startServer(t, { env: { NABLA_SLOTS: '2' } });
  const body = await prepareLongJob(client);
  const hanging = await client.submit(body);
  await training(client, hanging.id);
  const [trainer] = childrenOf(pid);
  assert.ok(trainer !== undefined);
  process.kill(trainer.pid, 'SIGSTOP');
  const stopped = performance.now();
  const other = await client.submit(body);
  await training(client, other.id);
  const job = await client.finished(hanging.id);
  assert.ok(performance.now() - stopped < 30_000, 'it took too long');
  assert.deepEqual([job.status, job.error?.code], ['failed', 'unresponsive']);
  assert.equal((await client.read<Job>(`/v1/training-jobs/${other.id}`)).status, 'running');
});

test('an aborted trainer fails its job and nothing else', linuxOnly, async (t) => {
  const { client, pid } = await startServer(t, { env: { NABLA_SLOTS: '1' } });
  const body = await prepareLongJob(client);
  const { id } = await client.submit(body);
  await training(client, id);
  for (const trainer of childrenOf(pid)) process.kill(trainer.pid, 'SIGABRT');
  const job = await client.finished(id);
  assert.deepEqual([job.status, job.error?.code], ['failed', 'crashed']);
  assert.match(job.error?.detail ?? '', /SIGABRT/);
  await client.succeeded((await client.submit({ ...body, epochs: 1 })).id);
});

/** A network whose training takes some hundred MiB. */
function wide(client: Client, units: number): Promise<Network> {
  const layers = [
    { type: 'dense', name: 'wide', units, activation: 'relu' },
    { type: 'dense', name: 'output', units: 1 },
  ];
  return client.create<Network>('/v1/networks', { name: 'wide', inputSize: 32, layers });
}

test('memory: what can never fit is refused with the figures, what does not fit yet waits', async (t) => {
  const { client } = await startServer(t, {
    env: { NABLA_SLOTS: '2', NABLA_JOB_MEMORY: '300MiB', NABLA_THREADS: '1' },
  });
  const body = await prepareLongJob(client);
  await wide(client, 500_000);
  const refused = await client.post<Problem>('/v1/training-jobs', { ...body, network: 'wide' });
  assert.equal(refused.status, 422, refused.text);
  assert.match(refused.text, /"pointer":"\/(network|batchSize)"/);
  assert.match(
    refused.text,
    /would take about [\d.]+ GiB of memory, and jobs of this server have 300 MiB/,
  );

  await wide(client, 50_000);
  const first = await client.submit({ ...body, network: 'wide' });
  assert.ok(first.memoryBytes > 150 * 2 ** 20 && first.memoryBytes < 300 * 2 ** 20);
  const second = await client.submit({ ...body, network: 'wide', epochs: 1 });
  await until('the first runs', async () => {
    const { status } = await client.read<Job>(`/v1/training-jobs/${first.id}`);
    return status === 'running' ? true : undefined;
  });
  const { waiting } = await client.read<Job>(`/v1/training-jobs/${second.id}`);
  assert.deepEqual([waiting?.place, waiting?.reason], [1, 'memory']);
  assert.match(
    waiting?.detail ?? '',
    /^it takes \d+ MiB of memory, and running jobs leave \d+ MiB$/,
  );
  await client.post(`/v1/training-jobs/${first.id}:cancel`);
  await client.succeeded(second.id);
});

test('a divergence names the place, and a finite checkpoint is left', async (t) => {
  const { client } = await startServer(t);
  const body = await prepareLongJob(client);
  const { id } = await client.submit({
    ...body,
    optimizer: { type: 'sgd', learningRate: 5 },
    batchSize: 'full',
    epochs: 1000,
    checkpoint: { everySteps: 1 },
  });
  const { status, error } = await client.finished(id);
  assert.deepEqual([status, error?.code], ['failed', 'diverged']);
  assert.match(
    error?.detail ?? '',
    /^The loss became NaN or infinite in epoch \d+, step \d+.*A learning rate of 5 is likely too high: try 0\.5/,
  );
  const path = `/v1/training-jobs/${id}/checkpoints`;
  const { items } = await client.read<{ items: { number: number; step: number }[] }>(path);
  const last = items.at(-1);
  assert.ok(last !== undefined && last.step >= 1);
  const bytes = Buffer.from(
    await (await fetch(`${client.url}${path}/${last.number}`)).arrayBuffer(),
  );
  const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE())).toString());
  const [from, to] = header['first.weights'].data_offsets;
  const start = 8 + Number(bytes.readBigUInt64LE());
  for (let at = start + from; at < start + to; at += 4) {
    assert.ok(Number.isFinite(bytes.readFloatLE(at)));
  }
});

test('a webhook is sent when the job has ended; private targets only when allowed', async (t) => {
  const bodies: { type: string; data: Job }[] = [];
  const receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
    response.end();
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  t.after(() => receiver.close());
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;

  const server = await startServer(t);
  const job = { ...(await prepareLongJob(server.client)), epochs: 1 };
  const webhook = { url, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' };
  const refused = await server.client.post<Problem>('/v1/training-jobs', { ...job, webhook });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /"pointer":"\/webhook\/url"/);
  await server.stop();

  const open = await startServer(t, {
    dataDir: server.dataDir,
    env: { NABLA_PRIVATE_WEBHOOKS: 'true' },
  });
  const submitted = await open.client.submit({ ...job, webhook });
  assert.ok(!JSON.stringify(submitted).includes(webhook.secret), 'the secret is never shown');
  await open.client.succeeded(submitted.id);
  await until('it is told', () => bodies.length > 0);
  const [body] = bodies;
  assert.deepEqual([body?.type, body?.data.id], ['training-job.succeeded', submitted.id]);
});

/** A file system of some MiB, where the system lets us make one. */
function smallDisk(t: TestContext): string | undefined {
  const path = mkdtempSync(join(tmpdir(), 'nabla-disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', path]);
  t.after(() => {
    if (status === 0) spawnSync('umount', ['-l', path]);
    rmSync(path, { recursive: true, force: true });
  });
  return status === 0 ? path : undefined;
}

test('a full disk: training goes on, nothing new is taken, and room brings all back', async (t) => {
  const dataDir = smallDisk(t);
  if (dataDir === undefined) return t.skip('needs the right to mount a tmpfs');
  const { client } = await startServer(t, { dataDir });
  const job = { ...(await prepareLongJob(client)), checkpoint: { everySeconds: 1 } };
  const { id } = await client.submit(job);
  const path = `/v1/training-jobs/${id}/checkpoints`;
  const newest = async () => {
    const { items } = await client.read<{ items: { number: number; step: number }[] }>(path);
    return items.at(-1);
  };
  await until('there is a checkpoint', async () => (await newest()) !== undefined);
  const filler = join(dataDir, 'filler');
  const file = openSync(filler, 'w');
  try {
    for (;;) writeSync(file, Buffer.alloc(64 * 1024));
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
  } finally {
    closeSync(file);
  }
  const refused = await client.post<Problem>('/v1/training-jobs', job);
  assert.equal(refused.status, 507, refused.text);
  const before = await newest();
  assert.ok(before !== undefined, 'the old checkpoint is still there');
  const sent = await fetch(`${client.url}${path}/${before.number}`);
  assert.equal((await sent.arrayBuffer()).byteLength > 0, true);
  assert.equal((await client.read<Job>(`/v1/training-jobs/${id}`)).status, 'running');

  rmSync(filler);
  await until('a newer one is stored', async () => {
    return ((await newest())?.number ?? 0) > before.number;
  });
  const other = await client.submit({ ...job, epochs: 1 });
  await client.post(`/v1/training-jobs/${id}:cancel`);
  assert.equal((await client.finished(id)).status, 'cancelled');
  await client.succeeded(other.id);
});
