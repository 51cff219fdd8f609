// GET /v1/catalog: everything a network or a job can be made of.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { renderCatalog } from '../catalog/index.ts';
import type { Services } from '../services.ts';

const Entry = Type.Object(
  {
    type: Type.String({ description: 'The name a request chooses it by.', examples: ['relu'] }),
    summary: Type.String({ description: 'What it is, in a sentence.' }),
    formula: Type.String({ description: 'In plain Unicode.' }),
    derivative: Type.Optional(Type.String({ description: 'What training goes by.' })),
    parameters: Type.Unsafe<Record<string, unknown>>({
      type: 'object',
      additionalProperties: { type: 'object' },
      description: 'A JSON Schema for each parameter: range, default, description.',
    }),
    required: Type.Array(Type.String(), { description: 'Parameters without a default.' }),
    example: Type.Unknown({
      description: 'As a request would write it; of a layer the layers that show it.',
    }),
  },
  { additionalProperties: true },
);

const Rows = Type.Array(Entry);

const Catalog = Type.Object({
  layerFields: Type.Unsafe<Record<string, unknown>>({
    type: 'object',
    additionalProperties: { type: 'object' },
    description:
      'A JSON Schema for each field that every layer takes beside its `type` and parameters; none is required.',
  }),
  layers: Rows,
  activations: Rows,
  losses: Rows,
  optimizers: Rows,
  schedules: Rows,
  initializers: Rows,
});

export const catalogRoutes: FastifyPluginAsyncTypebox<{ services: Services }> = async (app) => {
  const catalog = renderCatalog();
  app.get(
    '/v1/catalog',
    {
      schema: {
        operationId: 'getCatalog',
        tags: ['catalogue'],
        summary: 'Every layer, activation, loss, optimiser, schedule and initialiser',
        response: { 200: Catalog },
      },
    },
    async () => catalog as never,
  );
};
