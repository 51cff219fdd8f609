// /v1/datasets: upload, list, look at and remove data sets.
import fastifyMultipart from '@fastify/multipart';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { rawTypes } from '../datasets/formats/list.ts';
import { viewOf } from '../datasets/record.ts';
import type { PreviewCell } from '../datasets/rows.ts';
import { statisticsFields } from '../datasets/statistics.ts';
import { idOrName, Name, refuseIdAsName } from '../http/names.ts';
import { decodeCursor, defaultLimit, PageQuery, pageOf, sendPage } from '../http/pagination.ts';
import { problems } from '../http/problems.ts';
import type { Services } from '../services.ts';
import {
  columnTypes,
  createFromRequest,
  defaultName,
  delimiters,
  errorRules,
} from './dataset-uploads.ts';

/** Values in one preview, whatever the number of columns. */
const previewValues = 1_000_000;
const maxPreviewRows = 1_000;

const Column = Type.Object(
  {
    name: Type.String(),
    type: Type.Enum(['number', 'integer', 'boolean', 'timestamp', 'category', 'text', 'vector'], {
      description:
        'Every type but text can be trained on. A timestamp is stored as float64 milliseconds since 1970-01-01T00:00:00Z, is trained on as that number, and leaves in JSON and CSV as RFC 3339 in UTC.',
    }),
    ...statisticsFields,
    categories: Type.Optional(
      Type.Array(Type.String(), {
        description: 'In the order they first came in; of a boolean false and true.',
      }),
    ),
    counts: Type.Optional(Type.Array(Type.Integer(), { description: 'Rows of each category.' })),
    width: Type.Optional(Type.Integer({ description: 'Values in each row of a vector.' })),
    element: Type.Optional(
      Type.Enum(['u8', 'f32', 'f64'], {
        description: 'What the values of a vector are stored as.',
      }),
    ),
  },
  { title: 'Column' },
);

const Dataset = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    rowCount: Type.Integer(),
    columns: Type.Array(Column),
    sha256: Type.String({
      description:
        'Digest of the values and the schema: the same data as CSV and as JSON has the same.',
    }),
    valuesSha256: Type.String({
      description:
        'Digest of the values alone, row by row: the same for an image as one vector of bytes and as 784 number columns. NaN and missing values count as one.',
    }),
    skipped: Type.Optional(
      Type.Object(
        {
          rows: Type.Integer(),
          faults: Type.Array(
            Type.Object({
              row: Type.Optional(Type.Integer()),
              column: Type.Optional(Type.String()),
              pointer: Type.Optional(Type.String()),
              detail: Type.String(),
            }),
            { description: 'The first 20.' },
          ),
        },
        { description: 'Rows left out because of faults, by `onError`: `skip`.' },
      ),
    ),
    version: Type.Integer({ description: '1; one more with each append.' }),
    parent: Type.Union([Type.String(), Type.Null()], {
      description: 'Id of the data set this one was made of by appending.',
    }),
    bytes: Type.Integer({ description: 'Stored, not uploaded.' }),
    createdAt: Type.String({ format: 'date-time' }),
  },
  { title: 'Dataset' },
);

const Types = Type.Record(Type.String(), Type.Enum([...columnTypes]), {
  'x-expected': `an object from column names to ${columnTypes.join(', ')}`,
  description: 'Types of columns that are not to be inferred; `skip` leaves a column out.',
});

const OnError = Type.Enum([...errorRules], {
  description:
    'What a row with a fault does: `fail`, the default, refuses the upload, `skip` leaves the row out and counts it (CSV, TSV, JSON and NDJSON).',
});

const Cell = Type.Unsafe<number | string | boolean | number[] | null>({
  type: ['number', 'string', 'boolean', 'array', 'null'],
  'x-expected': 'a number, string, boolean, array of numbers or null',
});

const Columns = Type.Unsafe<string[] | Record<string, unknown[]>>({
  anyOf: [
    { type: 'array', items: { type: 'string' }, minItems: 1 },
    { type: 'object', minProperties: 1, additionalProperties: { type: 'array', items: Cell } },
  ],
  'x-expected': 'names of columns, or an object from names to values',
  description: 'The names, with `rows`; or without `rows` an object from names to all values.',
});

const Table = Type.Object(
  {
    name: Name,
    columns: Columns,
    rows: Type.Optional(
      Type.Array(Type.Array(Cell), {
        minItems: 1,
        description:
          'Arrays with a value for each column: a number, a string (a category, or a time), a boolean, an array of numbers (a vector), or null (missing).',
      }),
    ),
    types: Type.Optional(Types),
    onError: Type.Optional(OnError),
  },
  {
    title: 'DatasetRequest',
    additionalProperties: false,
    examples: [
      {
        name: 'worked-example',
        columns: ['x1', 'x2', 'd1', 'd2'],
        rows: [
          [0.77, 0.02, 0.44, -0.42],
          [0.63, 0.75, 0.84, 0.43],
          [0.5, 0.22, 0.09, -0.72],
          [0.2, 0.76, -0.25, 0.35],
          [0.17, 0.09, -0.12, -0.13],
          [0.69, 0.95, 0.24, 0.03],
          [0.0, 0.51, 0.3, 0.2],
          [0.81, 0.61, 0.61, 0.04],
        ],
      },
    ],
  },
);

