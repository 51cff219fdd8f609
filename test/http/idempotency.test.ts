// Idempotency keys over a real database: done once, answered alike, also across a restart.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { ApiError } from '../../src/errors.ts';
import { type Answer, type Commit, idempotently } from '../../src/http/idempotency.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';

async function open(t: TestContext): Promise<{ storage: Storage; reopen: () => Storage }> {
  const root = await mkdtemp(join(tmpdir(), 'nabla-idempotency-'));
  let storage = openStorage(root);
  t.after(async () => {
    storage.close();
    await rm(root, { recursive: true, force: true });
  });
  const reopen = (): Storage => {
    storage.close();
    storage = openStorage(root);
    storage.idempotency.sweep();
    return storage;
  };
  return { storage, reopen };
}

/** Counts how often the work is done; the answer carries the count. */
function worker(): { work: (commit: Commit) => Promise<Answer>; done: () => number } {
  let count = 0;
  return {
    done: () => count,
    work: async (commit) => {
      await new Promise(setImmediate);
      return commit(() => {
        count += 1;
        return { status: 202, headers: { location: `/jobs/${count}` }, body: { count } };
      });
    },
  };
}

const request = (key: string | undefined, payload: unknown = { a: 1 }) => ({
  key,
  scope: 'createJob',
  payload,
});
const status = (expected: number) => (error: unknown) =>
  error instanceof ApiError && error.status === expected;

test('without a key the work is done each time', async (t) => {
  const { storage } = await open(t);
  const { work, done } = worker();
  await idempotently(storage, request(undefined), work);
  await idempotently(storage, request(undefined), work);
  assert.equal(done(), 2);
});

test('with a key it is done once and answered alike, also after a restart', async (t) => {
  const { storage, reopen } = await open(t);
  const { work, done } = worker();
  const first = await idempotently(storage, request('k1'), work);
  const repeats = [
    await idempotently(storage, request('k1'), work),
    await idempotently(reopen(), request('k1'), work),
  ];
  assert.equal(done(), 1);
  for (const repeat of repeats) {
    assert.deepEqual(repeat.body, first.body);
    assert.equal(repeat.status, 202);
    assert.deepEqual(repeat.headers, { location: '/jobs/1', 'idempotency-replayed': 'true' });
  }
});

test('100 at once make one; the others are told to wait', async (t) => {
  const { storage } = await open(t);
  const { work, done } = worker();
  const all = Array.from({ length: 100 }, () => idempotently(storage, request('k1'), work));
  const outcomes = await Promise.allSettled(all);
  assert.equal(done(), 1);
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  assert.equal(refused.length, 99);
  for (const { reason } of refused) assert.ok(status(409)(reason));
});

test('another body under the same key is refused; another scope is another key', async (t) => {
  const { storage } = await open(t);
  const { work, done } = worker();
  await idempotently(storage, request('k1'), work);
  await assert.rejects(idempotently(storage, request('k1', { a: 2 }), work), status(422));
  await idempotently(storage, { ...request('k1'), scope: 'createSweep' }, work);
  assert.equal(done(), 2);
});

test('a failure frees the key and leaves nothing written', async (t) => {
  const { storage, reopen } = await open(t);
  const { records } = storage.database;
  const failing = async (commit: Commit): Promise<Answer> =>
    commit(() => {
      records.prepare("INSERT INTO models (name) VALUES ('half')").run();
      throw new Error('no');
    });
  await assert.rejects(idempotently(storage, request('k1'), failing), /^Error: no$/);
  assert.equal(records.prepare('SELECT count(*) FROM models').pluck().get(), 0);
  const { work, done } = worker();
  await idempotently(storage, request('k1'), work);
  assert.equal(done(), 1);
  assert.ok(reopen().idempotency.get('createJob', 'k1'));
});

test('a key that a crash left in flight is free after the start', async (t) => {
  const { storage, reopen } = await open(t);
  assert.ok(storage.idempotency.begin('createJob', 'k1', 'hash'));
  const { work, done } = worker();
  await assert.rejects(idempotently(storage, request('k1'), work), ApiError);
  await idempotently(reopen(), request('k1'), work);
  assert.equal(done(), 1);
});

test('a key is visible ASCII', async (t) => {
  const { storage } = await open(t);
  const { work } = worker();
  for (const key of ['', 'a b', 'æ', 'x'.repeat(256)]) {
    await assert.rejects(idempotently(storage, request(key), work), status(400), key);
  }
});
