// Uploads in parts: any order, again, across a restart, checked, expiring; and how far an upload is.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { UploadView } from '../../src/datasets/uploads.ts';
import { type DatasetsApp, startDatasets } from '../support/datasets-app.ts';
import { filesUnder, startServer } from '../support/server.ts';

const text = `x,k\n${Array.from({ length: 4000 }, (_, i) => `${i / 8},k${i % 5}`).join('\n')}\n`;
const packed = gzipSync(text);
const thirds = [0, 1, 2].map((i) =>
  packed.subarray((i * packed.length) / 3, ((i + 1) * packed.length) / 3),
) as [Buffer, Buffer, Buffer];
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<{ status: number; body: UploadView & { errors?: unknown[]; code?: string } }>;

function callsOf(app: DatasetsApp['app']): Call {
  return async (method, path, body, headers = {}) => {
    const binary = Buffer.isBuffer(body);
    const type = binary ? 'application/octet-stream' : 'application/json';
    const reply = await app.inject({
      method: method as 'GET',
      url: `/v1/uploads${path}`,
      headers: body === undefined ? headers : { 'content-type': type, ...headers },
      ...(body === undefined ? {} : { payload: binary ? body : JSON.stringify(body) }),
    });
    return {
      status: reply.statusCode,
      body: reply.body === '' ? undefined : reply.json(),
    } as never;
  };
}

async function begun(t: TestContext, plan: object = {}, env: Record<string, string> = {}) {
  const suite = await startDatasets(t, env);
  const call = callsOf(suite.app);
  const { status, body } = await call('POST', '', { fileName: 'table.csv.gz', ...plan });
  assert.equal(status, 201, JSON.stringify(body));
  return { ...suite, call, id: body.id };
}

const wait = { prefer: 'wait=30' };

test('parts in any order, one of them twice, become a data set', async (t) => {
  const { datasets, call, id, dataDir } = await begun(t, { size: packed.length });
  for (const [number, bytes] of [
    [3, thirds[2]],
    [1, Buffer.from('wrong')],
    [2, thirds[1]],
    [1, thirds[0]],
  ] as const) {
    const { body } = await call('PUT', `/${id}/parts/${number}`, bytes);
    assert.equal((body as unknown as { sha256: string }).sha256, sha256(bytes).toString('hex'));
  }
  assert.equal(readdirSync(join(dataDir, 'uploads', id)).length, 3);
  const before = await call('GET', `/${id}`);
  assert.deepEqual([before.body.status, before.body.bytes], ['receiving', packed.length]);
  assert.deepEqual(
    before.body.parts.map(({ number }) => number),
    [1, 2, 3],
  );
  const whole = { sha256: sha256(packed).toString('hex') };
  const { status, body } = await call('POST', `/${id}:complete`, whole, wait);
  assert.deepEqual(
    [status, body.status, body.rows],
    [200, 'completed', 4000],
    JSON.stringify(body),
  );
  const record = datasets.get(body.dataset as string);
  assert.deepEqual([record.name, record.rowCount], ['table', 4000]);
  assert.deepEqual((await call('POST', `/${id}:complete`, {})).body, body);
  assert.deepEqual(await filesUnder(join(dataDir, 'uploads')), []);
  assert.equal((await call('PUT', `/${id}/parts/4`, thirds[0])).status, 409);
  assert.equal((await call('DELETE', `/${id}`)).status, 204);
  assert.equal((await call('GET', `/${id}`)).status, 404);
  assert.equal(datasets.get('table').rowCount, 4000);
});

test('what does not fit together is refused, and can be mended', async (t) => {
  const { call, id, datasets } = await begun(t, { size: packed.length });
  const complete = async (body: object = {}) => call('POST', `/${id}:complete`, body, wait);
  assert.equal((await complete()).status, 422);
  const digest = { 'content-digest': `sha-256=:${sha256(packed).toString('base64')}:` };
  assert.equal((await call('PUT', `/${id}/parts/1`, thirds[0], digest)).status, 422);
  const own = { 'content-digest': `sha-256=:${sha256(thirds[0]).toString('base64')}:` };
  assert.equal((await call('PUT', `/${id}/parts/1`, thirds[0], own)).status, 200);
  assert.equal(
    (await call('PUT', `/${id}/parts/1`, thirds[0], { 'content-digest': 'md5=:x:' })).status,
    400,
  );
  await call('PUT', `/${id}/parts/3`, thirds[2]);
  assert.equal((await complete()).status, 422); // part 2 is missing
  await call('PUT', `/${id}/parts/2`, Buffer.from('short'));
  assert.equal((await complete()).status, 422); // another size
  await call('PUT', `/${id}/parts/2`, thirds[1]);
  const { body } = await complete({ sha256: '0'.repeat(64) });
  assert.deepEqual([body.status, body.error?.code], ['failed', 'invalid-input']);
  assert.deepEqual(datasets.ids(), []);
});

