// Training jobs: submitted, followed, cancelled, removed. Records change through the journal, trainers
// run under the runner; here is what a client may ask for.
import type { Logger } from 'pino';
import { isFullBatch } from '../catalog/solvers.ts';
import { type Config, defaultThreads } from '../config.ts';
import type { OpenDataset } from '../datasets/record.ts';
import type { DatasetService } from '../datasets/service.ts';
import {
  ApiError,
  badRequest,
  conflict,
  type Fault,
  invalid,
  notFound,
  unavailable,
} from '../errors.ts';
import type { Answer, Commit } from '../http/idempotency.ts';
import { refuseIdAsName } from '../http/names.ts';
import type { ModelService } from '../models/service.ts';
import type { ModelVersion, NamedOutput } from '../models/version.ts';
import type { Native } from '../native.ts';
import type { NetworkRecord } from '../networks/record.ts';
import type { NetworkService } from '../networks/service.ts';
import type { Page } from '../storage/document-store.ts';
import { newId } from '../storage/ids.ts';
import { type JobEvent, type JobFilter, JobStore } from '../storage/jobs-store.ts';
import type { Storage } from '../storage/storage.ts';
import { WebhookStore } from '../storage/webhooks-store.ts';
import type { CheckpointInfo } from './checkpoints.ts';
import { downsample, type Series } from './downsample.ts';
import { EventStream } from './event-stream.ts';
import type { TrainableGoal } from './goals.ts';
import type { JobHead } from './heads.ts';
import {
  isOver,
  type JobRecord,
  type JobSettings,
  jobView,
  type LiveProgress,
  type TrainingJob,
} from './job.ts';
import { JobFiles } from './job-files.ts';
import { JobJournal } from './journal.ts';
import { grantedMemory } from './memory.ts';
import { isScalar } from './metrics.ts';
import type { FittedColumn } from './preprocessing.ts';
import type { Finished } from './protocol.ts';
import type { TrainingRequest } from './request.ts';
import { JobRunner, type RunnerContext } from './runner.ts';
import { Source } from './source.ts';
import { checkSubmission, type Grants } from './submission.ts';
import { Watchers } from './watchers.ts';
import { WebhookSender } from './webhooks.ts';

/** Milliseconds a resume waits for a pause under way. */
const pauseLimit = 15_000;

/** What the server and the system need is left to them. */
function jobMemory({ jobMemory: given }: Config): number {
  return given > 0 ? given : Math.floor(0.8 * grantedMemory());
}

export interface JobFoundation {
  config: Config;
  log: Logger;
  native: Pick<Native, 'system' | 'solverFaults' | 'summarize'>;
  storage: Pick<Storage, 'files' | 'database'>;
  datasets: Pick<DatasetService, 'open' | 'check' | 'retain' | 'release'>;
  networks: Pick<NetworkService, 'find' | 'snapshot'>;
  models: Pick<ModelService, 'createVersion'>;
}

export class JobService {
  readonly #foundation: JobFoundation;
  readonly #files: JobFiles;
  readonly #journal: JobJournal;
  readonly #runner: JobRunner;
  readonly #watchers: Watchers;
  readonly #webhooks: WebhookSender;
  /** Told of every start of a job and of every report of one that runs. */
  observe: Pick<RunnerContext, 'waited' | 'stepped'> = {
    waited: () => undefined,
    stepped: () => undefined,
  };

