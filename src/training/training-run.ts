// One training from a plan to measured, trained weights: rows, fitted columns, epochs, reports. Runs in
// the trainer process; knows files to read but no channel and no process.

import { isFullBatch } from '../catalog/solvers.ts';
import type { Field, FloatArray, Native, NativeTrainer, TrainerProgress } from '../native.ts';
import type { FieldPlace, NativeData } from '../native-data.ts';
import { TrainingFailure } from './failure.ts';
import { type FittedColumn, fitCategory, fitNumber, type Rule, toField } from './preprocessing.ts';
import type { ColumnPlan, Measured, Plan, Progress } from './protocol.ts';
import { chooseRows } from './row-choice.ts';
import { SeriesBuffer } from './series-buffer.ts';
import { type SplitName, type Splits, splitNames } from './splits.ts';

/** Milliseconds between reports: at most four a second, at least one in five seconds, 0.1 % of the run. */
const reportEvery = { least: 250, most: 5000, share: 0.001 };

/** At most this share of the time goes into measuring splits between epochs. */
const measuringShare = 0.2;

/** The longest a native call runs before the cancel flag and the clock are looked at, in ms. */
const callBudget = 250;

export interface RunOutcome {
  epochs: number;
  converged: boolean | null;
  metrics: Measured;
  inputs: FittedColumn[];
  targets: FittedColumn[];
  parameters: FloatArray;
}

export interface RunInput {
  plan: Plan;
  /** Of the network, in manifest order. */
  parameters: FloatArray;
  dataPath: string;
}

/**
 * Trains to the end. Resolves with undefined when `cancelled` fires first; rejects with a
 * TrainingFailure, or with what the addon threw.
 */
export async function runTraining(
  native: Native & NativeData,
  { plan, parameters, dataPath }: RunInput,
  report: (progress: Progress) => void,
  cancelled: AbortSignal,
): Promise<RunOutcome | undefined> {
  const splits = await chooseRows(plan, dataPath);
  const fit = (columns: readonly ColumnPlan[]) =>
    fitColumns(native, plan, dataPath, columns, splits.train);
  const inputs = await fit(plan.inputs);
  const targets = await fit(plan.targets);
  if (cancelled.aborted) return undefined;
  const { rowBytes } = plan.data;
  const batchSize = plan.batchSize === 'full' ? splits.train.length : plan.batchSize;
  const trainer = new native.Trainer({
    ...{ spec: plan.spec, parameters, losses: plan.losses, optimizer: plan.optimizer },
    ...{ seed: plan.seed, shuffle: plan.shuffle, threads: plan.threads, train: splits.train },
    batchSize: Math.min(batchSize, splits.train.length),
    data: {
      ...{ path: dataPath, rowBytes },
      inputs: fieldsOf(inputs, plan.inputs),
      targets: fieldsOf(targets, plan.targets),
    },
  });
  const stop = () => trainer.cancel();
  cancelled.addEventListener('abort', stop, { once: true });
  const loop = new EpochLoop(trainer, plan, splits, report);
  const epochs = await loop.run(cancelled);
  if (epochs === undefined) return undefined;
  const metrics = await measureAll(trainer, plan, splits);
  if (cancelled.aborted) return undefined;
  loop.conclude(metrics);
  const { converged } = loop;
  return { epochs, converged, metrics, inputs, targets, parameters: trainer.parameters() };
}

function fieldsOf(columns: readonly FittedColumn[], plans: readonly ColumnPlan[]): Field[] {
  return columns.map((column, i) => toField(column, (plans[i] as ColumnPlan).place));
}

async function fitColumns(
  native: NativeData,
  plan: Plan,
  path: string,
  columns: readonly ColumnPlan[],
  train: Uint32Array,
): Promise<FittedColumn[]> {
  const fitted = columns.filter((column) => column.kind === 'number' && needsFit(column));
  const places: FieldPlace[] = fitted.map(({ place }) => place);
  const fits =
    fitted.length === 0 ? [] : await native.fitColumns(path, plan.data.rowBytes, places, train);
  const byPlan = new Map(fitted.map((column, i) => [column, fits[i]]));
  return columns.map((column) => {
    const { name } = column;
    if (column.kind === 'category') {
      return fitCategory(name, column.type, column.encoding, column.categories);
    }
    const statistics = byPlan.get(column) ?? unfitted;
    if (byPlan.has(column) && !Number.isFinite(statistics.mean)) {
      throw new TrainingFailure(
        'invalid-data',
        `Column "${name}" has no finite values in the training split.`,
      );
    }
    const { type, rule, filling, place } = column;
    const kind = { ...(type === undefined ? {} : { type }), width: place.count };
    return fitNumber(name, rule, filling, statistics, kind);
  });
}

function needsFit(column: ColumnPlan): boolean {
  return column.kind === 'number' && (fittedRules.has(column.rule) || column.filling !== null);
}

/** The others are the same whatever the values. */
const fittedRules: ReadonlySet<Rule> = new Set(['standardize', 'min-max']);

const unfitted = { mean: 0, std: 1, min: 0, max: 1, median: 0 };

/** The epochs of one training, the reports on the way, and the measuring in between. */
class EpochLoop {
  readonly #trainer: NativeTrainer;
  readonly #plan: Plan;
  readonly #splits: Splits;
  readonly #report: (progress: Progress) => void;
  readonly #series = new SeriesBuffer();
  readonly #measured: ('validation' | 'test')[];
  readonly #started = performance.now();
  #reportedAt = this.#started;
  #nextMeasuring = 1;
  #measuredEpoch = 0;
  #secondsSinceMeasuring = 0;
  #converged = false;
  #epoch = 0;
  #share = 0;
  #loss: number | null = null;
  #rowsSince = 0;
  #trainingSecondsSince = 0;

