// The only loader of the addon, and the types of what it exports (native/binding/addon.cpp).
// No logic: shapes are checked in C++ (native/core), which throws a NativeError.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { NativeData, Step } from './native-data.ts';

export type Dtype = 'float32' | 'float64';
export type FloatArray = Float32Array | Float64Array;

/** A layer after catalogue defaults: every parameter present; activations and initialisers are `{ type, … }` objects. */
export interface LayerSpec {
  type: string;
  name: string;
  /** Names of layers listed anywhere in the network, or `"input"`. */
  inputs: string[];
  trainable: boolean;
  [parameter: string]: unknown;
}

export interface NetworkSpec {
  dtype: Dtype;
  seed: number;
  inputSize: number;
  layers: LayerSpec[];
  /** Names of the layers whose outputs are the network's, in order. */
  outputs: string[];
}

export interface ParameterInfo {
  /** `<layer>.<parameter>`, as in `hidden.weights`; an inner layer of a macro is `<outer>.<inner>`. */
  name: string;
  layer: string;
  parameter: string;
  shape: number[];
  /** False for a frozen layer's parameters and for saved state such as running statistics. */
  trainable: boolean;
}

export interface LayerInfo {
  name: string;
  type: string;
  inputs: string[];
  inputSize: number;
  outputSize: number;
  parameterCount: number;
  activation: string;
}

export interface OutputInfo {
  name: string;
  size: number;
  activation: string;
}

export interface NetworkSummary {
  parameterCount: number;
  /** Layers as the spec lists them; a macro's inner layers are summed into it. */
  layers: LayerInfo[];
  /** Manifest order: the order of values in `parameters()` and `setParameters()`. */
  parameters: ParameterInfo[];
  outputs: OutputInfo[];
  /** Multiply-adds counted as two, forward only. */
  flopsPerRow: number;
  /** parameterCount values of the dtype, without padding. */
  parameterBytes: number;
  /** Peak of the training plan at `batchSize` rows: parameters as stored, padding included, and buffers; optimiser state aside. */
  trainingBytes: number;
}

export interface LossSpec {
  type: string;
  reduction: 'mean' | 'sum';
  /** Of this output's loss in the network's; default 1. */
  weight?: number;
  [parameter: string]: unknown;
}

export interface OptimizerSpec {
  type: string;
  /** Full-batch solvers have none. */
  learningRate?: number;
  [parameter: string]: unknown;
}

export interface SolverFault {
  about: 'network' | 'loss';
  detail: string;
}

/** Where a column lies in a record, and how it becomes network inputs or targets. */
export interface Field {
  /** Byte offset in the record. */
  offset: number;
  type: 'f64' | 'f32' | 'u8' | 'i32' | 'i64';
  /** Columns of a vector field; 1 for a scalar. */
  count: number;
  encoding: 'value' | 'one-hot';
  /** Units of a one-hot encoding. */
  classes?: number;
  /** What the code of a category stands for: a rank, a unit, or −1 for none; absent: itself. */
  codes?: readonly number[];
  /** What values and ranks go through. */
  steps?: readonly Step[];
  /** Replaces a missing value (not finite, code −1, least i64), before the steps; NaN: none. */
  fill: number;
  /** One more column after the others: 1 where a value is missing. Scalars only. */
  indicator?: boolean;
}

export interface TrainerOptions {
  spec: NetworkSpec;
  parameters: FloatArray;
  /** One for each network output. */
  losses: LossSpec[];
  optimizer: OptimizerSpec;
  batchSize: number;
  seed: number;
  shuffle: boolean;
  /** Whether layers that ask for k-means get their centres before the first step; default true. False to go on with trained ones. */
  fitCenters?: boolean;
  threads: number;
  /** `weights`: how often each row counts, one field or none. */
  data: { path: string; rowBytes: number; inputs: Field[]; targets: Field[]; weights?: Field[] };
  /** Row numbers of the training split. */
  train: Uint32Array;
  /** Row numbers that `validation.` metrics are watched on; needed where one is. */
  validation?: Uint32Array;
  /** Draw each row of an epoch from all of them, instead of taking each once; default false. */
  replacement?: boolean;
  /** Batches whose gradients are added up for one step; default 1. */
  batchesPerStep?: number;
  /** A row of src/catalog/schedules.ts, resolved; default constant. */
  schedule?: ScheduleSpec;
  gradientClipping?: { norm: number } | { value: number };
  /** Of the whole training, as far as is known: what schedules take shares of; default 0. */
  steps?: number;
  stopping?: {
    /** Ends when the losses of two epochs in a row differ by less. */
    tolerance?: number;
    /** Ends after `patience` measurements that did not beat the best by more than `minDelta`. */
    early?: { metric: string; patience: number; minDelta: number; restoreBest: boolean };
  };
  /** Epochs between two measurements of watched metrics; default 1. */
  watchEvery?: number;
}

