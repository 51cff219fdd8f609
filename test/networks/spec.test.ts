// From a client's layers to a complete spec.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../src/errors.ts';
import { toSpec, withoutValues } from '../../src/networks/spec.ts';

const dense = (fields: object = {}) => ({ type: 'dense', units: 2, ...fields });

test('defaults are filled in', () => {
  const spec = toSpec({ inputSize: 2, layers: [dense({ activation: 'relu' }), dense()] });
  assert.deepEqual([spec.dtype, spec.seed, spec.outputs], ['float32', 0, ['dense2']]);
  const [first, second] = spec.layers;
  assert.deepEqual([first?.name, first?.inputs, first?.trainable], ['dense1', ['input'], true]);
  assert.deepEqual([second?.name, second?.inputs], ['dense2', ['dense1']]);
  assert.deepEqual(first?.activation, { type: 'relu' });
  assert.deepEqual(first?.weights, { type: 'he-normal' });
  assert.deepEqual(second?.weights, { type: 'glorot-uniform' });
  assert.deepEqual(second?.biases, { type: 'zeros' });
  assert.deepEqual(second?.activation, { type: 'identity' });
});

test('what is given stays', () => {
  const activation = { type: 'elu', alpha: 0.5 };
  const layer = dense({ name: 'a', inputs: ['b'], trainable: false, activation, biases: false });
  const { layers } = toSpec({ inputSize: 2, layers: [layer] });
  assert.deepEqual(layers[0]?.activation, activation);
  assert.equal(layers[0]?.biases, false);
  assert.deepEqual([layers[0]?.name, layers[0]?.inputs, layers[0]?.trainable], ['a', ['b'], false]);
});

test('names are made by type and number, around those that are taken', () => {
  const layers = [
    dense(),
    dense({ name: 'dense2' }),
    dense(),
    { type: 'activation', activation: 'tanh' },
  ];
  const names = toSpec({ inputSize: 2, layers }).layers.map(({ name }) => name);
  assert.deepEqual(names, ['dense1', 'dense2', 'dense3', 'activation1']);
});

test('sub-stacks are filled in alike', () => {
  const branches = [[dense({ activation: 'relu' })], []];
  const { layers } = toSpec({ inputSize: 2, layers: [{ type: 'parallel', branches }] });
  const inner = layers[0]?.branches as { name: string; weights: object; inputs: string[] }[][];
  assert.equal(inner.length, 2);
  assert.deepEqual(inner[1], []);
  assert.equal(inner[0]?.[0]?.name, 'dense1');
  assert.deepEqual(inner[0]?.[0]?.weights, { type: 'he-normal' });
});

/** Where the faults of refused layers stand. */
function pointers(layers: { type: string }[]): unknown[] {
  try {
    toSpec({ inputSize: 2, layers });
  } catch (error) {
    assert.ok(error instanceof ApiError);
    return error.errors?.map((fault) => 'pointer' in fault && fault.pointer) ?? [];
  }
  return [];
}

test('names that clash are refused where they stand', () => {
  assert.deepEqual(pointers([dense({ name: 'a' }), dense({ name: 'a' })]), ['/layers/1/name']);
  assert.deepEqual(pointers([dense({ name: 'input' })]), ['/layers/0/name']);
  const twice = [dense({ name: 'a' }), dense({ name: 'a' })];
  assert.deepEqual(pointers([{ type: 'residual', layers: twice } as never]), [
    '/layers/0/layers/1/name',
  ]);
});

test('what would be passed over is refused', () => {
  const residual = { type: 'residual', layers: [dense()] };
  assert.deepEqual(pointers([residual]), []);
  assert.deepEqual(pointers([{ ...residual, activation: 'tanh', l2: 0.1 } as never]), [
    '/layers/0/activation',
    '/layers/0/l2',
  ]);
});

test('explicit values are not stored with the record', () => {
  const weights = {
    type: 'explicit',
    values: [
      [1, 2],
      [3, 4],
    ],
  };
  const layers = [dense({ weights }), { type: 'residual', layers: [dense({ weights })] }];
  const spec = toSpec({ inputSize: 2, layers });
  assert.match(JSON.stringify(spec), /"values"/);
  const stored = withoutValues(spec);
  assert.doesNotMatch(JSON.stringify(stored), /"values"|explicit/);
  assert.deepEqual(stored.layers[0]?.weights, { type: 'zeros' });
});