  constructor(foundation: JobFoundation) {
    const { storage, log, config, datasets } = foundation;
    this.#foundation = foundation;
    this.#files = new JobFiles(storage.files);
    const outbox = new WebhookStore(storage.database.records);
    this.#journal = new JobJournal(new JobStore<JobRecord>(storage.database), outbox);
    const { privateWebhooks: allowPrivate } = config;
    this.#webhooks = new WebhookSender({ store: outbox, log, allowPrivate });
    this.#watchers = new Watchers(config.maxStreams);
    this.#runner = new JobRunner({
      journal: this.#journal,
      log,
      slots: config.slots,
      memory: jobMemory(config),
      order: (job) => ({
        directory: this.#files.directory(job.id),
        dataPath: datasets.open(job.settings.dataset).path,
        checkpoints: job.settings.checkpoint,
        memoryBytes: job.memoryBytes,
      }),
      succeed: (job, finished) => this.#succeed(job, finished),
      released: (job) => this.#release(job),
      waited: (seconds) => this.observe.waited(seconds),
      stepped: (seconds) => this.observe.stepped(seconds),
    });
  }

  /** Puts right what a crash left, and starts the queue. */
  async start(): Promise<void> {
    this.#runner.recover();
    for (const status of ['queued', 'paused'] as const) {
      for (const { settings } of this.#journal.all(status)) {
        this.#foundation.datasets.retain(settings.dataset);
      }
    }
    this.#runner.fill();
    this.#webhooks.wake();
  }

  /**
   * Ends running jobs as `interrupted`, then all waits and streams, so that the server can close its
   * connections. Queued jobs start with the next process. May be called again.
   */
  async stop(): Promise<void> {
    await this.#runner.stop();
    this.#watchers.end();
    this.#webhooks.stop();
  }

  ids(): string[] {
    return this.#journal.ids();
  }

  /** How many jobs are in each state. */
  countByStatus(): Record<string, number> {
    return this.#journal.countByStatus();
  }

  /** Checks, copies the network's parameters, and queues: durable with the answer `commit` stores. */
  async submit(request: TrainingRequest, commit: Commit): Promise<Answer> {
    this.#refuseFullQueue();
    refuseIdAsName(request.name);
    const { network, dataset } = this.#sources(request);
    const source = sourceOf(dataset);
    const { native } = this.#foundation;
    const submission = checkSubmission(request, network, source, this.#grants(), native);
    const job: JobRecord = {
      ...{ id: newId('job'), name: request.name ?? null, status: 'queued' },
      ...{ createdAt: new Date().toISOString(), startedAt: null, finishedAt: null },
      ...{ progress: 0, epoch: 0, settings: submission.settings },
      heads: submission.goals.map(headOf),
      ...{ datasetDigest: dataset.record.sha256, result: null, error: null, retries: [] },
      ...{ memoryBytes: submission.memoryBytes, webhook: request.webhook ?? null },
    };
    this.#foundation.datasets.retain(source.id);
    try {
      await this.#foundation.datasets.check(source.id);
      await this.#files.prepare(job.id, submission.plan, (path) =>
        this.#foundation.networks.snapshot(network.id, path),
      );
      const answer = commit(() => {
        this.#journal.insert(job);
        const headers = { location: `/v1/training-jobs/${job.id}` };
        return { status: 202, headers, body: this.#view(job) };
      });
      setImmediate(() => this.#runner.fill());
      return answer;
    } catch (error) {
      this.#foundation.datasets.release(source.id);
      await this.#files.remove(job.id);
      throw error;
    }
  }

  #refuseFullQueue(): void {
    if ((this.countByStatus().queued ?? 0) < this.#foundation.config.queueLimit) return;
    throw unavailable('the queue is full; try again when a job has ended', 30);
  }

  /** Names in a body that mean nothing are faults of the body, each with its pointer. */
  #sources(request: TrainingRequest): { network: NetworkRecord; dataset: OpenDataset } {
    const faults: Fault[] = [];
    const found = <T>(pointer: string, find: () => T): T | undefined => {
      try {
        return find();
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 'not-found') throw error;
        faults.push({ pointer, detail: error.detail });
        return undefined;
      }
    };
    const network = found('/network', () => this.#foundation.networks.find(request.network));
    const dataset = found('/dataset', () => this.#foundation.datasets.open(request.dataset));
    if (network === undefined || dataset === undefined) throw invalid(faults);
    return { network, dataset };
  }

  #grants(): Grants {
    const { config, native } = this.#foundation;
    const granted = native.system().threads;
    const most = Math.max(granted, config.threads);
    const shared = Math.floor(defaultThreads(config, granted) / config.slots);
    return {
      byDefault: Math.max(1, shared),
      most,
      resumes: config.resumeJobs,
      memory: jobMemory(config),
      privateWebhooks: config.privateWebhooks,
    };
  }

  /** By id, or else the newest of that name; 404 when there is none. */
  get(idOrName: string): TrainingJob {
    return this.#view(this.#find(idOrName));
  }

  #find(idOrName: string): JobRecord {
    const job = this.#journal.find(idOrName);
    if (job === undefined) throw notFound('training job', idOrName);
    return job;
  }

  /** `place` is that of a queued job, when it is known already. */
  #view(job: JobRecord, place?: number): TrainingJob {
    if (job.status === 'running') return jobView(job, { live: this.#runner.live(job.id) });
    if (job.status !== 'queued') return jobView(job);
    return jobView(job, { waiting: this.#runner.waiting(job, place ?? this.#journal.place(job)) });
  }

  list(filter: JobFilter): Page<TrainingJob> {
    const { items, next } = this.#journal.list(filter);
    const waits = items.some(({ status }) => status === 'queued');
    const places = waits ? this.#journal.places() : undefined;
    return { items: items.map((job) => this.#view(job, places?.get(job.id))), next };
  }

  /** The job once it is terminal, or as it is after `seconds`; `left` fires when nobody waits any more. */
  async wait(idOrName: string, seconds: number, left: AbortSignal): Promise<TrainingJob> {
    const job = this.#find(idOrName);
    const { id } = job;
    if (!isOver(job)) {
      await this.#watchers.wait(seconds * 1000, left, (wake) =>
        this.#journal.listen(id, () => {
          if (this.#isOver(id)) wake();
        }),
      );
    }
    return this.get(id);
  }

  #isOver(id: string): boolean {
    const job = this.#journal.get(id);
    return job === undefined || isOver(job);
  }

  /** Idempotent. A job without a trainer is cancelled at once, one with is `cancelling` first, one that has ended stays as it is. */
  cancel(idOrName: string): TrainingJob {
    const job = this.#find(idOrName);
    if (job.status === 'queued' || job.status === 'paused') {
      const cancelled = this.#journal.move(job, 'cancelled');
      this.#release(cancelled);
      return jobView(cancelled);
    }
    if (job.status !== 'running' && job.status !== 'pausing') return jobView(job);
    const cancelling = this.#journal.move(job, 'cancelling', reached(this.#runner.live(job.id)));
    this.#runner.cancel(job.id);
    return jobView(cancelling);
  }

  /** Idempotent. A queued job is paused at once, a running one is `pausing` until its checkpoint is stored; any other stays as it is. */
  pause(idOrName: string): TrainingJob {
    const job = this.#find(idOrName);
    if (job.status === 'queued') return jobView(this.#journal.move(job, 'paused'));
    if (job.status !== 'running') return this.#view(job);
    const pausing = this.#journal.move(job, 'pausing', reached(this.#runner.live(job.id)));
    this.#runner.pause(job.id);
    return this.#view(pausing);
  }

  /** Idempotent. Queues a paused or interrupted job again, a pausing one once it is paused; any other stays as it is. */
  async resume(idOrName: string, left: AbortSignal): Promise<TrainingJob> {
    const { id } = this.#find(idOrName);
    await this.#paused(id, left);
    const job = this.#find(id);
    if (job.status === 'interrupted') this.#retainAgain(job);
    else if (job.status !== 'paused') return this.#view(job);
    const queued = this.#journal.move(job, 'queued', { error: null });
    setImmediate(() => this.#runner.fill());
    return this.#view(queued);
  }

  /** Resolves when a job is not, or no more, pausing. */
  async #paused(id: string, left: AbortSignal): Promise<void> {
    const pausing = () => this.#journal.get(id)?.status === 'pausing';
    if (!pausing()) return;
    await this.#watchers.wait(pauseLimit, left, (wake) =>
      this.#journal.listen(id, () => {
        if (!pausing()) wake();
      }),
    );
    if (pausing()) throw conflict('the job is still pausing; try again when it is paused');
  }

  /** An interrupted job has given its data set up. */
  #retainAgain({ id, settings }: JobRecord): void {
    const { datasets } = this.#foundation;
    try {
      datasets.open(settings.dataset);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'not-found') throw error;
      throw conflict(`the data set of job ${id} is gone`);
    }
    datasets.retain(settings.dataset);
  }

  /** Oldest first. */
  checkpoints(idOrName: string): Promise<CheckpointInfo[]> {
    return this.#files.checkpoints(this.#find(idOrName).id).list();
  }

  /** Where the file of a checkpoint is; 404 when there is none. */
  async checkpointFile(idOrName: string, number: number): Promise<string> {
    const { id } = this.#find(idOrName);
    const folder = this.#files.checkpoints(id);
    const known = (await folder.list()).some((info) => info.number === number);
    if (!known) throw notFound('checkpoint', `${number}`);
    return folder.path(number);
  }

  /** Removes a job that has ended, its events and its files. Model versions it made stay. */
  async remove(idOrName: string): Promise<void> {
    const job = this.#find(idOrName);
    if (!isOver(job)) throw conflict(`the job is ${job.status}; cancel it first`);
    this.#journal.remove(job.id);
    await this.#files.remove(job.id);
  }

  /** A page of events; `next` is null once the last event there will ever be has been given. */
  events(
    idOrName: string,
    after: number,
    limit: number,
  ): { items: JobEvent[]; next: number | null } {
    const { id } = this.#find(idOrName);
    const items = this.#journal.events(id, after, limit + 1);
    const more = items.length > limit;
    const given = items.slice(0, limit);
    const last = given.at(-1)?.seq ?? after;
    return { items: given, next: more || !this.#isOver(id) ? last : null };
  }

  /** Events as they come; undefined when there is nothing after `after` and never will be. */
  stream(idOrName: string, after: number): EventStream | undefined {
    const { id } = this.#find(idOrName);
    if (this.#isOver(id) && this.#journal.events(id, after, 1).length === 0) return undefined;
    return this.#watchers.open(
      () =>
        new EventStream(
          {
            read: (from, limit) => this.#journal.events(id, from, limit),
            over: () => this.#isOver(id),
            listen: (listener) => this.#journal.listen(id, listener),
          },
          after,
        ),
    );
  }

  /** Series by name, all when `names` is undefined, at most `maxPoints` long. 400 for a name no job like this has. */
  metrics(idOrName: string, names: readonly string[] | undefined, maxPoints: number): Series {
    const { id, settings } = this.#find(idOrName);
    const offered = seriesNames(settings);
    const unknown = names?.find((name) => !offered.includes(name));
    if (unknown !== undefined) {
      throw badRequest(
        `this job has no series \`${unknown.slice(0, 60)}\`; it has ${offered.join(', ')}`,
      );
    }
    const { epoch, values } = this.#journal.series(id);
    const column = (name: string) => values[name] ?? new Array<null>(epoch.length).fill(null);
    const chosen = Object.fromEntries((names ?? offered).map((name) => [name, column(name)]));
    return downsample({ epoch, values: chosen }, maxPoints);
  }

  /** Of a job that has come to rest. One that is over gives its data set up; an interrupted one keeps its start, to be gone on from. */
  #release(job: JobRecord): void {
    const { id, status, settings } = job;
    if (!isOver(job)) return;
    this.#webhooks.wake();
    this.#foundation.datasets.release(settings.dataset);
    if (status === 'interrupted') return;
    this.#files.tidy(id, settings.model === null).catch((error: unknown) => {
      this.#foundation.log.warn({ err: error, job: id }, 'files of a job were not removed');
    });
  }

  /** The version and the job's success are one transaction: a crash leaves both or neither. */
  async #succeed(job: JobRecord, finished: Finished): Promise<void> {
    const { type: _, inputs, targets, ...measured } = finished;
    const { settings, heads, datasetDigest: sha256 } = job;
    const { model, network, dataset, loss } = settings;
    const { metrics } = measured;
    if (model === null) {
      const result = { ...measured, model, version: null };
      this.#journal.move(job, 'succeeded', { result });
      return;
    }
    const { spec, split: rule, drop } = await this.#files.plan(job.id);
    const version = {
      ...{ model, job: job.id, network, dataset: { id: dataset, sha256 }, loss, metrics, inputs },
      outputs: outputsOf(heads, targets, settings.outputs),
      ...{ spec, split: { rule, drop, rows: measured.rows } },
    };
    const parameters = await this.#files.linkResult(job.id);
    await this.#foundation.models.createVersion(version, parameters, ({ version: number }) => {
      this.#journal.record(job, 'succeeded', {
        result: { ...measured, model, version: number },
      });
    });
    this.#journal.tell(job.id);
  }
}

