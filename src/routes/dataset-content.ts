// GET /v1/datasets/{id}/content: the rows of a data set as a file, in any of the formats they leave in.
import { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { outputs } from '../datasets/outputs/list.ts';
import type { Output } from '../datasets/outputs/output.ts';
import { badRequest } from '../errors.ts';
import { idOrName } from '../http/names.ts';
import { negotiate } from '../http/negotiation.ts';
import { problems } from '../http/problems.ts';
import type { Services } from '../services.ts';

const mediaTypes = outputs.map(({ mediaType }) => mediaType);

const Path = Type.Object({ dataset: idOrName('worked-example', 'data set') });

const Query = Type.Object(
  {
    format: Type.Optional(
      Type.Enum(
        outputs.map(({ name }) => name),
        { description: 'Instead of the Accept header.' },
      ),
    ),
    columns: Type.Optional(
      Type.String({
        description:
          'Names in the order wanted, between commas, or as a JSON array when a name has one. Default: all.',
        examples: ['x1,x2'],
      }),
    ),
    offset: Type.Integer({ minimum: 0, default: 0, description: 'Rows to pass over.' }),
    limit: Type.Optional(Type.Integer({ minimum: 1, description: 'Default: all that follow.' })),
  },
  { additionalProperties: false },
);

const description = `The whole data set or a part of it, streamed: memory does not grow with the rows.

Binary formats keep every bit of what is stored: NaN, infinities, −0 and integers beyond 2⁵³, with missing
values as nulls (in NPY as NaN); of a NaN in Parquet only that it is one. In JSON, NDJSON and CSV, a number reads back as the same number; missing
values, NaN and infinities are \`null\` or an empty cell, integers beyond 2⁵³ strings in JSON. A vector is a
list, in CSV a column for each of its values. NPY holds numbers only: one column as it is, or several as doubles.`;

const Binary = Type.Unsafe<string>({ type: 'string', format: 'binary' });

export const datasetContentRoutes: FastifyPluginAsyncTypebox<{ services: Services }> = async (
  app,
  { services: { datasets } },
) => {
  app.get(
    '/v1/datasets/:dataset/content',
    {
      config: { produces: mediaTypes },
      schema: {
        operationId: 'getDatasetContent',
        tags: ['datasets'],
        summary: 'Download a data set',
        description,
        params: Path,
        querystring: Query,
        response: {
          200: {
            description: 'The rows.',
            content: Object.fromEntries(
              outputs.map(({ mediaType }) => [mediaType, { schema: Binary }]),
            ),
          },
          ...problems('bad-request', 'not-found', 'not-acceptable', 'invalid-input'),
        },
      },
    },
    async (request, reply) => {
      const { format, columns, offset, limit } = request.query;
      const output = outputOf(format, request.headers.accept);
      const table = datasets.table(request.params.dataset, namesOf(columns), offset, limit);
      const bytes = Readable.from(output.write(table), { objectMode: false });
      const file = encodeURIComponent(`${table.name}${output.extension}`);
      return reply
        .type(output.mediaType)
        .header('content-disposition', `attachment; filename*=UTF-8''${file}`)
        .header('vary', 'accept')
        .send(bytes as never);
    },
  );
};

function outputOf(format: string | undefined, accept: string | undefined): Output {
  const type = format === undefined ? negotiate(accept, mediaTypes) : undefined;
  const found = outputs.find(({ name, mediaType }) => name === format || mediaType === type);
  // What the client accepts was held against mediaTypes before the request came here.
  return found ?? (outputs[0] as Output);
}

function namesOf(columns: string | undefined): string[] | undefined {
  if (columns === undefined) return undefined;
  if (!columns.startsWith('[')) return columns.split(',');
  try {
    const names: unknown = JSON.parse(columns);
    if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
  } catch {
    // Refused below, as every other form.
  }
  throw badRequest('query parameter columns: expected names between commas, or a JSON array');
}
