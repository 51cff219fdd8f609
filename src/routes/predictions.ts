// `:predict` of a model, a version and a label: schemas in, one call of the service, the reply.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { type TProperties, Type } from 'typebox';
import { problems } from '../http/problems.ts';
import type { Answered, PredictBody, PredictionService } from '../models/predictions.ts';
import type { Selector } from '../models/service.ts';
import type { Services } from '../services.ts';

const Rows = Type.Array(Type.Unsafe<unknown>({ anyOf: [{ type: 'array' }, { type: 'object' }] }), {
  minItems: 1,
  description: 'Arrays in the order of the inputs, or objects by column name.',
});
const Columns = Type.Record(Type.String(), Type.Array(Type.Unknown()), {
  description: 'A list of values by column name, all of one length.',
});

const PredictRequest = Type.Object(
  {
    instances: Type.Optional(Rows),
    columns: Type.Optional(Columns),
    inputs: Type.Optional(
      Type.Unsafe<unknown[] | Record<string, unknown[]>>({
        anyOf: [Rows, Columns],
        description:
          "TensorFlow Serving's columnar form: rows or columns as above, answered in `outputs`.",
      }),
    ),
    signature_name: Type.Optional(
      Type.Literal('serving_default', {
        description: 'Of TensorFlow Serving; a model has this one.',
      }),
    ),
  },
  {
    additionalProperties: false,
    description: 'One of `instances`, `columns` and `inputs`.',
    examples: [
      {
        instances: [
          [0.77, 0.02],
          [0.63, 0.75],
        ],
      },
      { instances: [{ x1: 0.77, x2: 0.02 }] },
      { columns: { x1: [0.77, 0.63], x2: [0.02, 0.75] } },
    ],
  },
);

const PredictQuery = Type.Object(
  {
    shape: Type.Optional(
      Type.Unsafe<'arrays' | 'objects'>({
        type: 'string',
        enum: ['arrays', 'objects'],
        default: 'arrays',
        description: 'How numbers are answered: in the order of the outputs, or by column.',
      }),
    ),
    topK: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100_000,
        description: 'Of a classification only so many classes, the most probable first.',
      }),
    ),
    raw: Type.Optional(
      Type.Boolean({
        default: false,
        description: "The network's outputs as they are: numbers not scaled back, no classes.",
      }),
    ),
  },
  { additionalProperties: false },
);

const Predictions = Type.Array(
  Type.Unsafe<unknown>({
    anyOf: [
      { type: 'array', items: { type: 'number' } },
      { type: 'object', additionalProperties: true },
    ],
    description:
      'Numbers in original units, or `{ "class", "probabilities" }`; of a model whose outputs have a loss each, an object of those by output.',
  }),
);

const PredictReply = Type.Object({
  predictions: Type.Optional(Predictions),
  outputs: Type.Optional(
    Type.Unsafe<unknown>({ description: 'Instead of `predictions`, when `inputs` was sent.' }),
  ),
});

const answers = {
  ...problems('bad-request', 'not-found'),
  ...problems(
    'malformed-body',
    'body-too-large',
    'unsupported-media-type',
    'invalid-input',
    'unavailable',
  ),
};

export interface PredictRoute {
  url: string;
  path: TProperties;
  operationId: string;
  summary: string;
  select: (params: Record<string, string>) => Selector;
}

type App = Parameters<FastifyPluginAsyncTypebox<{ services: Services }>>[0];

export function addPredictRoute(
  app: App,
  predictions: PredictionService,
  { url, path, operationId, summary, select }: PredictRoute,
): void {
  app.post(
    `${url}::predict`,
    {
      schema: {
        operationId,
        tags: ['models'],
        summary,
        description: 'The version that answered is in the Content-Location header.',
        params: Type.Object(path),
        querystring: PredictQuery,
        body: PredictRequest,
        response: { 200: PredictReply, ...answers },
      },
    },
    // No promise where none is needed: a small prediction costs less than making one.
    (request, reply) => {
      const params = request.params as Record<string, string>;
      const body = request.body as PredictBody;
      const { socket } = request.raw;
      const caller = { gone: () => socket.destroyed, deadline: Number.POSITIVE_INFINITY };
      const send = (answer: Answered) => sendAnswer(reply, params.model as string, body, answer);
      const answer = predictions.predict(
        params.model as string,
        select(params),
        body,
        request.query,
        caller,
      );
      return (answer instanceof Promise ? answer.then(send) : send(answer)) as never;
    },
  );
}

function sendAnswer(
  reply: FastifyReply,
  model: string,
  body: PredictBody,
  { predictions, version }: Answered,
): FastifyReply {
  reply.header('content-location', `/v1/models/${model}/versions/${version}`);
  return reply.send(body.inputs === undefined ? { predictions } : { outputs: predictions });
}
