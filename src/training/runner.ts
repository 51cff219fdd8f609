// Which queued job runs next, and what becomes of one that runs: trainers are started, heard and ended
// here. Every change of a job goes through the journal.
import type { Logger } from 'pino';
import { ApiError, count, fromStorage } from '../errors.ts';
import type { JobRecord, LiveProgress, Waiting } from './job.ts';
import type { JobJournal } from './journal.ts';
import { inBytes } from './memory.ts';
import type { Failed, FailureCode, Finished, Order, Progress } from './protocol.ts';
import { type Outcome, type Report, Trainer } from './trainer-host.ts';

/** What the runner needs of the rest of the server. */
export interface RunnerContext {
  journal: JobJournal;
  log: Logger;
  slots: number;
  /** Bytes of all running jobs together. */
  memory: number;
  order(job: JobRecord): Order;
  /** Stores what a job made; ends with the job's move to `succeeded`, in one durable transaction. */
  succeed(job: JobRecord, finished: Finished): Promise<void>;
  /** Called once each time a job has come to rest. */
  released(job: JobRecord): void;
  /** For those who keep figures, in seconds: how long a job waited to start, and a step of one that runs. */
  waited(seconds: number): void;
  stepped(seconds: number): void;
}

interface Run {
  memoryBytes: number;
  trainer: Trainer;
  live: LiveProgress;
  done: Promise<void>;
}

/** Milliseconds until an outcome that found the disk full is stored again. */
const retryInterval = 2000;

/** Milliseconds the trainers have for their checkpoints when the server ends. */
const checkpointLimit = 12_000;

/** How often a job goes on after its trainer has failed. */
const mostRetries = 3;

/** Failures that another try may not meet again. */
const passing: ReadonlySet<FailureCode> = new Set(['crashed', 'unresponsive']);

const interruption = {
  code: 'interrupted',
  detail:
    'The server stopped while this job ran. `:resume` goes on from its last checkpoint, or from the start when there is none.',
} as const;

const notStarted = {
  code: 'crashed',
  detail: 'The trainer process could not be started; the log of the server says why.',
} as const;

export class JobRunner {
  readonly #context: RunnerContext;
  readonly #runs = new Map<string, Run>();
  #stopping = false;

  constructor(context: RunnerContext) {
    this.#context = context;
  }

