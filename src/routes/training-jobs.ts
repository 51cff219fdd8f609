// /v1/training-jobs: submit, follow, cancel and remove training jobs.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { badRequest } from '../errors.ts';
import { idempotently } from '../http/idempotency.ts';
import { Binary, safetensorsType, sendFile } from '../http/media-types.ts';
import { idOrName } from '../http/names.ts';
import { negotiate } from '../http/negotiation.ts';
import {
  decodeCursor,
  defaultLimit,
  encodeCursor,
  pageFields,
  pageOf,
  sendPage,
} from '../http/pagination.ts';
import { longestWait, waitOf } from '../http/prefer.ts';
import { problems } from '../http/problems.ts';
import type { Services } from '../services.ts';
import type { EventStream } from '../training/event-stream.ts';
import { TrainingJob } from '../training/job.ts';
import { TrainingRequest } from '../training/request.ts';
import { statuses } from '../training/states.ts';

const Path = Type.Object({ job: idOrName('worked-example', 'job') });
const CheckpointPath = Type.Object({
  ...Path.properties,
  number: Type.Integer({
    minimum: 1,
    maximum: 999_999_999,
    description: 'As the list has it.',
    examples: [1],
  }),
});
const tags = ['training'];
const eventStream = 'text/event-stream';
const defaultPoints = 1000;

const ListQuery = Type.Object(
  {
    ...pageFields,
    status: Type.Optional(Type.Enum(statuses, { description: 'Only jobs in this state.' })),
  },
  { additionalProperties: false },
);

const SubmitHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      description: 'The same key and body make one job, however often they are sent.',
    }),
  ),
});

const WaitHeaders = Type.Object({
  prefer: Type.Optional(
    Type.String({
      description: `\`wait=30\` answers when the job is terminal, or after 30 seconds; at most ${longestWait}.`,
    }),
  ),
});

const EventHeaders = Type.Object({
  'last-event-id': Type.Optional(
    Type.String({ description: 'Of a stream: the events after this one are sent.' }),
  ),
});

const Event = Type.Object(
  {
    id: Type.Integer({ description: '1, 2, … within the job.' }),
    type: Type.Enum(['status', 'epoch', 'metrics', 'checkpoint'], {
      description:
        '`status`: a change of state. `epoch`: progress, at most four a second. `metrics`: what was measured on other splits. `checkpoint`: one was stored, or (`resumed`) gone on from, so that epochs after it come again.',
    }),
    data: Type.Object({ at: Type.String({ format: 'date-time' }) }, { additionalProperties: true }),
  },
  { title: 'TrainingEvent' },
);

const Checkpoint = Type.Object(
  {
    number: Type.Integer({ description: '1, 2, … within the job.' }),
    epoch: Type.Integer({ description: 'Whole epochs finished.' }),
    step: Type.Integer({ description: 'Steps finished.' }),
    createdAt: Type.String({ format: 'date-time' }),
    bytes: Type.Integer({ description: 'Size of the file.' }),
    metrics: Type.Record(Type.String(), Type.Number(), {
      description: 'The values measured last, by `<split>.<metric>`.',
    }),
    best: Type.Boolean({
      description:
        'Whether its loss, of the validation split if there is one, is the lowest of those kept.',
    }),
  },
  { title: 'Checkpoint' },
);

const MetricsQuery = Type.Object(
  {
    names: Type.Optional(
      Type.String({
        maxLength: 1000,
        description:
          'Series, separated by commas, such as `train.loss,validation.loss`; default all.',
      }),
    ),
    maxPoints: Type.Optional(
      Type.Integer({
        minimum: 2,
        maximum: 10_000,
        default: defaultPoints,
        description:
          'Longer series are thinned; the first, the last, the lowest and the highest points stay.',
      }),
    ),
  },
  { additionalProperties: false },
);

const Columns = Type.Unsafe<Record<string, (number | null)[]>>({
  type: 'object',
  properties: { epoch: { type: 'array', items: { type: 'number' } } },
  required: ['epoch'],
  additionalProperties: {
    type: 'array',
    items: { anyOf: [{ type: 'number' }, { type: 'null' }] },
  },
  description:
    'Columns of one length: `epoch`, then each series. null: not measured, or not finite.',
});

const submitDescription = `Everything is checked at once: every fault comes with its pointer, and nothing is
queued. The job then works on a copy of the network's parameters and never changes the network. Given
\`model\`, its result is a new version of that model.

The loss decides what targets may be. Regression losses: number columns, one an output. cross-entropy, on a
network that ends in softmax: one category column, one column of the integers 0 to K−1, or K columns of a
distribution. binary-cross-entropy, on one sigmoid unit: one column of two categories or of 0 and 1; on
several: a column of 0 to 1 for each. With \`outputs\` each output of the network has its own loss and targets.`;

const getDescription = `\`train\` metrics of the result are recomputed with the final weights; the series of
\`/metrics\` hold for each epoch the loss as it was while training.`;

