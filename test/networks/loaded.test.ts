// The cache of networks ready to compute.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Native } from '../../src/native.ts';
import { LoadedNetworks } from '../../src/networks/loaded.ts';

class FakeNetwork {
  parameters: unknown;
  setParameters(values: unknown): void {
    this.parameters = values;
  }
}

function cache(maxBytes: number) {
  const loaded = new LoadedNetworks({ Network: FakeNetwork } as unknown as Native, maxBytes);
  const reads: string[] = [];
  const get = (key: string, parameterBytes = 10) =>
    loaded.get({
      key,
      spec: {} as never,
      parameterBytes,
      read: async () => {
        reads.push(key);
        if (key === 'broken') throw new Error('cannot be read');
        return new Float32Array(1);
      },
    });
  return { loaded, reads, get };
}

test('a network is read once, however many ask at the same time', async () => {
  const { reads, get } = cache(100);
  const [first, second] = await Promise.all([get('a'), get('a')]);
  assert.equal(first, second);
  assert.equal(await get('a'), first);
  assert.deepEqual(reads, ['a']);
});

test('the least recently used go when there is no more room', async () => {
  const { loaded, reads, get } = cache(25);
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await get(key);
  assert.deepEqual(reads, ['a', 'b', 'c', 'b']);
  assert.equal(loaded.bytes, 20);
});

test('one larger than all room is still served, alone', async () => {
  const { loaded, get } = cache(25);
  await get('a');
  await get('large', 1000);
  assert.equal(loaded.bytes, 1000);
  await get('b');
  assert.equal(loaded.bytes, 10);
});

test('a failure is not kept', async () => {
  const { loaded, reads, get } = cache(25);
  await assert.rejects(get('broken'), /cannot be read/);
  await assert.rejects(get('broken'), /cannot be read/);
  assert.deepEqual(reads, ['broken', 'broken']);
  assert.equal(loaded.bytes, 0);
});
