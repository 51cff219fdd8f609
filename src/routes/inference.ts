// /v2: the Open Inference Protocol, for the clients of KServe and Triton. Its errors are its own form,
// `{ "error": "…" }`, under the same statuses as everywhere.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type TProperties, Type } from 'typebox';
import { ApiError, badRequest, unavailable } from '../errors.ts';
import { Admission } from '../http/admission.ts';
import { Binary } from '../http/media-types.ts';
import { ModelName, parseVersion } from '../http/names.ts';
import type { Selector } from '../models/service.ts';
import {
  answerTensors,
  encodeTensors,
  type InferReply,
  type InferRequest,
  inputTensors,
  outputTensors,
  parseInfer,
} from '../models/tensors.ts';
import type { Services } from '../services.ts';

const binaryType = 'application/octet-stream';
const headerLength = 'inference-header-content-length';

const refusal = (description: string) => Type.Object({ error: Type.String() }, { description });

const Datatype = Type.Enum([
  ...['BOOL', 'UINT8', 'UINT16', 'UINT32', 'UINT64', 'INT8', 'INT16', 'INT32', 'INT64'],
  ...['FP16', 'BF16', 'FP32', 'FP64', 'BYTES'],
]);
const Shape = Type.Array(Type.Integer({ minimum: 0 }), { minItems: 1, maxItems: 32 });
const Parameters = Type.Record(Type.String(), Type.Unknown());

const Tensor = Type.Object({
  name: Type.String(),
  datatype: Datatype,
  shape: Type.Array(Type.Integer(), { description: '−1: as many as there are rows.' }),
});

const InferBody = Type.Object(
  {
    id: Type.Optional(Type.String({ description: 'Given back with the answer.' })),
    parameters: Type.Optional(Parameters),
    inputs: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          datatype: Datatype,
          shape: Shape,
          parameters: Type.Optional(
            Type.Object(
              { binary_data_size: Type.Optional(Type.Integer({ minimum: 0 })) },
              { additionalProperties: true },
            ),
          ),
          data: Type.Optional(Type.Array(Type.Unknown(), { description: 'Flat or nested.' })),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 100_000 },
    ),
    outputs: Type.Optional(
      Type.Array(
        Type.Object(
          {
            name: Type.String(),
            parameters: Type.Optional(
              Type.Object(
                {
                  binary_data: Type.Optional(Type.Boolean()),
                  classification: Type.Optional(Type.Integer()),
                },
                { additionalProperties: true },
              ),
            ),
          },
          { additionalProperties: false },
        ),
        { maxItems: 1000, description: 'Absent: all there are.' },
      ),
    ),
  },
  {
    additionalProperties: false,
    examples: [
      {
        inputs: [
          { name: 'input', datatype: 'FP64', shape: [2, 2], data: [0.77, 0.02, 0.63, 0.75] },
        ],
      },
    ],
  },
);

const InferAnswer = Type.Unsafe<unknown>({
  description: 'JSON, or JSON and the data of tensors behind it.',
  content: {
    'application/json': {
      schema: Type.Object({
        model_name: Type.String(),
        model_version: Type.String(),
        id: Type.Optional(Type.String()),
        outputs: Type.Array(
          Type.Object({
            name: Type.String(),
            datatype: Datatype,
            shape: Shape,
            parameters: Type.Optional(Parameters),
            data: Type.Optional(Type.Array(Type.Unknown())),
          }),
        ),
      }),
    },
    [binaryType]: { schema: Binary },
  },
});

const refusals = {
  400: refusal('The request cannot be understood'),
  404: refusal('There is no such model or version'),
};
const inferRefusals = {
  ...refusals,
  413: refusal('The body is larger than allowed'),
  415: refusal('The body has a type that is not read here'),
  422: refusal('The tensors do not fit the model'),
  503: refusal('The server cannot do this now'),
};

const modelField = { model: Type.Unsafe<string>({ ...ModelName, examples: ['worked-example'] }) };
const versionField = {
  ...modelField,
  version: Type.String({ description: 'A version number.', examples: ['1'] }),
};

type App = Parameters<FastifyPluginAsyncTypebox<{ services: Services }>>[0];

export interface InferenceOptions {
  services: Services;
  version: string;
}

export const inferenceRoutes: FastifyPluginAsyncTypebox<InferenceOptions> = async (
  app,
  { services, version },
) => {
  const admission = new Admission(services.config.predictionBytes);
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser(
    ['application/json', binaryType],
    { parseAs: 'buffer' },
    (request, body, done) => {
      try {
        done(null, received(request, body as Buffer));
      } catch (error) {
        done(error as Error);
      }
    },
  );
  addServerRoutes(app, services, version);
  for (const place of places) {
    addModelRoutes(app, services, place);
    addInferRoute(app, services, admission, place);
  }
};

interface Place {
  path: string;
  fields: TProperties;
  select: (params: Record<string, string>) => Selector;
  /** Of operation ids. */
  suffix: string;
}

const places: readonly Place[] = [
  {
    path: '/v2/models/:model([^/]+)/versions/:version([^/]+)',
    fields: versionField,
    select: (params) => ({ version: parseVersion(params.version as string) }),
    suffix: 'Version',
  },
  { path: '/v2/models/:model([^/]+)', fields: modelField, select: () => 'newest', suffix: '' },
];

