// …/export and …:import over HTTP: what is sent, under which name, and what is refused.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import ort from 'onnxruntime-node';
import type { Network, Problem } from '../support/client.ts';
import { startServer } from '../support/server.ts';

const { client } = await startServer({ after });

before(async () => {
  const colours = ['red', 'green', 'blue'];
  const rows = Array.from({ length: 60 }, (_, i) => [i % 7, colours[i % 3], 3 * (i % 7) + (i % 3)]);
  const columns = ['size', 'colour', 'price'];
  await client.create('/v1/datasets', { name: 'goods', columns, rows });
  const layers = [
    { type: 'dense', units: 4, activation: 'tanh' },
    { type: 'dense', units: 1 },
  ];
  await client.create('/v1/networks', { name: 'goods', seed: 2, inputSize: 4, layers });
  const { id } = await client.submit({
    ...{ network: 'goods', dataset: 'goods', inputs: ['size', 'colour'], targets: ['price'] },
    preprocessing: {
      inputs: 'standardize',
      targets: 'standardize',
      columns: { colour: 'one-hot' },
    },
    ...{ loss: 'squared-error', optimizer: { type: 'sgd', learningRate: 0.05 } },
    ...{ epochs: 5, model: 'goods' },
  });
  await client.succeeded(id);
});

async function download(path: string): Promise<{ file: Uint8Array; name: string }> {
  const reply = await fetch(client.url + path);
  assert.equal(reply.status, 200, path);
  const file = new Uint8Array(await reply.arrayBuffer());
  assert.equal(Number(reply.headers.get('content-length')), file.length);
  return {
    file,
    name: /filename="([^"]+)"/.exec(reply.headers.get('content-disposition') ?? '')?.[1] ?? '',
  };
}

test('a version as ONNX predicts what the server predicts', async () => {
  const { file, name } = await download('/v1/models/goods/versions/1/export?format=onnx');
  assert.equal(name, 'goods-1.onnx');
  const session = await ort.InferenceSession.create(file, { intraOpNumThreads: 1 });
  const sizes = [0, 3.5, 100];
  const colours = ['blue', 'red', 'green'];
  const { predictions } = await session.run({
    size: new ort.Tensor('float64', Float64Array.from(sizes), [3, 1]),
    colour: new ort.Tensor('string', colours, [3, 1]),
  });
  const instances = sizes.map((size, i) => ({ size, colour: colours[i] }));
  const reply = await client.create<{ predictions: number[][] }>(
    ...(['/v1/models/goods:predict', { instances }, 200] as const),
  );
  const found = predictions?.data as Float64Array;
  for (const [i, [price]] of reply.predictions.entries()) {
    // Prices are below 100, of float32 arithmetic.
    assert.ok(Math.abs((price as number) - (found[i] as number)) < 1e-3, `row ${i}`);
  }
});

test('a network as ONNX has one matrix', async () => {
  const { file, name } = await download('/v1/networks/goods/export?format=onnx');
  assert.match(name, /^net_\w+\.onnx$/);
  const session = await ort.InferenceSession.create(file, { intraOpNumThreads: 1 });
  assert.deepEqual([session.inputNames, session.outputNames], [['input'], ['dense2']]);
});

test('what cannot be exported is refused with the reason', async () => {
  const refused = async (path: string): Promise<[number, string]> => {
    const { status, body } = await client.get<Problem>(path);
    return [status, body.detail];
  };
  const version = '/v1/models/goods/versions/1/export';
  const [status, detail] = await refused(`${version}?format=onnx&inputs=matrix`);
  assert.equal(status, 400);
  assert.match(detail, /"colour" is a column of categories/);
  assert.equal((await refused(version))[0], 400);
  assert.equal((await refused(`${version}?format=keras`))[0], 400);
  assert.equal((await refused('/v1/models/goods/versions/2/export?format=onnx'))[0], 404);
  assert.equal((await refused('/v1/networks/none/export?format=onnx'))[0], 404);
});

