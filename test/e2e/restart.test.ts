// What survives the end of the server, whether asked for or not: everything acknowledged is there,
// nothing half done is, and no process is left running.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client, Dataset, Job, Network, Page, Parameters } from '../support/client.ts';
import { until } from '../support/client.ts';
import { prepareLongJob, training } from '../support/long-training.ts';
import {
  childrenOf,
  filesUnder,
  isAlive,
  onLinux,
  type ProcessIdentity,
  Server,
  startServer,
} from '../support/server.ts';
import * as example from '../support/worked-example.ts';

const linuxOnly = { skip: onLinux ? false : 'needs /proc to see which processes are left' };

/** Every resource as the API shows it, and predictions to the last digit. */
async function photograph(
  client: Client,
  jobIds: readonly string[],
): Promise<Record<string, unknown>> {
  const instances = example.inputs;
  const paths = [
    '/v1/datasets',
    '/v1/datasets/worked-example/rows',
    '/v1/networks',
    '/v1/networks/worked-example/parameters',
    '/v1/models/narrow',
    '/v1/models/worked-example',
    '/v1/models/worked-example/versions/1',
    '/v1/models/worked-example/versions/1/parameters',
    ...jobIds.map((id) => `/v1/training-jobs/${id}`),
    ...jobIds.map((id) => `/v1/training-jobs/${id}/metrics`),
    ...jobIds.map((id) => `/v1/training-jobs/${id}/events`),
  ];
  const seen: Record<string, unknown> = {};
  for (const path of paths) seen[path] = await client.read(path);
  for (const path of ['/v1/models/worked-example:predict', '/v1/models/narrow:predict']) {
    const reply = await client.post(path, { instances });
    assert.equal(reply.status, 200, reply.text);
    seen[path] = reply.text;
  }
  return seen;
}

/** Stores one of everything and finishes two jobs, in float64 and in float32; gives their ids. */
async function fill(client: Client): Promise<string[]> {
  await client.create<Dataset>('/v1/datasets', example.dataset);
  await client.create<Network>('/v1/networks', example.network);
  await client.create<Network>('/v1/networks', {
    ...example.network,
    name: 'narrow',
    dtype: 'float32',
  });
  const ids: string[] = [];
  for (const model of ['worked-example', 'narrow']) {
    const { id } = await client.submit({ ...example.job(model, 'worked-example', 50), model });
    await client.succeeded(id);
    ids.push(id);
  }
  return ids;
}

async function gone(processes: readonly ProcessIdentity[]): Promise<void> {
  await until('no trainer lives on', () => processes.every((process) => !isAlive(process)));
}

test('kill -9 of the server alone, while a job trains', linuxOnly, async (t) => {
  const server = await startServer(t, { env: { NABLA_SLOTS: '1' } });
  const finished = await fill(server.client);
  const body = await prepareLongJob(server.client);
  const before = await photograph(server.client, finished);
  const long = await server.client.submit(body);
  const next = await server.client.submit({
    ...example.job('worked-example', 'worked-example', 3),
    model: 'next',
  });
  await training(server.client, long.id);
  const trainers = childrenOf(server.pid);
  assert.ok(trainers.length > 0, 'a job trains in a process of its own');

  assert.deepEqual(await server.kill9(), { code: null, signal: 'SIGKILL' });
  await gone(trainers);
  await server.restart();

  const { client } = server;
  assert.deepEqual(await photograph(client, finished), before);
  const interrupted = await client.finished(long.id);
  assert.equal(interrupted.status, 'interrupted');
  assert.equal(interrupted.terminal, true);
  assert.equal(interrupted.result ?? null, null);
  const queued = await client.succeeded(next.id); // what waited is run, not lost
  assert.equal(queued.result.model, 'next');

  const again = await client.submit({ ...body, epochs: 1, model: 'again' });
  assert.equal((await client.succeeded(again.id)).result.version, 1);
});

