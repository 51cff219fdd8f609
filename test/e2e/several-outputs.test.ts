// A network with several outputs, each with targets, a loss and metrics of its own, over HTTP: what is
// trained is the weighted sum of the losses, and predictions come by output.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { Job, Parameters, Problem } from '../support/client.ts';
import { numbers } from '../support/kernels.ts';
import { startServer } from '../support/server.ts';

const { client } = await startServer({ after });

const random = numbers(11, 0, 1);
const rows = Array.from({ length: 120 }, () => {
  const [x1, x2] = [2 * random() - 1, 2 * random() - 1];
  const kind = x1 + x2 > 0.5 ? 'high' : x1 + x2 < -0.5 ? 'low' : 'middle';
  return [x1, x2, 50 + 20 * x1 - 10 * x2, 3 * x2, kind, x1 > x2];
});
await client.create('/v1/datasets', {
  ...{ name: 'points', columns: ['x1', 'x2', 'price', 'tax', 'kind', 'dear'], rows },
});

const spec = {
  ...{ dtype: 'float64', seed: 4, inputSize: 2, outputs: ['price', 'kind', 'dear'] },
  layers: [
    { type: 'dense', name: 'trunk', units: 8, activation: 'tanh' },
    { type: 'dense', name: 'price', units: 2 },
    { type: 'dense', name: 'kind', units: 3, activation: 'softmax', inputs: ['trunk'] },
    { type: 'dense', name: 'dear', units: 1, activation: 'sigmoid', inputs: ['trunk'] },
  ],
};
await client.create('/v1/networks', { name: 'trident', ...spec });

const outputs = {
  price: { targets: ['price', 'tax'], loss: 'squared-error', weight: 0.25, metrics: ['rmse'] },
  kind: { targets: ['kind'], loss: 'cross-entropy', weight: 2, metrics: ['accuracy'] },
  dear: { targets: ['dear'], loss: 'binary-cross-entropy', metrics: ['accuracy'] },
};
const job = {
  ...{ network: 'trident', dataset: 'points', inputs: ['x1', 'x2'], outputs },
  ...{ preprocessing: { targets: 'standardize' }, seed: 1, epochs: 60, batchSize: 8 },
  ...{ optimizer: { type: 'sgd', learningRate: 0.1 } },
};

interface Prediction {
  price: [number, number];
  kind: { class: string; probabilities: Record<string, number> };
  dear: { class: string; probabilities: Record<string, number> };
}

const dataset = await client.read<{ columns: { name: string; categories?: string[] }[] }>(
  '/v1/datasets/points',
);
/** In the order the data set has them. */
const kinds = dataset.columns.find(({ name }) => name === 'kind')?.categories ?? [];