export interface ScheduleSpec {
  type: string;
  [parameter: string]: unknown;
}

/** One array of a trainer's state; a single number has an empty shape. */
export interface StateArray {
  /** `hidden.weights`, `optimizer.velocity.hidden.weights`, `run.step`. */
  name: string;
  shape: number[];
  values: FloatArray;
}

export interface TrainerProgress {
  /** Whole epochs finished since the training began. */
  epoch: number;
  /** Steps finished since the training began. */
  step: number;
  stepsPerEpoch: number;
  /** Losses of the epochs finished in this call. */
  epochLosses: Float64Array;
  /** Learning rates of their last steps; empty for a full-batch solver. */
  epochRates: Float64Array;
  /** Measurements of watched validation metrics in this call. */
  observations: { epoch: number; name: string; value: number }[];
  /** Rows trained on in this call; each pass of a full-batch solver over all of them counts. */
  rows: number;
  seconds: number;
  /** `converged`: a full-batch solver has nothing left to do, whatever was asked. */
  state: 'running' | 'done' | 'converged' | 'stopped' | 'cancelled' | 'diverged';
  /** With `stopped`: the rule that ended it. */
  stopReason?: 'tolerance' | 'early-stopping';
  /**
   * Where the loss was not finite; epoch and step from 1. `layer`: the first whose weights (if
   * `weights`) or values are not finite; absent when only the loss is.
   */
  divergedAt?: { epoch: number; step: number; layer?: string; weights?: boolean };
}

export interface Tensor {
  shape: number[];
  /** Row-major; exact whatever the network's dtype. */
  values: Float64Array;
}

export type InspectionName =
  | 'outputs'
  | 'activations'
  | 'deltas'
  | 'gradients'
  | 'inputGradient'
  | 'jacobian'
  | 'rowLosses'
  | 'gradientCheck';

export interface InspectionRequest {
  x: FloatArray;
  rows: number;
  /** rows × Σ output sizes, in output order; needed by all but outputs, activations and jacobian. */
  targets?: FloatArray;
  /** One for each output. */
  losses?: LossSpec[];
  want: InspectionName[];
  /** Of dropout and batch-norm, whose running statistics never move here; default predict. */
  mode?: 'predict' | 'train';
}

/** What was wanted, and only that. Keyed by layer name as the compiled network has it (`gate.linear`). */
export interface Inspection {
  outputs?: Tensor;
  /** Z (only where the layer has one) and H of each layer, rows × size. */
  activations?: Record<string, { preActivation?: Tensor; output: Tensor }>;
  /** ∂J/∂Z of each layer (∂J/∂H where there is no Z), rows × size. */
  deltas?: Record<string, Tensor>;
  /** ∂J/∂parameter by layer, then parameter. */
  gradients?: Record<string, Record<string, Tensor>>;
  inputGradient?: Tensor;
  /** rows × Σ output sizes × inputSize. */
  jacobian?: Tensor;
  /** The loss of each row, weighted and summed over outputs. */
  rowLosses?: Tensor;
  /** Analytic against central differences, both in float64 whatever the dtype: max|a−n| / max(‖a‖∞, ‖n‖∞, 1e-8). */
  gradientCheck?: { maxRelativeError: number; byParameter: Record<string, number> };
}

