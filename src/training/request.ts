// The body of POST /v1/training-jobs: its schema, which is also its type and its documentation.
// What a schema cannot say (columns, widths, what fits what) is checked in submission.ts.
import { type Static, Type } from 'typebox';
import { type CatalogEntry, choice, type Resolved } from '../catalog/entry.ts';
import { optimizers } from '../catalog/optimizers.ts';
import { solvers } from '../catalog/solvers.ts';
import { ModelName, Name } from '../http/names.ts';
import { Loss } from '../networks/request.ts';
import { defaultCheckpoints } from './checkpoints.ts';
import { learningFields } from './learning.ts';
import { metricNames, metricsDescription } from './metrics.ts';
import { transformSchema } from './transforms.ts';

const strict = { additionalProperties: false };
const words = <const T extends readonly string[]>(values: T, options: object = {}) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values], ...options });

const ColumnName = Type.String({ minLength: 1, maxLength: 1024 });
const seed = (description: string) =>
  Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description }));
const fraction = (description: string) =>
  Type.Optional(Type.Number({ minimum: 0, maximum: 1, description }));

export const missingPolicies = [
  {
    type: 'drop',
    summary: 'The row is left out; predictions need the value.',
    formula: '',
    parameters: {},
  },
  { type: 'mean', summary: 'The mean of the training split.', formula: '', parameters: {} },
  { type: 'median', summary: 'The median of the training split.', formula: '', parameters: {} },
  {
    type: 'constant',
    summary: 'A given number, or category.',
    formula: '',
    parameters: {
      value: Type.Unsafe<number | string | boolean>({
        type: ['number', 'string', 'boolean'],
        'x-expected': 'a number, a category or a boolean',
        description: 'In the units of the data set.',
      }),
    },
  },
  {
    type: 'indicator',
    summary: 'One more input, 1 where the value is missing, beside what stands in for it.',
    formula: '',
    parameters: {
      fill: Type.Unsafe<'mean' | 'median' | number>({
        anyOf: [words(['mean', 'median']), { type: 'number' }],
        default: 'mean',
        description: 'What stands in for a number; a category has all units 0.',
      }),
    },
  },
] as const satisfies readonly CatalogEntry[];

/** A policy with its defaults filled in. */
export type MissingPolicy =
  | { type: 'drop' | 'mean' | 'median' }
  | { type: 'constant'; value: number | string | boolean }
  | { type: 'indicator'; fill: 'mean' | 'median' | number };

const rowNumber = Type.Integer({ minimum: 0, maximum: 2 ** 32 - 1 });
const ranges = (description: string) =>
  Type.Array(
    Type.Unsafe<[number, number]>({ type: 'array', items: rowNumber, minItems: 2, maxItems: 2 }),
    { minItems: 1, maxItems: 1000, description },
  );

export const Split = Type.Object(
  {
    train: fraction('Share of the rows to train on; what the others leave when absent.'),
    validation: fraction('Share measured while training goes on.'),
    test: fraction('Share kept for the result.'),
    seed: seed("Of the random choice of rows; the job's seed when absent."),
    stratify: Type.Optional(
      Type.Unsafe<boolean | string>({
        type: ['boolean', 'string'],
        'x-expected': 'true, false or the name of a column',
        description:
          'Keep the share of every class in each split: those of the target, or of a category column.',
      }),
    ),
    kFold: Type.Optional(
      Type.Object(
        {
          folds: Type.Integer({ minimum: 2, maximum: 1000, description: 'Equal parts.' }),
          fold: Type.Integer({
            minimum: 0,
            description: 'The part that is tested on, from 0; all others train.',
          }),
        },
        {
          ...strict,
          description:
            'Instead of fractions: cross-validation. The folds of one seed are disjoint and hold every row.',
        },
      ),
    ),
    rows: Type.Optional(
      Type.Object(
        {
          train: ranges('To train on.'),
          validation: Type.Optional(ranges('Measured while training goes on.')),
          test: Type.Optional(ranges('Kept for the result.')),
        },
        {
          ...strict,
          description:
            'Instead of fractions: ranges [from, to) of row numbers, from 0, such as [[0, 800]].',
        },
      ),
    ),
    column: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 1024,
        description:
          'Instead of fractions: a category column that says `train`, `validation` or `test`.',
      }),
    ),
  },
  {
    title: 'Split',
    ...strict,
    description:
      'Which rows train, validate and test. Fractions of the rows that are used, drawn at random; they may add up to less than 1. Without a split every row trains.',
  },
);