  constructor(
    trainer: NativeTrainer,
    plan: Plan,
    splits: Splits,
    report: (progress: Progress) => void,
  ) {
    this.#trainer = trainer;
    this.#plan = plan;
    this.#splits = splits;
    this.#report = report;
    this.#measured = (['validation', 'test'] as const).filter((name) => splits[name].length > 0);
  }

  /** Of a full-batch solver: whether it ended by itself. */
  get converged(): boolean | null {
    return isFullBatch(this.#plan.optimizer.type) ? this.#converged : null;
  }

  /** Whole epochs done, or undefined when cancelled. */
  async run(cancelled: AbortSignal): Promise<number | undefined> {
    const { epochs } = this.#plan;
    while (this.#epoch < epochs) {
      if (cancelled.aborted) return undefined;
      const goal = this.#measured.length > 0 ? Math.min(epochs, this.#nextMeasuring) : epochs;
      const progress = await this.#trainer.run(goal, Math.min(callBudget, this.#untilReport()));
      this.#take(progress);
      if (progress.state === 'diverged') throw this.#diverged(progress);
      if (progress.state === 'cancelled') return undefined;
      this.#converged = progress.state === 'converged';
      if (this.#converged) break;
      if (this.#epoch === goal && goal < epochs) await this.#measure();
      if (this.#untilReport() <= 1 && this.#epoch < epochs) this.#send();
    }
    return this.#epoch;
  }

  /** The last report, with what the final weights measure on the other splits. */
  conclude(metrics: Measured): void {
    for (const name of this.#measured) this.#add(name, metrics[name] ?? {});
    this.#send();
  }

  #add(split: SplitName, values: Record<string, number>): void {
    for (const [metric, value] of Object.entries(values)) {
      this.#series.addValue(this.#epoch, `${split}.${metric}`, value);
    }
  }

  #take(progress: TrainerProgress): void {
    const { epoch, step, stepsPerEpoch, epochLosses, rows, seconds } = progress;
    const first = this.#epoch + 1;
    this.#series.addLosses(first, epochLosses);
    const last = epochLosses.at(-1);
    if (last !== undefined) this.#loss = Number.isFinite(last) ? last : null;
    this.#epoch = epoch;
    this.#share = step / (stepsPerEpoch * this.#plan.epochs);
    this.#rowsSince += rows;
    this.#trainingSecondsSince += seconds;
    this.#secondsSinceMeasuring += seconds;
  }

  /** Measures the splits after an epoch, and sets the next time so that it stays a small share. */
  async #measure(): Promise<void> {
    const start = performance.now();
    const metrics = wanted(this.#plan);
    for (const name of this.#measured) {
      this.#add(name, await this.#trainer.evaluate(this.#splits[name], metrics));
    }
    const spent = (performance.now() - start) / 1000;
    const anEpoch = this.#secondsSinceMeasuring / (this.#epoch - this.#measuredEpoch);
    const spacing = Math.ceil(spent / (measuringShare * Math.max(anEpoch, 1e-6)));
    this.#nextMeasuring = this.#epoch + Math.max(1, spacing);
    this.#measuredEpoch = this.#epoch;
    this.#secondsSinceMeasuring = 0;
  }

  /** Milliseconds until a report is due. */
  #untilReport(): number {
    const now = performance.now();
    const { least, most, share } = reportEvery;
    const interval = Math.min(most, Math.max(least, (now - this.#started) * share));
    return Math.max(1, this.#reportedAt + interval - now);
  }

  #send(): void {
    const now = performance.now();
    this.#reportedAt = now;
    this.#report({
      type: 'progress',
      epoch: this.#epoch,
      progress: Math.min(1, this.#share),
      loss: this.#loss,
      rowsPerSecond: Math.round(this.#rowsSince / Math.max(1e-9, this.#trainingSecondsSince)),
      seconds: (now - this.#started) / 1000,
      series: this.#series.take(),
    });
    this.#rowsSince = 0;
    this.#trainingSecondsSince = 0;
  }

  #diverged({ divergedAt, epoch }: TrainerProgress): TrainingFailure {
    this.#send();
    return divergence(this.#plan, divergedAt ?? { epoch: epoch + 1 });
  }
}

function divergence(plan: Plan, at: { epoch: number; step?: number }): TrainingFailure {
  const where =
    at.step === undefined ? `after epoch ${at.epoch}` : `in epoch ${at.epoch}, step ${at.step}`;
  const unscaled = plan.inputs.some((column) => column.kind === 'number' && column.rule === 'none');
  return new TrainingFailure(
    'diverged',
    `The loss became NaN or infinite ${where}. ${advice(plan.optimizer.learningRate, unscaled)}`,
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

function wanted({ metrics }: Plan): string[] {
  return [...new Set(['loss', ...metrics])];
}

/** Every split with the final weights. */
async function measureAll(trainer: NativeTrainer, plan: Plan, splits: Splits): Promise<Measured> {
  const metrics = wanted(plan);
  const measured: Measured = {};
  for (const name of splitNames) {
    if (splits[name].length > 0) measured[name] = await trainer.evaluate(splits[name], metrics);
  }
  if (!Number.isFinite(measured.train?.loss)) throw divergence(plan, { epoch: plan.epochs });
  return measured;
}
