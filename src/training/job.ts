// A training job as it is stored, as a client sees it, and the one function from the former to the
// latter. The request's fields stand in both as they were resolved: ids for names, defaults filled in.
import { type Static, Type } from 'typebox';
import type { Resolved } from '../catalog/entry.ts';
import type { LossSpec } from '../native.ts';
import type { JobDocument } from '../storage/jobs-store.ts';
import type { CheckpointRule } from './checkpoints.ts';
import type { JobHead } from './heads.ts';
import {
  GradientClipping,
  type LearningSettings,
  Measuring,
  Stopping,
  samplings,
} from './learning.ts';
import { type Measured, MeasuredSchema } from './metrics.ts';
import { failureCodes, type RowsDigest, type StopReason, stopReasons } from './protocol.ts';
import {
  CheckpointSchedule,
  Missing,
  type OutputGoal,
  Preprocessing,
  Split,
  type TrainingRequest,
} from './request.ts';
import { isTerminal, type JobStatus, statuses } from './states.ts';

/** A request with names resolved and every default filled in. */
export interface JobSettings
  extends LearningSettings,
    Required<Pick<TrainingRequest, 'inputs' | 'epochs' | 'preprocessing'>> {
  network: string;
  dataset: string;
  /** Of all outputs in turn. */
  targets: string[];
  /** Of all outputs; null where `outputs` has one for each. */
  loss: Resolved | null;
  outputs: Record<string, Required<OutputGoal> & { loss: LossSpec }> | null;
  optimizer: Resolved;
  batchSize: number | 'full';
  shuffle: boolean;
  seed: number;
  split: NonNullable<TrainingRequest['split']> | null;
  missing: NonNullable<TrainingRequest['missing']> | null;
  /** As measured beside the loss, of single outputs as `<output>.<metric>`. */
  metrics: string[];
  model: string | null;
  threads: number;
  checkpoint: CheckpointRule;
  /** Whether it goes on by itself after an interruption. */
  resume: boolean;
  priority: number;
}

export interface JobError {
  code: (typeof errorCodes)[number];
  detail: string;
  epoch?: number;
  step?: number;
  layer?: string;
}

export interface JobResult {
  epochs: number;
  steps: number;
  stopReason: StopReason;
  bestEpoch: number | null;
  converged: boolean | null;
  metrics: Measured;
  rows: Record<string, RowsDigest>;
  model: string | null;
  version: number | null;
}

export interface JobRecord extends JobDocument {
  status: JobStatus;
  startedAt: string | null;
  finishedAt: string | null;
  /** As of the last change of state; a running job's is with the runner. */
  progress: number;
  epoch: number;
  settings: JobSettings;
  /** Of the network's outputs in turn; one without a name where they are taken as one row. */
  heads: JobHead[];
  datasetDigest: string;
  result: JobResult | null;
  error: JobError | null;
  /** How its trainers have failed so far, each but the last followed by another try. */
  retries: JobError[];
  /** Whom to tell when it is over. */
  webhook: NonNullable<TrainingRequest['webhook']> | null;
  /** Estimated when it was submitted. */
  memoryBytes: number;
}

/** True when the job will not change again by itself. */
export function isOver({ status, settings }: Pick<JobRecord, 'status' | 'settings'>): boolean {
  return isTerminal(status, settings.resume);
}

/** What only the runner knows of a running job. */
export interface LiveProgress {
  progress: number;
  epoch: number;
  estimatedFinishAt: string | null;
  /** Null before the first report. */
  speed: Speed | null;
}

export interface Speed {
  rowsPerSecond: number;
  gflops: number | null;
  shareOfPeak: number | null;
}

/** Where a queued job stands, and what it waits for. */
export interface Waiting {
  /** 1 for the next to start. */
  place: number;
  reason: (typeof waitingReasons)[number];
  detail: string;
}

export const waitingReasons = ['slots', 'memory', 'starting'] as const;

const errorCodes = [...failureCodes, 'interrupted'] as const;

const time = (description: string) =>
  Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description });
const words = <const T extends readonly string[]>(values: T, options: object = {}) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values], ...options });
const nullable = <T extends object>(schema: T) =>
  Type.Unsafe<unknown>({ anyOf: [schema, Type.Null()] });
const Choice = Type.Unsafe<Resolved>({
  type: 'object',
  properties: { type: { type: 'string' } },
  additionalProperties: true,
  required: ['type'],
});

const Goal = Type.Object({
  targets: Type.Array(Type.String()),
  loss: Choice,
  weight: Type.Number(),
  metrics: Type.Array(Type.String()),
});

const Result = Type.Object(
  {
    epochs: Type.Integer({ description: 'Whole ones that ran.' }),
    steps: Type.Integer({ description: 'That ran.' }),
    stopReason: words(stopReasons, {
      description:
        'What ended the training: all epochs were done, a full-batch solver had converged, or a rule of `stopping`.',
    }),
    bestEpoch: Type.Union([Type.Integer(), Type.Null()], {
      description: 'Where early stopping put the best weights back: the epochs they had seen.',
    }),
    converged: Type.Union([Type.Boolean(), Type.Null()], {
      description:
        'Whether a full-batch solver ended by itself, within its tolerances; null for optimisers.',
    }),
    metrics: MeasuredSchema,
    rows: Type.Record(
      Type.String(),
      Type.Object({ count: Type.Integer(), sha256: Type.String() }),
      {
        description:
          'By split: how many rows it had, and the SHA-256 of their numbers (from 0, little-endian 32-bit integers). The same data and `split` give the same rows.',
      },
    ),
    model: Type.Union([Type.String(), Type.Null()]),
    version: Type.Union([Type.Integer(), Type.Null()]),
  },
  { title: 'TrainingResult', description: 'Of a job that succeeded.' },
);