describe('three outputs, three tasks', () => {
  test('train together; metrics and predictions come by output', async () => {
    const split = { train: 0.8, test: 0.2, stratify: false };
    const accepted = (await client.submit({ ...job, split, model: 'trident' })) as Job & {
      outputs: Record<string, { weight: number; loss: { type: string; reduction: string } }>;
      loss: null;
    };
    assert.equal(accepted.loss, null);
    assert.deepEqual(
      Object.values(accepted.outputs).map(({ weight, loss }) => [weight, loss.type]),
      [
        [0.25, 'squared-error'],
        [2, 'cross-entropy'],
        [1, 'binary-cross-entropy'],
      ],
    );
    const { result } = await client.succeeded(accepted.id);
    for (const name of ['train', 'test']) {
      const found = result.metrics[name] as Record<string, number>;
      const at = (metric: string) => found[metric] as number;
      const sum = 0.25 * at('price.loss') + 2 * at('kind.loss') + at('dear.loss');
      assert.ok(Math.abs(at('loss') - sum) <= 1e-12 * sum, `${at('loss')} against ${sum}`);
      assert.ok(at('price.rmse') < 3, `price, in its own units: ${at('price.rmse')}`);
      assert.ok(at('kind.accuracy') > 0.9, `kind ${at('kind.accuracy')}`);
      assert.ok(at('dear.accuracy') > 0.9, `dear ${at('dear.accuracy')}`);
    }
    const series = await client.read<Record<string, number[]>>(
      `/v1/training-jobs/${accepted.id}/metrics?names=test.kind.accuracy`,
    );
    assert.equal(series['test.kind.accuracy']?.at(-1), result.metrics.test?.['kind.accuracy']);

    const { predictions } = await client.create<{ predictions: Prediction[] }>(
      '/v1/models/trident:predict',
      { instances: [[0.6, 0.3], { x1: -0.8, x2: -0.1 }] },
      200,
    );
    const [first, second] = predictions as [Prediction, Prediction];
    assert.deepEqual(Object.keys(first), ['price', 'kind', 'dear']);
    assert.ok(Math.abs(first.price[0] - 59) < 3 && Math.abs(first.price[1] - 0.9) < 0.5);
    assert.deepEqual([first.kind.class, second.kind.class], ['high', 'low']);
    assert.deepEqual([first.dear.class, second.dear.class], ['true', 'false']);
    const byName = await client.create<{ predictions: Record<string, object>[] }>(
      '/v1/models/trident:predict?shape=objects',
      { instances: [[0.6, 0.3]] },
      200,
    );
    assert.deepEqual(byName.predictions[0]?.price, { price: first.price[0], tax: first.price[1] });
    assert.deepEqual(byName.predictions[0]?.kind, first.kind);
  });

  test('the version says what each output is', async () => {
    const { task, heads, outputs, classes, loss } = await client.read<Record<string, unknown>>(
      '/v1/models/trident/versions/1',
    );
    assert.deepEqual([task, classes, loss], ['multi-output', null, null]);
    assert.deepEqual(outputs, ['price', 'tax', 'kind', 'dear']);
    const tasks = Object.entries(heads as Record<string, { task: string; classes: unknown }>);
    assert.deepEqual(
      tasks.map(([name, head]) => [name, head.task, head.classes]),
      [
        ['price', 'regression', null],
        ['kind', 'multi-class', kinds],
        ['dear', 'binary', ['false', 'true']],
      ],
    );
  });

  test(':inspect refuses a smoothing that its classes are too many for', async () => {
    const goals = Object.entries(outputs).map(([name, { loss }]) => [name, { loss }]);
    const smoothed = { loss: { type: 'cross-entropy', labelSmoothing: 0.34 } };
    const { status, body } = await client.send<Problem>('POST', '/v1/networks/trident:inspect', {
      ...{ instances: [[0, 0]], targets: [[0, 0, 1, 0, 0, 1]], want: ['rowLosses'] },
      outputs: { ...Object.fromEntries(goals), kind: smoothed },
    });
    assert.equal(status, 422);
    assert.equal(body.errors?.[0]?.pointer, '/outputs/kind/loss/labelSmoothing');
  });

  test('a step is down the gradient of the weighted sum, as :inspect has it', async () => {
    const instances = rows.map(([x1, x2]) => [x1, x2]);
    assert.equal(kinds.length, 3);
    const targets = rows.map(([, , price, tax, kind, dear]) => [
      ...[price, tax],
      ...kinds.map((name) => Number(name === kind)),
      Number(dear),
    ]);
    const losses = Object.entries(outputs).map(([name, goal]) => {
      const { loss, weight } = { weight: 1, ...goal };
      const reduction = name === 'dear' ? 'sum' : 'mean'; // the reductions may differ
      return [name, { loss: { type: loss, reduction }, weight }] as const;
    });
    const inspected = await client.create<{
      gradients: Parameters;
      gradientCheck: { maxRelativeError: number };
    }>(
      '/v1/networks/trident:inspect',
      {
        ...{ instances, targets, outputs: Object.fromEntries(losses) },
        want: ['gradients', 'gradientCheck'],
      },
      200,
    );
    assert.ok(inspected.gradientCheck.maxRelativeError < 1e-6);
    const before = await client.read<Parameters>('/v1/networks/trident/parameters');
    const rate = 1e-3;
    const goals = losses.map(([name, { loss }]) => {
      return [name, { ...{ weight: 1 }, ...outputs[name as keyof typeof outputs], loss }];
    });
    const { id } = await client.submit({
      ...{ ...job, outputs: Object.fromEntries(goals), preprocessing: {}, model: 'step' },
      ...{ batchSize: 'full', epochs: 1, optimizer: { type: 'sgd', learningRate: rate } },
    });
    await client.succeeded(id);
    const stepped = await client.read<Parameters>('/v1/models/step/versions/1/parameters');
    let compared = 0;
    for (const [layer, tensors] of Object.entries(before)) {
      for (const [name, tensor] of Object.entries(tensors)) {
        const start = tensor.flat();
        const slope = inspected.gradients[layer]?.[name]?.flat() ?? [];
        const end = stepped[layer]?.[name]?.flat() ?? [];
        for (const [i, value] of start.entries()) {
          const expected = value - rate * (slope[i] as number);
          const off = Math.abs(expected - (end[i] as number));
          assert.ok(
            off <= 1e-11 * Math.max(1, Math.abs(expected)),
            `${layer}.${name} ${i}: ${off}`,
          );
          compared++;
        }
      }
    }
    assert.equal(compared, 24 + 18 + 27 + 9);
  });

  test('a full-batch solver trains them too', async () => {
    const { id } = await client.submit({
      ...{ ...job, optimizer: 'l-bfgs', batchSize: 'full', epochs: 200 },
    });
    const { result } = await client.succeeded(id);
    assert.equal(result.metrics.train?.['kind.accuracy'], 1);
    assert.ok((result.metrics.train?.['price.rmse'] as number) < 2);
  });

  test('one network output may be named as well', async () => {
    await client.create('/v1/networks', {
      ...{ name: 'single', inputSize: 2, layers: [{ type: 'dense', name: 'price', units: 1 }] },
    });
    const goal = { targets: ['price'], loss: 'squared-error' };
    const { id } = await client.submit({
      ...{ network: 'single', dataset: 'points', inputs: ['x1', 'x2'], outputs: { price: goal } },
      ...{ epochs: 1, model: 'single' },
    });
    await client.succeeded(id);
    const { predictions } = await client.create<{ predictions: { price: number[] }[] }>(
      '/v1/models/single:predict',
      { instances: [[0, 0]] },
      200,
    );
    assert.equal(predictions[0]?.price.length, 1);
  });
});

