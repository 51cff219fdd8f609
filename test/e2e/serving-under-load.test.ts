// Many predictions at once: none fails, each is answered by one version, and nobody who leaves is missed.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { until } from '../support/client.ts';
import { cutPredictions } from '../support/cut-predictions.ts';
import { train, trainPlain } from '../support/served-models.ts';
import { filesUnder, startServer } from '../support/server.ts';

const server = await startServer({ after }, { env: { NABLA_LOG_LEVEL: 'warn' } });
const { client } = server;
await trainPlain(client);

interface Residence {
  model: string;
  version: number;
  loaded: boolean;
  bytes: number;
}

const instance = [0.5, -1, 0.25];
const [first] = (
  await client.create<{ predictions: number[][] }>(
    '/v1/models/plain:predict',
    { instances: [instance] },
    200,
  )
).predictions;

async function figure(name: string): Promise<number> {
  const { text } = await client.get('/metrics');
  return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]);
}

test('1,000 predictions at once are all answered, and each row is counted', async () => {
  const before = await figure('nabla_predict_rows_total');
  const body = { instances: [instance, instance] };
  const replies = await Promise.all(
    Array.from({ length: 1000 }, () => client.post<object>('/v1/models/plain:predict', body)),
  );
  assert.ok(replies.every(({ status }) => status === 200));
  assert.ok(replies.every(({ text }) => text === replies[0]?.text));
  assert.equal(await figure('nabla_predict_rows_total'), before + 2000);
});

test('while a label flips, every answer is of exactly the version it names', async () => {
  await train(client, {
    network: 'plain',
    dataset: 'plain',
    inputs: ['a', 'b', 'c'],
    targets: ['y'],
    loss: 'squared-error',
    epochs: 40,
    model: 'plain',
  });
  const rows = Array.from({ length: 8 }, () => instance);
  const answers = new Map<string, string>();
  for (const version of [1, 2]) {
    const path = `/v1/models/plain/versions/${version}`;
    const { text } = await client.post(`${path}:predict`, { instances: rows });
    answers.set(path, text);
  }
  assert.equal(new Set(answers.values()).size, 2);
  const label = '/v1/models/plain/labels/live';
  let { headers } = await client.send('PUT', label, { version: 1 });
  const served = new Set<string>();
  let flipping = true;
  const asking = Array.from({ length: 8 }, async () => {
    while (flipping) {
      const reply = await client.post(`${label}:predict`, { instances: rows });
      const version = reply.headers.get('content-location') ?? '';
      assert.equal(reply.status, 200, reply.text);
      assert.equal(reply.text, answers.get(version), version);
      served.add(version);
    }
  });
  for (let flip = 0; flip < 100; flip += 1) {
    const moved = await client.send(
      'PUT',
      label,
      { version: 1 + (flip % 2) },
      { headers: { 'if-match': headers.get('etag') ?? '' } },
    );
    assert.equal(moved.status, 200, moved.text);
    headers = moved.headers;
  }
  flipping = false;
  await Promise.all(asking);
  assert.equal(served.size, 2);
});

test('connections cut at any moment leave nothing behind', async () => {
  await cutPredictions(client.url, 300);
  await until('temporary files are gone', async () => {
    const names = await filesUnder(server.dataDir);
    return !names.some((name) => name.startsWith('tmp/'));
  });
  const reply = await client.post<{ predictions: number[][] }>(
    '/v1/models/plain/versions/1:predict',
    {
      instances: [instance],
    },
  );
  assert.deepEqual(reply.body.predictions, [first]);
});

