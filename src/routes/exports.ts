// …/export: networks and model versions as files that other programs run.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { sendParts } from '../http/download.ts';
import { Binary } from '../http/media-types.ts';
import { idOrName, ModelName, parseVersion } from '../http/names.ts';
import { problems } from '../http/problems.ts';
import { exportVersion } from '../models/exports.ts';
import { exportNetwork } from '../networks/exports.ts';
import type { Services } from '../services.ts';

const octets = 'application/octet-stream';

const formatTexts = {
  onnx: 'for onnxruntime and whatever else reads ONNX: prediction only.',
  safetensors: 'the parameters, named and shaped as in a state dict of PyTorch.',
};
const archiveText = 'everything a prediction needs, to be imported into another nabla.';

const File = Type.Unsafe<unknown>({
  description: 'The file; Content-Disposition names it.',
  content: { [octets]: { schema: Binary } },
});

function formats<F extends string>(texts: Record<F, string>) {
  const lines = Object.entries(texts).map(([name, text]) => `${name}: ${text}`);
  return Type.Unsafe<F>({
    type: 'string',
    enum: Object.keys(texts),
    description: lines.join('\n'),
    examples: ['onnx'],
  });
}

const NetworkQuery = Type.Object({ format: formats(formatTexts) }, { additionalProperties: false });

const VersionQuery = Type.Object(
  {
    format: formats({ ...formatTexts, archive: archiveText }),
    inputs: Type.Optional(
      Type.Unsafe<'auto' | 'matrix' | 'columns'>({
        type: 'string',
        enum: ['auto', 'matrix', 'columns'],
        default: 'auto',
        description:
          'Of ONNX. matrix: one input of rows × numbers; columns: one input a column, categories as strings; auto: a matrix unless there are categories.',
      }),
    ),
  },
  { additionalProperties: false },
);

const notFoundProblems = problems('bad-request', 'not-found', 'not-acceptable', 'conflict');

export const exportRoutes: FastifyPluginAsyncTypebox<{
  services: Services;
  version: string;
}> = async (app, { services, version: producer }) => {
  const { networks, models } = services;

  app.get(
    '/v1/networks/:network([^:]+)/export',
    {
      config: { produces: [octets] },
      schema: {
        operationId: 'exportNetwork',
        tags: ['networks'],
        summary: 'Take a network elsewhere',
        description:
          'One matrix `input` of rows × inputs, and an output under the name of each output layer.',
        params: Type.Object({ network: idOrName('worked-example', 'network') }),
        querystring: NetworkQuery,
        response: { 200: File, ...notFoundProblems },
      },
    },
    async (request, reply) => {
      const { format } = request.query;
      const file = await exportNetwork(networks, request.params.network, format, producer);
      return sendParts(reply, file.parts, octets, file.name) as never;
    },
  );

  app.get(
    '/v1/models/:model([^:]+)/versions/:version([^:]+)/export',
    {
      config: { produces: [octets] },
      schema: {
        operationId: 'exportModelVersion',
        tags: ['models'],
        summary: 'Take a version elsewhere',
        description:
          'With its preprocessing: raw values in, predictions out. Numbers go in as float64. Out come `predictions` in original units (float64), or `label` and `probabilities`; of several outputs each name begins with that of the output and a dot.',
        params: Type.Object({
          model: Type.Unsafe<string>({ ...ModelName, examples: ['worked-example'] }),
          version: Type.String({ description: 'A version number.', examples: ['1'] }),
        }),
        querystring: VersionQuery,
        response: { 200: File, ...notFoundProblems },
      },
    },
    async (request, reply) => {
      const { model, version } = request.params;
      const { format, inputs = 'auto' } = request.query;
      const options = { format, inputs, producer };
      const file = await exportVersion(models, model, parseVersion(version), options);
      return sendParts(reply, file.parts, octets, file.name) as never;
    },
  );
};
