// Figures of classes beside scikit-learn's (test/fixtures/learning/sklearn_metrics.py), through a network
// that gives out what it is given; and what must hold for any predictions.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { type NetworkSpec, native } from '../../src/native.ts';
import { metricNames, metricsOf } from '../../src/training/metrics.ts';
import { generator } from '../support/random-network.ts';
import { count, dense, field, initial, records } from '../support/record-tables.ts';

type Figures = Record<string, number | number[] | number[][]>;
type Kind = 'several' | 'binary' | 'labels';

interface Fixture {
  y: (number | number[])[];
  d: (number | number[])[];
  metrics: Figures;
}

const path = new URL('../fixtures/learning/sklearn-metrics.json', import.meta.url);
const fixtures = JSON.parse(readFileSync(path, 'utf8')) as Record<Kind, Fixture>;

const identity = (size: number) =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)));

/** Metrics of predictions `y` against `d`: class numbers, or one number a unit. */
async function measure(y: number[][], d: number[][], kind: Kind, names: string[], threads = 1) {
  const size = (y[0] as number[]).length;
  const weights = { type: 'explicit', values: identity(size) };
  const spec: NetworkSpec = {
    ...{ dtype: 'float64', seed: 0, inputSize: size, outputs: ['out'] },
    layers: [dense('out', 'input', size, { weights, biases: false })],
  };
  const columns = (first: number, n: number) =>
    Array.from({ length: n }, (_, i) => field(first + i));
  const targets =
    kind === 'several'
      ? [field(size, { encoding: 'one-hot', classes: size })]
      : columns(size, size);
  const trainer = new native.Trainer({
    ...{ spec, parameters: initial(spec), optimizer: { type: 'sgd', learningRate: 1 }, threads },
    ...{ batchSize: 1, seed: 0, shuffle: false, train: Uint32Array.of(0) },
    losses: [{ type: 'squared-error', reduction: 'mean' }],
    data: {
      ...records(y.map((row, i) => [...row, ...(d[i] as number[])])),
      ...{ inputs: columns(0, size), targets },
    },
  });
  return trainer.evaluate(count(y.length), names);
}

const asRow = (value: number | number[]) => (typeof value === 'number' ? [value] : value);

function close(found: unknown, wanted: unknown, name: string): void {
  const [a, b] = [found, wanted].map((value) => [value].flat(3) as number[]) as [
    number[],
    number[],
  ];
  assert.equal(a.length, b.length, name);
  for (const [i, value] of a.entries()) {
    assert.ok(Math.abs(value - (b[i] as number)) <= 1e-12, `${name}: ${value}, not ${b[i]}`);
  }
}

for (const [kind, { y, d, metrics }] of Object.entries(fixtures).filter(
  ([k]) => k !== 'scikit-learn',
)) {
  test(`${kind}: scikit-learn's figures, at any number of threads`, async () => {
    const names = Object.keys(metrics);
    for (const threads of [1, 3]) {
      const found = await measure(y.map(asRow), d.map(asRow), kind as Kind, names, threads);
      for (const name of names) close(found[name], metrics[name], name);
    }
  });
}

test('every metric of a task is compared', () => {
  const task = { several: 'multi-class', binary: 'binary', labels: 'multi-label' } as const;
  for (const [kind, name] of Object.entries(task)) {
    const compared = Object.keys(fixtures[kind as Kind].metrics).sort();
    assert.deepEqual(compared, [...metricsOf(name)].filter((metric) => metric !== 'loss').sort());
  }
  assert.ok(metricNames.includes('r2'));
});

describe('whatever the predictions', () => {
  const random = generator(17);
  const rows = 200;
  const scores = Array.from({ length: rows }, () => Array.from({ length: 4 }, () => random()));
  const truths = scores.map(() => [Math.floor(4 * random())]);

  test('the figures are those of their definitions', async () => {
    const names = ['accuracy', 'confusion-matrix', 'recall-per-class', 'f1-micro', 'recall'];
    const found = await measure(scores, truths, 'several', names);
    const matrix = found['confusion-matrix'] as number[][];
    const total = matrix.flat().reduce((sum, n) => sum + n, 0);
    const right = matrix.reduce((sum, row, k) => sum + (row[k] as number), 0);
    assert.equal(total, rows);
    close(found.accuracy, right / rows, 'accuracy');
    close(found['f1-micro'], right / rows, 'f1-micro');
    const recalls = matrix.map((row, k) => (row[k] as number) / row.reduce((a, b) => a + b, 0));
    close(found['recall-per-class'], recalls, 'recall-per-class');
    close(found.recall, recalls.reduce((a, b) => a + b, 0) / 4, 'recall');
  });

  test('the area under the curve does not change with the scale, and turns with the sign', async () => {
    const auc = async (change: (score: number) => number) => {
      const y = scores.map(([score]) => [change(score as number)]);
      const d = truths.map(([k]) => [k === 0 ? 1 : 0]);
      return (await measure(y, d, 'binary', ['roc-auc']))['roc-auc'] as number;
    };
    const plain = await auc((score) => score);
    close(await auc((score) => score ** 3 / 7), plain, 'a rising function');
    close(await auc((score) => -score), 1 - plain, 'the sign');
    close(await auc(() => 0.5), 0.5, 'no information');
  });
});