export interface NativeNetwork {
  readonly summary: NetworkSummary;
  /** Draws every parameter by the spec's initialisers and seed. */
  initialize(): void;
  /** All parameters, row-major, in manifest order. */
  parameters(): FloatArray;
  setParameters(values: FloatArray): void;
  /** rows × inputSize → rows × Σ output sizes, in output order. */
  predict(x: FloatArray, rows: number): FloatArray;
  /** The same on nabla's own native thread. `x` must not be written to until it settles. */
  predictAsync(x: FloatArray, rows: number, threads?: number): Promise<FloatArray>;
  inspect(request: InspectionRequest): Inspection;
}

export interface NativeTrainer {
  /**
   * Steps until `epochs` whole epochs or `steps` steps (default no limit) are done in all, `budgetMs`
   * (Infinity: never) has passed, cancel() was called, or the loss is not finite.
   */
  run(epochs: number, budgetMs: number, steps?: number): Promise<TrainerProgress>;
  /**
   * Forward over `rows` in predict mode with the current weights. Metrics as in native/training/metrics.h;
   * `<output>.<metric>` over one output alone, its loss without its weight.
   * `loss` as its reduction says; mse, rmse, mae and r2 in the targets' original units.
   */
  evaluate(
    rows: Uint32Array,
    metrics: string[],
  ): Promise<Record<string, number | number[] | number[][]>>;
  /** Asks a running run() to stop after the current step. */
  cancel(): void;
  parameters(): FloatArray;
  /**
   * Where stopping keeps the best weights, puts them in place of the last and gives the epochs they had
   * seen; otherwise 0. For the end of a training.
   */
  restoreBest(): number;
  /**
   * Everything the next step depends on, beside the options: a trainer of the same options that
   * restores it goes on with the same bits. Of a full-batch solver, after a run() that was not
   * cancelled: an iteration cut short is nothing to go on from.
   */
  state(): StateArray[];
  /** Throws NativeError `invalid-input` when the state is not of such a training; make a new trainer then. */
  restore(state: readonly StateArray[]): void;
}

export interface SystemInfo {
  isa: string;
  available: string[];
  cores: number;
  /** Usable threads: affinity and cgroup quota. */
  threads: number;
  lanes: { float32: number; float64: number };
  compiler: string;
}

/** C := alpha·op(A)·op(B) + beta·C, row-major; A, B and C have one dtype. beta = 0 does not read C. */
export type Gemm = (
  transA: boolean,
  transB: boolean,
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: FloatArray,
  lda: number,
  b: FloatArray,
  ldb: number,
  beta: number,
  c: FloatArray,
  ldc: number,
) => void;

export interface Native extends NativeData {
  system(): SystemInfo;
  /** Peak of one core in GFLOP/s with the kernels in use, measured live for about 20 ms. */
  fmaPeak(dtype: Dtype): number;
  /** Lets this process take `bytes` of memory more than it has now: what goes beyond fails. False where it cannot. */
  limitMemory(bytes: number): boolean;
  gemm: Gemm;
  gemmNaive: Gemm;
  /** Compiles without allocating parameters or buffers. Throws NativeError. */
  summarize(spec: NetworkSpec, batchSize?: number): NetworkSummary;
  /** What the full-batch solver `optimizer` names cannot train; empty for other optimisers. */
  solverFaults(spec: NetworkSpec, losses: LossSpec[], optimizer: OptimizerSpec): SolverFault[];
  Network: new (spec: NetworkSpec) => NativeNetwork;
  Trainer: new (options: TrainerOptions) => NativeTrainer;
}

/** What the addon throws or rejects with: `code` is one of nabla::Error's, `pointer` a JSON pointer into the spec. */
export interface NativeError extends Error {
  code: string;
  pointer?: string;
}

export function isNativeError(error: unknown): error is NativeError {
  return error instanceof Error && error.name === 'NativeError';
}

/** The addon lies in build/Release of the nearest folder above, whether this runs from src/ or dist/. */
function addonPath(): string {
  const forced = process.env.NABLA_ADDON; // an instrumented build, for sanitizer runs
  if (forced !== undefined) return forced;
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const path = join(folder, 'build', 'Release', 'nabla.node');
    if (existsSync(path)) return path;
    if (folder === dirname(folder)) throw new Error('nabla.node is not built: run npm start');
  }
}

export const native = createRequire(import.meta.url)(addonPath()) as Native;
