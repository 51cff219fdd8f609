// Instances in, answers out: encoded as the model was fitted, decoded by its task.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../src/errors.ts';
import { AnswerDecoder, type AnswerOptions } from '../../src/models/answers.ts';
import { InstanceEncoder } from '../../src/models/instances.ts';
import type { ModelVersion } from '../../src/models/version.ts';
import type { Dtype } from '../../src/native.ts';
import type { FittedColumn } from '../../src/training/preprocessing.ts';

const age: FittedColumn = {
  name: 'age',
  type: 'number',
  encoding: 'value',
  steps: [{ type: 'scale', offset: 40, spread: 10 }],
  fill: 50,
};
const income: FittedColumn = {
  name: 'income/year',
  type: 'number',
  encoding: 'value',
  steps: [],
  fill: null,
};
const colour: FittedColumn = {
  name: 'colour',
  type: 'category',
  encoding: 'one-hot',
  steps: [],
  fill: null,
  categories: ['red', 'green'],
};
const columns = [age, income, colour];

function encodeInstances(instances: unknown[], of: FittedColumn[], dtype: Dtype) {
  return new InstanceEncoder(of, dtype).rows(instances, '/instances').x;
}

function pointers(instances: unknown[], dtype: Dtype = 'float64'): unknown[] {
  return faultsOf(() => encodeInstances(instances, columns, dtype));
}

