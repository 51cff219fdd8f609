// /v1/networks: make, list, look at, change and remove networks; their parameters; predict and inspect.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { LayerName } from '../catalog/layers.ts';
import { readBinary } from '../http/binary-body.ts';
import {
  Binary,
  binaryTypes,
  parameterTypes,
  safetensorsType,
  sendFile,
} from '../http/media-types.ts';
import { idOrName } from '../http/names.ts';
import { negotiate } from '../http/negotiation.ts';
import { decodeCursor, defaultLimit, PageQuery, pageOf, sendPage } from '../http/pagination.ts';
import { etagOf } from '../http/preconditions.ts';
import { problems } from '../http/problems.ts';
import {
  InspectRequest,
  NetworkPatch,
  NetworkRequest,
  RawPredictRequest,
} from '../networks/request.ts';
import type { NetworkService } from '../networks/service.ts';
import type { Services } from '../services.ts';

const LayerResource = Type.Object(
  {
    name: LayerName,
    type: Type.String(),
    inputs: Type.Array(Type.String()),
    inputSize: Type.Integer(),
    outputSize: Type.Integer(),
    parameterCount: Type.Integer(),
    trainable: Type.Boolean(),
  },
  {
    title: 'NetworkLayer',
    additionalProperties: true,
    description: "The layer's own parameters stand beside these, defaults filled in.",
  },
);

const shared = {
  name: Type.Union([Type.String(), Type.Null()]),
  notes: Type.Union([Type.String(), Type.Null()]),
  dtype: Type.Enum(['float32', 'float64']),
  seed: Type.Integer(),
  inputSize: Type.Integer(),
  layers: Type.Array(LayerResource),
  outputs: Type.Array(
    Type.Object({ name: Type.String(), size: Type.Integer(), activation: Type.String() }),
  ),
  parameterCount: Type.Integer(),
  parameterBytes: Type.Integer({ description: 'Of the parameters as numbers of the dtype.' }),
  flopsPerRow: Type.Number({ description: 'Of a prediction; a multiply-add counts as two.' }),
};

export const Network = Type.Object(
  {
    id: Type.String({ examples: ['net_01jd1zq3w8v5xq8m0c9d2f4h6k'] }),
    ...shared,
    createdAt: Type.String({ format: 'date-time' }),
    updatedAt: Type.String({ format: 'date-time' }),
  },
  { title: 'Network' },
);

const Validation = Type.Object({
  valid: Type.Literal(true),
  ...shared,
  trainingBytes: Type.Number({
    description:
      'Peak memory of training at a batch size of 32: parameters as they are stored, padding included, and buffers; the state of the optimiser aside.',
  }),
});

const exampleParameters = {
  hidden: {
    weights: [
      [-3.97, 1.1, 0.42],
      [2.79, -2.64, 3.13],
    ],
    biases: [0, 0, 0],
  },
  output: {
    weights: [
      [3.58, -1.58],
      [-3.58, -1.75],
      [-3.38, 2.88],
    ],
    biases: [0, 0],
  },
};

const Parameters = Type.Unsafe<Record<string, Record<string, unknown>>>({
  type: 'object',
  additionalProperties: { type: 'object' },
  description: 'Nested arrays by layer and parameter; weights are inputs × units.',
  examples: [exampleParameters],
});

const ParametersBody = {
  content: {
    'application/json': { schema: Parameters },
    [safetensorsType]: { schema: Binary },
    'application/octet-stream': { schema: Binary },
  },
};

const ParametersReply = Type.Unsafe<unknown>({
  description: 'JSON or safetensors, by the Accept header.',
  content: {
    'application/json': { schema: Parameters },
    [safetensorsType]: { schema: Binary },
  },
});