test('faults of the file stand in the upload, and nothing is stored', async (t) => {
  const { call, id, datasets, dataDir } = await begun(t, { fileName: 'bad.csv' });
  await call('PUT', `/${id}/parts/1`, Buffer.from('x\n1\noops\n'));
  const { body } = await call('POST', `/${id}:complete`, {}, wait);
  assert.equal(body.status, 'failed');
  assert.deepEqual(body.error?.errors?.length, 1);
  assert.deepEqual(datasets.ids(), []);
  assert.deepEqual(
    await filesUnder(dataDir).then((all) => all.filter((f) => /^(tmp|uploads)/.test(f))),
    [],
  );
});

test('options, and rows appended', async (t) => {
  const { call, datasets } = await begun(t);
  const plan = {
    name: 'skipping',
    fileName: 'a.csv',
    delimiter: ';',
    onError: 'skip',
    types: { k: 'text' },
  };
  const upload = async (body: object, bytes: string) => {
    const { id } = (await call('POST', '', body)).body;
    await call('PUT', `/${id}/parts/1`, Buffer.from(bytes));
    return (await call('POST', `/${id}:complete`, {}, wait)).body;
  };
  await upload(plan, 'x;k\n1;a\nb;c\n');
  const first = datasets.get('skipping');
  assert.deepEqual([first.rowCount, first.skipped?.rows, first.columns[1]?.type], [1, 1, 'text']);
  await upload({ appendTo: 'skipping', fileName: 'b.csv' }, 'x,k\n2,b\n');
  assert.deepEqual([datasets.get('skipping').rowCount, datasets.get('skipping').version], [2, 2]);
  assert.equal((await call('POST', '', { appendTo: 'none' })).status, 404);
  assert.equal((await call('POST', '', { name: 'x', sise: 3 })).status, 422);
});

test('no more than an upload may have, however it is cut', async (t) => {
  const { call, id } = await begun(t, {}, { NABLA_UPLOAD_LIMIT: '2048' });
  assert.equal((await call('POST', '', { size: 2049 })).status, 413);
  assert.equal((await call('PUT', `/${id}/parts/1`, Buffer.alloc(1500))).status, 200);
  assert.equal((await call('PUT', `/${id}/parts/2`, Buffer.alloc(549))).status, 413);
  const both = await Promise.all(
    [2, 3].map((number) => call('PUT', `/${id}/parts/${number}`, Buffer.alloc(400))),
  );
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 413]);
});

test('parts outlive a kill -9; completing goes on after one', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'nabla-parts-'));
  t.after(() => rm(dataDir, { recursive: true, force: true }));
  const server = await startServer(t, { dataDir });
  const put = (id: string, number: number, body: Uint8Array<ArrayBuffer>) =>
    fetch(`${server.client.url}/v1/uploads/${id}/parts/${number}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
      body,
    });
  const get = async (id: string) =>
    (await (
      await fetch(`${server.client.url}/v1/uploads/${id}`, { headers: wait })
    ).json()) as UploadView;
  const post = async (path: string, body: object) =>
    (await (
      await fetch(`${server.client.url}/v1/uploads${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    ).json()) as UploadView;
  const { id } = await post('', { fileName: 'table.csv.gz' });
  assert.equal((await put(id, 1, new Uint8Array(thirds[0]))).status, 200);
  await server.kill9();
  await server.restart();
  assert.deepEqual(
    (await get(id)).parts.map(({ number }) => number),
    [1],
  );
  await put(id, 2, new Uint8Array(thirds[1]));
  await put(id, 3, new Uint8Array(thirds[2]));
  await post(`/${id}:complete`, {});
  await server.kill9();
  await server.restart();
  const end = await get(id);
  assert.deepEqual([end.status, end.rows], ['completed', 4000], JSON.stringify(end));
  const list = (await (await fetch(`${server.client.url}/v1/datasets`)).json()) as {
    items: unknown[];
  };
  assert.equal(list.items.length, 1);
  assert.deepEqual(
    (await filesUnder(dataDir)).filter((file) => /^(tmp|uploads)/.test(file)),
    [],
  );
});

test('an upload of one body is seen while it comes', async (t) => {
  const suite = await startDatasets(t);
  await suite.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = suite.app.server.address() as AddressInfo;
  const call = callsOf(suite.app);
  const socket = connect(port, '127.0.0.1');
  const half = text.slice(0, text.length / 2);
  socket.write(
    `POST /v1/datasets?name=moving HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: ${text.length}\r\n\r\n${half}`,
  );
  let view: UploadView | undefined;
  for (;;) {
    const { items } = (await call('GET', '')).body as unknown as { items: UploadView[] };
    view = items[0];
    if (view?.bytes === half.length) break;
    await new Promise((turn) => setImmediate(turn));
  }
  assert.deepEqual([view.name, view.size, view.status], ['moving', text.length, 'receiving']);
  assert.equal((await call('GET', `/${view.id}`)).body.bytes, half.length);
  const answered = new Promise((resolve) => socket.once('data', resolve));
  socket.write(text.slice(half.length));
  assert.match(String(await answered), /^HTTP\/1.1 201/);
  socket.destroy();
  assert.deepEqual(((await call('GET', '')).body as unknown as { items: unknown[] }).items, []);
  assert.equal(suite.datasets.get('moving').rowCount, 4000);
});
