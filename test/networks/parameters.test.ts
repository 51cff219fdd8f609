// Parameters between JSON, safetensors and one array in manifest order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../src/errors.ts';
import { fromJson, fromSafetensors, toJson, toSafetensors } from '../../src/networks/parameters.ts';
import { encodeSafetensors } from '../../src/networks/safetensors.ts';

const parameter = (layer: string, name: string, shape: number[]) => ({
  name: `${layer}.${name}`,
  layer,
  parameter: name,
  shape,
  trainable: true,
});
const manifest = [
  parameter('hidden', 'weights', [2, 3]),
  parameter('hidden', 'biases', [3]),
  parameter('gate.linear', 'weights', [3, 1]),
];
const values = Float64Array.from({ length: 12 }, (_, i) => i / 8);
const json = {
  hidden: {
    weights: [
      [0, 0.125, 0.25],
      [0.375, 0.5, 0.625],
    ],
    biases: [0.75, 0.875, 1],
  },
  'gate.linear': { weights: [[1.125], [1.25], [1.375]] },
};

function faults(work: () => unknown): (string | undefined)[] {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof ApiError, String(error));
    assert.equal(error.status, 422);
    return (error.errors ?? []).map((fault) => ('pointer' in fault ? fault.pointer : undefined));
  }
  throw new assert.AssertionError({ message: 'it was accepted' });
}

test('JSON is nested by layer and parameter, both ways', () => {
  assert.deepEqual(toJson(manifest, values), json);
  assert.deepEqual(fromJson(manifest, 'float64', json), values);
  assert.deepEqual(fromJson(manifest, 'float32', json), Float32Array.from(values));
});

test('safetensors, both ways, and float32 tensors widen for a float64 network', () => {
  const file = Buffer.concat(toSafetensors(manifest, values));
  assert.deepEqual(fromSafetensors(manifest, 'float64', file), values);
  const narrow = Buffer.concat(toSafetensors(manifest, Float32Array.from(values)));
  assert.deepEqual(fromSafetensors(manifest, 'float64', narrow), values);
  assert.equal(faults(() => fromSafetensors(manifest, 'float32', file)).length, manifest.length);
});

test('JSON that does not fit is refused with a pointer for each fault', () => {
  const { hidden } = json;
  const put = (body: unknown, dtype: 'float32' | 'float64' = 'float64') =>
    faults(() => fromJson(manifest, dtype, body));
  assert.deepEqual(put([]), ['']);
  assert.deepEqual(put({ hidden }), ['/gate.linear']);
  assert.deepEqual(put({ ...json, hiden: {} }), ['/hiden']);
  assert.deepEqual(put({ ...json, hidden: { weights: hidden.weights } }), ['/hidden/biases']);
  assert.deepEqual(put({ ...json, hidden: { ...hidden, biases: [1, 2] } }), ['/hidden/biases']);
  assert.deepEqual(put({ ...json, hidden: { ...hidden, biases: [1, '2', null] } }), [
    '/hidden/biases/1',
    '/hidden/biases/2',
  ]);
  const ragged = [[0, 1, 2], [3]];
  assert.deepEqual(put({ ...json, hidden: { ...hidden, weights: ragged } }), ['/hidden/weights/1']);
  const huge = { ...json, hidden: { ...hidden, biases: [1e300, 0, 0] } };
  assert.deepEqual(put(huge, 'float32'), ['/hidden/biases/0']);
  assert.deepEqual(fromJson(manifest, 'float64', huge)[6], 1e300);
});

test('tensors that do not fit are refused by name', () => {
  const tensors = [
    { name: 'hidden.weights', shape: [3, 2], values: new Float64Array(6) },
    { name: 'hidden.biases', shape: [3], values: Float64Array.of(1, Number.NaN, 3) },
    { name: 'gate.linea.weights', shape: [3, 1], values: new Float64Array(3) },
  ];
  const file = Buffer.concat(encodeSafetensors(tensors));
  assert.deepEqual(
    faults(() => fromSafetensors(manifest, 'float64', file)),
    ['/hidden.weights', '/hidden.biases', '/gate.linear.weights', '/gate.linea.weights'],
  );
  assert.deepEqual(
    faults(() => fromSafetensors(manifest, 'float64', Buffer.from('nonsense'))),
    [''],
  );
});
