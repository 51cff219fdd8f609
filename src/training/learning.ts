// How a job learns beside its optimiser: the schedule of its learning rate, clipping and accumulation of
// gradients, how rows are drawn and weighed, what is measured when, and what stops it. Schemas, which
// are also types and documentation, and the checks that schemas cannot make. Pure.
import { type Static, Type } from 'typebox';
import { choice, type Resolved, resolve } from '../catalog/entry.ts';
import { schedules } from '../catalog/schedules.ts';
import { isFullBatch } from '../catalog/solvers.ts';
import type { ScheduleSpec } from '../native.ts';
import { isScalar } from './metrics.ts';
import type { Place } from './preprocessing.ts';
import { type Faults, isNumeric, type Source } from './source.ts';

const strict = { additionalProperties: false };

const Schedule = Type.Unsafe<string | Resolved>({
  ...choice(undefined, schedules),
  title: 'Schedule',
  default: 'constant',
  description:
    'The name of a schedule of the learning rate, or an object with its parameters. The rate of each epoch is in the series `learningRate`.',
});

export const GradientClipping = Type.Unsafe<{ norm: number } | { value: number }>({
  title: 'GradientClipping',
  anyOf: [
    Type.Object(
      {
        norm: Type.Number({
          exclusiveMinimum: 0,
          description:
            'Scale the gradients of a step so that all together are no longer than this.',
        }),
      },
      strict,
    ),
    Type.Object(
      {
        value: Type.Number({
          exclusiveMinimum: 0,
          description: 'Cut each element of a gradient to this size.',
        }),
      },
      strict,
    ),
  ],
  description:
    'Keeps steps short where the loss is steep. Penalties and weight decay are added afterwards.',
});

export const EarlyStopping = Type.Object(
  {
    metric: Type.Optional(
      Type.String({
        maxLength: 200,
        default: 'validation.loss',
        description: '`train.loss`, or a metric of the job on the validation split.',
      }),
    ),
    patience: Type.Integer({
      minimum: 1,
      maximum: 1e9,
      description: 'Stop after so many measurements in a row that were not better than the best.',
    }),
    minDelta: Type.Optional(
      Type.Number({
        minimum: 0,
        default: 0,
        description: 'By how much a measurement must beat the best to be better.',
      }),
    ),
    restoreBest: Type.Optional(
      Type.Boolean({
        default: true,
        description: 'End with the weights of the best measurement, however the job stops.',
      }),
    ),
  },
  { title: 'EarlyStopping', ...strict },
);

export const Stopping = Type.Object(
  {
    steps: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1e12, description: 'Stop after so many steps.' }),
    ),
    seconds: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        description: 'Stop after so much training; the only rule that a faster machine changes.',
      }),
    ),
    tolerance: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        description: 'Stop when the training losses of two epochs in a row differ by less.',
      }),
    ),
    early: Type.Optional(EarlyStopping),
  },
  {
    title: 'Stopping',
    ...strict,
    description:
      'What ends the job before its epochs are done. The first rule that fires is the `stopReason` of the result.',
  },
);

export const Measuring = Type.Object(
  {
    everyEpochs: Type.Integer({
      minimum: 1,
      maximum: 1e9,
      description: 'Epochs between two measurements of the validation and test splits.',
    }),
  },
  {
    title: 'Measuring',
    ...strict,
    description:
      'Default: as often as takes at most a fifth of the time; metrics that early stopping or a schedule watches then after every epoch.',
  },
);

export const samplings = ['each-once', 'with-replacement'] as const;

/** The fields of a request for a job. */
export const learningFields = {
  schedule: Type.Optional(Schedule),
  gradientClipping: Type.Optional(GradientClipping),
  batchesPerStep: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1e6,
      default: 1,
      description:
        'Batches whose gradients are added up for one step: a batch of so many times `batchSize` rows in the memory of one. Batch normalisation still sees the small ones.',
    }),
  ),
  sampling: Type.Optional(
    Type.Unsafe<(typeof samplings)[number]>({
      type: 'string',
      enum: [...samplings],
      default: 'each-once',
      description:
        '`each-once`: every row comes once an epoch. `with-replacement`: each row of an epoch is drawn from all of them.',
    }),
  ),
  rowWeights: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 1024,
      description:
        'A number column without negative or missing values: how often each row counts in the loss. A mean is over rows all the same; other metrics are not weighted.',
    }),
  ),
  stopping: Type.Optional(Stopping),
  measure: Type.Optional(Measuring),
};

interface LearningRequest {
  schedule?: string | Resolved;
  gradientClipping?: Static<typeof GradientClipping>;
  batchesPerStep?: number;
  sampling?: (typeof samplings)[number];
  rowWeights?: string;
  stopping?: Static<typeof Stopping>;
  measure?: Static<typeof Measuring>;
}

type Early = Required<Static<typeof EarlyStopping>>;

/** The same with every default filled in; null where nothing was asked for. */
export interface LearningSettings {
  schedule: Resolved | null;
  gradientClipping: Static<typeof GradientClipping> | null;
  batchesPerStep: number;
  sampling: (typeof samplings)[number];
  rowWeights: string | null;
  stopping: (Omit<Static<typeof Stopping>, 'early'> & { early?: Early }) | null;
  measure: Static<typeof Measuring> | null;
}

