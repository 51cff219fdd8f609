// The buffer between two reports: values stand at their epoch, and it stays small.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeriesBuffer } from '../../src/training/series-buffer.ts';

test('losses and measured values line up by epoch', () => {
  const buffer = new SeriesBuffer();
  buffer.addLosses(1, Float64Array.of(4, 3));
  buffer.addValue(2, 'test.loss', 5);
  buffer.addLosses(3, Float64Array.of(2));
  buffer.addValue(3, 'test.accuracy', 0.5);
  assert.deepEqual(buffer.take(), {
    epoch: [1, 2, 3],
    values: {
      'train.loss': [4, 3, 2],
      'test.loss': [null, 5, null],
      'test.accuracy': [null, null, 0.5],
    },
  });
  assert.deepEqual(buffer.take(), { epoch: [], values: { 'train.loss': [] } });
});

test('what is not finite is null', () => {
  const buffer = new SeriesBuffer();
  buffer.addLosses(1, Float64Array.of(1, Number.NaN, Number.POSITIVE_INFINITY));
  assert.deepEqual(buffer.take().values['train.loss'], [1, null, null]);
});

test('however many epochs go by, a report is small and has the last of them', () => {
  const buffer = new SeriesBuffer();
  for (let first = 1; first < 200_000; first += 1000) {
    buffer.addLosses(first, new Float64Array(1000).fill(first));
  }
  const { epoch } = buffer.take();
  assert.ok(epoch.length <= 1024);
  assert.equal(epoch[0], 1);
  assert.equal(epoch.at(-1), 200_000);
});
