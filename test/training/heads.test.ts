// What a loss, an output and the targets make together, and what is said when they do not fit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { losses } from '../../src/catalog/losses.ts';
import { decideHead, type TargetColumn } from '../../src/training/heads.ts';

const number = (name: string, min = 0, max = 1): TargetColumn => ({
  name,
  type: 'number',
  min,
  max,
});
const category = (name: string, ...categories: string[]): TargetColumn => ({
  name,
  type: 'category',
  categories,
});
const softmax = (size: number) => ({ size, activation: 'softmax' });
const sigmoid = (size: number) => ({ size, activation: 'sigmoid' });
const identity = (size: number) => ({ size, activation: 'identity' });

function decide(
  type: string,
  output: { size: number; activation: string },
  targets: TargetColumn[],
) {
  const loss = losses.find((entry) => entry.type === type);
  assert.ok(loss, `the catalogue has ${type}`);
  return decideHead(loss, output, targets);
}

function taskOf(...args: Parameters<typeof decide>) {
  const head = decide(...args);
  assert.ok('task' in head, JSON.stringify(head));
  return head;
}

function faultOf(...args: Parameters<typeof decide>) {
  const fault = decide(...args);
  assert.ok('detail' in fault, JSON.stringify(fault));
  return fault;
}

test('cross-entropy: a category column, indices, or a distribution', () => {
  const species = category('species', 'a', 'b', 'c');
  assert.deepEqual(taskOf('cross-entropy', softmax(3), [species]), {
    ...{
      task: 'multi-class',
      encoding: 'one-hot',
      classes: ['a', 'b', 'c'],
      indices: false,
      scalable: false,
    },
  });
  const digits = taskOf('cross-entropy', softmax(10), [number('digit', 0, 9)]);
  assert.deepEqual(
    [digits.encoding, digits.indices, digits.classes?.at(-1)],
    ['one-hot', true, '9'],
  );
  const shares = taskOf('cross-entropy', softmax(2), [number('p'), number('q')]);
  assert.deepEqual([shares.encoding, shares.classes], ['value', ['p', 'q']]);
});

test('cross-entropy: what does not fit', () => {
  assert.match(
    faultOf('cross-entropy', identity(3), [category('s', 'a')]).detail,
    /ends in softmax; this one ends in identity/,
  );
  assert.match(
    faultOf('cross-entropy', softmax(4), [category('s', 'a', 'b')]).detail,
    /2 categories, but the network has 4 outputs/,
  );
  assert.match(
    faultOf('cross-entropy', softmax(3), [number('k', 1, 3)]).detail,
    /classes 0 to 2.*from 1 to 3/,
  );
  assert.match(
    faultOf('cross-entropy', softmax(3), [number('k', 0.5, 2)]).detail,
    /classes 0 to 2/,
  );
  assert.match(
    faultOf('cross-entropy', softmax(2), [number('p'), number('q', 0, 3)]).detail,
    /"q" must hold values from 0 to 1/,
  );
});

test('binary cross-entropy: two categories, 0 and 1, or several labels', () => {
  const two = taskOf('binary-cross-entropy', sigmoid(1), [category('is2', 'no', 'yes')]);
  assert.deepEqual([two.task, two.encoding, two.classes], ['binary', 'value', ['no', 'yes']]);
  const zeroOne = taskOf('binary-cross-entropy', sigmoid(1), [number('is2')]);
  assert.deepEqual([zeroOne.task, zeroOne.classes, zeroOne.indices], ['binary', ['0', '1'], true]);
  assert.equal(
    taskOf('binary-cross-entropy', sigmoid(2), [number('a'), number('b')]).task,
    'multi-label',
  );
});

test('binary cross-entropy: what does not fit', () => {
  assert.equal(faultOf('binary-cross-entropy', identity(1), [number('y')]).about, 'loss');
  assert.match(
    faultOf('binary-cross-entropy', sigmoid(1), [category('s', 'a', 'b', 'c')]).detail,
    /has 3/,
  );
  assert.match(faultOf('binary-cross-entropy', sigmoid(1), [number('y', -1, 1)]).detail, /0 to 1/);
  assert.match(
    faultOf('binary-cross-entropy', sigmoid(2), [number('y')]).detail,
    /1 target column given, but the network has 2 outputs/,
  );
});

test('other losses: numbers for a regression, categories where classes can be', () => {
  assert.equal(
    taskOf('half-squared-error', identity(2), [number('a', -5, 5), number('b')]).task,
    'regression',
  );
  assert.equal(taskOf('squared-error', softmax(2), [category('s', 'a', 'b')]).task, 'multi-class');
  assert.equal(taskOf('squared-error', sigmoid(1), [category('s', 'a', 'b')]).task, 'binary');
  assert.match(
    faultOf('squared-error', identity(1), [category('s', 'a', 'b')]).detail,
    /must end in softmax/,
  );
  assert.match(
    faultOf('squared-error', identity(1), [number('a'), number('b')]).detail,
    /2 target columns given, but the network has 1 output/,
  );
});

test('counts are not negative', () => {
  const counts = taskOf('poisson', identity(1), [number('n', 0, 9)]);
  assert.deepEqual([counts.task, counts.scalable], ['regression', false]);
  assert.match(
    faultOf('poisson', identity(1), [number('n', -1, 9)]).detail,
    /"n" must hold counts/,
  );
});

test('every loss of the catalogue takes targets that suit it', () => {
  for (const { type, outputActivation } of losses) {
    const output = { size: 2, activation: outputActivation ?? 'identity' };
    taskOf(type, output, [number('p'), number('q')]);
  }
});
