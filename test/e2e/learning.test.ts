// How a job learns, over HTTP: schedules, stopping rules, weights and sampling change what is learnt and
// are told in the job; what does not fit is refused with its place.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { Dataset, Job, Network, Problem } from '../support/client.ts';
import { startServer } from '../support/server.ts';

const { client } = await startServer({ after });

/** Three classes of 60, 20 and 10 points on a line, a noisy target, and a weight. */
const rows = Array.from({ length: 90 }, (_, i) => {
  const kind = i < 60 ? 'a' : i < 80 ? 'b' : 'c';
  const wave = Math.sin(12.9898 * i) * 43758.5453;
  const noise = wave - Math.floor(wave) - 0.5;
  const x = { a: -0.5, b: 0.4, c: 0.9 }[kind] + 1.2 * noise;
  return [x, Math.sin(3 * x) + noise, kind, i % 3, i % 4 === 3 ? 'validation' : 'train'];
});
await client.create<Dataset>('/v1/datasets', {
  ...{ name: 'points', columns: ['x', 'y', 'kind', 'weight', 'part'], rows },
});
const layers = (units: number, activation: string) => [
  { type: 'dense', units: 12, activation: 'tanh' },
  { type: 'dense', units, activation },
];
await client.create<Network>('/v1/networks', {
  ...{ name: 'curve', inputSize: 1, dtype: 'float64', layers: layers(1, 'identity') },
});
await client.create<Network>('/v1/networks', {
  ...{ name: 'kinds', inputSize: 1, dtype: 'float64', layers: layers(3, 'softmax') },
});

const job = (change: object = {}) => ({
  ...{ network: 'curve', dataset: 'points', inputs: ['x'], targets: ['y'], loss: 'squared-error' },
  ...{ optimizer: { type: 'adam', learningRate: 0.02 }, batchSize: 16, epochs: 40, seed: 3 },
  split: { column: 'part' },
  ...change,
});

async function trained(change: object): Promise<Job & { result: NonNullable<Job['result']> }> {
  const { id } = await client.submit(job(change));
  const done = await client.succeeded(id);
  return done as never;
}

async function series(id: string, name: string): Promise<(number | null)[]> {
  const { body } = await client.get<Record<string, (number | null)[]>>(
    `/v1/training-jobs/${id}/metrics?names=${name}`,
  );
  return body[name] ?? [];
}

test('a schedule is echoed with its defaults, and its rates are a series', async () => {
  const { id, ...view } = await trained({
    schedule: { type: 'step', every: 10, gamma: 0.5 },
    optimizer: { type: 'sgd', learningRate: 0.08 },
  });
  assert.deepEqual((view as never as { schedule: object }).schedule, {
    ...{ type: 'step', every: 10, gamma: 0.5, per: 'epoch', warmupSteps: 0, warmupFrom: 0.1 },
  });
  const rates = await series(id, 'learningRate');
  const wanted = [0.08, 0.04, 0.02, 0.01].flatMap((rate) => new Array<number>(10).fill(rate));
  assert.deepEqual(rates, wanted);
});

test('a schedule over the whole job ends with the job', async () => {
  const { id } = await trained({ schedule: 'cosine' });
  const rates = (await series(id, 'learningRate')) as number[];
  assert.ok((rates.at(-1) as number) < 1e-4 && (rates[0] as number) > 0.0199);
});

describe('stopping', () => {
  test('early stopping ends with the best weights, the same each time', async () => {
    const early = { patience: 4 };
    const change = { epochs: 5000, stopping: { early }, measure: { everyEpochs: 5 } };
    const first = await trained(change);
    const { stopReason, epochs, bestEpoch, metrics } = first.result;
    assert.equal(stopReason, 'early-stopping');
    assert.equal(epochs, (bestEpoch as number) + 20);
    const losses = (await series(first.id, 'validation.loss')).slice(0, -1);
    const measured = losses.flatMap((loss, i) => (loss === null ? [] : [[i + 1, loss]]));
    assert.ok(measured.every(([epoch]) => (epoch as number) % 5 === 0));
    const least = Math.min(...measured.map(([, loss]) => loss as number));
    assert.equal(metrics.validation?.loss, least);
    assert.deepEqual((await trained(change)).result, first.result);
  });

  test('a tolerance, steps and seconds end a job, and the reason is told', async () => {
    const tolerance = await trained({ epochs: 100_000, stopping: { tolerance: 1e-3 } });
    assert.equal(tolerance.result.stopReason, 'tolerance');
    const steps = await trained({ epochs: 1000, stopping: { steps: 23 } });
    assert.deepEqual([steps.result.stopReason, steps.result.steps], ['steps', 23]);
    assert.equal(steps.result.epochs, 4); // 68 rows by 16: five steps an epoch
    const seconds = await trained({ epochs: 1_000_000_000, stopping: { seconds: 0.2 } });
    assert.equal(seconds.result.stopReason, 'seconds');
    assert.equal((await trained({})).result.stopReason, 'epochs');
  });
});