function faultsOf(encode: () => unknown): unknown[] {
  try {
    encode();
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

test('whole columns are encoded as rows are', () => {
  const encoder = new InstanceEncoder(columns, 'float64');
  const lists = { colour: ['red', 'green'], age: [40, null], 'income/year': [1, 3] };
  const { x, rows } = encoder.byColumn(lists, '/columns');
  assert.equal(rows, 2);
  assert.deepEqual(x, Float64Array.of(0, 1, 1, 0, 1, 3, 0, 1));
  const { age: _, ...withoutAge } = lists;
  assert.equal(encoder.byColumn(withoutAge, '/columns').x[0], 1);
  const refused = (given: object) =>
    faultsOf(() => encoder.byColumn(given as Record<string, unknown>, '/columns'));
  assert.deepEqual(refused({ ...lists, age: [1] }), ['/columns/income~1year', '/columns/colour']);
  assert.deepEqual(refused({ ...lists, colour: 'red', agee: [] }), [
    '/columns/agee',
    '/columns/colour',
  ]);
  assert.deepEqual(refused({ ...lists, 'income/year': [1, '3'] }), ['/columns/income~1year/1']);
  assert.deepEqual(refused({ age: [1], colour: ['red'] }), ['/columns/income~1year']);
  assert.deepEqual(refused({ ...lists, age: [], 'income/year': [], colour: [] }), ['/columns']);
  assert.deepEqual(refused({}), ['/columns']);
});

test('what a float32 cannot hold is refused, what every object inherits is not a value', () => {
  assert.deepEqual(pointers([[1, 1e300, 'red']], 'float32'), ['/instances/0/1']);
  assert.deepEqual(pointers([[1, 1e300, 'red']], 'float64'), []);
  const inherited = [{ ...income, name: 'toString' }];
  assert.throws(() => encodeInstances([{}], inherited, 'float64'), ApiError);
});

function answers(y: number[], rows: number, of: ModelVersion['outputs'], options?: AnswerOptions) {
  return new AnswerDecoder(of, 'float64').predictions(Float64Array.from(y), rows, options);
}

const species: ModelVersion['outputs'] = {
  task: 'multi-class',
  columns: [{ ...colour, categories: ['red', 'green', 'blue'] }],
  classes: ['red', 'green', 'blue'],
};
const yesNo: ModelVersion['outputs'] = {
  task: 'binary',
  columns: [income],
  classes: ['no', 'yes'],
};

test('regression answers in original units, as arrays or objects', () => {
  const outputs = { task: 'regression' as const, columns: [age, income] };
  const y = [1, 5, -1, 6];
  assert.deepEqual(answers(y, 2, outputs), [
    [50, 5],
    [30, 6],
  ]);
  assert.deepEqual(answers(y, 2, outputs, { shape: 'objects' })[1], { age: 30, 'income/year': 6 });
  assert.deepEqual(answers(y, 2, outputs, { raw: true })[1], [-1, 6]);
});

test('classes come with their probabilities, all or the first so many', () => {
  const y = [0.25, 0.5, 0.25, 0.4, 0.4, 0.2];
  assert.deepEqual(answers(y, 2, species), [
    { class: 'green', probabilities: { red: 0.25, green: 0.5, blue: 0.25 } },
    { class: 'red', probabilities: { red: 0.4, green: 0.4, blue: 0.2 } },
  ]);
  assert.deepEqual(answers(y, 2, species, { topK: 2 })[0], {
    class: 'green',
    top: [
      { class: 'green', probability: 0.5 },
      { class: 'red', probability: 0.25 },
    ],
  });
  assert.deepEqual(answers(y, 2, species, { raw: true })[0], [0.25, 0.5, 0.25]);
  const named = { ...species, classes: ['red', '__proto__', 'blue'] } as typeof species;
  const [first] = answers(y, 2, named) as { probabilities: object }[];
  assert.deepEqual(Object.keys(first?.probabilities ?? {}), named.classes);
});

test('one logistic unit tells two classes apart, several answer numbers', () => {
  assert.deepEqual(answers([0.75, 0.25], 2, yesNo), [
    { class: 'yes', probabilities: { no: 0.25, yes: 0.75 } },
    { class: 'no', probabilities: { no: 0.75, yes: 0.25 } },
  ]);
  assert.deepEqual(answers([0.5], 1, yesNo, { topK: 1 }), [
    { class: 'yes', top: [{ class: 'yes', probability: 0.5 }] },
  ]);
  const several = { task: 'multi-label' as const, columns: [income, income] };
  assert.deepEqual(answers([0.5, 0.125], 1, several), [[0.5, 0.125]]);
});

test('several outputs answer by name, each in its own way', () => {
  const outputs: ModelVersion['outputs'] = {
    task: 'multi-output',
    parts: [
      { name: 'how-much', task: 'regression', columns: [age], loss: null, weight: 1 },
      { name: 'which', ...(species as object), loss: null, weight: 1 } as never,
    ],
  };
  const y = [1, 0.25, 0.5, 0.25];
  assert.deepEqual(answers(y, 1, outputs), [
    {
      'how-much': [50],
      which: { class: 'green', probabilities: { red: 0.25, green: 0.5, blue: 0.25 } },
    },
  ]);
  assert.deepEqual(answers(y, 1, outputs, { raw: true }), [y]);
  const columns = new AnswerDecoder(outputs, 'float64').columns(Float64Array.from(y), 1);
  assert.deepEqual(
    columns.map(({ name }) => name),
    [
      'how-much.age',
      'which.class',
      'which.probability.red',
      'which.probability.green',
      'which.probability.blue',
    ],
  );
});

test('a table has the same answers column by column', () => {
  const y = Float32Array.of(0.25, 0.5, 0.25, 0.5, 0.375, 0.125);
  const decoder = new AnswerDecoder(species, 'float32');
  assert.deepEqual(decoder.columns(y, 2), [
    { name: 'class', head: '', kind: 'class', codes: Int32Array.of(1, 0), words: species.classes },
    { name: 'probability.red', head: '', kind: 'probability', values: Float32Array.of(0.25, 0.5) },
    {
      name: 'probability.green',
      head: '',
      kind: 'probability',
      values: Float32Array.of(0.5, 0.375),
    },
    {
      name: 'probability.blue',
      head: '',
      kind: 'probability',
      values: Float32Array.of(0.25, 0.125),
    },
  ]);
  assert.deepEqual(decoder.columns(y, 2, { topK: 1 }), [
    {
      name: 'class.1',
      head: '',
      kind: 'class',
      codes: Int32Array.of(1, 0),
      words: species.classes,
    },
    { name: 'probability.1', head: '', kind: 'probability', values: Float32Array.of(0.5, 0.5) },
  ]);
  assert.deepEqual(decoder.columns(y, 2, { raw: true })[2], {
    ...{ name: 'output.2', head: '', kind: 'number' },
    values: Float32Array.of(0.25, 0.125),
  });
});
