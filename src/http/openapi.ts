// What the OpenAPI document says beside the routes' own schemas.
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';

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
    },
    transform: ({ schema, url, route }) => ({
      schema: route.method === 'DELETE' ? { ...schema, tags: [cleanUp] } : schema,
      url,
    }),
    transformObject: (document) =>
      describeResponses('openapiObject' in document ? document.openapiObject : {}),
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) =>
        typeof json.$id === 'string' ? json.$id : `schema-${index}`,
    },
  };
}

const plainWords: Readonly<Record<string, string>> = {
  200: 'Done.',
  201: 'Made; Location says where.',
  202: 'Taken; Location says where to look.',
  204: 'Done; there is nothing to say.',
};

/** Puts a word in the place of "Default Response" where a route describes none itself. */
function describeResponses<T extends { paths?: object | undefined }>(document: T): T {
  for (const path of Object.values(document.paths ?? {}) as Record<string, Operation>[]) {
    for (const { responses = {} } of Object.values(path)) {
      for (const [status, response] of Object.entries(responses)) {
        if (response.description !== 'Default Response') continue;
        response.description = plainWords[status] ?? 'An answer.';
      }
    }
  }
  return document;
}

interface Operation {
  responses?: Record<string, { description?: string }>;
}