const irisRows = `sepal_length,sepal_width,petal_length,petal_width,species
5.1,3.5,1.4,0.2,setosa
4.9,3.0,1.4,0.2,setosa
7.0,3.2,4.7,1.4,versicolor
6.4,3.2,4.5,1.5,versicolor
6.3,3.3,6.0,2.5,virginica
5.8,2.7,5.1,1.9,virginica
`;

const Form = Type.Object({
  name: Type.Optional(
    Type.String({ description: 'Default: the name of the file, without its ending.' }),
  ),
  types: Type.Optional(Type.String({ description: 'JSON, as in the query; before the file.' })),
  delimiter: Type.Optional(Type.String({ description: 'As in the query; before the file.' })),
  onError: Type.Optional(Type.String({ description: 'As in the query; before the file.' })),
  file: Type.Unsafe<string>({
    type: 'string',
    format: 'binary',
    description:
      'CSV, TSV, JSON, NDJSON, NPY, NPZ, IDX, Arrow or Parquet, packed by gzip or not. Several NPY or IDX files are columns side by side, named by their form field (or their file; IDX `image` and `label`).',
  }),
});

const Binary = Type.Unsafe<string>({ type: 'string', format: 'binary' });
const binaryTypes = rawTypes.filter((type) => !/text|json/.test(type));

const UploadBody = {
  content: {
    'application/json': { schema: Table },
    'text/csv': { schema: Type.String({ examples: [irisRows] }) },
    'text/tab-separated-values': {
      schema: Type.String({ examples: [irisRows.replaceAll(',', '\t')] }),
    },
    'application/x-ndjson': {
      schema: Type.String({ examples: ['{"x":0.5,"k":"a"}\n{"x":0.7,"k":"b"}\n'] }),
    },
    ...Object.fromEntries(binaryTypes.map((type) => [type, { schema: Binary }])),
    'multipart/form-data': { schema: Form },
  },
};

const appendedRows = 'x1,x2,d1,d2\n0.42,0.37,0.55,-0.21\n0.08,0.93,0.12,0.27\n';

/** As an upload, with rows that fit the data set of the example. */
const AppendBody = {
  content: {
    ...UploadBody.content,
    'text/csv': { schema: Type.String({ examples: [appendedRows] }) },
    'text/tab-separated-values': {
      schema: Type.String({ examples: [appendedRows.replaceAll(',', '\t')] }),
    },
    'application/x-ndjson': {
      schema: Type.String({ examples: ['{"x1":0.42,"x2":0.37,"d1":0.55,"d2":-0.21}\n'] }),
    },
  },
};

const UploadQuery = Type.Object(
  {
    name: Type.Optional({
      ...Name,
      description: `Name of a CSV body; default \`${defaultName}\`.`,
    }),
    types: Type.Optional(
      Type.String({
        description:
          'JSON from column names to number, integer, boolean, category, text or skip, e.g. `{"zip":"category"}`.',
      }),
    ),
    delimiter: Type.Optional(
      Type.Enum([...delimiters], {
        description: 'Default: whichever of these the header has most of.',
      }),
    ),
    onError: Type.Optional(OnError),
  },
  { additionalProperties: false },
);

const { name: _, types: __, ...appendFields } = UploadQuery.properties;
const AppendQuery = Type.Object(appendFields, { additionalProperties: false });

const Path = Type.Object({ dataset: idOrName('worked-example', 'data set') });

const RowsQuery = Type.Object(
  {
    offset: Type.Integer({ minimum: 0, default: 0, description: 'Rows to pass over.' }),
    limit: Type.Integer({
      minimum: 1,
      maximum: maxPreviewRows,
      default: defaultLimit,
      description: `Rows to return; fewer when they would hold more than ${previewValues.toLocaleString('en')} values.`,
    }),
  },
  { additionalProperties: false },
);

const Value = Type.Unsafe<PreviewCell>({
  description: 'A vector is an array; missing values are null; integers beyond 2⁵³ strings.',
});

const Rows = Type.Object({
  columns: Type.Array(Type.String()),
  rows: Type.Array(Type.Array(Value)),
  offset: Type.Integer(),
  rowCount: Type.Integer({ description: 'Of the whole data set.' }),
});

const uploadDescription = `Rows as JSON, NDJSON or CSV with a header line, arrays as NPY, NPZ or IDX, Arrow IPC, or Parquet: raw, or as
files of a form, packed by gzip or not. All but JSON is streamed to disk.

A CSV column is a number column when at least half of its values in the first 1,000 rows are numbers
(empty cells and words such as NA aside), else a category; with more than 1,024 different values it is
text. Integers beyond 2⁵³ make an integer column, \`true\` and \`false\` a boolean one. A JSON column goes
by its first value. An empty cell, or null, is a missing value. Every value of a number column must be a
finite decimal number: up to 20 faults are listed by row and column, and nothing is stored. Arrays keep NaN
and infinity, which count as missing; the first dimension is the rows, the others make a vector, whose bytes
and 32-bit floats are stored as they are. \`types\` overrides what would be inferred.`;

