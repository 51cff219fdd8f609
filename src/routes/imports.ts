// …:import: networks from files other programs wrote, versions of models from those of another nabla.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { readLimited } from '../http/binary-body.ts';
import { Binary } from '../http/media-types.ts';
import { ModelName, Name } from '../http/names.ts';
import { etagOf } from '../http/preconditions.ts';
import { problems } from '../http/problems.ts';
import { buildValidator } from '../http/validation.ts';
import { ArchiveDocument } from '../models/archive.ts';
import { importVersion } from '../models/imports.ts';
import { importNetwork } from '../networks/imports.ts';
import type { Services } from '../services.ts';
import { Version } from './models.ts';
import { Network } from './networks.ts';
import { sharedSchemas } from './schemas.ts';

const octets = 'application/octet-stream';

const NetworkQuery = Type.Object(
  {
    format: Type.Unsafe<'onnx'>({
      type: 'string',
      enum: ['onnx'],
      description: 'What the body is.',
      examples: ['onnx'],
    }),
    name: Type.Optional(Name),
    outputs: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 1000 }), {
        minItems: 1,
        maxItems: 1000,
        uniqueItems: true,
        description: 'Outputs of the graph that are meant, repeated for each; default: all.',
      }),
    ),
  },
  { additionalProperties: false },
);

const importProblems = problems(
  ...(['bad-request', 'malformed-body', 'body-too-large'] as const),
  ...(['unsupported-media-type', 'invalid-input', 'storage-full'] as const),
);

export const importRoutes: FastifyPluginAsyncTypebox<{ services: Services }> = async (
  app,
  { services },
) => {
  const { networks, models, native, config } = services;
  const { maxParameters } = config;
  const check = documentCheck();
  const around = { models, summarize: native.summarize, maxParameters, check };
  app.addContentTypeParser(octets, (_, payload, done) => {
    readLimited(payload, config.importLimit, 'imported files').then(
      (body) => done(null, body),
      done,
    );
  });

  app.post(
    '/v1/networks::import',
    {
      schema: {
        operationId: 'importNetwork',
        tags: ['networks'],
        summary: 'Make a network from an ONNX file',
        description:
          'Fully connected graphs of one input: the operators that layers of the catalogue stand for, opset 7 and later. A file with others is refused with their names; nothing outside the file is opened.',
        querystring: NetworkQuery,
        body: { content: { [octets]: { schema: Binary } } },
        response: { 201: Network, ...importProblems },
      },
    },
    async (request, reply) => {
      const { name, outputs } = request.query;
      const network = await importNetwork(networks, request.body as Uint8Array, { name, outputs });
      reply.status(201).header('location', `/v1/networks/${network.id}`).header('etag', etagOf(1));
      return network as never;
    },
  );

  app.post(
    '/v1/models/:model([^/:]+)::import',
    {
      schema: {
        operationId: 'importModelVersion',
        tags: ['models'],
        summary: 'Take in a version that another nabla exported',
        description:
          'The file of `export?format=archive`, as the next version of this model: network, weights, preprocessing and lineage. It predicts the same to the bit.',
        params: Type.Object({
          model: Type.Unsafe<string>({ ...ModelName, examples: ['worked-example'] }),
        }),
        body: { content: { [octets]: { schema: Binary } } },
        response: { 201: Version, ...importProblems },
      },
    },
    async (request, reply) => {
      const { model } = request.params;
      const version = await importVersion(around, model, request.body as Uint8Array);
      reply.status(201).header('location', `/v1/models/${model}/versions/${version.version}`);
      return version as never;
    },
  );
};

/** The schema of archives as a check that says what is wrong, and where. */
function documentCheck(): (document: unknown) => ArchiveDocument {
  const shared = Object.fromEntries(sharedSchemas.map((schema, i) => [String(i), schema]));
  const validate = buildValidator(shared)({
    schema: ArchiveDocument as never,
    method: 'POST',
    url: '',
    httpPart: 'body',
  });
  return (document) => {
    const result = validate(document);
    if ('error' in result) throw result.error;
    return result.value as ArchiveDocument;
  };
}
