// One training from a plan to measured, trained weights: rows, fitted columns, epochs, reports. Runs in
// the trainer process; knows files to read but no channel and no process.
import { isFullBatch } from '../catalog/solvers.ts';
import type { Field, FloatArray, Native, NativeTrainer, TrainerOptions } from '../native.ts';
import type { NativeData } from '../native-data.ts';
import type { CheckpointFolder, CheckpointRule } from './checkpoints.ts';
import { balancedLosses } from './class-balance.ts';
import { codesOf, fitColumns } from './column-fit.ts';
import {
  divergence,
  EpochLoop,
  type LoopMemory,
  type Say,
  type Signals,
  wantedMetrics,
} from './epoch-loop.ts';
import type { Measured } from './metrics.ts';
import { type FittedColumn, type Place, toField } from './preprocessing.ts';
import type { ColumnPlan, Plan, Resumed, RowsDigest, StopReason } from './protocol.ts';
import { chooseRows, digestsOf } from './row-choice.ts';
import { type Splits, splitNames } from './splits.ts';

export interface RunOutcome {
  epochs: number;
  steps: number;
  stopReason: StopReason;
  bestEpoch: number | null;
  converged: boolean | null;
  metrics: Measured;
  rows: Record<string, RowsDigest>;
  inputs: FittedColumn[];
  targets: FittedColumn[];
  parameters: FloatArray;
}

export interface RunInput {
  plan: Plan;
  /** Of the network, in manifest order. */
  parameters: FloatArray;
  dataPath: string;
  checkpoints: { folder: CheckpointFolder; rule: CheckpointRule };
}

/** The columns as they were fitted when the training began. */
interface Fits {
  inputs: FittedColumn[];
  targets: FittedColumn[];
}

type Kept = Fits & { memory: LoopMemory };

/**
 * Trains to the end, from the newest checkpoint if there is one. Resolves with how it was ended when a
 * signal fires first; rejects with a TrainingFailure, or with what the addon threw. `hear` is given who
 * wants to know which reports are stored.
 */
export async function runTraining(
  native: Native & NativeData,
  input: RunInput,
  say: (message: Parameters<Say>[0] | Resumed) => void,
  signals: Signals,
  hear: (listener: (serial: number) => void) => void = () => undefined,
): Promise<RunOutcome | 'cancelled' | 'paused'> {
  const { plan, dataPath, checkpoints } = input;
  const { folder, rule } = checkpoints;
  const splits = await chooseRows(plan, dataPath);
  const checkpoint = await folder.newest<Kept>();
  const fits = checkpoint?.run ?? (await fitAll(native, plan, dataPath, splits));
  const { inputs, targets } = fits;
  if (signals.cancelled.aborted) return 'cancelled';
  const losses = await balancedLosses(plan, dataPath, splits.train);
  const trainer = new native.Trainer({ ...trainerOptions(input, splits, fits), losses });
  const keepsake: Fits = { inputs, targets };
  const iterates = isFullBatch(plan.optimizer.type);
  const loop = new EpochLoop({
    ...{ trainer, plan, splits, folder, rule, keepsake, say, signals },
    // Backward is one product for the inputs and one for the weights, where forward has one.
    flopsPerRow: iterates ? null : 3 * native.summarize(plan.spec).flopsPerRow,
    peak: () => native.fmaPeak(plan.spec.dtype),
  });
  if (checkpoint !== undefined) {
    const { number, epoch, step, state, run } = checkpoint;
    trainer.restore(state);
    loop.recall({ epoch, step, memory: run.memory });
    say({ type: 'resumed', checkpoint: number, epoch, step, series: run.memory.tail });
  }
  hear((serial) => loop.heard(serial));
  stopOn(signals, trainer, iterates);
  const told = await loop.run();
  if (told !== 'ended') return told;
  const bestEpoch = trainer.restoreBest() || null;
  const metrics = await measureAll(trainer, plan, splits);
  if (signals.cancelled.aborted) return 'cancelled';
  loop.conclude(metrics);
  const { converged } = loop;
  const rows = digestsOf(splits);
  const outcome = { ...loop.ended, bestEpoch, converged, metrics, rows, inputs, targets };
  return { ...outcome, parameters: trainer.parameters() };
}

/** An iteration of a full-batch solver cannot be gone on from half way, so a pause waits for its end. */
function stopOn({ cancelled, paused }: Signals, trainer: NativeTrainer, iterates: boolean): void {
  for (const signal of iterates ? [cancelled] : [cancelled, paused]) {
    if (signal.aborted) trainer.cancel();
    signal.addEventListener('abort', () => trainer.cancel(), { once: true });
  }
}

async function fitAll(
  native: NativeData,
  plan: Plan,
  dataPath: string,
  splits: Splits,
): Promise<Fits> {
  const source = { path: dataPath, rowBytes: plan.data.rowBytes };
  const fit = (columns: readonly ColumnPlan[]) => fitColumns(native, source, columns, splits);
  return { inputs: await fit(plan.inputs), targets: await fit(plan.targets) };
}

function trainerOptions(
  { plan, parameters, dataPath }: RunInput,
  { train, validation }: Splits,
  { inputs, targets }: Fits,
): Omit<TrainerOptions, 'losses'> {
  const { learning, optimizer, epochs } = plan;
  const { schedule, gradientClipping, batchesPerStep, replacement, stopping } = learning;
  const { tolerance, early, steps = Number.POSITIVE_INFINITY } = stopping;
  const batchSize = Math.min(
    plan.batchSize === 'full' ? train.length : plan.batchSize,
    train.length,
  );
  const allSteps = epochs * Math.ceil(train.length / (batchSize * batchesPerStep));
  const weights = learning.rowWeights && [weightField(learning.rowWeights.place)];
  return {
    ...{ spec: plan.spec, parameters, optimizer, batchSize, batchesPerStep, replacement, train },
    ...{ seed: plan.seed, shuffle: plan.shuffle, threads: plan.threads, validation },
    ...(schedule === undefined ? {} : { schedule }),
    ...(gradientClipping === undefined ? {} : { gradientClipping }),
    ...{ stopping: { tolerance, early }, watchEvery: learning.measureEvery ?? 1 },
    steps: Math.min(allSteps, steps),
    data: {
      ...{ path: dataPath, rowBytes: plan.data.rowBytes },
      inputs: fieldsOf(inputs, plan.inputs),
      targets: fieldsOf(targets, plan.targets),
      ...(weights === undefined ? {} : { weights }),
    },
  };
}

/** A weight is taken as it stands. */
function weightField(place: Place): Field {
  const plain = { name: '', type: 'number', encoding: 'value', fill: null } as const;
  return toField({ ...plain, steps: [] }, place);
}

function fieldsOf(columns: readonly FittedColumn[], plans: readonly ColumnPlan[]): Field[] {
  return columns.map((column, i) => {
    const plan = plans[i] as ColumnPlan;
    return toField(column, plan.place, codesOf(plan));
  });
}

/** Every split with the final weights. */
async function measureAll(trainer: NativeTrainer, plan: Plan, splits: Splits): Promise<Measured> {
  const metrics = wantedMetrics(plan);
  const measured: Measured = {};
  for (const name of splitNames) {
    if (splits[name].length > 0) measured[name] = await trainer.evaluate(splits[name], metrics);
  }
  if (!Number.isFinite(measured.train?.loss)) throw divergence(plan, { epoch: plan.epochs });
  return measured;
}
