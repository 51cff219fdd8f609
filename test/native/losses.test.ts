// Every loss of native/losses/list.h against its float64 reference: row losses, gradients by finite
// differences, weights, exactness of the fused ones; and the catalogue's rows against the list.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { losses as catalogue, commonLossParameters } from '../../src/catalog/losses.ts';
import { type InspectionName, native } from '../../src/native.ts';
import { kernels, numbers } from '../support/kernels.ts';
import { losses as references } from '../support/reference/losses.ts';

const rows = 60;
const cols = 11;
const plain = { rows, cols, scale: 1, temperature: 1 };
const list = kernels.list().losses;

const reference = (name: string) => {
  const row = references[name];
  assert.ok(row !== undefined, `no reference for ${name}`);
  return row;
};

/** Outputs around 0, and targets as the loss takes them, clear of kinks. */
function batch(name: string): { y: Float64Array; d: Float64Array } {
  const { targets, kinks = [] } = reference(name);
  const [output, uniform] = [numbers(1, -4, 4), numbers(2, 0, 1)];
  const y = Float64Array.from({ length: rows * cols }, output);
  let d = Float64Array.from({ length: rows * cols }, uniform);
  if (targets === 'numbers') d = d.map((x) => 6 * x - 3);
  if (targets === 'counts') d = d.map((x) => Math.floor(5 * x));
  if (targets === 'probabilities') d = d.map((x, i) => (i % 3 === 0 ? x : Math.round(x)));
  if (targets === 'distribution') {
    for (let r = 0; r < rows; r += 1) {
      const row = d.subarray(r * cols, (r + 1) * cols);
      const sum = row.reduce((total, x) => total + x, 0);
      if (r % 2 === 0) row.set(row.map((x) => x / sum));
      else row.fill(0).fill(1, r % cols, (r % cols) + 1);
    }
  }
  const near = (e: number) => kinks.some((kink) => Math.abs(e - kink) < 1e-3);
  return { y: y.map((x, i) => (near(Math.abs(x - (d[i] as number))) ? x + 0.01 : x)), d };
}

function evaluate(name: string, y: Float64Array, d: Float64Array, extra: object = {}) {
  const losses = new Float64Array(rows);
  const gradient = y.slice();
  const parameters = [...(reference(name).parameters ?? [])];
  kernels.evaluateLoss({ ...plain, name, parameters, y, d, losses, gradient, ...extra });
  return { losses, gradient };
}

function distance(a: ArrayLike<number>, n: ArrayLike<number>): number {
  let [worst, size] = [0, 1e-8];
  for (let i = 0; i < n.length; i += 1) {
    const [x, y] = [a[i] as number, n[i] as number];
    worst = Math.max(worst, Math.abs(x - y));
    size = Math.max(size, Math.abs(x), Math.abs(y));
  }
  return worst / size;
}

test('the catalogue lists the same losses with the same parameters', () => {
  const common = Object.keys(commonLossParameters);
  assert.deepEqual(
    catalogue.map(({ type, parameters, outputActivation }) => ({
      type,
      parameters: Object.keys(parameters),
      outputActivation,
    })),
    list.map(({ name, parameters, fused }) => ({
      type: name,
      parameters: [...common, ...parameters],
      outputActivation: fused ?? null,
    })),
  );
  assert.deepEqual(
    Object.keys(references),
    list.map(({ name }) => name),
  );
  for (const { type, targets } of catalogue) assert.equal(targets, reference(type).targets);
});

