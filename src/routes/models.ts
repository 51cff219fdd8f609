// /v1/models: trained versions, labels that move between them, and predictions.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Admission } from '../http/admission.ts';
import { Binary, parameterTypes, safetensorsType, sendFile } from '../http/media-types.ts';
import { LabelName, ModelName, parseVersion } from '../http/names.ts';
import { negotiate } from '../http/negotiation.ts';
import { decodeCursor, defaultLimit, PageQuery, pageOf, sendPage } from '../http/pagination.ts';
import { etagOf } from '../http/preconditions.ts';
import { problems } from '../http/problems.ts';
import { Origin } from '../models/archive.ts';
import type { ModelService } from '../models/service.ts';
import type { Services } from '../services.ts';
import { MeasuredSchema } from '../training/metrics.ts';
import { addPredictRoute, addTableParsers, type PredictRoute } from './predictions.ts';
import { addServedRoutes } from './served-models.ts';

const Time = Type.String({ format: 'date-time' });

const tasks = ['regression', 'multi-class', 'binary', 'multi-label'] as const;
const Task = Type.Enum([...tasks]);
const ModelTask = Type.Enum([...tasks, 'multi-output'], {
  description: '`multi-output`: several outputs, each with a loss of its own; see `heads`.',
});

const Model = Type.Object(
  {
    name: Type.String(),
    createdAt: Time,
    newestVersion: Type.Union([Type.Integer(), Type.Null()]),
    task: Type.Union([ModelTask, Type.Null()]),
    labels: Type.Record(Type.String(), Type.Integer(), { description: 'Version by label.' }),
  },
  { title: 'Model' },
);

/** The newest of a model that TensorFlow Serving's clients are told. */
const shownVersions = 100;
const available = {
  state: 'AVAILABLE',
  status: { error_code: 'OK', error_message: '' },
} as const;

const ModelStatus = Type.Object(
  {
    ...Model.properties,
    ready: Type.Boolean({ description: 'Whether there is a version to ask.' }),
    model_version_status: Type.Array(
      Type.Object({
        version: Type.String(),
        state: Type.String(),
        status: Type.Object({ error_code: Type.String(), error_message: Type.String() }),
      }),
      { description: 'Of the newest versions.' },
    ),
  },
  { title: 'ModelStatus' },
);

const TargetColumns = Type.Array(Type.String(), { description: 'The target columns.' });
const Classes = Type.Union([Type.Array(Type.String()), Type.Null()]);

const Head = Type.Object({
  task: Task,
  outputs: TargetColumns,
  classes: Classes,
  loss: Type.Unknown(),
  weight: Type.Number(),
});

export const Version = Type.Object(
  {
    model: Type.String(),
    version: Type.Integer(),
    createdAt: Time,
    job: Type.String({ description: 'The training job it came from.' }),
    network: Type.String(),
    dataset: Type.Object({ id: Type.String(), sha256: Type.String() }),
    dtype: Type.Enum(['float32', 'float64']),
    parameterCount: Type.Integer(),
    task: ModelTask,
    inputs: Type.Array(
      Type.Object({
        name: Type.String(),
        type: Type.String(),
        categories: Type.Optional(Type.Array(Type.String())),
      }),
      { description: 'In the order an instance has as an array.' },
    ),
    outputs: TargetColumns,
    classes: Classes,
    heads: Type.Union([Type.Record(Type.String(), Head), Type.Null()], {
      description: 'By the name of the output, where each has a loss of its own; else null.',
    }),
    loss: Type.Unknown({ description: 'Null where each output has its own.' }),
    metrics: MeasuredSchema,
    origin: Type.Union([Origin, Type.Null()], {
      description: 'What it was in the nabla it was brought from; null for a version made here.',
    }),
    labels: Type.Array(Type.String()),
  },
  { title: 'ModelVersion' },
);

const Label = Type.Object(
  {
    model: Type.String(),
    label: Type.String(),
    version: Type.Integer(),
    updatedAt: Time,
  },
  { title: 'ModelLabel' },
);

const Parameters = Type.Unsafe<unknown>({
  description: 'JSON or safetensors, by the Accept header.',
  content: {
    'application/json': { schema: { type: 'object', additionalProperties: { type: 'object' } } },
    [safetensorsType]: { schema: Binary },
  },
});