const ParametersQuery = Type.Object(
  {
    layout: Type.Optional(
      Type.Unsafe<'nabla' | 'torch'>({
        type: 'string',
        enum: ['nabla', 'torch'],
        default: 'nabla',
        description:
          'Of safetensors. torch: a state dict of PyTorch, `fc1.weight` of units × inputs; modules of the same name are taken, then by order and shape.',
      }),
    ),
    map: Type.Optional(
      Type.Array(
        Type.String({
          pattern: '^[^=]{1,500}=[^=]{1,500}$',
          'x-expected': 'a layer and a module, as in hidden=fc1',
        }),
        {
          maxItems: 1000,
          description:
            'Of layout torch, repeated: which module a layer takes, where order and shape do not tell.',
        },
      ),
    ),
  },
  { additionalProperties: false },
);

const Path = Type.Object({ network: idOrName('worked-example', 'network') });
const IfMatch = Type.Object({
  'if-match': Type.Optional(Type.String({ description: 'The ETag the change is meant for.' })),
});
const Numbers = Type.Unsafe<unknown>({ description: 'Nested arrays of numbers, by name.' });
const Gone = Type.Null({ description: 'It is gone.' });

const writeProblems = problems(
  'malformed-body',
  'body-too-large',
  'unsupported-media-type',
  'invalid-input',
);
const one = '/v1/networks/:network([^:]+)';

type App = Parameters<FastifyPluginAsyncTypebox<{ services: Services }>>[0];

export const networkRoutes: FastifyPluginAsyncTypebox<{ services: Services }> = async (
  app,
  { services },
) => {
  const { networks } = services;
  app.addContentTypeParser([...binaryTypes], (request, payload, done) => {
    const { network } = request.params as { network: string };
    readBinary(payload, () => networks.find(network).parameterBytes).then(
      (body) => done(null, body),
      done,
    );
  });
  addSpecRoutes(app, networks);
  addRecordRoutes(app, networks);
  addParameterRoutes(app, networks);
  addComputingRoutes(app, networks);
};

function addSpecRoutes(app: App, networks: NetworkService): void {
  app.post(
    '/v1/networks',
    {
      schema: {
        operationId: 'createNetwork',
        tags: ['networks'],
        summary: 'Make a network',
        description:
          'Layers, initialisers, dtype and seed. The parameters are drawn and stored at once.',
        body: NetworkRequest,
        response: { 201: Network, ...writeProblems, ...problems('unavailable', 'storage-full') },
      },
    },
    async (request, reply) => {
      const network = await networks.create(request.body);
      reply.status(201).header('location', `/v1/networks/${network.id}`).header('etag', etagOf(1));
      return network as never;
    },
  );

  app.post(
    '/v1/networks::validate',
    {
      schema: {
        operationId: 'validateNetwork',
        tags: ['networks'],
        summary: 'Check a network without storing it',
        description:
          'Shapes, parameters, bytes and operations a row of the network as it would be.',
        body: NetworkRequest,
        response: { 200: Validation, ...writeProblems },
      },
    },
    async (request) => networks.validate(request.body) as never,
  );
}

function addRecordRoutes(app: App, networks: NetworkService): void {
  app.get(
    '/v1/networks',
    {
      schema: {
        operationId: 'listNetworks',
        tags: ['networks'],
        summary: 'List networks, newest first',
        querystring: PageQuery,
        response: { 200: pageOf(Network), ...problems('bad-request') },
      },
    },
    async (request, reply) => {
      const { limit = defaultLimit, cursor } = request.query;
      const { items, next } = networks.list({ limit, after: decodeCursor(cursor, 'string') });
      return sendPage(request, reply, items, next) as never;
    },
  );

  app.get(
    one,
    {
      schema: {
        operationId: 'getNetwork',
        tags: ['networks'],
        summary: 'Look at a network',
        params: Path,
        response: { 200: Network, ...problems('bad-request', 'not-found') },
      },
    },
    async (request, reply) => {
      const { value, revision } = networks.get(request.params.network);
      reply.header('etag', etagOf(revision));
      return value as never;
    },
  );

  app.patch(
    one,
    {
      schema: {
        operationId: 'changeNetwork',
        tags: ['networks'],
        summary: 'Rename a network or note something',
        params: Path,
        headers: IfMatch,
        body: NetworkPatch,
        response: {
          200: Network,
          ...writeProblems,
          ...problems('not-found', 'precondition-failed'),
        },
      },
    },
    async (request, reply) => {
      const { params, body, headers } = request;
      const { value, revision } = networks.patch(params.network, body, headers['if-match']);
      reply.header('etag', etagOf(revision));
      return value as never;
    },
  );

  app.delete(
    one,
    {
      schema: {
        operationId: 'deleteNetwork',
        tags: ['networks'],
        summary: 'Remove a network',
        description: 'Jobs and models have their own copies and stay.',
        params: Path,
        headers: IfMatch,
        response: { 204: Gone, ...problems('bad-request', 'not-found', 'precondition-failed') },
      },
    },
    async (request, reply) => {
      await networks.remove(request.params.network, request.headers['if-match']);
      return reply.status(204).send(null);
    },
  );
}