const checkpointDescription = `Everything the training goes on from, as tensors: the parameters by their names
(\`hidden.weights\`), the optimiser's state (\`optimizer.mean.hidden.weights\`), and single numbers such as
\`run.step\`. The metadata hold \`epoch\`, \`step\`, and \`checksum\`: SHA-256 of the file with the 64 digits
of the checksum itself set to 0.`;

const eventsDescription = `With \`Accept: text/event-stream\` a stream of Server-Sent Events: everything
since \`Last-Event-ID\`, then what happens, the terminal event last. Without, pages of the same events;
\`nextCursor\` is null once the terminal one has been given, so asking again with it follows a job. A
stream that has nothing left to tell is answered 204, which ends a browser's reconnecting.`;

const metricsDescription = `\`train.loss\` is there for every epoch. The validation and test splits are measured
after the epochs at which that takes at most a fifth of the time.`;

export const trainingJobRoutes: FastifyPluginAsyncTypebox<{ services: Services }> = async (
  app,
  { services },
) => {
  const { jobs, storage } = services;

  app.post(
    '/v1/training-jobs',
    {
      schema: {
        operationId: 'createTrainingJob',
        tags,
        summary: 'Train a network on a data set',
        description: submitDescription,
        headers: SubmitHeaders,
        body: TrainingRequest,
        response: {
          202: TrainingJob,
          ...problems(
            ...([
              'malformed-body',
              'conflict',
              'body-too-large',
              'unsupported-media-type',
            ] as const),
            ...(['invalid-input', 'unavailable', 'storage-full'] as const),
          ),
        },
      },
    },
    async (request, reply) => {
      const key = request.headers['idempotency-key'];
      const scope = 'createTrainingJob';
      const answer = await idempotently(storage, { key, scope, payload: request.body }, (commit) =>
        jobs.submit(request.body, commit),
      );
      return reply
        .status(answer.status as 202)
        .headers(answer.headers)
        .send(answer.body as TrainingJob);
    },
  );

  app.get(
    '/v1/training-jobs',
    {
      schema: {
        operationId: 'listTrainingJobs',
        tags,
        summary: 'List training jobs, newest first',
        querystring: ListQuery,
        response: { 200: pageOf(TrainingJob), ...problems('bad-request') },
      },
    },
    async (request, reply) => {
      const { limit = defaultLimit, cursor, status } = request.query;
      const { items, next } = jobs.list({ limit, status, after: decodeCursor(cursor, 'string') });
      return sendPage(request, reply, items, next);
    },
  );

  app.get(
    '/v1/training-jobs/:job',
    {
      schema: {
        operationId: 'getTrainingJob',
        tags,
        summary: 'Look at a training job, or wait for it',
        description: getDescription,
        headers: WaitHeaders,
        params: Path,
        response: { 200: TrainingJob, ...problems('bad-request', 'not-found', 'unavailable') },
      },
    },
    async (request, reply) => {
      const seconds = waitOf(request.headers.prefer);
      if (seconds === undefined) return jobs.get(request.params.job);
      reply.header('preference-applied', `wait=${seconds}`);
      return jobs.wait(request.params.job, seconds, clientLeft(reply));
    },
  );

  app.post(
    '/v1/training-jobs/:job([^/:]+)::cancel',
    {
      schema: {
        operationId: 'cancelTrainingJob',
        tags,
        summary: 'Cancel a training job',
        description:
          'Idempotent. A queued job is cancelled at once; a running one is `cancelling` until its trainer has ended; one that has ended stays as it is, whatever it ended as.',
        params: Path,
        response: {
          200: { ...TrainingJob, description: 'It has ended.' },
          202: { ...TrainingJob, description: 'It is being cancelled.' },
          ...problems('bad-request', 'not-found'),
        },
      },
    },
    async (request, reply) => {
      const job = jobs.cancel(request.params.job);
      return reply.status(job.terminal ? 200 : 202).send(job);
    },
  );

  app.post(
    '/v1/training-jobs/:job([^/:]+)::pause',
    {
      schema: {
        operationId: 'pauseTrainingJob',
        tags,
        summary: 'Pause a training job',
        description:
          'Idempotent. A running job is `pausing` until its checkpoint is stored, then `paused` without a process and without a slot; a queued one is paused at once; one that has ended stays as it is.',
        params: Path,
        response: {
          200: { ...TrainingJob, description: 'It does not run.' },
          202: { ...TrainingJob, description: 'It is being paused.' },
          ...problems('bad-request', 'not-found'),
        },
      },
    },
    async (request, reply) => {
      const job = jobs.pause(request.params.job);
      return reply.status(job.status === 'pausing' ? 202 : 200).send(job);
    },
  );

  app.post(
    '/v1/training-jobs/:job([^/:]+)::resume',
    {
      schema: {
        operationId: 'resumeTrainingJob',
        tags,
        summary: 'Go on with a paused or interrupted training job',
        description:
          'Idempotent. The job is queued, and goes on from its last checkpoint: its final weights are those of a job that was never paused, to the bit. One that is queued, running or has ended stays as it is. 409 when the data set of an interrupted job has been deleted meanwhile.',
        params: Path,
        response: {
          200: { ...TrainingJob, description: 'It is queued, or as it was.' },
          ...problems('bad-request', 'not-found', 'conflict', 'unavailable'),
        },
      },
    },
    async (request, reply) => jobs.resume(request.params.job, clientLeft(reply)),
  );

  app.get(
    '/v1/training-jobs/:job/checkpoints',
    {
      schema: {
        operationId: 'listTrainingJobCheckpoints',
        tags,
        summary: 'List the checkpoints of a training job, oldest first',
        description:
          'The newest ones and the best one are kept, also after the end of the job, until it is deleted.',
        params: Path,
        response: {
          200: Type.Object({ items: Type.Array(Checkpoint) }),
          ...problems('bad-request', 'not-found'),
        },
      },
    },
    async (request) => ({ items: await jobs.checkpoints(request.params.job) }),
  );

  app.get(
    '/v1/training-jobs/:job/checkpoints/:number',
    {
      exposeHeadRoute: false, // it would open the file to send nothing
      config: { produces: [safetensorsType] },
      schema: {
        operationId: 'getTrainingJobCheckpoint',
        tags,
        summary: 'Download a checkpoint',
        description: checkpointDescription,
        params: CheckpointPath,
        response: {
          200: {
            description: 'A safetensors file.',
            content: { [safetensorsType]: { schema: Binary } },
          },
          ...problems('bad-request', 'not-found'),
        },
      },
    },
    async (request, reply) => {
      const { job, number } = request.params;
      const path = await jobs.checkpointFile(job, number);
      return sendFile(reply, path, `checkpoint-${number}`);
    },
  );

  app.get(
    '/v1/training-jobs/:job/events',
    {
      exposeHeadRoute: false, // it would hold a stream open to send nothing
      config: { produces: ['application/json', eventStream] },
      schema: {
        operationId: 'listTrainingJobEvents',
        tags,
        summary: 'Follow a training job',
        description: eventsDescription,
        headers: EventHeaders,
        params: Path,
        querystring: Type.Object(pageFields, { additionalProperties: false }),
        response: {
          200: {
            description: 'Events, oldest first.',
            content: {
              'application/json': { schema: pageOf(Event) },
              [eventStream]: { schema: Type.String() },
            },
          },
          204: Type.Null({ description: 'A stream that would have nothing to tell any more.' }),
          ...problems('bad-request', 'not-found', 'not-acceptable', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const offers = ['application/json', eventStream];
      if (negotiate(request.headers.accept, offers) === eventStream) {
        return sendStream(
          reply,
          jobs.stream(request.params.job, lastEventId(request.headers['last-event-id'])),
        );
      }
      const { limit = defaultLimit, cursor } = request.query;
      const { items, next } = jobs.events(
        request.params.job,
        decodeCursor(cursor, 'number') ?? 0,
        limit,
      );
      const events = items.map(({ seq, type, data }) => ({ id: seq, type, data }));
      return reply.send({ items: events, nextCursor: next === null ? null : encodeCursor(next) });
    },
  );

  app.get(
    '/v1/training-jobs/:job/metrics',
    {
      schema: {
        operationId: 'getTrainingJobMetrics',
        tags,
        summary: 'Series measured while training',
        description: metricsDescription,
        params: Path,
        querystring: MetricsQuery,
        response: { 200: Columns, ...problems('bad-request', 'not-found') },
      },
    },
    async (request) => {
      const { names, maxPoints = defaultPoints } = request.query;
      const { epoch, values } = jobs.metrics(request.params.job, names?.split(','), maxPoints);
      return { epoch, ...values };
    },
  );

  app.delete(
    '/v1/training-jobs/:job',
    {
      schema: {
        operationId: 'deleteTrainingJob',
        tags,
        summary: 'Remove a training job that has ended',
        description: 'With its events and series. Versions of models it made stay.',
        params: Path,
        response: {
          204: Type.Null({ description: 'It is gone.' }),
          ...problems('bad-request', 'not-found', 'conflict'),
        },
      },
    },
    async (request, reply) => {
      await jobs.remove(request.params.job);
      return reply.status(204).send(null);
    },
  );
};

/** Fires when nobody is there to be answered any more. */
function clientLeft(reply: FastifyReply): AbortSignal {
  const left = new AbortController();
  reply.raw.once('close', () => left.abort());
  return left.signal;
}

function lastEventId(header: string | undefined): number {
  if (header === undefined || header === '') return 0;
  if (!/^\d{1,15}$/.test(header)) throw badRequest('Last-Event-ID is not one this server gave out');
  return Number(header);
}

function sendStream(reply: FastifyReply, stream: EventStream | undefined): FastifyReply {
  if (stream === undefined) return reply.status(204).send();
  return reply
    .headers({
      'content-type': eventStream,
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    .send(stream);
}
