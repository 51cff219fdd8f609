// The one way a job changes: record and event in one durable transaction, told to listeners afterwards.
// Progress goes the cheaper way, without an fsync. Knows no processes.
import type { Page } from '../storage/document-store.ts';
import { newId } from '../storage/ids.ts';
import type { JobEvent, JobFilter, JobStore } from '../storage/jobs-store.ts';
import type { WebhookStore } from '../storage/webhooks-store.ts';
import { concatenated, downsample, part, type Series } from './downsample.ts';
import { isOver, type JobRecord, jobView } from './job.ts';
import { canMove, type JobStatus } from './states.ts';

/** Points of one job that are kept; beyond, they are thinned to half. A week of fast epochs fits. */
const maxStoredPoints = 32_768;

export class JobJournal {
  readonly #store: JobStore<JobRecord>;
  readonly #outbox: WebhookStore;
  readonly #listeners = new Map<string, Set<() => void>>();
  /** Stored points of jobs that have reported to this process. */
  readonly #points = new Map<string, number>();

  constructor(store: JobStore<JobRecord>, outbox: WebhookStore) {
    this.#store = store;
    this.#outbox = outbox;
  }

  /** Call inside a durable transaction, and `tell` after it. */
  insert(job: JobRecord): void {
    this.#store.insert(job);
    this.#addStatus(job);
  }

  /** Moves `job` to `status`, with `changes`: durable when this returns, and told. */
  move(job: JobRecord, status: JobStatus, changes: Partial<JobRecord> = {}): JobRecord {
    const moved = this.#store.atomically(() => this.record(job, status, changes));
    this.tell(job.id);
    return moved;
  }

  /**
   * The part of `move` that belongs into a durable transaction of somebody else; `tell` after it. Throws
   * when the table of states does not allow the move, or the job has moved meanwhile.
   */
  record(job: JobRecord, status: JobStatus, changes: Partial<JobRecord> = {}): JobRecord {
    if (!canMove(job.status, status))
      throw new Error(`a ${job.status} job cannot become ${status}`);
    const finishedAt = isOver({ ...job, status }) ? new Date().toISOString() : null;
    const moved: JobRecord = { ...job, finishedAt, ...changes, status };
    if (!this.#store.transition(moved, [job.status]))
      throw new Error(`job ${job.id} has moved meanwhile`);
    this.#addStatus(moved);
    if (isOver(moved)) this.#addWebhook(moved);
    return moved;
  }

  #addWebhook(job: JobRecord): void {
    if (job.webhook === null) return;
    const body = JSON.stringify({
      ...{ type: `training-job.${job.status}`, timestamp: new Date().toISOString() },
      data: jobView(job),
    });
    this.#outbox.add({ ...job.webhook, id: newId('msg'), body });
  }

  #addStatus(job: JobRecord): void {
    const { status, progress, epoch, result, error, retries } = job;
    const outcome = {
      ...(result === null ? {} : { result }),
      ...(error === null ? {} : { error }),
      ...(status === 'queued' && retries.length > 0 ? { retries } : {}),
    };
    const at = new Date().toISOString();
    const data = { at, status, terminal: isOver(job), progress, epoch, ...outcome };
    this.#store.addEvent(job.id, { type: 'status', at, data }, true);
  }

  /** Appends an event of progress. */
  note(id: string, type: Exclude<JobEvent['type'], 'status'>, data: object): void {
    const at = new Date().toISOString();
    this.#store.addEvent(id, { type, at, data: { at, ...data } }, false);
  }

  /** Keeps measured values, thinned when they become too many. */
  keep(id: string, series: Series): void {
    const [first] = series.epoch;
    if (first === undefined) return;
    this.#store.addMetrics(id, first, { ...series });
    const points = (this.#points.get(id) ?? 0) + series.epoch.length;
    this.#points.set(id, points);
    if (points <= maxStoredPoints) return;
    const thinned = downsample(this.series(id), maxStoredPoints / 2);
    this.#store.replaceMetrics(id, thinned.epoch[0] ?? 0, { ...thinned });
    this.#points.set(id, thinned.epoch.length);
  }

  /**
   * Forgets what was measured after an epoch, for it will be measured again, and fills in what a
   * checkpoint of that epoch knows and this journal has not heard.
   */
  rewind(id: string, epoch: number, known: Series): void {
    const before = part(this.series(id), (at) => at <= epoch);
    const last = before.epoch.at(-1) ?? 0;
    const series = concatenated([before, part(known, (at) => at > last && at <= epoch)]);
    this.#store.replaceMetrics(id, series.epoch[0] ?? 0, { ...series });
    this.#points.set(id, series.epoch.length);
  }

  /** Everything measured so far. */
  series(id: string): Series {
    return concatenated(this.#store.metrics(id).map(({ data }) => data as unknown as Series));
  }

  find(idOrName: string): JobRecord | undefined {
    return this.#store.find(idOrName);
  }

  get(id: string): JobRecord | undefined {
    return this.#store.get(id);
  }

  list(filter: JobFilter): Page<JobRecord> {
    return this.#store.listJobs(filter);
  }

  /** The queued job that is to start next. */
  next(): JobRecord | undefined {
    return this.#store.firstInLine('queued');
  }

  /** The place of a queued job, from 1. */
  place({ id, settings }: JobRecord): number {
    return this.#store.place('queued', settings.priority, id);
  }

  /** Places of all queued jobs by id. */
  places(): Map<string, number> {
    return new Map(this.#store.line('queued').map((id, i) => [id, i + 1]));
  }

  /** All of a state, oldest first. */
  all(status: JobStatus): JobRecord[] {
    return this.#store.oldest(status, Number.MAX_SAFE_INTEGER);
  }

  countByStatus(): Record<string, number> {
    return this.#store.countByStatus();
  }

  /** The last report of progress in the log. */
  lastReport(id: string): { progress: number; epoch: number } | undefined {
    const data = this.#store.lastEvent(id, 'epoch')?.data;
    return data as { progress: number; epoch: number } | undefined;
  }

  ids(): string[] {
    return this.#store.ids();
  }

  events(id: string, after: number, limit: number): JobEvent[] {
    return this.#store.events(id, after, limit);
  }

  remove(id: string): void {
    this.#store.remove(id);
    this.#points.delete(id);
    this.tell(id);
  }

  /** Calls `listener` after each change of the job and each event; returns how to stop that. */
  listen(id: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(id) === listeners) this.#listeners.delete(id);
    };
  }

  tell(id: string): void {
    for (const listener of [...(this.#listeners.get(id) ?? [])]) listener();
  }
}
