// The epochs of one training: the reports on the way, the measuring in between, the checkpoints, and
// how it ends early. Knows no channel, no process, and nothing of how rows were chosen.
import { isFullBatch } from '../catalog/solvers.ts';
import type { NativeTrainer, TrainerProgress } from '../native.ts';
import type { CheckpointFolder, CheckpointRule } from './checkpoints.ts';
import { concatenated, downsample, type Series } from './downsample.ts';
import { TrainingFailure } from './failure.ts';
import { isScalar, type Measured, type Metric } from './metrics.ts';
import type {
  CheckpointFailed,
  CheckpointWritten,
  Plan,
  Progress,
  StopReason,
} from './protocol.ts';
import { scales } from './rules.ts';
import { SeriesBuffer } from './series-buffer.ts';
import type { SplitName, Splits } from './splits.ts';

/** Milliseconds between reports: at most four a second, at least one in five seconds, 0.1 % of the run. */
const reportEvery = { least: 250, most: 5000, share: 0.001 };

/** At most this share of the time goes into measuring splits between epochs. */
const measuringShare = 0.2;

/** The longest a native call runs before the signals and the clock are looked at, in ms. */
const callBudget = 250;

/** Milliseconds of training before the peak is measured: a short job has no time to lose for it. */
const peakAfter = 2000;

/** Points of the series that a checkpoint carries. */
const tailPoints = 4096;

/** Milliseconds until a checkpoint that a pause waits for is tried again. */
const retryInterval = 2000;

/** What the loop goes on from beside the trainer's state. JSON, so null stands for what is not finite. */
export interface LoopMemory {
  seconds: number;
  loss: number | null;
  converged: boolean;
  metrics: Record<string, number>;
  /** What was measured and may not have reached the server. */
  tail: Series;
}

export interface Signals {
  /** Fires when nobody wants the result any more. */
  cancelled: AbortSignal;
  /** Fires when the training is to end with a checkpoint. */
  paused: AbortSignal;
}

export type Say = (message: Progress | CheckpointWritten | CheckpointFailed) => void;

export interface LoopContext {
  trainer: NativeTrainer;
  plan: Plan;
  splits: Splits;
  folder: CheckpointFolder;
  rule: CheckpointRule;
  /** Operations of a forward and a backward pass of one row; null for a solver. */
  flopsPerRow: number | null;
  /** GFLOP/s of one thread in nothing but fused multiply-adds; measured when it is called. */
  peak: () => number;
  /** What a checkpoint keeps beside the loop's own memory. */
  keepsake: object;
  say: Say;
  signals: Signals;
}

export class EpochLoop {
  readonly #context: LoopContext;
  readonly #series = new SeriesBuffer();
  readonly #measured: ('validation' | 'test')[];
  readonly #started = performance.now();
  #reportedAt = this.#started;
  #checkpointAt = this.#started;
  #nextMeasuring: number;
  #measuredEpoch = 0;
  #secondsSinceMeasuring = 0;
  #secondsBefore = 0;
  #converged = false;
  #stopped: StopReason | undefined;
  #epoch = 0;
  #step = 0;
  #share = 0;
  #loss: number | null = null;
  #peak = 0;
  #latest: Record<string, number> = {};
  /** Reports the server has not said it stored. */
  #unheard: { serial: number; series: Series }[] = [];
  #serial = 0;
  #rowsSince = 0;
  #trainingSecondsSince = 0;

  constructor(context: LoopContext) {
    this.#context = context;
    const { splits } = context;
    this.#measured = (['validation', 'test'] as const).filter((name) => splits[name].length > 0);
    this.#nextMeasuring = this.#measuringAfter(0);
  }

  /** Goes on from a checkpoint; the trainer has restored its own part. */
  recall({ epoch, step, memory }: { epoch: number; step: number; memory: LoopMemory }): void {
    this.#epoch = this.#measuredEpoch = epoch;
    this.#nextMeasuring = this.#measuringAfter(epoch);
    this.#step = step;
    this.#secondsBefore = memory.seconds;
    this.#loss = memory.loss;
    this.#latest = memory.metrics;
    this.#converged = memory.converged;
  }