test('SIGTERM ends streams, long polls, the job and the process', linuxOnly, async (t) => {
  const server = await startServer(t);
  const finished = await fill(server.client);
  const before = await photograph(server.client, finished);
  const long = await server.client.submit(await prepareLongJob(server.client));
  await training(server.client, long.id);
  const trainers = childrenOf(server.pid);

  const streams = [1, 2].map(async () => {
    const types: string[] = [];
    for await (const event of server.client.events(long.id)) types.push(event.type);
    return types;
  });
  const poll = server.client.get<Job>(`/v1/training-jobs/${long.id}`, {
    headers: { prefer: 'wait=30' },
  });
  await delay(100); // let them be open on the server; correct, if weaker, when they are not
  assert.deepEqual(await server.stop(), { code: 0, signal: null });
  for (const types of await Promise.all(streams)) assert.ok(types.length > 0);
  assert.ok([200, 503].includes((await poll).status));
  await gone(trainers);

  await server.restart();
  assert.equal((await server.client.finished(long.id)).status, 'interrupted');
  const after = await photograph(server.client, finished);
  assert.deepEqual(after['/v1/models/narrow:predict'], before['/v1/models/narrow:predict']);
});

test('SIGTERM to an idle server leaves exit code 0 and no process', async (t) => {
  const server = await startServer(t);
  assert.equal((await server.client.get('/readyz')).status, 200);
  assert.deepEqual(await server.stop(), { code: 0, signal: null });
});

test('a second server on the same data directory is refused', async (t) => {
  const first = await startServer(t);
  const second = new Server(first.dataDir, {});
  t.after(() => second.close());
  await assert.rejects(second.start(), /in use/);
  assert.notEqual((await second.ended()).code, 0);
  await fill(first.client); // the first is untouched
});

/** Sends the head of a CSV upload and half of the body it announces, and gives the open socket. */
async function halfAnUpload(client: Client): Promise<{ cut: () => void }> {
  const half = `a,b\n${'1,2\n'.repeat(500_000)}`;
  const { port } = new URL(client.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => {}); // a server that is killed resets it
  const head = [
    'POST /v1/datasets?name=cut HTTP/1.1',
    'Host: localhost',
    'Content-Type: text/csv',
    `Content-Length: ${2 * half.length}`,
  ];
  await new Promise<void>((sent) => {
    socket.write(`${head.join('\r\n')}\r\n\r\n${half}`, () => sent());
  });
  return { cut: () => socket.destroy() };
}

test('an upload cut half way leaves nothing', async (t) => {
  const server = await startServer(t);
  const before = await filesUnder(server.dataDir);
  const upload = await halfAnUpload(server.client);
  const arriving = async () => (await filesUnder(server.dataDir)).length > before.length;
  await until('the upload arrives on disk', arriving);
  upload.cut();
  await until('its files are gone', async () => !(await arriving()));
  assert.deepEqual(await filesUnder(server.dataDir), before);
  assert.deepEqual((await server.client.read<Page<Dataset>>('/v1/datasets')).items, []);
  await server.client.create('/v1/datasets', example.dataset); // and the next one is fine
});

test('kill -9 in the middle of an upload leaves nothing', async (t) => {
  const server = await startServer(t);
  const before = await filesUnder(server.dataDir);
  await halfAnUpload(server.client);
  await until('the upload arrives on disk', async () => {
    return (await filesUnder(server.dataDir)).length > before.length;
  });
  await server.kill9();
  await server.restart();
  const rows = (await filesUnder(server.dataDir)).filter((name) => !/^nabla\./.test(name));
  assert.deepEqual(rows, []);
  assert.deepEqual((await server.client.read<Page<Dataset>>('/v1/datasets')).items, []);
});

test('weights put by hand outlive a kill -9', async (t) => {
  const server = await startServer(t);
  await server.client.create<Network>('/v1/networks', example.network);
  const path = '/v1/networks/worked-example/parameters';
  const parameters = await server.client.read<Parameters>(path);
  const changed = { ...parameters, output: { ...parameters.output, biases: [0.1, -1e-300] } };
  const reply = await server.client.send('PUT', path, changed);
  assert.ok(reply.status === 200 || reply.status === 204, reply.text);
  await server.kill9();
  await server.restart();
  assert.deepEqual(await server.client.read<Parameters>(path), changed);
});
