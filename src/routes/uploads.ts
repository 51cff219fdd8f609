// /v1/uploads: large files in parts, and how far every upload is.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { maxParts, uploadStatuses } from '../datasets/uploads.ts';
import { badRequest } from '../errors.ts';
import { bytesOf, discardRest } from '../http/incoming.ts';
import { idOrName, Name, refuseIdAsName } from '../http/names.ts';
import { decodeCursor, defaultLimit, PageQuery, pageOf, sendPage } from '../http/pagination.ts';
import { longestWait, waitOf } from '../http/prefer.ts';
import { problems } from '../http/problems.ts';
import type { Services } from '../services.ts';
import { columnTypes, delimiters, errorRules } from './dataset-uploads.ts';

const tags = ['uploads'];
const partType = 'application/octet-stream';
/** What a refused part may still send, so that its client reads why. */
const discardBytes = 256 * 1024 * 1024;
const digest = { pattern: '^[0-9a-f]{64}$' };

const Upload = Type.Object(
  {
    id: Type.String(),
    name: Type.String({ description: 'Of the data set it becomes.' }),
    status: Type.Enum([...uploadStatuses]),
    bytes: Type.Integer({ description: 'That have arrived.' }),
    size: Type.Union([Type.Integer(), Type.Null()], { description: 'Of the whole, when known.' }),
    rows: Type.Integer({ description: 'That have been read.' }),
    parts: Type.Array(
      Type.Object({ number: Type.Integer(), bytes: Type.Integer(), sha256: Type.String() }),
    ),
    createdAt: Type.String({ format: 'date-time' }),
    expiresAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
      description: 'When it is removed unless it gets on. Null for a single body.',
    }),
    dataset: Type.Union([Type.String(), Type.Null()], { description: 'Id of what it has become.' }),
    error: Type.Union([
      Type.Object({
        code: Type.String(),
        detail: Type.String(),
        errors: Type.Optional(Type.Array(Type.Object({}, { additionalProperties: true }))),
      }),
      Type.Null(),
    ]),
  },
  { $id: 'Upload' },
);

const Plan = Type.Object(
  {
    name: Type.Optional(Name),
    fileName: Type.Optional(
      Type.String({
        maxLength: 1024,
        description: 'Names the data set and tells the format by its ending.',
      }),
    ),
    contentType: Type.Optional(
      Type.String({ maxLength: 256, description: 'Media type of the whole file.' }),
    ),
    size: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Bytes of the whole file; checked at the end.' }),
    ),
    types: Type.Optional(
      Type.Record(Type.String(), Type.Enum([...columnTypes]), {
        description: 'As in an upload of one body.',
      }),
    ),
    delimiter: Type.Optional(Type.Enum([...delimiters])),
    onError: Type.Optional(Type.Enum([...errorRules])),
    appendTo: Type.Optional(
      Type.String({ description: 'Id or name of a data set the rows are appended to.' }),
    ),
  },
  {
    additionalProperties: false,
    examples: [{ name: 'in-parts', fileName: 'table.csv' }],
  },
);

const Path = Type.Object({ upload: idOrName('in-parts', 'upload') });
const PartPath = Type.Object({
  ...Path.properties,
  number: Type.Integer({ minimum: 1, maximum: maxParts, examples: [1] }),
});

const Completion = Type.Object(
  {
    sha256: Type.Optional(
      Type.String({ ...digest, description: 'Of the whole file, as it is sent.' }),
    ),
  },
  { additionalProperties: false, examples: [{}] },
);