function received({ headers }: FastifyRequest, body: Buffer): unknown {
  if (body.length === 0) throw new ApiError('malformed-body', 'the body is empty');
  const given = headers[headerLength];
  if (given === undefined) return parseInfer(body, undefined).request;
  const length = Number(given);
  if (typeof given !== 'string' || !/^\d{1,12}$/.test(given)) {
    throw badRequest('Inference-Header-Content-Length must be a whole number of bytes');
  }
  const { request, binary } = parseInfer(body, length);
  binaries.set(request, binary);
  return request;
}

/** The data behind the JSON of a request, while it is being answered. */
const binaries = new WeakMap<object, Buffer>();

function addServerRoutes(app: App, services: Services, version: string): void {
  const tags = ['open inference protocol'];
  app.get(
    '/v2',
    {
      schema: {
        operationId: 'getInferenceServer',
        tags,
        summary: 'Name, version and extensions of the server',
        response: {
          200: Type.Object({
            name: Type.String(),
            version: Type.String(),
            extensions: Type.Array(Type.String()),
          }),
        },
      },
    },
    async () => ({ name: 'nabla', version, extensions: ['binary_tensor_data'] }),
  );
  app.get(
    '/v2/health/live',
    {
      logLevel: 'warn',
      schema: {
        operationId: 'getInferenceLiveness',
        tags,
        summary: 'Whether the server answers',
        response: { 200: Type.Object({ live: Type.Boolean() }) },
      },
    },
    async () => ({ live: true }),
  );
  app.get(
    '/v2/health/ready',
    {
      logLevel: 'warn',
      schema: {
        operationId: 'getInferenceReadiness',
        tags,
        summary: 'Whether models can be asked',
        response: { 200: Type.Object({ ready: Type.Boolean() }), 503: inferRefusals[503] },
      },
    },
    async () => {
      if (!services.accepting) throw unavailable('the server is ending');
      return { ready: true };
    },
  );
}

function addModelRoutes(
  app: App,
  { predictions, models }: Services,
  { path, fields, select, suffix }: Place,
): void {
  const tags = ['open inference protocol'];
  app.get(
    path,
    {
      schema: {
        operationId: `getInferenceModel${suffix}`,
        tags,
        summary: 'The tensors a model takes and gives',
        params: Type.Object(fields),
        response: {
          200: Type.Object({
            name: Type.String(),
            versions: Type.Array(Type.String()),
            platform: Type.String(),
            inputs: Type.Array(Tensor),
            outputs: Type.Array(Tensor),
          }),
          ...refusals,
        },
      },
    },
    async (request) => {
      const params = request.params as Record<string, string>;
      const served = predictions.serve(params.model as string, select(params));
      return {
        name: params.model as string,
        versions: models.versionNumbers(params.model as string).map(String),
        platform: 'nabla',
        inputs: inputTensors(served.version),
        outputs: outputTensors(served.version, served.decoder),
      } as never;
    },
  );
  app.get(
    `${path}/ready`,
    {
      schema: {
        operationId: `getInferenceModel${suffix}Readiness`,
        tags,
        summary: 'Whether a model can be asked',
        params: Type.Object(fields),
        response: {
          200: Type.Object({ name: Type.String(), ready: Type.Boolean() }),
          ...refusals,
        },
      },
    },
    async (request) => {
      const params = request.params as Record<string, string>;
      predictions.serve(params.model as string, select(params));
      return { name: params.model as string, ready: true };
    },
  );
}

function addInferRoute(
  app: App,
  { predictions, config }: Services,
  admission: Admission,
  { path, fields, select, suffix }: Place,
): void {
  app.post(
    `${path}/infer`,
    {
      onRequest: (request, reply, done) => {
        admission.admit(request, reply, { assumed: config.bodyLimit });
        done();
      },
      schema: {
        operationId: `infer${suffix}`,
        tags: ['open inference protocol'],
        summary: 'Predict from tensors',
        description:
          'With the binary tensor data extension: the data of tensors stand behind the JSON, whose length is in the `Inference-Header-Content-Length` header. A model of numbers takes one tensor `input`, or a tensor for each input by name; a category is BYTES.',
        params: Type.Object(fields),
        headers: Type.Object({
          [headerLength]: Type.Optional(
            Type.String({ description: 'Bytes of the JSON, when data stand behind it.' }),
          ),
        }),
        consumes: ['application/json', binaryType],
        body: InferBody,
        response: { 200: InferAnswer, ...inferRefusals },
      },
    },
    async (request, reply) => {
      const params = request.params as Record<string, string>;
      const served = predictions.serve(params.model as string, select(params));
      const { socket } = request.raw;
      const deadline = performance.now() + config.predictionTimeout;
      const caller = { gone: () => socket.destroyed, deadline };
      const body = request.body as InferRequest;
      const encoded = encodeTensors(body, binaries.get(body) ?? Buffer.alloc(0), served.encoder);
      const y = await predictions.outputs(served, encoded, caller);
      const columns = served.decoder.columns(y, encoded.rows);
      return sendTensors(
        reply,
        answerTensors(body, served.version, columns, encoded.rows),
      ) as never;
    },
  );
}

function sendTensors(reply: FastifyReply, { body, binary }: InferReply): FastifyReply {
  if (binary.length === 0) return reply.send(body);
  const json = Buffer.from(JSON.stringify(body));
  return reply
    .type(binaryType)
    .header(headerLength, json.length)
    .send(Buffer.concat([json, ...binary]));
}