function headOf({ name, head, columns }: TrainableGoal): JobHead {
  const classes = head.classes === undefined ? {} : { classes: head.classes };
  return { name, task: head.task, columns: columns.length, ...classes };
}

/** What a version keeps of the outputs; the fitted target columns are those of all heads in turn. */
function outputsOf(
  heads: readonly JobHead[],
  targets: readonly FittedColumn[],
  goals: JobSettings['outputs'],
): ModelVersion['outputs'] {
  let first = 0;
  const parts = heads.map(({ name, columns: width, ...head }) => {
    const columns = targets.slice(first, first + width);
    first += width;
    const { loss, weight } = goals?.[name ?? ''] ?? {};
    return { ...head, columns, name, loss, weight };
  });
  const [only] = parts;
  if (only?.name === null) {
    const { task, columns, classes } = only;
    return { task, columns, ...(classes === undefined ? {} : { classes }) };
  }
  return { task: 'multi-output', parts: parts as NamedOutput[] };
}

function sourceOf({ record, rowBytes, fields }: OpenDataset): Source {
  const { id, rowCount } = record;
  const columns = record.columns.map(({ type, min, max, ...column }) => ({
    ...column,
    type: type === 'integer' || type === 'timestamp' ? 'number' : type,
    min: type === 'timestamp' ? timeOrNull(min) : numberOrNull(min),
    max: type === 'timestamp' ? timeOrNull(max) : numberOrNull(max),
  }));
  return new Source({ id, rowCount, rowBytes, columns, places: fields });
}