describe('what is refused, each at its place', () => {
  const refused = async (changes: object, expected: Record<string, RegExp>) => {
    const { status, body } = await client.post<Problem>('/v1/training-jobs', {
      ...job,
      ...changes,
    });
    assert.equal(status, 422);
    const found = Object.fromEntries((body.errors ?? []).map((f) => [f.pointer, f.detail]));
    assert.deepEqual(Object.keys(found).sort(), Object.keys(expected).sort());
    for (const [pointer, detail] of Object.entries(expected)) {
      assert.match(found[pointer] as string, detail);
    }
  };

  test('neither form', () =>
    refused({ outputs: undefined }, { '/targets': /missing field/, '/loss': /missing field/ }));

  test('both forms', () =>
    refused(
      { targets: ['price'], loss: 'squared-error', metrics: ['rmse'] },
      { '/targets': /does not go/, '/loss': /does not go/, '/metrics': /does not go/ },
    ));

  test('an output left out, and one there is not', () => {
    const { dear, ...others } = outputs;
    return refused(
      { outputs: { ...others, deer: dear } },
      {
        '/outputs/deer': /unknown output `deer`; did you mean `dear`\?/,
        '/outputs/dear': /missing field `dear`: every output .* \(price, kind, dear\)/,
      },
    );
  });

  test('an unknown field, an unknown loss and no weight', () =>
    refused(
      {
        outputs: {
          ...outputs,
          kind: { ...outputs.kind, loss: 'cross-entrpy' },
          dear: { ...outputs.dear, weight: 0, metric: ['accuracy'] },
        },
      },
      {
        '/outputs/kind/loss': /did you mean `cross-entropy`/,
        '/outputs/dear/weight': /expected a number > 0, got 0/,
        '/outputs/dear/metric': /unknown field `metric`; did you mean `metrics`/,
      },
    ));

  test('a loss, a target and a metric that do not fit', () =>
    refused(
      {
        outputs: {
          price: { ...outputs.price, targets: ['price', 'cost'] },
          kind: { ...outputs.kind, loss: 'binary-cross-entropy' },
          dear: { ...outputs.dear, metrics: ['rmse'] },
        },
      },
      {
        '/outputs/price/targets/1': /unknown column `cost`/,
        '/outputs/kind/loss': /binary-cross-entropy needs .* sigmoid; .* softmax/,
        '/outputs/dear/metrics/0': /rmse does not measure a binary job/,
      },
    ));

  test('one loss for outputs that are no regression', async () => {
    const { outputs: _, ...single } = job;
    const { status, body } = await client.post<Problem>('/v1/training-jobs', {
      ...{ ...single, targets: ['kind'], loss: 'cross-entropy' },
    });
    assert.equal(status, 422);
    assert.match(body.errors?.[0]?.detail ?? '', /`outputs`/);
  });
});