const numberRules = [
  ...(['none', 'standardize', 'min-max', 'robust'] as const),
  ...(['clip', 'log', 'log1p', 'image'] as const),
] as const;
const numeric = (description: string) => Type.Optional(transformSchema(numberRules, description));

export const Preprocessing = Type.Object(
  {
    inputs: numeric('Rule for all inputs but categories.'),
    targets: numeric(
      'Rule for all targets of a regression; predictions and metrics are in original units. No clip.',
    ),
    types: Type.Optional(
      Type.Object(
        {
          number: numeric('Numbers and integers.'),
          boolean: Type.Optional(
            transformSchema([...numberRules, 'one-hot', 'ordinal'], 'Numbers 0 and 1, or one-hot.'),
          ),
          vector: numeric('All values of a vector are fitted and scaled as one.'),
          category: Type.Optional(
            transformSchema(
              [...numberRules, 'one-hot', 'ordinal'],
              '`one-hot`, the default, or `ordinal`, alone or followed by rules for numbers.',
            ),
          ),
        },
        { ...strict, description: 'Rules for the inputs of a type; before that for all inputs.' },
      ),
    ),
    columns: Type.Optional(
      Type.Record(
        Type.String(),
        transformSchema([...numberRules, 'one-hot', 'ordinal'], 'A rule, or a list of them.'),
        {
          description:
            'Rules for single columns, before all others: by name, or by a pattern in which `*` stands for any characters.',
        },
      ),
    ),
  },
  {
    ...strict,
    description:
      'What columns go through, fitted on the training split alone and stored with the model: the name of a rule, an object with its parameters, or a list of rules applied one after another, such as `["log1p", "standardize"]`. A column that is constant on the training split becomes 0.',
  },
);

const Policy = choice(undefined, missingPolicies);

type MissingChoice = string | Resolved;
export const Missing = Type.Unsafe<
  'drop' | 'mean' | 'median' | 'indicator' | Record<string, MissingChoice>
>({
  anyOf: [
    words(['drop', 'mean', 'median', 'indicator']),
    { type: 'object', additionalProperties: Policy },
  ],
  description:
    'How missing values are treated: a policy for all columns, or policies by column name, or by a pattern in which `*` stands for any characters. `drop` leaves the row out; `mean` and `median` fill in that of the training split; `constant` a value; `indicator` adds an input to each column that misses values. Targets, and the column of a split, can only be dropped.',
});

export const CheckpointSchedule = Type.Object(
  {
    everySeconds: Type.Optional(
      Type.Number({ minimum: 1, maximum: 86_400, description: 'Seconds between two checkpoints.' }),
    ),
    everyEpochs: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1e9, description: 'Epochs between two checkpoints.' }),
    ),
    everySteps: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1e12, description: 'Steps between two checkpoints.' }),
    ),
    keep: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100,
        default: defaultCheckpoints.keep,
        description: 'How many of the newest stay, beside the one with the lowest loss.',
      }),
    ),
  },
  {
    ...strict,
    title: 'CheckpointSchedule',
    default: { everySeconds: defaultCheckpoints.everySeconds, keep: defaultCheckpoints.keep },
    description:
      'When the whole state of the training is stored, so that it can be gone on from to the bit. At most one of `everySeconds`, `everyEpochs`, `everySteps`; every 60 seconds when there is none.',
  },
);

/** The fields of a schedule of which there may be one. */
export const intervals = ['everySeconds', 'everyEpochs', 'everySteps'] as const;

const NetworkLoss = Type.Unsafe<string | Resolved>({
  ...Loss,
  description:
    'The name of a loss, or an object with its parameters; every output of the network has it.',
});

const Optimizer = Type.Unsafe<string | Resolved>({
  ...choice(undefined, [...optimizers, ...solvers]),
  title: 'Optimizer',
  default: { type: 'sgd', learningRate: 0.01 },
  description: 'The name of an optimiser or full-batch solver, or an object with its parameters.',
});

const Targets = Type.Array(ColumnName, {
  minItems: 1,
  maxItems: 100_000,
  description: 'Columns in the order of the network outputs; for classes one column.',
});

const Metrics = Type.Array(words(metricNames), {
  maxItems: metricNames.length,
  uniqueItems: true,
  description: metricsDescription,
});

const OutputGoal = Type.Object(
  {
    targets: Targets,
    loss: Loss,
    weight: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        default: 1,
        description: "Of this loss in the network's, which is the weighted sum over the outputs.",
      }),
    ),
    metrics: Type.Optional(Metrics),
  },
  { title: 'OutputGoal', ...strict, description: 'What one output is trained for.' },
);

