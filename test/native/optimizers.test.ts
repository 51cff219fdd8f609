// Every optimiser of native/optimizers/list.h against its float64 reference over many steps, with and
// without penalties; and the catalogue's rows against the list.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { optimizers as catalogue } from '../../src/catalog/optimizers.ts';
import { kernels, numbers } from '../support/kernels.ts';
import { type Memory, optimizers as references } from '../support/reference/optimizers.ts';

type FloatArray = Float32Array | Float64Array;

const count = 29; // no multiple of any vector
const steps = 120;
const learningRate = 0.01;
const list = kernels.list().optimizers;

const reference = (name: string) => {
  const row = references[name];
  assert.ok(row !== undefined, `no reference for ${name}`);
  return row;
};

const start = () => Float64Array.from({ length: count }, numbers(1, -1, 1));

/** Gradients of many sizes, none for the last weight. */
function gradients(): Float64Array[] {
  const [size, sign] = [numbers(2, -3, 1), numbers(3, -1, 1)];
  return Array.from({ length: steps }, () =>
    Float64Array.from({ length: count }, (_, i) => (i === count - 1 ? 0 : sign() * 10 ** size())),
  );
}

function train<A extends FloatArray>(name: string, w: A, l1: number, l2: number): A {
  const [s0, s1, s2] = [w.slice().fill(0), w.slice().fill(0), w.slice().fill(0)];
  const parameters = [...reference(name).parameters];
  for (const [i, gradient] of gradients().entries()) {
    const g = w.slice();
    g.set(gradient);
    kernels.updateWeights({
      ...{ name, parameters, learningRate, l1, l2, t: i + 1, count, w, g, s0, s1, s2 },
    });
  }
  return w;
}

function expected(name: string, l1: number, l2: number): Float64Array {
  const { step, parameters } = reference(name);
  const memories = Array.from(
    { length: count },
    (): Memory => ({ t: 0, first: 0, second: 0, third: 0 }),
  );
  const w = start();
  for (const gradient of gradients()) {
    for (const [i, memory] of memories.entries()) {
      const weight = w[i] as number;
      const g = (gradient[i] as number) + l2 * weight + l1 * Math.sign(weight);
      memory.t += 1;
      w[i] = step(weight, g, memory, learningRate, parameters);
    }
  }
  return w;
}

function worst(a: FloatArray, b: FloatArray): number {
  return Math.max(...b.map((value, i) => Math.abs((a[i] as number) - value)));
}

test('the catalogue lists the same optimisers with the same parameters', () => {
  assert.deepEqual(
    catalogue.map(({ type, parameters }) => ({ type, parameters: Object.keys(parameters) })),
    list.map(({ name, parameters }) => ({
      type: name,
      parameters: [...new Set(['learningRate', ...parameters, 'weightDecay'])],
    })),
  );
  assert.deepEqual(
    Object.keys(references),
    list.map(({ name }) => name),
  );
});

for (const { name } of list) {
  test(`${name}: ${steps} steps agree with the reference`, () => {
    assert.ok(worst(train(name, start(), 0, 0), expected(name, 0, 0)) <= 1e-12);
    const penalised = train(name, start(), 0.003, 0.02);
    const wanted = expected(name, 0.003, 0.02);
    // Where a weight hovers at 0, sign w is decided by its last bit: compare the others.
    const settled = wanted.map((value, i) =>
      Math.abs(value) < 0.01 ? (penalised[i] as number) : value,
    );
    assert.ok(worst(penalised, settled) <= 1e-12, `${worst(penalised, settled)}`);
  });

  test(`${name}: float32 stays near float64`, () => {
    const single = train(name, Float32Array.from(start()), 0, 0);
    const error = worst(single, train(name, start(), 0, 0));
    assert.ok(error <= 2e-4, `${error}`);
  });

  test(`${name}: a weight of 0 without gradient stays 0, penalties or not`, () => {
    const zeros = { w: new Float64Array(count), g: new Float64Array(count) };
    const [s0, s1, s2] = [
      new Float64Array(count),
      new Float64Array(count),
      new Float64Array(count),
    ];
    const parameters = [...reference(name).parameters];
    const rest = { name, parameters, learningRate, l1: 0.1, l2: 0.1, t: 1, count, s0, s1, s2 };
    kernels.updateWeights({ ...rest, ...zeros });
    assert.deepEqual(zeros.w, new Float64Array(count));
  });
}