export const uploadRoutes: FastifyPluginAsyncTypebox<{ services: Services }> = async (
  app,
  { services: { uploads } },
) => {
  app.addContentTypeParser(partType, (_request, body, done) => done(null, body));
  app.addSchema(Upload);

  app.post(
    '/v1/uploads',
    {
      schema: {
        operationId: 'createUpload',
        tags,
        summary: 'Begin an upload in parts',
        description:
          'For files that are too large to send again when a connection breaks. Put parts of any size (some 10 to 100 MiB) in any order, several at a time; then complete it. An upload that nothing is added to expires after a day.',
        body: Plan,
        response: {
          201: Type.Ref('Upload'),
          ...problems('malformed-body', 'not-found', 'body-too-large', 'invalid-input'),
        },
      },
    },
    async (request, reply) => {
      const { name, delimiter, ...plan } = request.body;
      refuseIdAsName(name);
      const view = uploads.create({
        ...{ ...plan, name },
        delimiter: delimiter === 'tab' ? '\t' : delimiter,
      });
      return reply.status(201).header('location', `/v1/uploads/${view.id}`).send(view);
    },
  );

  app.get(
    '/v1/uploads',
    {
      schema: {
        operationId: 'listUploads',
        tags,
        summary: 'List uploads and how far they are, newest first',
        description: 'Also those that come as one body, while they do.',
        querystring: PageQuery,
        response: { 200: pageOf(Type.Ref('Upload')), ...problems('bad-request') },
      },
    },
    async (request, reply) => {
      const { limit = defaultLimit, cursor } = request.query;
      const { items, next } = uploads.list({ limit, after: decodeCursor(cursor, 'string') });
      return sendPage(request, reply, items, next);
    },
  );

  app.get(
    '/v1/uploads/:upload',
    {
      schema: {
        operationId: 'getUpload',
        tags,
        summary: 'How far an upload is',
        description: `With \`Prefer: wait=<seconds>\` (at most ${longestWait}) the answer waits until it has been read.`,
        params: Path,
        response: { 200: Type.Ref('Upload'), ...problems('bad-request', 'not-found') },
      },
    },
    async (request) => {
      const upload = uploads.idOf(request.params.upload);
      const seconds = waitOf(request.headers.prefer);
      return seconds === undefined ? uploads.get(upload) : uploads.settled(upload, seconds * 1000);
    },
  );

  app.put(
    '/v1/uploads/:upload/parts/:number',
    {
      config: { upload: true },
      schema: {
        operationId: 'putUploadPart',
        tags,
        summary: 'Put one part',
        description:
          'On disk when it is answered. The same number again replaces the part. `Content-Digest: sha-256=:…:` (RFC 9530) has it checked.',
        params: PartPath,
        headers: Type.Object({ 'content-digest': Type.Optional(Type.String()) }),
        body: {
          content: {
            [partType]: { schema: Type.Unsafe<string>({ type: 'string', format: 'binary' }) },
          },
        },
        response: {
          200: Type.Object({
            number: Type.Integer(),
            bytes: Type.Integer(),
            sha256: Type.String(),
          }),
          ...problems(
            'bad-request',
            'not-found',
            'conflict',
            'body-too-large',
            'unsupported-media-type',
            'invalid-input',
            'storage-full',
          ),
        },
      },
    },
    async (request) => {
      const { number } = request.params;
      const sha256 = sha256Of(request.headers['content-digest']);
      try {
        return await uploads.putPart(
          uploads.idOf(request.params.upload),
          number,
          bytesOf(request.raw),
          sha256,
        );
      } catch (error) {
        discardRest(request.raw, discardBytes);
        throw error;
      }
    },
  );

  app.post(
    '/v1/uploads/:upload([^/:]+)::complete',
    {
      schema: {
        operationId: 'completeUpload',
        tags,
        summary: 'Read the parts as one file',
        description: `Idempotent. The parts must be numbered from 1 without a gap. With \`Prefer: wait=<seconds>\` the answer waits until the file has been read; what is wrong with it stands in \`error\`.`,
        params: Path,
        body: Completion,
        response: {
          200: { ...Upload, $id: undefined, description: 'It has been read, or cannot be.' },
          202: { ...Upload, $id: undefined, description: 'It is being read.' },
          ...problems('bad-request', 'not-found', 'invalid-input'),
        },
      },
    },
    async (request, reply) => {
      const upload = uploads.idOf(request.params.upload);
      const begun = uploads.complete(upload, request.body.sha256);
      const seconds = waitOf(request.headers.prefer);
      const view = seconds === undefined ? begun : await uploads.settled(upload, seconds * 1000);
      return reply
        .status(view.status === 'processing' ? 202 : 200)
        .header('location', `/v1/uploads/${upload}`)
        .send(view);
    },
  );

  app.delete(
    '/v1/uploads/:upload',
    {
      schema: {
        operationId: 'deleteUpload',
        tags,
        summary: 'Cancel an upload',
        description: 'Removes its parts, not what it has become. Refused while it is read.',
        params: Path,
        response: {
          204: Type.Null({ description: 'It is gone.' }),
          ...problems('bad-request', 'not-found', 'conflict'),
        },
      },
    },
    async (request, reply) => {
      await uploads.remove(uploads.idOf(request.params.upload));
      return reply.status(204).send(null);
    },
  );
};

/** Hexadecimal, from `sha-256=:<base64>:`; undefined when no such digest is given. */
function sha256Of(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const given = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):/.exec(header)?.[1];
  if (given === undefined)
    throw badRequest('Content-Digest: expected sha-256=:<base64 of 32 bytes>:');
  return Buffer.from(given, 'base64').toString('hex');
}
