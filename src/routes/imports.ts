// …:import: networks from files other programs wrote.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { readLimited } from '../http/binary-body.ts';
import { Binary } from '../http/media-types.ts';
import { Name } from '../http/names.ts';
import { etagOf } from '../http/preconditions.ts';
import { problems } from '../http/problems.ts';
import { importNetwork } from '../networks/imports.ts';
import type { Services } from '../services.ts';
import { Network } from './networks.ts';

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

export const importRoutes: FastifyPluginAsyncTypebox<{ services: Services }> = async (
  app,
  { services },
) => {
  const { networks, config } = services;
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
        response: {
          201: Network,
          ...problems(
            ...(['bad-request', 'malformed-body', 'body-too-large'] as const),
            ...(['unsupported-media-type', 'invalid-input', 'storage-full'] as const),
          ),
        },
      },
    },
    async (request, reply) => {
      const { name, outputs } = request.query;
      const network = await importNetwork(networks, request.body as Uint8Array, { name, outputs });
      reply.status(201).header('location', `/v1/networks/${network.id}`).header('etag', etagOf(1));
      return network as never;
    },
  );
};