export const datasetRoutes: FastifyPluginAsyncTypebox<{ services: Services }> = async (
  app,
  { services },
) => {
  const { datasets } = services;
  await app.register(fastifyMultipart);
  app.addContentTypeParser([...rawTypes], (_request, body, done) => done(null, body));

  app.post(
    '/v1/datasets',
    {
      config: { upload: true },
      schema: {
        operationId: 'createDataset',
        tags: ['datasets'],
        summary: 'Upload a data set',
        description: uploadDescription,
        querystring: UploadQuery,
        body: UploadBody,
        response: {
          201: Dataset,
          ...problems(
            'malformed-body',
            'body-too-large',
            'unsupported-media-type',
            'invalid-input',
            'storage-full',
          ),
        },
      },
    },
    async (request, reply) => {
      const record = await createFromRequest(request, services);
      return reply.status(201).header('location', `/v1/datasets/${record.id}`).send(viewOf(record));
    },
  );

  app.post(
    '/v1/datasets/:dataset([^/:]+)::append',
    {
      config: { upload: true },
      schema: {
        operationId: 'appendToDataset',
        tags: ['datasets'],
        summary: 'Append rows to a data set',
        description:
          'Makes a new data set of the same name, its `version` one higher, its `parent` the one appended to, which stays as it is. The body is that of an upload, with the same columns in any order, read as the types they have; its `name` is not used.',
        params: Path,
        querystring: AppendQuery,
        body: AppendBody,
        response: {
          201: Dataset,
          ...problems(
            'malformed-body',
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
    async (request, reply) => {
      const parent = datasets.get(request.params.dataset);
      const record = await createFromRequest(request, services, parent);
      return reply.status(201).header('location', `/v1/datasets/${record.id}`).send(viewOf(record));
    },
  );

  app.get(
    '/v1/datasets',
    {
      schema: {
        operationId: 'listDatasets',
        tags: ['datasets'],
        summary: 'List data sets, newest first',
        querystring: PageQuery,
        response: { 200: pageOf(Dataset), ...problems('bad-request') },
      },
    },
    async (request, reply) => {
      const { limit = defaultLimit, cursor } = request.query;
      const { items, next } = datasets.list({ limit, after: decodeCursor(cursor, 'string') });
      return sendPage(request, reply, items.map(viewOf), next);
    },
  );

  app.get(
    '/v1/datasets/:dataset',
    {
      schema: {
        operationId: 'getDataset',
        tags: ['datasets'],
        summary: 'Columns and statistics of a data set',
        params: Path,
        response: { 200: Dataset, ...problems('bad-request', 'not-found') },
      },
    },
    async (request) => viewOf(datasets.get(request.params.dataset)),
  );

  app.get(
    '/v1/datasets/:dataset/rows',
    {
      schema: {
        operationId: 'getDatasetRows',
        tags: ['datasets'],
        summary: 'Some rows of a data set',
        params: Path,
        querystring: RowsQuery,
        response: { 200: Rows, ...problems('bad-request', 'not-found') },
      },
    },
    async (request) => {
      const { offset, limit } = request.query;
      const { id, columns, rowCount } = datasets.get(request.params.dataset);
      const valuesInRow = columns.reduce((sum, { width = 1 }) => sum + width, 0);
      const fitting = Math.max(1, Math.floor(previewValues / valuesInRow));
      const all = columns.map((_, index) => index);
      const rows = await datasets.rows(id, {
        columns: all,
        offset,
        limit: Math.min(limit, fitting),
      });
      return { columns: columns.map(({ name }) => name), rows, offset, rowCount };
    },
  );

  app.patch(
    '/v1/datasets/:dataset',
    {
      schema: {
        operationId: 'renameDataset',
        tags: ['datasets'],
        summary: 'Rename a data set',
        params: Path,
        body: Type.Object(
          { name: Name },
          { additionalProperties: false, examples: [{ name: 'worked-example' }] },
        ),
        response: {
          200: Dataset,
          ...problems('bad-request', 'malformed-body', 'not-found', 'invalid-input'),
        },
      },
    },
    async (request) => {
      refuseIdAsName(request.body.name);
      return viewOf(datasets.rename(request.params.dataset, request.body.name));
    },
  );

  app.delete(
    '/v1/datasets/:dataset',
    {
      schema: {
        operationId: 'deleteDataset',
        tags: ['datasets'],
        summary: 'Remove a data set',
        description: 'Refused while a job that is not over uses it.',
        params: Path,
        response: {
          204: Type.Null({ description: 'It is gone.' }),
          ...problems('bad-request', 'not-found', 'conflict'),
        },
      },
    },
    async (request, reply) => {
      await datasets.remove(request.params.dataset);
      return reply.status(204).send(null);
    },
  );
};
