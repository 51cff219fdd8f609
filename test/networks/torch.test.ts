// State dicts of PyTorch: names and shapes both ways, modules found by name, by order or as told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../src/errors.ts';
import type { ParameterInfo } from '../../src/native.ts';
import type { NamedTensor } from '../../src/networks/safetensors.ts';
import { fromTorch, toTorch } from '../../src/networks/torch.ts';

function info(name: string, shape: number[]): ParameterInfo {
  const [layer = '', parameter = ''] = name.split('.');
  return { name, layer, parameter, shape, trainable: true };
}

const manifest = [
  info('hidden.weights', [2, 3]),
  info('hidden.biases', [3]),
  info('norm.scale', [3]),
  info('norm.shift', [3]),
  info('norm.runningMean', [3]),
  info('norm.runningVariance', [3]),
  info('block.linear.weights', [3, 3]),
  info('block.linear.biases', [3]),
  info('act.slopes', [3]),
];
const values = Float32Array.from({ length: 36 }, (_, i) => i);
const same = new Map<string, string>();

function tensor(name: string, shape: number[], first = 0): NamedTensor {
  const size = shape.reduce((product, n) => product * n, 1);
  return { name, shape, values: Float32Array.from({ length: size }, (_, i) => first + i) };
}

function refusal(tensors: NamedTensor[], mapping = same, infos = manifest): string[] {
  try {
    fromTorch(infos, 'float32', tensors, mapping);
  } catch (error) {
    assert.ok(error instanceof ApiError);
    assert.equal(error.status, 422);
    return (error.errors ?? []).map(({ detail }) => detail);
  }
  return [];
}

test('names and shapes are those of PyTorch', () => {
  const tensors = toTorch(manifest, values);
  assert.deepEqual(
    tensors.map(({ name, shape }) => [name, shape]),
    [
      ['hidden.weight', [3, 2]],
      ['hidden.bias', [3]],
      ['norm.weight', [3]],
      ['norm.bias', [3]],
      ['norm.running_mean', [3]],
      ['norm.running_var', [3]],
      ['block.linear.weight', [3, 3]],
      ['block.linear.bias', [3]],
      ['act.activation.weight', [3]],
    ],
  );
  assert.deepEqual(tensors[0]?.values, Float32Array.of(0, 3, 1, 4, 2, 5));
});

test('what goes out comes back, whatever the order', () => {
  const tensors = toTorch(manifest, values).toReversed();
  assert.deepEqual(fromTorch(manifest, 'float32', tensors, same), values);
  const widened = fromTorch(manifest, 'float64', tensors, same);
  assert.deepEqual(widened, Float64Array.from(values));
});

const two = [
  ...[info('first.weights', [2, 2]), info('first.biases', [2])],
  ...[info('second.weights', [2, 2]), info('second.biases', [2])],
];
// As safetensors sorts them: by name, letter by letter.
const sorted = [
  ...[tensor('fc10.bias', [2], 10), tensor('fc10.weight', [2, 2], 12)],
  ...[tensor('fc2.bias', [2], 20), tensor('fc2.weight', [2, 2], 22)],
];

test('modules of other names are taken in the order of their numbers', () => {
  const found = fromTorch(two, 'float32', sorted, same);
  assert.deepEqual(found, Float32Array.of(22, 24, 23, 25, 20, 21, 12, 14, 13, 15, 10, 11));
});

test('a mapping says what order does not', () => {
  const mapping = new Map([['first', 'fc10']]);
  const found = fromTorch(two, 'float32', sorted, mapping);
  assert.deepEqual(found.subarray(4, 6), Float32Array.of(10, 11));
  assert.match(refusal(sorted, new Map([['third', 'fc2']]), two)[0] ?? '', /no "third": "first"/);
  assert.match(refusal(sorted, new Map([['first', 'fc3']]), two)[0] ?? '', /file has no "fc3"/);
});

test('what does not fit is named with what is needed', () => {
  const wrong = [...sorted.slice(0, 3), tensor('fc2.weight', [3, 2])];
  assert.deepEqual(refusal(wrong, same, two), [
    '"second" needs weight [2, 2], bias [2]; nothing left in the file has them',
  ]);
  const more = [...sorted, tensor('head.weight', [1, 2])];
  assert.match(refusal(more, same, two)[0] ?? '', /no place for some of the file: "head"/);
  const nan = [...sorted.slice(0, 3), { ...tensor('fc2.weight', [2, 2]) }];
  (nan[3]?.values as Float32Array)[1] = Number.NaN;
  assert.match(refusal(nan, same, two)[0] ?? '', /"fc2.weight" has NaN at position 1/);
});
