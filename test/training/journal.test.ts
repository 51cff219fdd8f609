// The journal: a record and its event are stored together or not at all, and measured points are bounded.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openJournal } from './job-records.ts';

async function journalFor(t: TestContext) {
  const directory = await mkdtemp(join(tmpdir(), 'nabla-journal-'));
  const path = join(directory, 'nabla.db');
  const opened = openJournal(path);
  t.after(async () => {
    opened.database.close();
    await rm(directory, { recursive: true });
  });
  return { ...opened, path };
}

test('a move is a change of the record and an event, and is told', async (t) => {
  const { journal, job } = await journalFor(t);
  let told = 0;
  const stop = journal.listen(job.id, () => told++);
  const running = journal.move(job, 'running', { startedAt: '2026-01-02T00:00:00.000Z' });
  stop();
  const ended = journal.move(running, 'succeeded', { progress: 1, epoch: 10 });
  assert.equal(told, 1);
  assert.deepEqual(journal.get(job.id), ended);
  assert.ok(ended.finishedAt);
  const events = journal.events(job.id, 0, 10);
  assert.deepEqual(
    events.map(({ seq, data }) => [seq, data.status, data.terminal]),
    [
      [1, 'queued', false],
      [2, 'running', false],
      [3, 'succeeded', true],
    ],
  );
});

test('a move that the table does not have changes nothing', async (t) => {
  const { journal, job } = await journalFor(t);
  assert.throws(() => journal.move(job, 'succeeded'), /queued job cannot become succeeded/);
  assert.equal(journal.get(job.id)?.status, 'queued');
  assert.equal(journal.events(job.id, 0, 10).length, 1);
});

test('of two who move the same job, one wins', async (t) => {
  const { journal, job } = await journalFor(t);
  journal.move(job, 'cancelled');
  assert.throws(() => journal.move(job, 'running'), /moved meanwhile/);
  assert.equal(journal.get(job.id)?.status, 'cancelled');
  assert.equal(journal.events(job.id, 0, 10).length, 2);
});

test('when the transaction around a move fails, there is no event either', async (t) => {
  const { journal, store, job } = await journalFor(t);
  const running = journal.move(job, 'running');
  assert.throws(() =>
    store.atomically(() => {
      journal.record(running, 'succeeded');
      throw new Error('no version');
    }),
  );
  assert.equal(journal.get(job.id)?.status, 'running');
  assert.equal(journal.events(job.id, 0, 10).length, 2);
});

test('events of both kinds are numbered in one row, and are there after opening again', async (t) => {
  const { journal, job, path } = await journalFor(t);
  const running = journal.move(job, 'running');
  journal.note(job.id, 'epoch', { epoch: 1, progress: 0.1 });
  journal.note(job.id, 'epoch', { epoch: 2, progress: 0.2 });
  journal.move(running, 'interrupted');
  const again = openJournal(path);
  const events = again.journal.events(job.id, 0, 10);
  assert.deepEqual(events, journal.events(job.id, 0, 10));
  assert.deepEqual(
    events.map(({ seq, type }) => `${seq} ${type}`),
    ['1 status', '2 status', '3 epoch', '4 epoch', '5 status'],
  );
  const last = again.journal.lastReport(job.id);
  assert.deepEqual([last?.epoch, last?.progress], [2, 0.2]);
  again.database.close();
});

test('points stay bounded, first and last kept, however many are measured', async (t) => {
  const { journal, store, job } = await journalFor(t);
  const size = 1000;
  for (let first = 1; first <= 100_000; first += size) {
    const epoch = Array.from({ length: size }, (_, i) => first + i);
    journal.keep(job.id, { epoch, values: { 'train.loss': epoch.map((e) => 1 / e) } });
  }
  const { epoch, values } = journal.series(job.id);
  assert.ok(epoch.length <= 32_768, `${epoch.length} points`);
  assert.deepEqual([epoch[0], epoch.at(-1)], [1, 100_000]);
  assert.ok(epoch.every((e, i) => i === 0 || e > (epoch[i - 1] as number)));
  assert.equal(values['train.loss']?.at(-1), 1e-5);
  assert.ok(store.metrics(job.id).length < 40);
});

test('a removed job leaves nothing', async (t) => {
  const { journal, store, job } = await journalFor(t);
  journal.note(job.id, 'epoch', { epoch: 1 });
  journal.keep(job.id, { epoch: [1], values: { 'train.loss': [1] } });
  journal.remove(job.id);
  assert.equal(journal.get(job.id), undefined);
  assert.deepEqual([journal.events(job.id, 0, 10), store.metrics(job.id)], [[], []]);
});
