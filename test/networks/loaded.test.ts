// The cache of networks ready to compute.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Native } from '../../src/native.ts';
import { LoadedNetworks, type LoadRequest } from '../../src/networks/loaded.ts';

class FakeNetwork {
  readonly summary = { outputs: [{ size: 1 }] };
  parameters: unknown;
  setParameters(values: unknown): void {
    this.parameters = values;
  }
}

function cache(maxBytes: number) {
  const loaded = new LoadedNetworks({ Network: FakeNetwork } as unknown as Native, maxBytes);
  const reads: string[] = [];
  const request = (key: string, parameterBytes = 10): LoadRequest => ({
    key,
    spec: {} as never,
    parameterBytes,
    read: async () => {
      reads.push(key);
      if (key === 'broken') throw new Error('cannot be read');
      return new Float32Array(1);
    },
  });
  const get = async (key: string, parameterBytes?: number) =>
    loaded.get(request(key, parameterBytes));
  return { loaded, reads, get, request };
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

test('one that computes stays, and what finds no room beside it is put off', async () => {
  const { loaded, reads, get, request } = cache(25);
  let end = () => {};
  const computing = loaded.use(request('a'), () => new Promise<void>((settle) => (end = settle)));
  await get('b');
  await get('c');
  assert.ok(loaded.has('a') && loaded.has('c') && !loaded.has('b'));
  await assert.rejects(get('large', 20), { code: 'unavailable', headers: { 'retry-after': '1' } });
  assert.equal(loaded.bytes, 10);
  end();
  await computing;
  await get('large', 20);
  assert.deepEqual(reads, ['a', 'b', 'c', 'large']);
  assert.equal(loaded.bytes, 20);
});

test('looking at what is in memory counts as use, and loads nothing', async () => {
  const { loaded, reads, get } = cache(20);
  assert.equal(loaded.peek('a'), undefined);
  const a = await get('a');
  await get('b');
  assert.equal(loaded.peek('a'), a);
  await get('c');
  assert.ok(loaded.has('a') && !loaded.has('b'));
  assert.deepEqual(reads, ['a', 'b', 'c']);
  assert.ok(loaded.drop('a') && !loaded.drop('a'));
});
