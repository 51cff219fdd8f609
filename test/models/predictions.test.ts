// Instances in, answers out: encoded as the model was fitted, decoded by its task.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../src/errors.ts';
import { decodeOutputs } from '../../src/models/answers.ts';
import { encodeInstances } from '../../src/models/instances.ts';
import type { FittedColumn } from '../../src/training/preprocessing.ts';

const age: FittedColumn = {
  name: 'age',
  type: 'number',
  encoding: 'value',
  rule: 'standardize',
  offset: 40,
  spread: 10,
  fill: 50,
};
const income: FittedColumn = {
  name: 'income/year',
  type: 'number',
  encoding: 'value',
  rule: 'none',
  offset: 0,
  spread: 1,
  fill: null,
};
const colour: FittedColumn = {
  name: 'colour',
  type: 'category',
  encoding: 'one-hot',
  rule: 'one-hot',
  offset: 0,
  spread: 1,
  fill: null,
  categories: ['red', 'green'],
};
const columns = [age, income, colour];

function pointers(instances: unknown[], dtype: 'float32' | 'float64' = 'float64'): unknown[] {
  try {
    encodeInstances(instances, columns, dtype);
  } catch (error) {
    assert.ok(error instanceof ApiError);
    assert.equal(error.status, 422);
    return (error.errors ?? []).map((fault) => 'pointer' in fault && fault.pointer);
  }
  return [];
}

test('arrays and objects are encoded alike, in the order of the columns', () => {
  const expected = Float64Array.of(1, 3, 0, 1);
  const object = { colour: 'green', 'income/year': 3, age: 50 };
  for (const instance of [[50, 3, 'green'], object]) {
    assert.deepEqual(encodeInstances([instance], columns, 'float64'), expected);
  }
  const two = encodeInstances([[40, 1, 'red'], object], columns, 'float32');
  assert.deepEqual(two, Float32Array.of(0, 1, 1, 0, 1, 3, 0, 1));
});

test('a missing value takes what the model fills in, or is refused where it has nothing', () => {
  const [first] = encodeInstances([[null, 3, 'red']], columns, 'float64');
  assert.equal(first, 1);
  assert.equal(encodeInstances([{ 'income/year': 3, colour: 'red' }], columns, 'float64')[0], 1);
  assert.deepEqual(pointers([[1, null, 'red']]), ['/instances/0/1']);
  assert.deepEqual(pointers([{ age: 1, colour: 'red' }]), ['/instances/0/income~1year']);
});

test('every fault has its pointer', () => {
  const instances = [
    [1, 2, 'blue'],
    ['1', Number.POSITIVE_INFINITY, 3],
    [1, 2],
    7,
    { age: 1, 'income/year': 2, colour: 'red', colur: 'red' },
  ];
  assert.deepEqual(pointers(instances), [
    '/instances/0/2',
    '/instances/1/0',
    '/instances/1/1',
    '/instances/1/2',
    '/instances/2',
    '/instances/3',
    '/instances/4/colur',
  ]);
});

test('what a float32 cannot hold is refused, what every object inherits is not a value', () => {
  assert.deepEqual(pointers([[1, 1e300, 'red']], 'float32'), ['/instances/0/1']);
  assert.deepEqual(pointers([[1, 1e300, 'red']], 'float64'), []);
  const inherited = [{ ...income, name: 'toString' }];
  assert.throws(() => encodeInstances([{}], inherited, 'float64'), ApiError);
});

test('regression answers in original units, as arrays or objects', () => {
  const outputs = { task: 'regression' as const, columns: [age, income] };
  const y = Float64Array.of(1, 5, -1, 6);
  assert.deepEqual(decodeOutputs(y, 2, outputs, 'arrays'), [
    [50, 5],
    [30, 6],
  ]);
  assert.deepEqual(decodeOutputs(y, 2, outputs, 'objects')[1], { age: 30, 'income/year': 6 });
});

test('classes come with their probabilities', () => {
  const outputs = { task: 'multi-class' as const, columns: [colour], classes: ['red', 'green'] };
  assert.deepEqual(decodeOutputs(Float64Array.of(0.25, 0.75, 0.5, 0.5), 2, outputs, 'arrays'), [
    { class: 'green', probabilities: { red: 0.25, green: 0.75 } },
    { class: 'red', probabilities: { red: 0.5, green: 0.5 } },
  ]);
});

test('one logistic unit tells two classes apart, several answer numbers', () => {
  const two = { task: 'binary' as const, columns: [income], classes: ['no', 'yes'] };
  assert.deepEqual(decodeOutputs(Float64Array.of(0.75, 0.25), 2, two, 'arrays'), [
    { class: 'yes', probabilities: { no: 0.25, yes: 0.75 } },
    { class: 'no', probabilities: { no: 0.75, yes: 0.25 } },
  ]);
  const several = { task: 'multi-label' as const, columns: [income, income] };
  assert.deepEqual(decodeOutputs(Float64Array.of(0.5, 0.125), 1, several, 'arrays'), [
    [0.5, 0.125],
  ]);
});
