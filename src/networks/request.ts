// The bodies clients send about networks: schema, type and documentation in one. What a schema cannot
// say (shapes that fit, names that exist) is checked in spec.ts and by the addon.
import { type Static, Type } from 'typebox';
import { activations } from '../catalog/activations.ts';
import { choice, type Resolved, tagged } from '../catalog/entry.ts';
import { initializers } from '../catalog/initializers.ts';
import { layerFields, layers } from '../catalog/layers.ts';
import { losses } from '../catalog/losses.ts';
import { Name } from '../http/names.ts';
import type { InspectionName } from '../native.ts';

const strict = { additionalProperties: false };

/** Units of a layer and inputs of a network. */
export const maxWidth = 1_048_576;
/** Layers of a network, and of each sub-stack. */
export const maxLayers = 10_000;

export const Activation = choice('Activation', activations);
export const Initializer = choice('Initializer', initializers);
export const Layer = tagged(layers, { $id: 'Layer' }, layerFields);

/** Of a row of the outputs; the same wherever a loss is chosen. */
export const Loss = Type.Unsafe<string | Resolved>({
  ...choice(undefined, losses),
  title: 'Loss',
  description: 'The name of a loss, or an object with its parameters.',
});

export interface LayerRequest {
  type: string;
  name?: string;
  inputs?: string[];
  trainable?: boolean;
  [parameter: string]: unknown;
}

const Layers = Type.Array(Type.Unsafe<LayerRequest>(Type.Ref('Layer')), {
  minItems: 1,
  maxItems: maxLayers,
  description: 'A layer without `inputs` reads the one before it.',
});

const Notes = Type.String({ maxLength: 10_000, description: 'Anything worth keeping beside it.' });

const workedExample = {
  name: 'worked-example',
  dtype: 'float64',
  seed: 1,
  inputSize: 2,
  layers: [
    {
      type: 'dense',
      name: 'hidden',
      units: 3,
      activation: 'sigmoid',
      weights: {
        type: 'explicit',
        values: [
          [-3.97, 1.1, 0.42],
          [2.79, -2.64, 3.13],
        ],
      },
    },
    {
      type: 'dense',
      name: 'output',
      units: 2,
      weights: {
        type: 'explicit',
        values: [
          [3.58, -1.58],
          [-3.58, -1.75],
          [-3.38, 2.88],
        ],
      },
    },
  ],
};

const irisExample = {
  name: 'iris',
  seed: 3,
  inputSize: 4,
  layers: [
    { type: 'dense', units: 16, activation: 'relu' },
    { type: 'dense', units: 3, activation: 'softmax' },
  ],
};

export const NetworkRequest = Type.Object(
  {
    name: Type.Optional(Name),
    notes: Type.Optional(Notes),
    dtype: Type.Optional(
      Type.Unsafe<'float32' | 'float64'>({
        type: 'string',
        enum: ['float32', 'float64'],
        default: 'float32',
        description: 'Of parameters and all arithmetic.',
      }),
    ),
    seed: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        default: 0,
        description: 'Of the initialisers: the same spec and seed give the same bits.',
      }),
    ),
    inputSize: Type.Integer({ minimum: 1, maximum: maxWidth, description: 'Numbers a row.' }),
    layers: Layers,
    outputs: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 128 }), {
        minItems: 1,
        maxItems: 1000,
        uniqueItems: true,
        description: 'Names of the layers that are the outputs, in order; default: the last layer.',
      }),
    ),
  },
  { title: 'NetworkRequest', ...strict, examples: [workedExample, irisExample] },
);

export type NetworkRequest = Static<typeof NetworkRequest>;

export const NetworkPatch = Type.Object(
  {
    name: Type.Optional(Name),
    notes: Type.Optional(Type.Union([Notes, Type.Null()])),
  },
  {
    ...strict,
    minProperties: 1,
    examples: [{ notes: 'Two inputs, three logistic units, two outputs.' }],
  },
);

export type NetworkPatch = Static<typeof NetworkPatch>;

const Rows = Type.Array(Type.Array(Type.Number()), {
  minItems: 1,
  description: 'One array of numbers for each row, in the order of the network inputs.',
});

export const RawPredictRequest = Type.Object(
  { instances: Rows },
  {
    ...strict,
    examples: [
      {
        instances: [
          [0.77, 0.02],
          [0.63, 0.75],
        ],
      },
    ],
  },
);

export const inspectable = [
  'outputs',
  'activations',
  'deltas',
  'gradients',
  'inputGradient',
  'jacobian',
  'rowLosses',
  'gradientCheck',
] as const satisfies readonly InspectionName[];

const OutputLoss = Type.Object(
  {
    loss: Loss,
    weight: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        default: 1,
        description: "Of this loss in the network's, which is the weighted sum over the outputs.",
      }),
    ),
  },
  strict,
);

type OutputLoss = Static<typeof OutputLoss>;

export const InspectRequest = Type.Object(
  {
    instances: Rows,
    targets: Type.Optional(
      Type.Array(Type.Array(Type.Number()), {
        minItems: 1,
        description:
          'One array for each row, as long as the outputs; needed for everything with a gradient.',
      }),
    ),
    loss: Type.Optional(
      Type.Unsafe<string | Resolved>({
        ...Loss,
        description: 'Of every output; needed for everything with a gradient.',
      }),
    ),
    outputs: Type.Optional(
      Type.Unsafe<Record<string, OutputLoss>>({
        type: 'object',
        minProperties: 1,
        additionalProperties: OutputLoss,
        description: 'In place of `loss`: that of every output, by its name.',
      }),
    ),
    want: Type.Array(Type.Unsafe<InspectionName>({ type: 'string', enum: [...inspectable] }), {
      minItems: 1,
      maxItems: inspectable.length,
      uniqueItems: true,
    }),
  },
  {
    title: 'InspectRequest',
    ...strict,
    examples: [
      {
        instances: [
          [0.77, 0.02],
          [0.63, 0.75],
        ],
        targets: [
          [0.44, -0.42],
          [0.84, 0.43],
        ],
        loss: { type: 'half-squared-error', reduction: 'sum' },
        want: ['activations', 'gradients', 'gradientCheck'],
      },
    ],
  },
);

export type InspectRequest = Static<typeof InspectRequest>;