for (const { name } of list) {
  const draw = numbers(3, 0.2, 2);
  const weights = Float64Array.from({ length: cols }, draw);
  const rowWeights = Float64Array.from({ length: rows }, draw);

  test(`${name}: row losses agree with the reference`, () => {
    const { y, d } = batch(name);
    const { row, parameters = [] } = reference(name);
    const wanted = (w: Float64Array) =>
      Array.from({ length: rows }, (_, r) => {
        const line = (m: Float64Array) => [...m.subarray(r * cols, (r + 1) * cols)];
        return row(line(y), line(d), parameters, [...w]);
      });
    const plain = evaluate(name, y, d).losses;
    for (const [r, value] of wanted(new Float64Array(cols).fill(1)).entries()) {
      assert.ok(Math.abs((plain[r] as number) - value) <= 1e-12 * Math.max(Math.abs(value), 1));
    }
    const weighed = evaluate(name, y, d, { classWeights: weights, rowWeights }).losses;
    for (const [r, value] of wanted(weights).entries()) {
      const scaled = value * (rowWeights[r] as number);
      assert.ok(Math.abs((weighed[r] as number) - scaled) <= 1e-12 * Math.max(Math.abs(scaled), 1));
    }
  });

  test(`${name}: gradients agree with central differences`, () => {
    const { y, d } = batch(name);
    const { row, parameters = [] } = reference(name);
    const step = 1e-5;
    const wanted = Float64Array.from(y, (x, i) => {
      const r = Math.floor(i / cols);
      const line = (m: Float64Array) => [...m.subarray(r * cols, (r + 1) * cols)];
      const f = (v: number) => row(line(y).with(i % cols, v), line(d), parameters, [...weights]);
      return (0.5 * (rowWeights[r] as number) * (f(x + step) - f(x - step))) / (2 * step);
    });
    const { gradient } = evaluate(name, y, d, { classWeights: weights, rowWeights, scale: 0.5 });
    assert.ok(distance(gradient, wanted) <= 1e-6, `${distance(gradient, wanted)}`);
  });

  test(`${name}: float32 agrees with float64, and the gradient may overwrite the outputs`, () => {
    const { y, d } = batch(name);
    const [single, targets] = [Float32Array.from(y), Float32Array.from(d)];
    const exact = evaluate(name, Float64Array.from(single), Float64Array.from(targets));
    const losses = new Float64Array(rows);
    const gradient = single.slice();
    const request = { ...plain, name, parameters: [...(reference(name).parameters ?? [])] };
    kernels.evaluateLoss({ ...request, y: single, d: targets, losses, gradient });
    assert.ok(distance(losses, exact.losses) <= 2e-6, `${distance(losses, exact.losses)}`);
    assert.ok(distance(gradient, exact.gradient) <= 2e-6);
    const inPlace = single.slice();
    kernels.evaluateLoss({ ...request, y: inPlace, d: targets, losses, gradient: inPlace });
    assert.deepEqual(inPlace, gradient);
  });

  test(`${name}: edge values, and large errors, stay finite`, () => {
    const edges = [0, 5e-324, 1e30, 1e100, 700].flatMap((value) => [value, -value]);
    const y = Float64Array.from([...edges, ...edges]);
    const d = Float64Array.from(y, (_, i) => (i < edges.length ? 0 : 1));
    const found = { gradient: new Float64Array(y.length), losses: new Float64Array(y.length) };
    const parameters = [...(reference(name).parameters ?? [])];
    kernels.evaluateLoss({ ...plain, ...found, name, rows: y.length, cols: 1, parameters, y, d });
    for (const [i, at] of y.entries()) {
      if (name === 'poisson' && at > 709) continue; // e^y is infinite
      assert.ok(Number.isFinite(found.gradient[i]) && Number.isFinite(found.losses[i]), `${at}`);
    }
  });
}

test('fused gradients are (Y − D)·scale to the last bit', () => {
  for (const [name, activation, parameters] of [
    ['binary-cross-entropy', 'sigmoid', [0, 1]],
    ['cross-entropy', 'softmax', [0]],
    ['kl-divergence', 'softmax', []],
  ] as const) {
    const z = Float64Array.from({ length: rows * cols }, numbers(7, -30, 30));
    const d = new Float64Array(rows * cols);
    for (let r = 0; r < rows; r += 1) d[r * cols + (r % cols)] = 1;
    const y = new Float64Array(rows * cols);
    kernels.evaluateActivation({
      ...{ name: activation, rows, cols, ld: cols, z, h: y },
      parameters: activation === 'softmax' ? [1] : [],
    });
    const gradient = new Float64Array(rows * cols);
    const request = { ...plain, name, parameters: [...parameters], scale: 0.3 };
    kernels.evaluateLoss({ ...request, y: z, d, gradient });
    assert.deepEqual(
      gradient,
      y.map((value, i) => (value - (d[i] as number)) * 0.3),
    );
  }
});

test('cross-entropies never take the logarithm of 0', () => {
  const losses = new Float64Array(2);
  const [z, d] = [Float64Array.of(-900, 900, 900, -900), Float64Array.of(1, 0, 1, 0)];
  const two = { ...plain, rows: 2, losses };
  kernels.evaluateLoss({ ...two, name: 'cross-entropy', cols: 2, parameters: [0], y: z, d });
  assert.deepEqual([...losses], [1800, 0]);
  const [logits, ones] = [Float64Array.of(-900, 900), Float64Array.of(1, 1)];
  const binary = { ...two, name: 'binary-cross-entropy', cols: 1, parameters: [0, 1] };
  kernels.evaluateLoss({ ...binary, y: logits, d: ones });
  assert.deepEqual([...losses], [900, 0]);
});

test('a loss fused with softmax sees its temperature', () => {
  for (const name of ['cross-entropy', 'kl-divergence']) {
    const { y, d } = batch(name);
    const cold = evaluate(name, y, d);
    const warm = evaluate(
      name,
      y.map((x) => 4 * x),
      d,
      { temperature: 4 },
    );
    assert.deepEqual(warm.losses, cold.losses);
    assert.deepEqual(
      warm.gradient,
      cold.gradient.map((x) => x / 4),
    );
  }
  const network = new native.Network({
    dtype: 'float64',
    seed: 1,
    inputSize: 2,
    outputs: ['y'],
    layers: [
      {
        ...{ type: 'activation', name: 'y', inputs: ['input'], trainable: true },
        activation: { type: 'softmax', temperature: 3 },
      },
    ],
  });
  const request = { x: Float64Array.of(1, -2), rows: 1, targets: Float64Array.of(0, 1) };
  const loss = { type: 'cross-entropy', reduction: 'mean', labelSmoothing: 0 } as const;
  const want: InspectionName[] = ['outputs', 'rowLosses'];
  const seen = network.inspect({ ...request, losses: [loss], want });
  const rowLoss = seen.rowLosses?.values[0] as number;
  assert.ok(Math.abs(rowLoss + Math.log(seen.outputs?.values[1] as number)) < 1e-14);
});
