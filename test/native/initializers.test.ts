// First values of parameters: against the reference written from the definitions, which is itself held
// to the known answers of Philox's authors.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initializers as rows } from '../../src/catalog/initializers.ts';
import { type FloatArray, type NetworkSpec, native } from '../../src/native.ts';
import { initializers, philox, Stream } from '../support/reference/initializers.ts';

const [inputs, units] = [37, 23];

function draw(weights: object, more: Partial<NetworkSpec> = {}): FloatArray {
  const layer = {
    type: 'dense',
    name: 'a',
    inputs: ['input'],
    trainable: true,
    units,
    weights,
    biases: false,
  };
  const network = new native.Network({
    dtype: 'float64',
    seed: 2 ** 40 + 9,
    inputSize: inputs,
    layers: [layer],
    outputs: ['a'],
    ...more,
  });
  network.initialize();
  return network.parameters();
}

test('the reference gives the known answers of Philox4x32-10', () => {
  const all = 0xffff_ffff;
  assert.deepEqual(philox([0, 0, 0, 0], [0, 0]), [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
  assert.deepEqual(
    philox([all, all, all, all], [all, all]),
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  );
  assert.deepEqual(
    philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]),
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  );
});

const options: Record<string, Record<string, number>> = {
  constant: { value: -2.5 },
  uniform: { low: -1, high: 3 },
  normal: { mean: 2, standardDeviation: 0.5 },
};

for (const [type, reference] of Object.entries(initializers)) {
  test(`${type} is as defined`, () => {
    const given = options[type] ?? {};
    const actual = draw({ type, ...given });
    const stream = new Stream(2 ** 40 + 9, 'initial', 'a.weights');
    for (const value of actual) {
      const expected = reference(stream, given, { fanIn: inputs, fanOut: units });
      // Uniform values are products of exact numbers; normal ones pass through log, sin and cos.
      assert.ok(Math.abs(value - expected) <= 1e-14 * Math.max(1, Math.abs(expected)));
    }
  });
}

test('every row of the catalogue is tested', () => {
  const tested = [...Object.keys(initializers), 'explicit', 'orthogonal'];
  assert.deepEqual(rows.map(({ type }) => type).toSorted(), tested.toSorted());
});

test('orthogonal vectors are orthonormal, times gain', () => {
  for (const [rowCount, cols] of [
    [inputs, units],
    [5, units],
  ] as const) {
    const w = draw({ type: 'orthogonal', gain: 2 }, { inputSize: rowCount });
    const byRows = rowCount <= cols;
    const [vectors, length] = byRows ? [rowCount, cols] : [cols, rowCount];
    const at = (v: number, i: number) => w[byRows ? v * cols + i : i * cols + v] as number;
    for (let u = 0; u < vectors; u += 1) {
      for (let v = 0; v < vectors; v += 1) {
        let dot = 0;
        for (let i = 0; i < length; i += 1) dot += at(u, i) * at(v, i);
        assert.ok(Math.abs(dot - (u === v ? 4 : 0)) < 1e-13);
      }
    }
  }
});

test('explicit values are taken as they are', () => {
  const values = Array.from({ length: inputs }, (_, i) =>
    Array.from({ length: units }, (_, j) => i - j / 7),
  );
  assert.deepEqual(draw({ type: 'explicit', values }), Float64Array.from(values.flat()));
});

test('float32 values are the float64 ones, rounded once', () => {
  for (const type of ['glorot-uniform', 'he-normal', 'orthogonal']) {
    const wide = draw({ type, gain: 1 });
    assert.deepEqual(draw({ type, gain: 1 }, { dtype: 'float32' }), Float32Array.from(wide));
  }
});

test('another layer changes nothing, another seed or name everything', () => {
  const weights = { type: 'he-normal' };
  const layer = (name: string, from: string) => ({
    type: 'dense',
    name,
    inputs: [from],
    trainable: true,
    units,
    weights,
    biases: false,
  });
  const alone = draw(weights);
  const two = draw(weights, { layers: [layer('a', 'input'), layer('b', 'a')], outputs: ['b'] });
  assert.deepEqual(two.subarray(0, alone.length), alone);
  const differs = (other: FloatArray) => assert.ok(other.every((value, i) => value !== alone[i]));
  differs(draw(weights, { seed: 2 }));
  differs(draw(weights, { layers: [layer('c', 'input')], outputs: ['c'] }));
});
