// What is done with a model beside predicting, by model, version or label: loading it, letting it go,
// looking inside.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { problems } from '../http/problems.ts';
import type { PredictionService } from '../models/predictions.ts';
import type { ServedInspection } from '../models/served-inspection.ts';
import { InspectRequest } from '../networks/request.ts';
import type { Services } from '../services.ts';
import type { PredictRoute } from './predictions.ts';

const { instances: _, ...inspectFields } = InspectRequest.properties;

const ServedInspectRequest = Type.Object(
  {
    instances: Type.Array(
      Type.Unsafe<unknown>({ anyOf: [{ type: 'array' }, { type: 'object' }] }),
      {
        minItems: 1,
        description:
          'As for `:predict`: arrays in the order of the inputs, or objects by column name.',
      },
    ),
    units: Type.Optional(
      Type.Unsafe<'original' | 'encoded'>({
        type: 'string',
        enum: ['original', 'encoded'],
        default: 'original',
        description:
          'What `inputGradient` and `jacobian` are by: the values as they are sent, or as the network has them after its preprocessing. Outputs and `targets` are always those of the network, before anything is scaled back.',
      }),
    ),
    ...inspectFields,
  },
  {
    title: 'ModelInspectRequest',
    additionalProperties: false,
    examples: [{ instances: [[0.77, 0.02]], want: ['outputs', 'activations', 'jacobian'] }],
  },
);

const Residence = Type.Object(
  {
    model: Type.String(),
    version: Type.Integer(),
    loaded: Type.Boolean(),
    bytes: Type.Integer({ description: 'Of its parameters.' }),
    loadedBytes: Type.Integer({ description: 'Of all networks in memory.' }),
  },
  { title: 'ModelResidence' },
);

type App = Parameters<FastifyPluginAsyncTypebox<{ services: Services }>>[0];

/** `suffix` of the operation ids: empty, `WithVersion` or `WithLabel`. */
export function addServedRoutes(
  app: App,
  predictions: PredictionService,
  { url, path, select }: PredictRoute,
  suffix: string,
): void {
  const common = { tags: ['models'], params: Type.Object(path) };
  const lookUp = problems('bad-request', 'not-found');
  const served = (params: unknown) => {
    const named = params as Record<string, string>;
    return predictions.serve(named.model as string, select(named));
  };
  app.post(
    `${url}::inspect`,
    {
      schema: {
        ...common,
        operationId: `inspectModel${suffix}`,
        summary: 'Look inside: activations, gradients, Jacobian',
        description:
          'As of a network, with the model’s own preprocessing before it; `inputs` names what the derivatives are by.',
        body: ServedInspectRequest,
        response: {
          200: Type.Record(Type.String(), Type.Unknown()),
          ...lookUp,
          ...problems(
            'malformed-body',
            'body-too-large',
            'unsupported-media-type',
            'invalid-input',
          ),
        },
      },
    },
    async (request) =>
      predictions.inspect(served(request.params), request.body as ServedInspection),
  );
  app.post(
    `${url}::load`,
    {
      schema: {
        ...common,
        operationId: `loadModel${suffix}`,
        summary: 'Bring it into memory before the first prediction',
        response: { 200: Residence, ...lookUp, ...problems('unavailable') },
      },
    },
    async (request) => predictions.load(served(request.params)),
  );
  app.post(
    `${url}::unload`,
    {
      schema: {
        ...common,
        operationId: `unloadModel${suffix}`,
        summary: 'Let its memory go until the next prediction',
        response: { 200: Residence, ...lookUp },
      },
    },
    async (request) => predictions.unload(served(request.params)),
  );
}