test('classes of few rows are met more often when they are balanced', async () => {
  const kinds = { network: 'kinds', targets: ['kind'], metrics: ['accuracy'], model: 'kinds' };
  const rare = async (loss: object) => {
    const { result } = await trained({ ...kinds, loss, epochs: 60 });
    const instances = rows.filter(([, , kind]) => kind === 'c').map(([x]) => [x]);
    const { body } = await client.post<{ predictions: { class: string }[] }>(
      `/v1/models/kinds/versions/${result.version}:predict`,
      { instances },
    );
    return body.predictions.filter((answer) => answer.class === 'c').length;
  };
  const plain = await rare({ type: 'cross-entropy' });
  const balanced = await rare({ type: 'cross-entropy', classWeights: 'balanced' });
  assert.ok(balanced > plain, `${balanced} > ${plain}`);
});

test('classes are measured by figures, lists in the result alone', async () => {
  const metrics = ['f1', 'confusion-matrix', 'recall-per-class', 'roc-auc'];
  const { id, result } = await trained({
    ...{ network: 'kinds', targets: ['kind'], loss: 'cross-entropy', metrics, model: 'figures' },
  });
  const { train = {}, validation = {} } = result.metrics as never as Record<
    string,
    Record<string, unknown>
  >;
  const matrix = train['confusion-matrix'] as number[][];
  const sums = matrix.map((row) => row.reduce((a, b) => a + b, 0));
  assert.deepEqual(sums, [45, 15, 8]);
  assert.equal((validation['recall-per-class'] as number[]).length, 3);
  assert.ok((validation['roc-auc'] as number) > 0.7);
  const { body } = await client.get<Record<string, unknown>>(`/v1/training-jobs/${id}/metrics`);
  const series = Object.keys(body).filter((name) => !name.startsWith('test.'));
  assert.deepEqual(series.sort(), [
    ...['epoch', 'learningRate', 'train.loss', 'validation.f1', 'validation.loss'],
    'validation.roc-auc',
  ]);
  const version = await client.get<{ metrics: object }>('/v1/models/figures/versions/1');
  assert.deepEqual(version.body.metrics, result.metrics);
});

test('weights of rows, sampling, clipping and several batches a step change the weights', async () => {
  const plain = (await trained({})).result.metrics.train?.loss;
  for (const change of [
    { sampling: 'with-replacement' },
    { batchesPerStep: 2 },
    { gradientClipping: { norm: 0.1 } },
    { gradientClipping: { value: 0.01 } },
    { rowWeights: 'weight' },
  ]) {
    assert.notEqual((await trained(change)).result.metrics.train?.loss, plain);
  }
});

describe('what does not fit is refused with its place', () => {
  const faults = async (change: object) => {
    const { status, body } = await client.post<Problem>('/v1/training-jobs', job(change));
    assert.equal(status, 422, JSON.stringify(body).slice(0, 300));
    return (body.errors ?? []).map(({ pointer, detail }) => `${pointer} ${detail}`);
  };

  const cases: [object, RegExp][] = [
    [
      { stopping: { early: { patience: 2, metric: 'validation.mse' } } },
      /^\/stopping\/early\/metric .*validation\.loss/,
    ],
    [
      { stopping: { early: { patience: 2 } }, split: { train: 1 } },
      /^\/stopping\/early\/metric .*needs a validation split/,
    ],
    [{ schedule: { type: 'reduce-on-plateau', metric: 'train.mse' } }, /^\/schedule\/metric /],
    [{ schedule: { type: 'step', gamma: 2 } }, /^\/schedule\/gamma /],
    [{ gradientClipping: { norm: 1, value: 1 } }, /^\/gradientClipping/],
    [{ rowWeights: 'kind' }, /^\/rowWeights .*no single numbers/],
    [{ rowWeights: 'weigth' }, /^\/rowWeights .*did you mean `weight`/],
    [{ rowWeights: 'x' }, /^\/rowWeights .*at least 0/],
    [{ loss: { type: 'squared-error', classWeights: 'balanced' } }, /^\/loss\/classWeights /],
  ];
  for (const [change, pattern] of cases) {
    test(JSON.stringify(change), async () => {
      const found = await faults(change);
      assert.ok(
        found.some((fault) => pattern.test(fault)),
        found.join('\n'),
      );
    });
  }

  test('a full-batch solver has no steps', async () => {
    const found = await faults({
      ...{ optimizer: 'levenberg-marquardt', batchSize: 'full', schedule: 'cosine' },
      ...{ gradientClipping: { norm: 1 }, batchesPerStep: 2, sampling: 'with-replacement' },
      rowWeights: 'weight',
    });
    const places = found.map((fault) => fault.split(' ')[0]).sort();
    assert.deepEqual(places, [
      ...['/batchesPerStep', '/gradientClipping', '/rowWeights', '/sampling', '/schedule'],
    ]);
  });
});