export type OutputGoal = Static<typeof OutputGoal>;

const Outputs = Type.Unsafe<Record<string, OutputGoal>>({
  type: 'object',
  minProperties: 1,
  additionalProperties: OutputGoal,
  description:
    'In place of `targets`, `loss` and `metrics`: those of every output of the network, by its name. Metrics are reported as `<output>.<metric>`, predictions as an object by output.',
});

const Webhook = Type.Object(
  {
    url: Type.String({
      minLength: 1,
      maxLength: 2048,
      description:
        'An http or https URL. Loopback and private addresses are refused unless the server allows them.',
    }),
    secret: Type.String({
      minLength: 16,
      maxLength: 256,
      description:
        'Signs what is sent; never shown again. `whsec_` and base64 as Standard Webhooks has it, or any text.',
    }),
  },
  {
    ...strict,
    title: 'Webhook',
    description:
      'Told when the job becomes terminal, by a POST signed with HMAC-SHA256 as Standard Webhooks asks; tried again for a day and a half until it is answered 2xx.',
  },
);

export const TrainingRequest = Type.Object(
  {
    name: Type.Optional(Name),
    network: Type.String({
      minLength: 1,
      maxLength: 128,
      description: 'Id or name. Its parameters are copied now; the network never changes.',
    }),
    dataset: Type.String({ minLength: 1, maxLength: 128, description: 'Id or name.' }),
    inputs: Type.Array(ColumnName, {
      minItems: 1,
      maxItems: 100_000,
      description:
        'Columns in the order of the network inputs; a category column takes one input a category, a vector one a value.',
    }),
    targets: Type.Optional(Targets),
    loss: Type.Optional(NetworkLoss),
    outputs: Type.Optional(Outputs),
    optimizer: Type.Optional(Optimizer),
    batchSize: Type.Optional(
      Type.Unsafe<number | 'full'>({
        anyOf: [{ type: 'integer', minimum: 1, maximum: 2 ** 31 - 1 }, { const: 'full' }],
        default: 32,
        description:
          'Rows a step, or `full` for all of them. The last batch of an epoch may be smaller. A full-batch solver takes `full` only, its default.',
      }),
    ),
    epochs: Type.Integer({
      minimum: 1,
      maximum: 1e9,
      description:
        'Times every row is trained on; of a full-batch solver iterations at most, for it ends when it has converged.',
    }),
    shuffle: Type.Optional(
      Type.Boolean({
        default: true,
        description: 'Reorder the rows before each epoch, by the seed.',
      }),
    ),
    seed: seed(
      'Of everything random in the job. Default 0: the same job twice gives the same bits.',
    ),
    split: Type.Optional(Split),
    preprocessing: Type.Optional(Preprocessing),
    missing: Type.Optional(Missing),
    metrics: Type.Optional(Metrics),
    model: Type.Optional(
      Type.Unsafe<string>({
        ...ModelName,
        description: 'The model this becomes a new version of when it succeeds.',
      }),
    ),
    threads: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1024,
        description:
          'Default: the cores granted to the server less one. The result does not depend on it.',
      }),
    ),
    webhook: Type.Optional(Webhook),
    priority: Type.Optional(
      Type.Integer({
        minimum: -100,
        maximum: 100,
        default: 0,
        description:
          'Queued jobs of a higher priority start first, equal ones in the order they came. What runs is not stopped for them.',
      }),
    ),
    ...learningFields,
    checkpoint: Type.Optional(CheckpointSchedule),
    resume: Type.Optional(
      Type.Boolean({
        description:
          'Whether the job goes on by itself, from its last checkpoint, when the server was stopped or its trainer has crashed (at most 3 times). Default: true for a job that sets `checkpoint`, else the setting NABLA_RESUME_JOBS.',
      }),
    ),
  },
  {
    title: 'TrainingJobRequest',
    ...strict,
    examples: [
      {
        network: 'worked-example',
        dataset: 'worked-example',
        inputs: ['x1', 'x2'],
        targets: ['d1', 'd2'],
        loss: { type: 'half-squared-error', reduction: 'sum' },
        optimizer: { type: 'sgd', learningRate: 0.05 },
        batchSize: 'full',
        epochs: 1000,
        name: 'worked-example',
        model: 'worked-example',
        checkpoint: { everyEpochs: 500 },
      },
    ],
  },
);

export type TrainingRequest = Static<typeof TrainingRequest>;
