// What the server and a trainer process say to each other. Sent by Node's IPC channel with structured
// clone, so typed arrays and NaN travel as they are. Types only, and the figures both sides keep to.
import type { LossSpec, NetworkSpec, OptimizerSpec } from '../native.ts';
import type { CheckpointInfo, CheckpointRule } from './checkpoints.ts';
import type { Series } from './downsample.ts';
import type { LearningPlan } from './learning.ts';
import type { Measured } from './metrics.ts';
import type { FittedColumn, Place } from './preprocessing.ts';
import type { Fractions, Ranges, SplitName } from './splits.ts';
import type { Transform } from './transforms.ts';

export type Filling = 'mean' | 'median' | number | null;

interface PlannedColumn {
  name: string;
  place: Place;
  /** Applied one after another; of a category to its place in the list. */
  rules: Transform[];
  /** One more number: whether the value is missing. */
  indicator: boolean;
}

/** A column of numbers. */
export interface NumberPlan extends PlannedColumn {
  kind: 'number';
  /** Default number. */
  type?: 'boolean';
  /** What stands in for a missing value: a number, or a figure of the training split. */
  fill: Filling;
}

/** A column of categories, or a number column of class indices. */
export interface CategoryPlan extends PlannedColumn {
  kind: 'category';
  type: FittedColumn['type'];
  encoding: FittedColumn['encoding'];
  /** In the order of units or ranks. */
  categories: string[];
  /** What a code of the data set stands for, unless it is the place in `categories`. */
  codes?: number[];
  unknown?: FittedColumn['unknown'];
  /** The category that stands in for a missing one. */
  fill: string | null;
}

export type ColumnPlan = NumberPlan | CategoryPlan;

export type SplitPlan =
  | { by: 'none' }
  | { by: 'fraction'; fractions: Fractions; seed: number; stratify?: Place }
  | { by: 'fold'; folds: number; fold: number; seed: number; stratify?: Place }
  | { by: 'ranges'; ranges: Ranges }
  | { by: 'column'; place: Place; names: SplitName[] };

/** The rows of a split: how many, and the SHA-256 of their numbers as little-endian 32-bit integers. */
export interface RowsDigest {
  count: number;
  sha256: string;
}

/** Everything a trainer needs, kept as `plan.json` in the job's directory beside its parameters. */
export interface Plan {
  spec: NetworkSpec;
  losses: LossSpec[];
  optimizer: OptimizerSpec;
  batchSize: number | 'full';
  epochs: number;
  shuffle: boolean;
  seed: number;
  threads: number;
  metrics: string[];
  learning: LearningPlan;
  /** Outputs whose loss weighs classes by their share of the training rows. */
  balanced: { output: number; place: Place; classes: number }[];
  data: { rowBytes: number; rowCount: number };
  inputs: ColumnPlan[];
  targets: ColumnPlan[];
  split: SplitPlan;
  /** Rows with a missing value in one of these are left out. */
  drop: Place[];
  /** Number columns that must hold class indices: whole numbers from 0 to classes − 1. */
  indices: { name: string; place: Place; classes: number }[];
}

/** The files of a job's directory. */
export const planFile = 'plan.json';
export const startFile = 'start.safetensors';
export const resultFile = 'result.safetensors';
export const checkpointFolder = 'checkpoints';

/** Where a trainer finds its plan, its data and the checkpoint it goes on from. */
export interface Order {
  directory: string;
  dataPath: string;
  checkpoints: CheckpointRule;
  /** Bytes the trainer was admitted with. */
  memoryBytes: number;
}

/** The report of that number, and those before it, are stored. */
interface Heard {
  type: 'heard';
  serial: number;
}

/** `pause` ends a training too, but with a checkpoint of where it was. */
export type ToTrainer =
  | ({ type: 'start' } & Order)
  | { type: 'cancel' }
  | { type: 'pause' }
  | Heard;

/** A checkpoint was found: training goes on from it. What was reported beyond it is reported again. */
export interface Resumed {
  type: 'resumed';
  checkpoint: number;
  epoch: number;
  step: number;
  /** What was measured before that checkpoint and may not have been reported. */
  series: Series;
}

export interface CheckpointWritten {
  type: 'checkpoint';
  checkpoint: Omit<CheckpointInfo, 'best'>;
}

/** The disk did not take a checkpoint; training goes on, and the next one may succeed. */
export interface CheckpointFailed {
  type: 'checkpoint-failed';
  detail: string;
}

export interface Progress {
  type: 'progress';
  /** Whole epochs finished. */
  epoch: number;
  /** Share of all steps done, 0–1. */
  progress: number;
  /** Loss of the last whole epoch, as its reduction says; null before there is one. */
  loss: number | null;
  rowsPerSecond: number;
  /** Of forward and backward passes, the latter counted as two; null for a solver, whose passes differ. */
  gflops: number | null;
  /** Of what the job's threads reach in nothing but fused multiply-adds; null before that is measured. */
  shareOfPeak: number | null;
  /** Steps finished. */
  step: number;
  /** 1, 2, … of this process; the server answers with it once the report is stored. */
  serial: number;
  /** Seconds of training so far, before an interruption too; reading and fitting aside. */
  seconds: number;
  /** What was measured since the report before, by `<split>.<metric>`. */
  series: Series;
}

/** What ended a training that succeeded. */
export const stopReasons = [
  'epochs',
  'converged',
  'steps',
  'seconds',
  'tolerance',
  'early-stopping',
] as const;
export type StopReason = (typeof stopReasons)[number];

export interface Finished {
  type: 'finished';
  epochs: number;
  steps: number;
  stopReason: StopReason;
  /** Of the weights that early stopping put back, otherwise null. */
  bestEpoch: number | null;
  /** Of a full-batch solver, otherwise null. */
  converged: boolean | null;
  metrics: Measured;
  /** By split, of those that have any. */
  rows: Record<string, RowsDigest>;
  inputs: FittedColumn[];
  targets: FittedColumn[];
}

export interface Failed {
  type: 'failed';
  code: FailureCode;
  detail: string;
  epoch?: number;
  step?: number;
  layer?: string;
}

export type FromTrainer =
  | { type: 'heartbeat' }
  | { type: 'cancelled' }
  | { type: 'paused' }
  | Resumed
  | CheckpointWritten
  | CheckpointFailed
  | Progress
  | Finished
  | Failed;

/** Why a job failed, in the order of how often a person will meet it. */
export const failureCodes = [
  'diverged',
  'invalid-data',
  'out-of-memory',
  'storage-full',
  'crashed',
  'unresponsive',
  'internal',
] as const;
export type FailureCode = (typeof failureCodes)[number];

/** Milliseconds between signs of life, and how long the server does without one. */
export const heartbeatInterval = 1000;
export const heartbeatLimit = 20_000;
