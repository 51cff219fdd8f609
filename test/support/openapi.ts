// Reads an OpenAPI document as a person at the documentation page does: every operation with the
// example it offers, in an order in which each finds what those before it made.

interface Media {
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
  schema?: { example?: unknown; examples?: unknown[] };
}

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required?: boolean;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
  schema?: { example?: unknown; examples?: unknown[]; default?: unknown };
}

interface OperationObject {
  operationId: string;
  tags?: string[];
  summary?: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { description: string; content?: Record<string, Media> }>;
}

export interface Document {
  openapi: string;
  paths: Record<string, Record<string, OperationObject>>;
}

export interface Operation extends OperationObject {
  method: string;
  path: string;
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];

/** Every operation, as the document lists them. */
export function operations(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.includes(method))
      .map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
}

/** Data sets, networks and jobs are made, in this order, before they are looked at or used. */
const makers = ['/v1/datasets', '/v1/networks', '/v1/training-jobs'];
/** What others refer to is deleted after those. */
const deletions = ['/v1/models', '/v1/training-jobs', '/v1/networks', '/v1/datasets'];

function rank({ method, path }: Operation): number {
  const made = makers.indexOf(path);
  if (method === 'POST' && made >= 0) return made;
  if (method !== 'DELETE') return makers.length;
  return makers.length + 1 + deletions.findIndex((prefix) => path.startsWith(prefix));
}

/** Makers first, deletions last, the rest in the document's order. */
export function inSequence(document: Document): Operation[] {
  return operations(document).sort((a, b) => rank(a) - rank(b));
}

function firstExample(from: Media | Parameter): unknown {
  const named = Object.values(from.examples ?? {})[0];
  return from.example ?? named?.value ?? from.schema?.example ?? from.schema?.examples?.[0];
}

export interface Request {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** Each request the operation's examples make: one per example of the body, or one without a body. */
export function exampleRequests(operation: Operation): Request[] {
  const { path, headers } = filledIn(operation);
  const contents = Object.entries(operation.requestBody?.content ?? {});
  if (contents.length === 0) return [{ method: operation.method, path, headers }];
  return contents.flatMap(([type, media]) =>
    bodies(media).map((body) => ({
      method: operation.method,
      path,
      headers: { ...headers, 'content-type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })),
  );
}

function bodies(media: Media): unknown[] {
  const named = Object.values(media.examples ?? {}).map(({ value }) => value);
  if (named.length > 0) return named;
  const example = firstExample(media);
  return example === undefined ? [] : [example];
}

/** The path and headers with every required or exemplified parameter in place. */
function filledIn(operation: Operation): { path: string; headers: Record<string, string> } {
  let path = operation.path;
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  for (const parameter of operation.parameters ?? []) {
    const value = firstExample(parameter);
    if (value === undefined) {
      if (parameter.required !== true) continue;
      throw new Error(`${operation.operationId}: no example for ${parameter.name}`);
    }
    if (parameter.in === 'path') {
      path = path.replace(`{${parameter.name}}`, encodeURIComponent(String(value)));
    } else if (parameter.in === 'query') {
      query.set(parameter.name, String(value));
    } else if (parameter.in === 'header') {
      headers[parameter.name.toLowerCase()] = String(value);
    }
  }
  return { path: query.size > 0 ? `${path}?${query}` : path, headers };
}