test('what has no room beside other bodies is put off, and answered when they have gone', async () => {
  const small = await startServer(
    { after },
    { env: { NABLA_LOG_LEVEL: 'warn', NABLA_PREDICTION_BYTES: '64KiB' } },
  );
  await trainPlain(small.client);
  const body = JSON.stringify({ instances: Array.from({ length: 4000 }, () => instance) });
  const headers = { 'content-type': 'application/json' };
  let release = (): void => undefined;
  const held = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(Buffer.from(body.slice(0, 100)));
      release = () => {
        controller.enqueue(Buffer.from(body.slice(100)));
        controller.close();
      };
    },
  });
  const url = `${small.client.url}/v1/models/plain:predict`;
  const slow = fetch(url, { method: 'POST', headers, body: held, duplex: 'half' } as RequestInit);
  const put = await until('one is put off', async () => {
    const reply = await fetch(url, { method: 'POST', headers, body });
    await reply.arrayBuffer();
    return reply.status === 503 && reply;
  });
  assert.equal(put.headers.get('retry-after'), '1');
  const little = await small.client.post('/v1/models/plain:predict', { instances: [instance] });
  assert.equal(little.status, 200);
  release();
  assert.equal((await slow).status, 200);
  await until('there is room again', async () => {
    const reply = await fetch(url, { method: 'POST', headers, body });
    await reply.arrayBuffer();
    return reply.status === 200;
  });
});

test('a model is brought into memory and let go by request', async () => {
  const act = async (action: string, of = 'plain/versions/1') =>
    client.create<Residence>(`/v1/models/${of}:${action}`, undefined, 200);
  const gone = await act('unload');
  assert.deepEqual([gone.model, gone.version, gone.loaded], ['plain', 1, false]);
  const before = await figure('nabla_loaded_network_bytes');
  const back = await act('load');
  assert.ok(back.loaded && back.bytes > 0);
  assert.equal(await figure('nabla_loaded_network_bytes'), before + back.bytes);
  assert.equal((await act('load', 'plain')).version, 2);
  assert.equal((await client.post('/v1/models/nobody:load')).status, 404);
});

test('clients of TensorFlow Serving and KServe V1 find a model ready', async () => {
  const { body } = await client.get<{
    ready: boolean;
    model_version_status: { version: string; state: string }[];
  }>('/v1/models/plain');
  assert.equal(body.ready, true);
  assert.deepEqual(
    body.model_version_status.map(({ version, state }) => [version, state]),
    [
      ['2', 'AVAILABLE'],
      ['1', 'AVAILABLE'],
    ],
  );
});

test('derivatives of a served model are those of finite differences, in original units', async () => {
  await client.create('/v1/datasets', {
    name: 'scaled',
    columns: ['far', 'kind', 'y'],
    rows: Array.from({ length: 30 }, (_, i) => [
      1000 + 50 * i,
      i % 3 ? 'p' : 'q',
      i / 10 + (i % 3),
    ]),
  });
  await client.create('/v1/networks', {
    name: 'scaled',
    dtype: 'float64',
    inputSize: 3,
    layers: [
      { type: 'dense', units: 4, activation: 'tanh' },
      { type: 'dense', units: 1 },
    ],
  });
  await train(client, {
    network: 'scaled',
    dataset: 'scaled',
    inputs: ['far', 'kind'],
    targets: ['y'],
    preprocessing: { inputs: 'standardize' },
    loss: 'squared-error',
    epochs: 10,
    model: 'scaled',
  });
  const inspected = await client.create<{
    inputs: string[];
    outputs: number[][];
    jacobian: number[][][];
  }>('/v1/models/scaled:inspect', { instances: [[1300, 'p']], want: ['outputs', 'jacobian'] }, 200);
  assert.deepEqual(inspected.inputs, ['far', 'kind=q', 'kind=p']);
  const h = 0.5;
  const { predictions } = await client.create<{ predictions: number[][] }>(
    '/v1/models/scaled:predict',
    {
      instances: [
        [1300 - h, 'p'],
        [1300 + h, 'p'],
      ],
    },
    200,
  );
  const [below, above] = predictions.flat() as [number, number];
  const derivative = inspected.jacobian[0]?.[0]?.[0] ?? Number.NaN;
  // The central difference is off by h²/6 · f‴: with a spread of some 430, below 10⁻⁶ of the derivative.
  assert.ok(Math.abs(derivative - (above - below) / (2 * h)) <= 1e-5 * Math.abs(derivative));
  const encoded = await client.create<{ jacobian: number[][][] }>(
    '/v1/models/scaled/versions/1:inspect',
    { instances: [[1300, 'p']], want: ['jacobian'], units: 'encoded' },
    200,
  );
  const spread = (encoded.jacobian[0]?.[0]?.[0] ?? 0) / derivative;
  assert.ok(Math.abs(spread - 432.77) < 0.01, String(spread)); // the population std of far
});