  /** The server has stored the report of this number and those before it. */
  heard(serial: number): void {
    this.#unheard = this.#unheard.filter((report) => report.serial > serial);
  }

  /** Of a full-batch solver: whether it ended by itself. */
  get converged(): boolean | null {
    return isFullBatch(this.#context.plan.optimizer.type) ? this.#converged : null;
  }

  /** What has ended the training, when it was not told to end. */
  get ended(): { epochs: number; steps: number; stopReason: StopReason } {
    const reason = this.#stopped ?? (this.#converged ? 'converged' : 'epochs');
    return { epochs: this.#epoch, steps: this.#step, stopReason: reason };
  }

  /** Trains until `ended`, or says that it was told to end. */
  async run(): Promise<'ended' | 'cancelled' | 'paused'> {
    const { trainer, signals } = this.#context;
    while (!this.#over) {
      if (signals.cancelled.aborted) return 'cancelled';
      if (signals.paused.aborted) return this.#leave();
      const goal = this.#goal();
      const budget = Math.min(callBudget, this.#untilReport(), this.#secondsLeft() * 1000);
      const progress = await trainer.run(goal.epoch, budget, goal.step);
      this.#take(progress);
      if (progress.state === 'diverged') throw this.#diverged(progress);
      this.#converged = progress.state === 'converged';
      this.#stopped = progress.stopReason ?? this.#limitMet();
      if (this.#epoch === goal.measuring && !this.#over) await this.#measure();
      if (this.#checkpointDue(goal)) await this.#checkpoint();
      if (this.#untilReport() <= 1 && !this.#over) this.#send();
    }
    return 'ended';
  }

  get #over(): boolean {
    const done = this.#epoch >= this.#context.plan.epochs;
    return done || this.#converged || this.#stopped !== undefined;
  }

  #limitMet(): 'steps' | 'seconds' | undefined {
    const { steps = Number.POSITIVE_INFINITY } = this.#context.plan.learning.stopping;
    if (this.#epoch >= this.#context.plan.epochs) return undefined;
    return this.#step >= steps ? 'steps' : this.#secondsLeft() <= 0 ? 'seconds' : undefined;
  }

  #secondsLeft(): number {
    const { seconds = Number.POSITIVE_INFINITY } = this.#context.plan.learning.stopping;
    return Math.max(0, seconds - this.#seconds());
  }

  /** The last report, with what the final weights measure on the other splits. */
  conclude(metrics: Measured): void {
    for (const name of this.#measured) this.#add(name, metrics[name] ?? {});
    this.#send();
  }

  /** Where the next call of the trainer must end at the latest. */
  #goal() {
    const { plan, rule } = this.#context;
    const measuring = this.#measured.length > 0 ? this.#nextMeasuring : Number.POSITIVE_INFINITY;
    const { steps = Number.MAX_SAFE_INTEGER } = plan.learning.stopping;
    const checkpointEpoch = nextMultiple(this.#epoch, rule.everyEpochs);
    return {
      measuring,
      checkpointEpoch,
      epoch: Math.min(plan.epochs, measuring, checkpointEpoch),
      step: Math.min(nextMultiple(this.#step, rule.everySteps), steps),
    };
  }

  #checkpointDue(goal: { checkpointEpoch: number; step: number }): boolean {
    if (this.#over) return false; // the result is about to be stored
    const { everySeconds = Number.POSITIVE_INFINITY } = this.#context.rule;
    const late = performance.now() - this.#checkpointAt >= everySeconds * 1000;
    return late || this.#epoch >= goal.checkpointEpoch || this.#step >= goal.step;
  }

  /** A full disk costs this checkpoint, not the training. */
  async #checkpoint(): Promise<boolean> {
    const { say } = this.#context;
    this.#checkpointAt = performance.now();
    try {
      await this.#write();
      return true;
    } catch (error) {
      if (!(error instanceof Error) || !('syscall' in error)) throw error;
      say({ type: 'checkpoint-failed', detail: error.message });
      return false;
    }
  }

  async #write(): Promise<void> {
    const { trainer, folder, rule, keepsake, say } = this.#context;
    const unsent = this.#series.peek();
    const parts = [...this.#unheard.map(({ series }) => series), unsent];
    const tail = downsample(concatenated(parts), tailPoints);
    const memory: LoopMemory = {
      ...{ seconds: this.#seconds(), loss: this.#loss, converged: this.#converged },
      ...{ metrics: this.#latest, tail },
    };
    const place = { epoch: this.#epoch, step: this.#step, metrics: this.#latest };
    const checkpoint = { ...place, state: trainer.state(), run: { ...keepsake, memory } };
    const { best: _, ...written } = await folder.write(checkpoint, rule.keep);
    say({ type: 'checkpoint', checkpoint: written });
  }

  /** Pausing takes as long as the disk refuses the checkpoint; a cancel ends it. */
  async #leave(): Promise<'paused' | 'cancelled'> {
    const { cancelled } = this.#context.signals;
    while (!(await this.#checkpoint())) {
      await new Promise((resume) => setTimeout(resume, retryInterval));
      if (cancelled.aborted) return 'cancelled';
    }
    this.#send();
    return 'paused';
  }

  #add(split: SplitName, values: Record<string, Metric>): void {
    for (const [metric, value] of Object.entries(values)) {
      if (typeof value !== 'number') continue;
      const name = `${split}.${metric}`;
      this.#series.addValue(this.#epoch, name, value);
      this.#note(name, value);
    }
  }

  #note(name: string, value: number): void {
    if (Number.isFinite(value)) this.#latest = { ...this.#latest, [name]: value };
  }

  #take(progress: TrainerProgress): void {
    const { epoch, step, stepsPerEpoch, epochLosses, epochRates, rows, seconds } = progress;
    this.#series.addLosses(this.#epoch + 1, epochLosses, epochRates);
    for (const { epoch: after, name, value } of progress.observations) {
      this.#series.addValue(after, name, value);
      this.#note(name, value);
    }
    const last = epochLosses.at(-1);
    if (last !== undefined) {
      this.#loss = Number.isFinite(last) ? last : null;
      this.#note('train.loss', last);
    }
    this.#epoch = epoch;
    this.#step = step;
    const { epochs, learning } = this.#context.plan;
    const steps = Math.min(
      stepsPerEpoch * epochs,
      learning.stopping.steps ?? Number.POSITIVE_INFINITY,
    );
    this.#share = step / steps;
    this.#rowsSince += rows;
    this.#trainingSecondsSince += seconds;
    this.#secondsSinceMeasuring += seconds;
  }

  /** Measures the splits after an epoch, and sets the next time so that it stays a small share. */
  async #measure(): Promise<void> {
    const { trainer, plan, splits } = this.#context;
    const start = performance.now();
    const metrics = wantedMetrics(plan).filter(isScalar);
    for (const name of this.#measured) {
      this.#add(name, await trainer.evaluate(splits[name], metrics));
    }
    const spent = (performance.now() - start) / 1000;
    const anEpoch = this.#secondsSinceMeasuring / (this.#epoch - this.#measuredEpoch);
    const spacing = Math.ceil(spent / (measuringShare * Math.max(anEpoch, 1e-6)));
    this.#nextMeasuring = this.#measuringAfter(this.#epoch, spacing);
    this.#measuredEpoch = this.#epoch;
    this.#secondsSinceMeasuring = 0;
  }

  /** At the interval the job asks for, else as soon as measuring takes a small share of the time. */
  #measuringAfter(epoch: number, spacing = 1): number {
    const { measureEvery } = this.#context.plan.learning;
    return measureEvery === undefined
      ? epoch + Math.max(1, spacing)
      : nextMultiple(epoch, measureEvery);
  }

  #seconds(): number {
    return this.#secondsBefore + (performance.now() - this.#started) / 1000;
  }

  /** Milliseconds until a report is due. */
  #untilReport(): number {
    const now = performance.now();
    const { least, most, share } = reportEvery;
    const interval = Math.min(most, Math.max(least, (now - this.#started) * share));
    return Math.max(1, this.#reportedAt + interval - now);
  }

  #send(): void {
    this.#reportedAt = performance.now();
    const rowsPerSecond = this.#rowsSince / Math.max(1e-9, this.#trainingSecondsSince);
    const series = this.#series.take();
    this.#serial += 1;
    this.#unheard.push({ serial: this.#serial, series });
    this.#context.say({
      type: 'progress',
      ...{ epoch: this.#epoch, step: this.#step, progress: Math.min(1, this.#share) },
      ...{ loss: this.#loss, seconds: this.#seconds(), serial: this.#serial, series },
      rowsPerSecond: Math.round(rowsPerSecond),
      ...this.#work(rowsPerSecond),
    });
    this.#rowsSince = 0;
    this.#trainingSecondsSince = 0;
  }

  #work(rowsPerSecond: number): { gflops: number | null; shareOfPeak: number | null } {
    const { flopsPerRow, peak, plan } = this.#context;
    if (flopsPerRow === null || rowsPerSecond === 0) return { gflops: null, shareOfPeak: null };
    const gflops = (rowsPerSecond * flopsPerRow) / 1e9;
    const elapsed = performance.now() - this.#started;
    if (this.#peak === 0 && elapsed > peakAfter) this.#peak = peak();
    const shareOfPeak = this.#peak === 0 ? null : gflops / (this.#peak * plan.threads);
    return { gflops, shareOfPeak };
  }

  #diverged({ divergedAt, epoch }: TrainerProgress): TrainingFailure {
    this.#send();
    return divergence(this.#context.plan, divergedAt ?? { epoch: epoch + 1 });
  }
}

function nextMultiple(of: number, every = Number.POSITIVE_INFINITY): number {
  return Number.isFinite(every) ? (Math.floor(of / every) + 1) * every : every;
}

/** What is measured on every split. */
export function wantedMetrics({ metrics }: Plan): string[] {
  return [...new Set(['loss', ...metrics])];
}

type Divergence = Omit<NonNullable<TrainerProgress['divergedAt']>, 'step'> & { step?: number };

/** The failure of a training whose loss is not finite: where, in which layer first, and what to try. */
export function divergence(plan: Plan, { weights, ...at }: Divergence): TrainingFailure {
  const when =
    at.step === undefined ? `after epoch ${at.epoch}` : `in epoch ${at.epoch}, step ${at.step}`;
  const layer = `layer \`${at.layer}\``;
  const where =
    at.layer === undefined ? '' : weights ? `, in the weights of ${layer}` : `, after ${layer}`;
  const unscaled = plan.inputs.some((column) => column.kind === 'number' && !scales(column.rules));
  return new TrainingFailure(
    'diverged',
    `The loss became NaN or infinite ${when}${where}. ${advice(plan.optimizer.learningRate, unscaled)}`,
    at,
  );
}

/** Full-batch solvers have no learning rate: they end at a finite loss if they began at one. */
function advice(rate: number | undefined, unscaled: boolean): string {
  if (rate === undefined) {
    return unscaled
      ? 'Standardize the inputs if their values are large, or start from smaller weights.'
      : 'Start from smaller weights.';
  }
  const other = unscaled ? ', and standardize the inputs if their values are large' : '';
  const lower = Number((rate / 10).toPrecision(3));
  return `A learning rate of ${rate} is likely too high: try ${lower}${other}.`;
}
