// The TypeScript client through the whole tour: upload, network, job with its events, predictions, exports;
// and what it does when a stream breaks or the server refuses.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import {
  fromNpy,
  Nabla,
  NablaError,
  type Tensor,
  toNpy,
  unwrap,
} from '../../clients/typescript/src/index.ts';
import { startServer } from '../support/server.ts';

const { client } = await startServer({ after });
const nabla = new Nabla(`${client.url}/`);

const iris = readFileSync(new URL('../../examples/iris.csv', import.meta.url), 'utf8');
const job = {
  ...{ network: 'iris', dataset: 'iris', targets: ['species'], model: 'iris' },
  inputs: ['sepal_length', 'sepal_width', 'petal_length', 'petal_width'],
  split: { train: 0.7, test: 0.3, seed: 1 },
  preprocessing: { inputs: 'standardize' as const },
  ...{ loss: 'cross-entropy' as const, batchSize: 16, epochs: 20, seed: 5 },
  optimizer: { type: 'sgd' as const, learningRate: 0.05 },
  metrics: ['accuracy' as const],
};

test('the tour', async () => {
  const dataset = await nabla.upload('iris', iris, 'text/csv');
  assert.equal(dataset.rowCount, 150);
  const body = {
    name: 'iris',
    seed: 3,
    inputSize: 4,
    layers: [
      { type: 'dense' as const, units: 16, activation: 'relu' as const },
      { type: 'dense' as const, units: 3, activation: 'softmax' as const },
    ],
  };
  const network = unwrap(await nabla.http.POST('/v1/networks', { body }));
  assert.equal(network.parameterCount, 131);
  const training = await nabla.train(job);
  const epochs: unknown[] = [];
  for await (const { type, data } of training.events())
    if (type === 'epoch') epochs.push(data.epoch);
  assert.equal(epochs.at(-1), 20);
  const finished = await training.succeeded();
  assert.equal(finished.result?.version, 1);
  const flowers = { instances: [[5.1, 3.5, 1.4, 0.2]] };
  const path = { params: { path: { model: 'iris' } }, body: flowers };
  const answer = unwrap(await nabla.http.POST('/v1/models/{model}:predict', path));
  const { predictions } = answer as { predictions: [{ probabilities: Record<string, number> }] };
  const x: Tensor = { shape: [1, 4], values: Float64Array.of(5.1, 3.5, 1.4, 0.2) };
  const y = await nabla.predictTensor('iris', x, { version: 1 });
  assert.deepEqual(y.shape, [1, 3]);
  assert.deepEqual(Array.from(y.values), Object.values(predictions[0].probabilities));
  assert.ok((await nabla.exportVersion('iris', 1, 'onnx')).length > 500);
});

test('events go on where a broken stream ended, each once', async () => {
  let opened = 0;
  /** Ends every stream of events after 700 bytes: some events, and a part of one. */
  const breaking: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response;
    opened += 1;
    let left = 700;
    const cut = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        controller.enqueue(chunk.subarray(0, left));
        left -= chunk.length;
        if (left <= 0) controller.terminate();
      },
    });
    const { status, headers } = response;
    return new Response(response.body?.pipeThrough(cut) ?? null, { status, headers });
  };
  const shaky = new Nabla(client.url, { fetch: breaking as never });
  const training = await nabla.train({ ...job, model: 'shaky' });
  const whole: string[] = [];
  for await (const { id } of training.events()) whole.push(id);
  const parts: string[] = [];
  for await (const { id } of shaky.job(training.id).events()) parts.push(id);
  assert.deepEqual(parts, whole);
  assert.ok(opened > 1, `${opened} streams`);
  const rest: string[] = [];
  for await (const { id } of training.events({ after: whole[2] as string })) rest.push(id);
  assert.deepEqual(rest, whole.slice(3));
});

test('what the server refuses is an error that keeps all it said', async () => {
  await assert.rejects(nabla.train({ ...job, targets: ['specis'] }), (error: unknown) => {
    assert.ok(error instanceof NablaError);
    assert.deepEqual([error.status, error.problem?.code], [422, 'invalid-input']);
    assert.match(error.message, /specis/);
    return true;
  });
  await assert.rejects(async () => {
    for await (const _ of nabla.job('none').events()) assert.fail('there are no events');
  }, NablaError);
  await assert.rejects(nabla.exportVersion('none', 1, 'onnx'), { status: 404 });
});

test('following ends when it is told to', async () => {
  const stop = new AbortController();
  const training = await nabla.train({ ...job, epochs: 1_000_000, model: 'endless' });
  await assert.rejects(async () => {
    for await (const _ of training.events({ signal: stop.signal })) stop.abort();
  });
  const cancelled = await training.cancel();
  assert.ok(['cancelling', 'cancelled'].includes(cancelled.status));
  await assert.rejects(training.succeeded(), /ended cancelled/);
});

test('tensors are NPY files as numpy writes them', () => {
  const fixture = readFileSync(new URL('../fixtures/datasets/floats.npy', import.meta.url));
  const tensor = fromNpy(fixture);
  assert.equal(
    tensor.shape.reduce((product, n) => product * n, 1),
    tensor.values.length,
  );
  assert.deepEqual(Buffer.from(toNpy(tensor)), fixture);
  const vector: Tensor = { shape: [3], values: Float32Array.of(1, 2, 3) };
  assert.deepEqual(fromNpy(toNpy(vector)), vector);
  assert.throws(() => fromNpy(Uint8Array.of(1, 2)), RangeError);
  assert.throws(() => toNpy({ shape: [2], values: new Float32Array(3) }), RangeError);
});