test('a network comes back from ONNX with the same outputs', async () => {
  const { file } = await download('/v1/networks/goods/export?format=onnx');
  const options = { headers: { 'content-type': 'application/octet-stream' } };
  const path = '/v1/networks:import?format=onnx&name=returned';
  const network = await client.create<Network>(path, file, 201, options);
  assert.equal(network.name, 'returned');
  const body = { instances: [[0.5, 1, 0, 0]] };
  const predicted = await client.create('/v1/networks/goods:predict', body, 200);
  assert.deepEqual(await client.create('/v1/networks/returned:predict', body, 200), predicted);
});

test('a file that is no network is refused', async () => {
  const options = { headers: { 'content-type': 'application/octet-stream' } };
  const path = '/v1/networks:import?format=onnx';
  const refused = await client.post<Problem>(path, 'not a model', options);
  assert.equal(refused.status, 422);
  assert.match(refused.body.detail, /this is no ONNX file/);
  const { status } = await client.post(`${path}&outputs=z`, 'x', {
    headers: { 'content-type': 'text/plain' },
  });
  assert.equal(status, 415);
});

const binary = { headers: { 'content-type': 'application/octet-stream' } };

test('an archive becomes a version of another nabla that predicts the same bits', async (t) => {
  const { file, name } = await download('/v1/models/goods/versions/1/export?format=archive');
  assert.equal(name, 'goods-1.nabla.safetensors');
  const { client: other } = await startServer(t);
  const version = await other.create<{ version: number; origin: object; job: string }>(
    ...(['/v1/models/brought:import', file, 201, binary] as const),
  );
  const original = await client.read<{ createdAt: string; job: string }>(
    '/v1/models/goods/versions/1',
  );
  const { createdAt, ...rest } = original;
  assert.deepEqual(version.origin, { model: 'goods', version: 1, createdAt });
  assert.equal(version.job, rest.job);
  const instances = Array.from({ length: 50 }, (_, i) => [Math.sin(i) * 7, 'green']);
  const theirs = await other.create<object>('/v1/models/brought:predict', { instances }, 200);
  const ours = await client.create<object>('/v1/models/goods:predict', { instances }, 200);
  assert.equal(JSON.stringify(theirs), JSON.stringify(ours));
  const again = await other.create<{ version: number }>(
    ...(['/v1/models/brought:import', file, 201, binary] as const),
  );
  assert.equal(again.version, 2);
});

test('an archive that was changed or is something else is refused', async () => {
  const { file } = await download('/v1/models/goods/versions/1/export?format=archive');
  const refused = async (changed: Uint8Array | string): Promise<string> => {
    const { status, body } = await client.post<Problem>('/v1/models/x:import', changed, binary);
    assert.equal(status, 422);
    return JSON.stringify(body.errors);
  };
  const weight = Uint8Array.from(file);
  weight[weight.length - 2] = (weight[weight.length - 2] as number) ^ 1;
  assert.match(await refused(weight), /digest/);
  const text = Buffer.from(file).toString('latin1');
  const edited = (from: string, to: string) => Buffer.from(text.replace(from, to), 'latin1');
  assert.match(await refused(edited('spread', 'spreed')), /\/inputs\/0\/steps\/0/);
  assert.match(await refused(edited('inputSize', 'inputSise')), /\/spec/);
  assert.match(await refused(file.subarray(0, 200)), /header/);
  assert.match(await refused('x'), /shorter/);
  const plain = await download('/v1/models/goods/versions/1/export?format=safetensors');
  assert.match(await refused(plain.file), /no archive of nabla/);
  assert.equal((await client.get('/v1/models/x')).status, 404);
});

test('a state dict goes out and comes in', async () => {
  const { file, name } = await download('/v1/networks/goods/export?format=safetensors');
  assert.match(name, /^net_\w+\.safetensors$/);
  const { headers } = { headers: { 'content-type': 'application/vnd.safetensors' } };
  const before = await client.read('/v1/networks/goods/parameters');
  const path = '/v1/networks/goods/parameters';
  // In nabla's own layout the names are not known.
  assert.equal((await client.send('PUT', path, file, { headers })).status, 422);
  const query = '?layout=torch&map=dense1=dense1';
  assert.equal((await client.send('PUT', path + query, file, { headers })).status, 204);
  assert.deepEqual(await client.read(path), before);
});