  /** Puts right what the last process left: nothing runs now, whatever the records say. */
  recover(): void {
    const { journal } = this.#context;
    for (const job of journal.all('running')) this.#interrupt(job);
    for (const job of journal.all('pausing'))
      journal.move(job, 'paused', this.#lastReached(job.id));
    for (const job of journal.all('cancelling')) journal.move(job, 'cancelled');
    for (const job of journal.all('interrupted')) {
      if (job.settings.resume) journal.move(job, 'queued', { error: null });
    }
  }

  /** Starts queued jobs in the order of their line, while there are slots and memory. */
  fill(): void {
    const { journal, slots, log } = this.#context;
    while (!this.#stopping && this.#runs.size < slots) {
      const next = journal.next();
      if (next === undefined || !this.#fits(next)) return;
      try {
        const now = new Date();
        const startedAt = next.startedAt ?? now.toISOString();
        this.#start(journal.move(next, 'running', { startedAt }));
        if (next.startedAt === null) {
          this.#context.waited(Math.max(0, now.getTime() - Date.parse(next.createdAt)) / 1000);
        }
      } catch (error) {
        log.error({ err: error, job: next.id }, 'a job could not be started; trying again');
        setTimeout(() => this.fill(), retryInterval).unref();
        return;
      }
    }
  }

  /** Nothing overtakes a large job that waits for memory, or it might wait for ever. */
  #fits({ memoryBytes }: JobRecord): boolean {
    return this.#runs.size === 0 || this.#memoryTaken() + memoryBytes <= this.#context.memory;
  }

  #memoryTaken(): number {
    return [...this.#runs.values()].reduce((sum, run) => sum + run.memoryBytes, 0);
  }

  /** What keeps a queued job at its place from running. */
  waiting(job: JobRecord, place: number): Waiting {
    const { slots, memory } = this.#context;
    const ahead = place > 1 ? `${count(place - 1, 'job')} before it; ` : '';
    if (this.#runs.size >= slots) {
      const taken = slots === 1 ? 'the one slot is taken' : `all ${slots} slots are taken`;
      return { place, reason: 'slots', detail: ahead + taken };
    }
    if (this.#fits(job)) return { place, reason: 'starting', detail: `${ahead}about to start` };
    const free = inBytes(Math.max(0, memory - this.#memoryTaken()));
    const detail = `${ahead}it takes ${inBytes(job.memoryBytes)} of memory, and running jobs leave ${free}`;
    return { place, reason: 'memory', detail };
  }

  /** What is known of a running job beyond its record. */
  live(id: string): LiveProgress | undefined {
    return this.#runs.get(id)?.live;
  }

  /** Tells the trainer of a job that has become `cancelling`. */
  cancel(id: string): void {
    this.#runs.get(id)?.trainer.cancel();
  }

  /** Tells the trainer of a job that has become `pausing`. */
  pause(id: string): void {
    this.#runs.get(id)?.trainer.pause();
  }

  /**
   * Ends every trainer, with a checkpoint if it can write one in time; what ran is `interrupted` when
   * this resolves. Starts nothing more.
   */
  async stop(): Promise<void> {
    this.#stopping = true;
    const runs = [...this.#runs.values()];
    for (const { trainer } of runs) trainer.pause();
    const late = setTimeout(() => {
      for (const { trainer } of runs) trainer.kill();
    }, checkpointLimit);
    await Promise.all(runs.map(({ done }) => done));
    clearTimeout(late);
  }

  #start(job: JobRecord): void {
    const { log } = this.#context;
    const trainer = this.#launch(job);
    if (trainer === undefined) return;
    const { progress, epoch, memoryBytes } = job;
    const live = { progress, epoch, estimatedFinishAt: null, speed: null };
    const done = trainer.ended
      .then((outcome) => this.#settle(job.id, outcome))
      .catch((error: unknown) =>
        log.fatal({ err: error, job: job.id }, 'the end of a job was not stored'),
      )
      .finally(() => {
        this.#runs.delete(job.id);
        this.fill();
      });
    this.#runs.set(job.id, { memoryBytes, trainer, live, done });
  }

  /** A process that the system does not let start fails its job, which no retry would help. */
  #launch(job: JobRecord): Trainer | undefined {
    const { journal, log, order, released } = this.#context;
    try {
      return new Trainer({
        order: order(job),
        onReport: (report) => this.#hear(job, report),
        onOutput: (output) => log.warn({ job: job.id, output }, 'a trainer wrote to stderr'),
      });
    } catch (error) {
      log.error({ err: error, job: job.id }, 'a trainer could not be started');
      released(journal.move(job, 'failed', { error: notStarted }));
      return undefined;
    }
  }

  /** A full disk costs points of a curve, not the training. */
  #hear(job: JobRecord, report: Report): void {
    const { log } = this.#context;
    try {
      this.#note(job, report);
    } catch (error) {
      log.warn({ err: error, job: job.id }, 'progress was not stored');
    }
  }

  #note(job: JobRecord, report: Report): void {
    const { journal, log } = this.#context;
    if (report.type === 'progress') this.#noteProgress(job, report);
    else if (report.type === 'resumed') {
      const { checkpoint: number, epoch, step, series } = report;
      journal.rewind(job.id, epoch, series);
      journal.note(job.id, 'checkpoint', { number, epoch, step, resumed: true });
    } else if (report.type === 'checkpoint') {
      const { number, epoch, step, bytes } = report.checkpoint;
      journal.note(job.id, 'checkpoint', { number, epoch, step, bytes, resumed: false });
    } else log.error({ job: job.id, detail: report.detail }, 'a checkpoint was not written');
    journal.tell(job.id);
  }

  #noteProgress(job: JobRecord, report: Progress): void {
    const { epoch, progress, loss, seconds, serial, series } = report;
    const { rowsPerSecond, gflops, shareOfPeak } = report;
    const left = progress > 0 ? (seconds * (1 - progress)) / progress : undefined;
    const estimatedFinishAt =
      left === undefined ? null : new Date(Date.now() + left * 1000).toISOString();
    const run = this.#runs.get(job.id);
    if (run !== undefined) {
      const speed = { rowsPerSecond, gflops, shareOfPeak };
      run.live = { progress, epoch, estimatedFinishAt, speed };
    }
    const { journal, stepped } = this.#context;
    const { batchSize } = job.settings;
    if (batchSize !== 'full' && rowsPerSecond > 0) stepped(batchSize / rowsPerSecond);
    journal.keep(job.id, series);
    run?.trainer.heard(serial);
    journal.note(job.id, 'epoch', {
      ...{
        epoch,
        epochs: job.settings.epochs,
        progress,
        loss,
        rowsPerSecond,
        gflops,
        shareOfPeak,
        estimatedFinishAt,
      },
    });
    const measured = lastMeasured(report);
    if (measured !== undefined) journal.note(job.id, 'metrics', measured);
  }

  /** Stores how a job ended; waits for room when the disk is full. */
  async #settle(id: string, outcome: Outcome): Promise<void> {
    for (;;) {
      try {
        return await this.#close(id, outcome);
      } catch (error) {
        const known = fromStorage(error);
        const full = known instanceof ApiError && known.code === 'storage-full';
        if (!full || this.#stopping) throw error;
        this.#context.log.error(
          { job: id },
          'the disk is full: the end of a job waits to be stored',
        );
        await new Promise((resume) => setTimeout(resume, retryInterval));
      }
    }
  }

