// `:predict` of a model, a version and a label: schemas in, one call of the service, the reply.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type TProperties, Type } from 'typebox';
import type { Config } from '../config.ts';
import { unpacked } from '../datasets/compressed.ts';
import { essence } from '../datasets/formats/list.ts';
import type { Admission } from '../http/admission.ts';
import { bytesOf, discardRest, gzipped, refuseOtherCharsets } from '../http/incoming.ts';
import { Binary } from '../http/media-types.ts';
import { negotiate } from '../http/negotiation.ts';
import { problems } from '../http/problems.ts';
import { type AnswerFormat, answerFormats } from '../models/answer-formats.ts';
import type { Prediction } from '../models/answers.ts';
import type { PredictBody, PredictionService, Streamed } from '../models/predictions.ts';
import type { Selector } from '../models/service.ts';
import { type Arriving, tableTypes } from '../models/table-input.ts';
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

const answerTypes = answerFormats.map(({ mediaType }) => mediaType);
const jsonAnswers = answerFormats[0] as AnswerFormat;

const csvExample = 'x1,x2\n0.77,0.02\n0.63,0.75\n';

/** The same rows in each of the forms; only JSON is checked against a schema. */
const PredictBodies = {
  content: {
    'application/json': { schema: PredictRequest },
    ...Object.fromEntries(
      tableTypes.map((type) => [
        type,
        { schema: type === 'text/csv' ? Type.String({ examples: [csvExample] }) : Binary },
      ]),
    ),
  },
};

const predictDescription = `Rows as JSON, or a table of any number of rows as CSV with a header line, NPY (rows of
numbers in the order of the inputs, a category by its index) or Arrow IPC, packed by gzip or not: those are read
in bounded memory, and columns the model does not know are passed over. The answer is JSON, CSV, NPY or Arrow, by the
Accept header; it begins when the last row has been read, so a fault in any row is a 422 that names it.

A missing value is filled in as the model was fitted, or refused where it has nothing to fill in; so is a category
it was not trained on. The version that answered is in the Content-Location header.`;

const PredictReply = Type.Object({
  predictions: Type.Optional(Predictions),
  outputs: Type.Optional(
    Type.Unsafe<unknown>({ description: 'Instead of `predictions`, when `inputs` was sent.' }),
  ),
});

const PredictReplies = Type.Unsafe<unknown>({
  description: 'By the Accept header.',
  content: {
    'application/json': { schema: PredictReply },
    'text/csv': { schema: Type.String() },
    ...Object.fromEntries(
      answerTypes
        .filter((type) => !/json|csv/.test(type))
        .map((type) => [type, { schema: Binary }]),
    ),
  },
});

const answers = {
  ...problems('bad-request', 'not-found'),
  ...problems(
    'malformed-body',
    'body-too-large',
    'not-acceptable',
    'unsupported-media-type',
    'invalid-input',
    'unavailable',
    'storage-full',
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

/** What all routes of predictions share. */
export interface PredictContext {
  predictions: PredictionService;
  admission: Admission;
  config: Pick<Config, 'bodyLimit' | 'uploadLimit' | 'predictionTimeout'>;
}

/** Bodies that are not JSON stay streams; call once in the plugin of the routes. */
export function addTableParsers(app: App): void {
  app.addContentTypeParser([...tableTypes], (_request, body, done) => done(null, body));
}

export function addPredictRoute(
  app: App,
  { predictions, admission, config }: PredictContext,
  { url, path, operationId, summary, select }: PredictRoute,
): void {
  app.post(
    `${url}::predict`,
    {
      config: { produces: answerTypes },
      onRequest: (request, reply, done) => {
        const whole = isTable(request) ? { most: streamBytes, assumed: streamBytes } : undefined;
        admission.admit(request, reply, whole ?? { assumed: config.bodyLimit });
        done();
      },
      schema: {
        operationId,
        tags: ['models'],
        summary,
        description: predictDescription,
        params: Type.Object(path),
        querystring: PredictQuery,
        body: PredictBodies,
        response: { 200: PredictReplies, ...answers },
      },
    },
    // No promise where none is needed: a small prediction costs less than making one.
    (request, reply) => {
      const params = request.params as Record<string, string>;
      const { socket } = request.raw;
      const deadline = performance.now() + config.predictionTimeout;
      const caller = { gone: () => socket.destroyed, deadline };
      const served = predictions.serve(params.model as string, select(params));
      const { version } = served.version;
      reply.header('content-location', `/v1/models/${params.model}/versions/${version}`);
      const format = formatOf(request);
      const options = request.query;
      if (isTable(request)) {
        return answerTable(request, reply, config.uploadLimit, (arriving) =>
          predictions.predictTable(served, arriving, format ?? jsonAnswers, options, caller),
        ) as never;
      }
      const body = request.body as PredictBody;
      if (format !== undefined) {
        return predictions
          .predictAs(format, served, body, options, caller)
          .then((bytes) => reply.type(format.mediaType).send(bytes)) as never;
      }
      const answer = predictions.predict(served, body, options, caller);
      const send = (found: Prediction[]) =>
        reply.send(body.inputs === undefined ? { predictions: found } : { outputs: found });
      return (answer instanceof Promise ? answer.then(send) : send(answer)) as never;
    },
  );
}

/** In memory for a body that is read in pieces: the pieces, their encoding, and answers not yet on disk. */
const streamBytes = 8 * 1024 * 1024;

function isTable({ headers }: FastifyRequest): boolean {
  const type = headers['content-type'];
  return type !== undefined && type !== 'application/json' && tableTypes.includes(essence(type));
}

/** Undefined for JSON in answer to JSON, which goes the short way. */
function formatOf({ headers: { accept } }: FastifyRequest): AnswerFormat | undefined {
  if (accept === undefined || accept === '*/*' || accept === 'application/json') return undefined;
  const type = negotiate(accept, answerTypes);
  return answerFormats.find(({ mediaType }) => mediaType === type && type !== answerTypes[0]);
}

async function answerTable(
  request: FastifyRequest,
  reply: FastifyReply,
  limit: number,
  predict: (arriving: Arriving) => Promise<Streamed>,
): Promise<FastifyReply> {
  try {
    refuseOtherCharsets(request);
    const type = essence(request.headers['content-type']);
    const packed = gzipped(request);
    const bytes = packed ? unpacked(bytesOf(request.raw), limit) : bytesOf(request.raw);
    const length = request.headers['content-length'];
    const size = packed || length === undefined ? undefined : Number(length);
    const { mediaType, size: answered, stream } = await predict({ type, bytes, size });
    return reply.type(mediaType).header('content-length', answered).send(stream);
  } catch (error) {
    discardRest(request.raw, limit);
    throw error;
  }
}