const modelField = {
  model: Type.Unsafe<string>({ ...ModelName, examples: ['worked-example'] }),
};
const versionField = {
  ...modelField,
  version: Type.String({ description: 'A version number.', examples: ['1'] }),
};
const labelField = {
  ...modelField,
  label: Type.Unsafe<string>({ ...LabelName, examples: ['production'] }),
};
const ModelPath = Type.Object(modelField);
const VersionPath = Type.Object(versionField);
const LabelPath = Type.Object(labelField);
const IfMatch = Type.Object({
  'if-match': Type.Optional(Type.String({ description: 'The ETag the change is meant for.' })),
});
const Gone = Type.Null({ description: 'It is gone.' });

const model = '/v1/models/:model([^:]+)';
const version = `${model}/versions/:version([^:]+)`;
const label = `${model}/labels/:label([^:]+)`;
const lookUpProblems = problems('bad-request', 'not-found');

type App = Parameters<FastifyPluginAsyncTypebox<{ services: Services }>>[0];

/**
 * Labels stand before versions and those before models, so that in the documentation each example,
 * removal too, finds what it needs when all are run in order.
 */
export const modelRoutes: FastifyPluginAsyncTypebox<{ services: Services }> = async (
  app,
  { services },
) => {
  const { models, predictions, config } = services;
  const context = { predictions, config, admission: new Admission(config.predictionBytes) };
  addTableParsers(app);

  app.get(
    '/v1/models',
    {
      schema: {
        operationId: 'listModels',
        tags: ['models'],
        summary: 'List models, by name',
        querystring: PageQuery,
        response: { 200: pageOf(Model), ...problems('bad-request') },
      },
    },
    async (request, reply) => {
      const { limit = defaultLimit, cursor } = request.query;
      const { items, next } = models.list(limit, decodeCursor(cursor, 'string'));
      return sendPage(request, reply, items, next);
    },
  );

  const addServed = (route: PredictRoute, suffix: string): void => {
    addPredictRoute(app, context, route);
    addServedRoutes(app, predictions, route, suffix);
  };
  addLabelRoutes(app, models);
  addServed(
    {
      ...{ url: label, path: labelField, operationId: 'predictWithLabel' },
      summary: 'Predict with the version a label points at',
      select: (params) => ({ label: params.label as string }),
    },
    'WithLabel',
  );
  addVersionRoutes(app, models);
  addServed(
    {
      ...{ url: version, path: versionField, operationId: 'predictWithVersion' },
      summary: 'Predict with one version',
      select: (params) => ({ version: parseVersion(params.version as string) }),
    },
    'WithVersion',
  );
  addModelRoutes(app, models);
  addServed(
    {
      ...{ url: model, path: modelField, operationId: 'predict' },
      summary: 'Predict with the newest version',
      select: () => 'newest',
    },
    '',
  );
};

function addLabelRoutes(app: App, models: ModelService): void {
  app.put(
    label,
    {
      schema: {
        operationId: 'putModelLabel',
        tags: ['models'],
        summary: 'Point a label at a version',
        description:
          'A label that exists only moves with `If-Match: <its ETag>`, so two people cannot undo each other unseen.',
        params: LabelPath,
        headers: IfMatch,
        body: Type.Object(
          { version: Type.Integer({ minimum: 1 }) },
          { additionalProperties: false, examples: [{ version: 1 }] },
        ),
        response: {
          200: Label,
          201: Label,
          ...lookUpProblems,
          ...problems(
            'malformed-body',
            'precondition-failed',
            'invalid-input',
            'precondition-required',
          ),
        },
      },
    },
    async (request, reply) => {
      const { params, body, headers } = request;
      const set = models.setLabel(params.model, params.label, body.version, headers['if-match']);
      return reply
        .status(set.created ? 201 : 200)
        .header('etag', etagOf(set.etag))
        .send(set.value);
    },
  );

  app.get(
    label,
    {
      schema: {
        operationId: 'getModelLabel',
        tags: ['models'],
        summary: 'Look at a label',
        params: LabelPath,
        response: { 200: Label, ...lookUpProblems },
      },
    },
    async (request, reply) => {
      const { value, etag } = models.label(request.params.model, request.params.label);
      reply.header('etag', etagOf(etag));
      return value;
    },
  );

  app.delete(
    label,
    {
      schema: {
        operationId: 'deleteModelLabel',
        tags: ['models'],
        summary: 'Remove a label',
        params: LabelPath,
        headers: IfMatch,
        response: { 204: Gone, ...lookUpProblems, ...problems('precondition-failed') },
      },
    },
    async (request, reply) => {
      const { params, headers } = request;
      models.removeLabel(params.model, params.label, headers['if-match']);
      return reply.status(204).send(null);
    },
  );

  app.get(
    `${model}/labels`,
    {
      schema: {
        operationId: 'listModelLabels',
        tags: ['models'],
        summary: 'List the labels of a model',
        params: ModelPath,
        response: {
          200: Type.Object({ items: Type.Array(Label), nextCursor: Type.Null() }),
          ...lookUpProblems,
        },
      },
    },
    async (request) => ({ items: models.labels(request.params.model), nextCursor: null }),
  );
}