/** What a trainer is told of it. */
export interface LearningPlan {
  schedule?: ScheduleSpec;
  gradientClipping?: Static<typeof GradientClipping>;
  batchesPerStep: number;
  replacement: boolean;
  rowWeights?: { name: string; place: Place };
  stopping: NonNullable<LearningSettings['stopping']>;
  measureEvery?: number;
}

export function learningSettings(request: LearningRequest): LearningSettings {
  const { schedule, stopping, batchesPerStep = 1, sampling = 'each-once' } = request;
  return {
    schedule: schedule === undefined ? null : resolve(schedules, schedule),
    gradientClipping: request.gradientClipping ?? null,
    ...{ batchesPerStep, sampling },
    rowWeights: request.rowWeights ?? null,
    stopping: stopping === undefined ? null : stoppingOf(stopping),
    measure: request.measure ?? null,
  };
}

function stoppingOf({
  early,
  ...limits
}: Static<typeof Stopping>): NonNullable<LearningSettings['stopping']> {
  if (early === undefined) return limits;
  const { metric = 'validation.loss', minDelta = 0, restoreBest = true, patience } = early;
  return { ...limits, early: { metric, patience, minDelta, restoreBest } };
}

export function learningPlan(settings: LearningSettings, source: Source): LearningPlan {
  const { schedule, gradientClipping, rowWeights, stopping, measure } = settings;
  return {
    ...(schedule === null ? {} : { schedule }),
    ...(gradientClipping === null ? {} : { gradientClipping }),
    batchesPerStep: settings.batchesPerStep,
    replacement: settings.sampling === 'with-replacement',
    ...(rowWeights === null
      ? {}
      : { rowWeights: { name: rowWeights, place: source.place(rowWeights) } }),
    stopping: stopping ?? {},
    ...(measure === null ? {} : { measureEvery: measure.everyEpochs }),
  };
}

/** Tensors as large as the weights that are kept beside the optimiser's: gradients, the best weights. */
export function extraTensors(settings: LearningSettings): number {
  const { gradientClipping, batchesPerStep, stopping } = settings;
  const stored = gradientClipping !== null || batchesPerStep > 1;
  return (stored ? 1 : 0) + (stopping?.early?.restoreBest ? 1 : 0);
}

interface Watchable extends LearningSettings {
  optimizer: Resolved;
  metrics: readonly string[];
}

/** `validates`: whether the job has a validation split. */
export function checkLearning(
  settings: Watchable,
  validates: boolean,
  source: Source,
  faults: Faults,
): void {
  if (isFullBatch(settings.optimizer.type)) refuseSteps(settings, faults);
  if (settings.rowWeights !== null) checkWeights(settings.rowWeights, source, faults);
  const watch = (metric: unknown, pointer: string) => {
    const flaw = typeof metric === 'string' && watchFlaw(metric, settings.metrics, validates);
    if (flaw) faults.add(pointer, flaw);
  };
  watch(settings.schedule?.metric, '/schedule/metric');
  watch(settings.stopping?.early?.metric, '/stopping/early/metric');
}

/** A full-batch solver has no steps to scale, no batches and no order of rows. */
function refuseSteps(settings: Watchable, faults: Faults): void {
  const { type } = settings.optimizer;
  const given = {
    schedule: settings.schedule !== null && settings.schedule.type !== 'constant',
    gradientClipping: settings.gradientClipping !== null,
    batchesPerStep: settings.batchesPerStep > 1,
    sampling: settings.sampling !== 'each-once',
    // The others solve sums of squares, each row of which counts once.
    rowWeights: settings.rowWeights !== null && type !== 'l-bfgs',
  };
  for (const [field, asked] of Object.entries(given)) {
    if (asked) faults.add(`/${field}`, `does not go together with ${type}`);
  }
}

function checkWeights(name: string, source: Source, faults: Faults): void {
  const column = source.column(name);
  const refuse = (detail: string) => faults.add('/rowWeights', detail);
  if (column === undefined) refuse(source.unknown(name));
  else if (!isNumeric(column) || (column.width ?? 1) > 1) {
    refuse(`column "${name}" holds no single numbers`);
  } else if (column.missing > 0) {
    refuse(`column "${name}" has missing values; every row needs a weight`);
  } else if ((column.min ?? 0) < 0 || !((column.max ?? 0) > 0)) {
    refuse(
      `weights must be at least 0, some more; column "${name}" goes from ${column.min} to ${column.max}`,
    );
  }
}

function watchFlaw(
  metric: string,
  metrics: readonly string[],
  validates: boolean,
): string | undefined {
  if (metric === 'train.loss') return undefined;
  const [split, ...rest] = metric.split('.');
  const measured = ['loss', ...metrics].filter(isScalar);
  if (split !== 'validation' || !measured.includes(rest.join('.'))) {
    const offered = ['train.loss', ...measured.map((name) => `validation.${name}`)];
    return `\`${metric.slice(0, 60)}\` is not measured; this job can watch ${offered.join(', ')}`;
  }
  return validates ? undefined : `\`${metric}\` needs a validation split in \`split\``;
}