/** Of times the milliseconds. */
function timeOrNull(limit: number | string | null | undefined): number | null {
  return typeof limit === 'string' ? Date.parse(limit) : null;
}

/** Limits beyond 2⁵³ are written as strings. */
function numberOrNull(limit: number | string | null | undefined): number | null {
  return limit === null || limit === undefined ? null : Number(limit);
}

function reached(live: LiveProgress | undefined): Partial<JobRecord> {
  return live === undefined ? {} : { progress: live.progress, epoch: live.epoch };
}

/** Whether rows may be in a split; a column says so for itself. */
function mayHave(split: NonNullable<JobSettings['split']>, name: 'validation' | 'test'): boolean {
  const { column, kFold, rows } = split;
  if (kFold !== undefined) return name === 'test';
  return column !== undefined || rows?.[name] !== undefined || (split[name] ?? 0) > 0;
}

/** Every series a job with these settings measures, by `<split>.<metric>`. */
function seriesNames({ split, metrics, optimizer }: JobSettings): string[] {
  const measured = [...new Set(['loss', ...metrics])].filter(isScalar);
  const splits = (['validation', 'test'] as const).filter(
    (name) => split !== null && mayHave(split, name),
  );
  const rates = isFullBatch(optimizer.type) ? [] : ['learningRate'];
  const others = splits.flatMap((name) => measured.map((metric) => `${name}.${metric}`));
  return ['train.loss', ...rates, ...others];
}
