// Which queued job runs next, and what becomes of one that runs: trainers are started, heard and ended
// here. Every change of a job goes through the journal.
import type { Logger } from 'pino';
import { ApiError, fromStorage } from '../errors.ts';
import type { JobRecord, LiveProgress } from './job.ts';
import type { JobJournal } from './journal.ts';
import type { Finished, Progress } from './protocol.ts';
import { type Outcome, Trainer } from './trainer-host.ts';

/** What the runner needs of the rest of the server. */
export interface RunnerContext {
  journal: JobJournal;
  log: Logger;
  slots: number;
  /** Where the trainer finds its plan and its data. */
  order(job: JobRecord): { directory: string; dataPath: string };
  /** Stores what a job made; ends with the job's move to `succeeded`, in one durable transaction. */
  succeed(job: JobRecord, finished: Finished): Promise<void>;
  /** Called once for each job that has become terminal. */
  released(job: JobRecord): void;
  /** For those who keep figures, in seconds: how long a job waited to start, and a step of one that runs. */
  waited(seconds: number): void;
  stepped(seconds: number): void;
}

interface Run {
  trainer: Trainer;
  live: LiveProgress;
  done: Promise<void>;
}

/** Milliseconds until an outcome that found the disk full is stored again. */
const retryInterval = 2000;

const interruption = {
  code: 'interrupted',
  detail: 'The server stopped while this job ran. Submit it again to train from the start.',
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
    for (const job of journal.all('cancelling')) journal.move(job, 'cancelled');
  }

  /** Starts queued jobs, oldest first, while there are slots. */
  fill(): void {
    const { journal, slots, log } = this.#context;
    while (!this.#stopping && this.#runs.size < slots) {
      const next = journal.oldest('queued');
      if (next === undefined) return;
      try {
        const now = new Date();
        this.#start(journal.move(next, 'running', { startedAt: now.toISOString() }));
        this.#context.waited(Math.max(0, now.getTime() - Date.parse(next.createdAt)) / 1000);
      } catch (error) {
        log.error({ err: error, job: next.id }, 'a job could not be started; trying again');
        setTimeout(() => this.fill(), retryInterval).unref();
        return;
      }
    }
  }

  /** What is known of a running job beyond its record. */
  live(id: string): LiveProgress | undefined {
    return this.#runs.get(id)?.live;
  }

  /** Tells the trainer of a job that has become `cancelling`. */
  cancel(id: string): void {
    this.#runs.get(id)?.trainer.cancel();
  }

  /** Ends every trainer; what ran is `interrupted` when this resolves. Starts nothing more. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const { trainer } of this.#runs.values()) trainer.kill();
    await Promise.all([...this.#runs.values()].map(({ done }) => done));
  }

  #start(job: JobRecord): void {
    const { log } = this.#context;
    const trainer = this.#launch(job);
    if (trainer === undefined) return;
    const live = { progress: 0, epoch: 0, estimatedFinishAt: null };
    const done = trainer.ended
      .then((outcome) => this.#settle(job.id, outcome))
      .catch((error: unknown) =>
        log.fatal({ err: error, job: job.id }, 'the end of a job was not stored'),
      )
      .finally(() => {
        this.#runs.delete(job.id);
        this.fill();
      });
    this.#runs.set(job.id, { trainer, live, done });
  }

  /** A process that the system does not let start fails its job, which no retry would help. */
  #launch(job: JobRecord): Trainer | undefined {
    const { journal, log, order, released } = this.#context;
    try {
      return new Trainer({
        ...order(job),
        onProgress: (progress) => this.#hear(job, progress),
        onOutput: (output) => log.warn({ job: job.id, output }, 'a trainer wrote to stderr'),
      });
    } catch (error) {
      log.error({ err: error, job: job.id }, 'a trainer could not be started');
      released(journal.move(job, 'failed', { error: notStarted }));
      return undefined;
    }
  }

  #hear(job: JobRecord, report: Progress): void {
    const run = this.#runs.get(job.id);
    if (run === undefined) return;
    const { epoch, progress, loss, rowsPerSecond, seconds, series } = report;
    const left = progress > 0 ? (seconds * (1 - progress)) / progress : undefined;
    const estimatedFinishAt =
      left === undefined ? null : new Date(Date.now() + left * 1000).toISOString();
    run.live = { progress, epoch, estimatedFinishAt };
    const { journal, log } = this.#context;
    const { batchSize } = job.settings;
    if (batchSize !== 'full' && rowsPerSecond > 0) this.#context.stepped(batchSize / rowsPerSecond);
    try {
      journal.keep(job.id, series);
      journal.note(job.id, 'epoch', {
        ...{ epoch, epochs: job.settings.epochs, progress, loss, rowsPerSecond, estimatedFinishAt },
      });
      const measured = lastMeasured(report);
      if (measured !== undefined) journal.note(job.id, 'metrics', measured);
      journal.tell(job.id);
    } catch (error) {
      // A full disk costs points of a curve, not the training.
      log.warn({ err: error, job: job.id }, 'progress was not stored');
    }
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
    else if (this.#stopping) this.#interrupt({ ...job, ...reached });
    else if (outcome.type === 'failed') {
      const { type: _, ...error } = outcome;
      journal.move(job, 'failed', { ...reached, error });
    } else throw new Error(`job ${id} was cancelled by nobody`);
    released(journal.get(id) ?? job);
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

  /** Progress is that of the last report in the log: the record of a running job does not follow it. */
  #interrupt(job: JobRecord): void {
    const { journal } = this.#context;
    const report = journal.lastReport(job.id);
    const reached = report === undefined ? {} : { progress: report.progress, epoch: report.epoch };
    journal.move(job, 'interrupted', { ...reached, error: interruption });
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