function addParameterRoutes(app: App, networks: NetworkService): void {
  app.get(
    `${one}/parameters`,
    {
      config: { produces: parameterTypes },
      schema: {
        operationId: 'getNetworkParameters',
        tags: ['networks'],
        summary: 'Read all parameters',
        params: Path,
        response: {
          200: ParametersReply,
          ...problems('bad-request', 'not-found', 'not-acceptable'),
        },
      },
    },
    async (request, reply) => {
      const { id } = networks.find(request.params.network);
      if (wantsJson(request)) {
        const { value, revision } = await networks.parametersAsJson(id);
        return reply.header('etag', etagOf(revision)).send(value as never);
      }
      return sendFile(reply, networks.parametersPath(id), id) as never;
    },
  );

  app.put(
    `${one}/parameters`,
    {
      schema: {
        operationId: 'putNetworkParameters',
        tags: ['networks'],
        summary: 'Set all parameters',
        description: 'Every parameter, with its exact shape; finite numbers only.',
        params: Path,
        querystring: ParametersQuery,
        headers: IfMatch,
        body: ParametersBody,
        response: {
          204: Type.Null({ description: 'They are set.' }),
          ...writeProblems,
          ...problems('not-found', 'precondition-failed', 'storage-full'),
        },
      },
    },
    async (request, reply) => {
      const { params, query, body, headers } = request;
      const revision = await networks.putParameters(params.network, body, {
        ifMatch: headers['if-match'],
        torch: query.layout === 'torch' ? readMapping(query.map) : undefined,
      });
      return reply.status(204).header('etag', etagOf(revision)).send(null);
    },
  );
}

function addComputingRoutes(app: App, networks: NetworkService): void {
  app.post(
    `${one}::predict`,
    {
      schema: {
        operationId: 'predictWithNetwork',
        tags: ['networks'],
        summary: 'Outputs for rows of raw numbers',
        params: Path,
        body: RawPredictRequest,
        response: {
          200: Type.Object({ predictions: Type.Array(Type.Array(Type.Number())) }),
          ...writeProblems,
          ...problems('not-found'),
        },
      },
    },
    async (request) => {
      const { params, body } = request;
      return { predictions: await networks.predict(params.network, body.instances) } as never;
    },
  );

  app.post(
    `${one}::inspect`,
    {
      schema: {
        operationId: 'inspectNetwork',
        tags: ['networks'],
        summary: 'Look inside: activations, deltas, gradients, Jacobian',
        description: 'For a batch of rows; gradients and activations by layer name.',
        params: Path,
        body: InspectRequest,
        response: {
          200: Type.Record(Type.String(), Numbers),
          ...writeProblems,
          ...problems('not-found'),
        },
      },
    },
    async (request) => networks.inspect(request.params.network, request.body),
  );
}

/** `hidden=fc1`: modules of a state dict by layers of the network. */
function readMapping(map: readonly string[] = []): ReadonlyMap<string, string> {
  return new Map(map.map((pair) => pair.split('=') as [string, string]));
}

function wantsJson(request: FastifyRequest): boolean {
  return negotiate(request.headers.accept, parameterTypes) === 'application/json';
}