function addVersionRoutes(app: App, models: ModelService): void {
  app.get(
    `${model}/versions`,
    {
      schema: {
        operationId: 'listModelVersions',
        tags: ['models'],
        summary: 'List versions, newest first',
        params: ModelPath,
        querystring: PageQuery,
        response: { 200: pageOf(Version), ...lookUpProblems },
      },
    },
    async (request, reply) => {
      const { limit = defaultLimit, cursor } = request.query;
      const { items, next } = models.versions(
        request.params.model,
        limit,
        decodeCursor(cursor, 'number'),
      );
      return sendPage(request, reply, items, next) as never;
    },
  );

  app.get(
    version,
    {
      schema: {
        operationId: 'getModelVersion',
        tags: ['models'],
        summary: 'Look at a version: where it came from, what it measured',
        params: VersionPath,
        response: { 200: Version, ...lookUpProblems },
      },
    },
    async (request) =>
      models.version(request.params.model, parseVersion(request.params.version)) as never,
  );

  app.delete(
    version,
    {
      schema: {
        operationId: 'deleteModelVersion',
        tags: ['models'],
        summary: 'Remove a version',
        description: 'Refused while a label points at it. Its number is not used again.',
        params: VersionPath,
        response: { 204: Gone, ...lookUpProblems, ...problems('conflict') },
      },
    },
    async (request, reply) => {
      await models.removeVersion(request.params.model, parseVersion(request.params.version));
      return reply.status(204).send(null);
    },
  );

  app.get(
    `${version}/parameters`,
    {
      config: { produces: parameterTypes },
      schema: {
        operationId: 'getModelParameters',
        tags: ['models'],
        summary: 'Read the parameters of a version',
        params: VersionPath,
        response: { 200: Parameters, ...lookUpProblems, ...problems('not-acceptable') },
      },
    },
    async (request, reply) => {
      const { model: name } = request.params;
      const number = parseVersion(request.params.version);
      if (negotiate(request.headers.accept, parameterTypes) === 'application/json') {
        return (await models.parametersAsJson(name, number)) as never;
      }
      return sendFile(reply, models.parametersPath(name, number), `${name}-${number}`) as never;
    },
  );
}

function addModelRoutes(app: App, models: ModelService): void {
  app.get(
    model,
    {
      schema: {
        operationId: 'getModel',
        tags: ['models'],
        summary: 'Look at a model',
        params: ModelPath,
        description:
          '`ready` and `model_version_status` are what the clients of KServe V1 and of TensorFlow Serving look for.',
        response: { 200: ModelStatus, ...lookUpProblems },
      },
    },
    async (request) => {
      const { model: name } = request.params;
      const versions = models.versionNumbers(name).reverse().slice(0, shownVersions);
      return {
        ...models.get(name),
        ready: versions.length > 0,
        model_version_status: versions.map((number) => ({ version: String(number), ...available })),
      };
    },
  );

  app.delete(
    model,
    {
      schema: {
        operationId: 'deleteModel',
        tags: ['models'],
        summary: 'Remove a model with its versions and labels',
        params: ModelPath,
        response: { 204: Gone, ...lookUpProblems },
      },
    },
    async (request, reply) => {
      await models.remove(request.params.model);
      return reply.status(204).send(null);
    },
  );
}