const Failure = Type.Object(
  {
    code: words(errorCodes),
    detail: Type.String({ description: 'What happened, and what can be done.' }),
    epoch: Type.Optional(Type.Integer()),
    step: Type.Optional(Type.Integer()),
    layer: Type.Optional(
      Type.String({ description: 'Of a divergence: the first whose numbers are not finite.' }),
    ),
  },
  { title: 'TrainingFailure', description: 'Of a job that failed or was interrupted.' },
);

const RunningSpeed = Type.Object(
  {
    rowsPerSecond: Type.Number({ description: 'Rows trained on.' }),
    gflops: Type.Unsafe<number | null>({
      anyOf: [{ type: 'number' }, { type: 'null' }],
      description:
        'Billions of floating-point operations a second in forward and backward passes; null for a full-batch solver.',
    }),
    shareOfPeak: Type.Unsafe<number | null>({
      anyOf: [{ type: 'number' }, { type: 'null' }],
      description: 'Of what the threads of the job reach in nothing but fused multiply-adds, 0–1.',
    }),
  },
  { title: 'TrainingSpeed', description: 'Of a running job, since the report before.' },
);

const Queued = Type.Object(
  {
    place: Type.Integer({ description: '1 for the next to start.' }),
    reason: words(waitingReasons),
    detail: Type.String({ description: 'The same in words, with the figures.' }),
  },
  { title: 'TrainingQueuePlace', description: 'Of a queued job: its place and why it waits.' },
);

export const TrainingJob = Type.Object(
  {
    id: Type.String(),
    name: Type.Union([Type.String(), Type.Null()]),
    status: words(statuses),
    terminal: Type.Boolean({
      description:
        'True when the job will not change again by itself: it has ended, or is `interrupted` and does not resume by itself.',
    }),
    progress: Type.Number({ minimum: 0, maximum: 1 }),
    epoch: Type.Integer({ description: 'Whole epochs finished.' }),
    createdAt: Type.String({ format: 'date-time' }),
    startedAt: time('When it left the queue.'),
    finishedAt: time('When it became terminal.'),
    estimatedFinishAt: time('Of a running job, from its speed so far.'),
    speed: nullable(RunningSpeed),
    waiting: nullable(Queued),
    network: Type.String(),
    dataset: Type.String(),
    inputs: Type.Array(Type.String()),
    targets: Type.Array(Type.String()),
    loss: nullable(Choice),
    outputs: nullable(Type.Record(Type.String(), Goal)),
    optimizer: Choice,
    batchSize: Type.Unsafe<number | 'full'>({ anyOf: [{ type: 'integer' }, { const: 'full' }] }),
    epochs: Type.Integer(),
    shuffle: Type.Boolean(),
    seed: Type.Integer(),
    split: nullable(Split),
    preprocessing: Preprocessing,
    missing: nullable(Missing),
    schedule: nullable(Choice),
    gradientClipping: nullable(GradientClipping),
    batchesPerStep: Type.Integer(),
    sampling: words(samplings),
    rowWeights: Type.Union([Type.String(), Type.Null()]),
    stopping: nullable(Stopping),
    measure: nullable(Measuring),
    metrics: Type.Array(Type.String()),
    model: Type.Union([Type.String(), Type.Null()]),
    threads: Type.Integer(),
    checkpoint: CheckpointSchedule,
    resume: Type.Boolean(),
    priority: Type.Integer(),
    memoryBytes: Type.Integer({
      description:
        'What the job was admitted with: an estimate from above. Its trainer cannot take much more.',
    }),
    webhook: nullable(
      Type.Object({ url: Type.String() }, { description: 'Told when the job becomes terminal.' }),
    ),
    retries: Type.Array(Failure, {
      description: 'How its trainers have failed so far; it went on after each but a last one.',
    }),
    result: Type.Union([Result, Type.Null()]),
    error: Type.Union([Failure, Type.Null()]),
  },
  { title: 'TrainingJob' },
);

export type TrainingJob = Static<typeof TrainingJob>;

export interface Standing {
  live?: LiveProgress | undefined;
  waiting?: Waiting | undefined;
}

export function jobView(record: JobRecord, { live, waiting }: Standing = {}): TrainingJob {
  const {
    id,
    name,
    status,
    createdAt,
    startedAt,
    finishedAt,
    settings,
    result,
    error,
    retries,
    memoryBytes,
  } = record;
  const { progress, epoch, estimatedFinishAt, speed } = live ?? {
    ...record,
    ...{ estimatedFinishAt: null, speed: null },
  };
  const moments = { createdAt, startedAt, finishedAt, estimatedFinishAt };
  const state = { id, name, status, terminal: isOver(record), progress, epoch };
  const now = { ...moments, speed, waiting: waiting ?? null };
  const webhook = record.webhook && { url: record.webhook.url };
  return { ...state, ...now, ...settings, memoryBytes, webhook, retries, result, error };
}