  async #close(id: string, outcome: Outcome): Promise<void> {
    const { journal, released } = this.#context;
    const job = journal.get(id);
    if (job === undefined) throw new Error(`job ${id} has no record`);
    const reached = this.#reached(id);
    if (job.status === 'cancelling') journal.move(job, 'cancelled', reached);
    else if (outcome.type === 'finished') await this.#succeed(job, outcome);
    else if (job.status === 'pausing' && (outcome.type === 'paused' || this.#stopping)) {
      journal.move(job, 'paused', reached);
    } else if (this.#stopping) this.#interrupt({ ...job, ...reached });
    else if (outcome.type === 'failed') this.#fail({ ...job, ...reached }, outcome);
    else throw new Error(`job ${id} was ended by nobody`);
    released(journal.get(id) ?? job);
  }

  /** What may pass is tried again from the last checkpoint, if the job is one that goes on by itself. */
  #fail(job: JobRecord, { type: _, ...error }: Failed): void {
    const { journal, log } = this.#context;
    const again = job.settings.resume && passing.has(error.code);
    if (!again || job.retries.length >= mostRetries) {
      journal.move(job, 'failed', { error });
      return;
    }
    log.warn({ job: job.id, code: error.code }, 'a trainer has failed; its job goes on');
    const next = job.status === 'pausing' ? 'paused' : 'queued';
    journal.move(job, next, { retries: [...job.retries, error] });
  }

  /** A cancel that came while the result was being stored wins. */
  async #succeed(job: JobRecord, outcome: Finished): Promise<void> {
    const { journal, succeed } = this.#context;
    const done = { ...job, progress: 1, epoch: outcome.epochs };
    try {
      await succeed(done, outcome);
    } catch (error) {
      const now = journal.get(job.id);
      if (now?.status !== 'cancelling') throw error;
      journal.move(now, 'cancelled');
    }
  }

  #reached(id: string): Pick<JobRecord, 'progress' | 'epoch'> {
    const { progress = 0, epoch = 0 } = this.#runs.get(id)?.live ?? {};
    return { progress, epoch };
  }

  /** Of the last report in the log: the record of a running job does not follow its progress. */
  #lastReached(id: string): Partial<JobRecord> {
    const report = this.#context.journal.lastReport(id);
    return report === undefined ? {} : { progress: report.progress, epoch: report.epoch };
  }

  #interrupt(job: JobRecord): void {
    const reached = this.#lastReached(job.id);
    this.#context.journal.move(job, 'interrupted', { ...reached, error: interruption });
  }
}

/** The newest value of each series that is measured between epochs. */
function lastMeasured({
  series,
}: Progress): { epoch: number; values: Record<string, number> } | undefined {
  const values: Record<string, number> = {};
  let epoch = 0;
  for (const [name, column] of Object.entries(series.values)) {
    if (name === 'train.loss') continue;
    const at = column.findLastIndex((value) => value !== null);
    if (at < 0) continue;
    values[name] = column[at] as number;
    epoch = Math.max(epoch, series.epoch[at] as number);
  }
  return epoch === 0 ? undefined : { epoch, values };
}
