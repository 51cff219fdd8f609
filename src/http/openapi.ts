// What the OpenAPI document says beside the routes' own schemas, and the page that shows it.
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { FastifySwaggerUiOptions } from '@fastify/swagger-ui';
import { errorTable } from '../errors.ts';
import { nameSchemas } from './component-schemas.ts';
import { problemType } from './problems.ts';

const description = `Create networks, submit data, train and predict, with nothing but HTTP.

The requests below run in order as they stand: **datasets → networks → training jobs → models**. A path
parameter takes an id or a name. Errors are \`application/problem+json\` (RFC 9457) with a JSON pointer
(or a row and column) for each fault.`;

/** Every DELETE stands under this tag. */
const cleanUp = 'clean-up';

const tags = [
  { name: 'datasets', description: 'Tables of numbers and categories to train on.' },
  { name: 'networks', description: 'Architectures and their parameters.' },
  { name: 'training', description: 'Jobs that train a network on a data set.' },
  { name: 'models', description: 'Trained versions, served.' },
  {
    name: 'open inference protocol',
    description: 'The same models for the clients of KServe and Triton.',
  },
  { name: 'catalogue', description: 'Every layer, activation, loss, optimiser and initialiser.' },
  { name: 'operations', description: 'Health, metrics and the system.' },
  { name: cleanUp, description: 'Removal, last, so that everything above works in order.' },
];

export function openapiOptions(version: string): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'nabla', version, description, license: { name: 'MIT', identifier: 'MIT' } },
      servers: [{ url: '/', description: 'This server.' }],
      tags,
      // Anyone who reaches the server may use it: it listens on loopback unless told otherwise.
      security: [],
    },
    transform: ({ schema, url, route }) => ({
      schema: route.method === 'DELETE' ? { ...schema, tags: [cleanUp] } : schema,
      url,
    }),
    transformObject: (document) =>
      polish('openapiObject' in document ? document.openapiObject : {}),
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) =>
        typeof json.$id === 'string' ? json.$id : `schema-${index}`,
    },
  };
}

/** Every operation ready to be tried; the shared schemas folded; no address bar for other documents. */
export const docsPage: FastifySwaggerUiOptions = {
  routePrefix: '/docs',
  uiConfig: {
    tryItOutEnabled: true,
    displayRequestDuration: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
  },
  theme: {
    title: 'nabla',
    css: [{ filename: 'docs.css', content: '.swagger-ui .topbar { display: none }' }],
  },
};

const plainWords: Readonly<Record<string, string>> = {
  200: 'Done.',
  201: 'Made; Location says where.',
  202: 'Taken; Location says where to look.',
  204: 'Done; there is nothing to say.',
};

/** What the generator leaves to be said, or says in a way that readers of the document stumble over. */
function polish<T extends { paths?: object | undefined }>(document: T): T {
  for (const path of Object.values(document.paths ?? {}) as Record<string, Operation>[]) {
    for (const { responses = {}, parameters = [] } of Object.values(path)) {
      describeResponses(responses);
      describeRefusal(responses);
      for (const { schema } of parameters) dropUnicodePattern(schema);
    }
  }
  return nameSchemas(withoutDiscriminators(document));
}

/** Puts a word in the place of "Default Response" where a route describes none itself. */
function describeResponses(responses: Record<string, { description?: string }>): void {
  for (const [status, response] of Object.entries(responses)) {
    if (response.description !== 'Default Response') continue;
    response.description = plainWords[status] ?? 'An answer.';
  }
}

/** What any request can meet, where a route has nothing of its own to refuse. */
function describeRefusal(responses: Record<string, { description?: string }>): void {
  if (Object.keys(responses).some((status) => status.startsWith('4'))) return;
  Object.assign(responses, {
    431: {
      description: errorTable['headers-too-large'].title,
      content: { [problemType]: { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  });
}

/**
 * The validator tells branches apart by `discriminator`; OpenAPI means something else by it, and only for
 * branches that have names. The document is a copy, since its schemas are those the validator compiles.
 */
function withoutDiscriminators<T extends object>(document: T): T {
  return JSON.parse(
    JSON.stringify(document, (key, value: unknown) =>
      key === 'discriminator' ? undefined : value,
    ),
  ) as T;
}

/**
 * Swagger UI checks parameters before it sends them, and compiles patterns without the `u` flag that
 * `\p{L}` needs: it would refuse every name. What is expected stands beside it in words.
 */
function dropUnicodePattern(schema: { pattern?: string } | undefined): void {
  if (schema?.pattern?.includes('\\p{') === true) delete schema.pattern;
}

interface Operation {
  parameters?: { schema?: { pattern?: string } }[];
  responses?: Record<string, { description?: string }>;
}
