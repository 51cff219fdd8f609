// A job's record for tests, with a store in memory of its own.
import { openDatabase } from '../../src/storage/database.ts';
import { JobStore } from '../../src/storage/jobs-store.ts';
import { WebhookStore } from '../../src/storage/webhooks-store.ts';
import type { JobRecord } from '../../src/training/job.ts';
import { JobJournal } from '../../src/training/journal.ts';
import { learningSettings } from '../../src/training/learning.ts';

export function jobRecord(id: string): JobRecord {
  return {
    ...{ id, name: null, status: 'queued', createdAt: '2026-01-01T00:00:00.000Z' },
    ...{ startedAt: null, finishedAt: null, progress: 0, epoch: 0, result: null, error: null },
    ...{ retries: [], memoryBytes: 0, webhook: null },
    settings: {
      ...{ network: 'net_1', dataset: 'ds_1', inputs: ['x'], targets: ['y'], epochs: 10 },
      ...{ loss: { type: 'squared-error' }, optimizer: { type: 'sgd' }, batchSize: 32 },
      ...{ shuffle: true, seed: 0, split: null, preprocessing: {}, missing: null },
      ...{ outputs: null, metrics: [], model: null, threads: 1, resume: false, priority: 0 },
      ...learningSettings({}),
      checkpoint: { everySeconds: 60, keep: 2 },
    },
    heads: [{ name: null, task: 'regression', columns: 1 }],
    datasetDigest: '',
  };
}

/** A journal over a database at `path`, with one queued job in it. */
export function openJournal(path: string) {
  const database = openDatabase(path);
  const store = new JobStore<JobRecord>(database);
  const outbox = new WebhookStore(database.records);
  const journal = new JobJournal(store, outbox);
  const job = jobRecord('job_1');
  if (journal.get(job.id) === undefined) store.atomically(() => journal.insert(job));
  return { database, store, journal, outbox, job };
}
