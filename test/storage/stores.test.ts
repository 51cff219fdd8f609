// The stores on a real database: order, pages, names, compare-and-set, versions and labels.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Database, openDatabase } from '../../src/storage/database.ts';
import { isId, newId } from '../../src/storage/ids.ts';
import { type JobDocument, JobStore } from '../../src/storage/jobs-store.ts';
import { migrations } from '../../src/storage/migrations.ts';
import { ModelStore, type VersionDocument } from '../../src/storage/models-store.ts';
import { NetworkStore } from '../../src/storage/networks-store.ts';

async function open(t: TestContext): Promise<{ db: Database; path: string }> {
  const root = await mkdtemp(join(tmpdir(), 'nabla-stores-'));
  const path = join(root, 'nabla.db');
  const db = openDatabase(path);
  t.after(async () => {
    db.close();
    await rm(root, { recursive: true, force: true });
  });
  return { db, path };
}

const now = '2026-01-01T00:00:00.000Z';
const network = (name: string | null) => ({ id: newId('net'), name, createdAt: now });
const job = (status: string): JobDocument => ({
  id: newId('job'),
  name: null,
  createdAt: now,
  status,
});

test('ids rise, one after the other, and are recognised', () => {
  const ids = Array.from({ length: 1000 }, () => newId('net'));
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.every(isId));
  for (const text of ['net_1', 'network', 'net_01m7z0xsmpjs0pqchcen4ma8dU', `x${ids[0]}`]) {
    assert.ok(!isId(text), text);
  }
});

test('pages go from the newest to the oldest, each item once, whatever is added meanwhile', async (t) => {
  const { db } = await open(t);
  const store = new NetworkStore(db.records);
  const made = Array.from({ length: 7 }, () => network(null));
  for (const doc of made) store.insert(doc);
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const { items, next } = store.list({ limit: 3, after });
    seen.push(...items.map(({ id }) => id));
    store.insert(network('added meanwhile'));
    after = next ?? undefined;
  } while (after !== undefined);
  assert.deepEqual(seen, made.map(({ id }) => id).reverse());
  assert.deepEqual(store.list({ limit: 7, after: made[0]?.id }), { items: [], next: null });
});

test('a name means the newest of that name', async (t) => {
  const { db } = await open(t);
  const store = new NetworkStore(db.records);
  const [first, second] = [network('a'), network('a')];
  store.insert(first);
  store.insert(second);
  assert.equal(store.find('a')?.id, second.id);
  assert.equal(store.find(first.id)?.id, first.id);
  assert.ok(store.remove(second.id));
  assert.equal(store.find('a')?.id, first.id);
  store.revise({ ...first, name: 'b' });
  assert.equal(store.find('a'), undefined);
  assert.equal(store.find('b')?.id, first.id);
});

test('a revision rises with each change', async (t) => {
  const { db } = await open(t);
  const store = new NetworkStore(db.records);
  const doc = network('a');
  assert.equal(store.revision(doc.id), 0);
  store.insert(doc);
  assert.equal(store.revision(doc.id), 1);
  assert.equal(store.revise(doc), 2);
  assert.equal(store.revise(network('never stored')), 0);
});

test('of two changes of state from the same one only the first wins', async (t) => {
  const { db } = await open(t);
  const store = new JobStore<JobDocument>(db);
  const doc = job('queued');
  store.insert(doc);
  assert.ok(store.transition({ ...doc, status: 'running' }, ['queued']));
  assert.ok(!store.transition({ ...doc, status: 'cancelled' }, ['queued']));
  assert.equal(store.get(doc.id)?.status, 'running');
  assert.deepEqual(store.countByStatus(), { running: 1 });
  assert.deepEqual(store.listJobs({ limit: 5, status: 'queued' }).items, []);
  assert.equal(store.oldest('running', 1)[0]?.id, doc.id);
});

test('events are numbered within their job, whichever handle writes them, and go with it', async (t) => {
  const { db } = await open(t);
  const store = new JobStore<JobDocument>(db);
  const [one, other] = [job('running'), job('running')];
  store.insert(one);
  store.insert(other);
  const event = { type: 'epoch' as const, at: now, data: { at: now, loss: 1 } };
  assert.equal(store.addEvent(one.id, event, true), 1);
  assert.equal(store.addEvent(one.id, event, false), 2);
  assert.equal(store.addEvent(other.id, event, false), 1);
  assert.deepEqual(store.events(one.id, 1, 10), [{ seq: 2, ...event }]);
  store.addMetrics(one.id, 1, { loss: null });
  assert.deepEqual(store.metrics(one.id), [{ epoch: 1, data: { loss: null } }]);
  assert.ok(store.remove(one.id));
  assert.deepEqual(store.events(one.id, 0, 10), []);
  assert.deepEqual(store.metrics(one.id), []);
});

test('version numbers rise and are never used again', async (t) => {
  const { db } = await open(t);
  const store = new ModelStore<VersionDocument>(db.records);
  const add = () => {
    const version = store.reserveVersion('iris');
    store.insertVersion({ model: 'iris', version, createdAt: now });
    return version;
  };
  assert.equal(store.reserveVersion('iris'), 1);
  assert.equal(store.model('iris'), undefined, 'a reserved number alone shows no model');
  assert.deepEqual([add(), add()], [2, 3]);
  assert.equal(store.newest('iris')?.version, 3);
  assert.ok(store.removeVersion('iris', 3));
  assert.equal(add(), 4);
  store.setLabel('iris', 'production', 4, now);
  store.removeModel('iris');
  assert.deepEqual([store.model('iris'), store.models(10), store.keys()], [undefined, [], []]);
  assert.equal(add(), 5);
  assert.deepEqual(store.labels('iris'), []);
});

test('a label moves with a new ETag and cannot point at nothing', async (t) => {
  const { db } = await open(t);
  const store = new ModelStore<VersionDocument>(db.records);
  for (const createdAt of [now, now]) {
    const version = store.reserveVersion('iris');
    store.insertVersion({ model: 'iris', version, createdAt });
  }
  store.setLabel('iris', 'production', 1, now);
  assert.equal(store.label('iris', 'production')?.etag, 1);
  store.setLabel('iris', 'production', 2, now);
  assert.deepEqual(store.label('iris', 'production'), {
    label: 'production',
    version: 2,
    etag: 2,
    updatedAt: now,
  });
  assert.throws(() => store.setLabel('iris', 'production', 3, now), /FOREIGN KEY/);
  assert.throws(() => store.removeVersion('iris', 2), /FOREIGN KEY/);
});

test('a database of a newer version is refused', async (t) => {
  const { db, path } = await open(t);
  assert.equal(db.records.pragma('user_version', { simple: true }), migrations.length);
  db.records.pragma(`user_version = ${migrations.length + 1}`);
  assert.throws(() => openDatabase(path), /newer nabla/);
});
