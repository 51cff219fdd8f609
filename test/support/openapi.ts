// Reads an OpenAPI document as a person at the documentation page does: every operation with the
// examples it offers, from top to bottom.

interface Schema {
  format?: string;
  example?: unknown;
  examples?: unknown[];
  default?: unknown;
}

interface Media {
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
  schema?: Schema;
}

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required?: boolean;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
  schema?: Schema;
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
  tags: { name: string }[];
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

/** The order of the documentation page, from top to bottom: by tag as the document lists tags. */
export function inSequence(document: Document): Operation[] {
  const tags = document.tags.map(({ name }) => name);
  const place = ({ tags: [tag = ''] = [] }: Operation) => tags.indexOf(tag);
  return operations(document).sort((a, b) => place(a) - place(b));
}

function firstExample(from: Media | Parameter): unknown {
  const named = Object.values(from.examples ?? {})[0];
  const { example, examples, default: fallback } = from.schema ?? {};
  return from.example ?? named?.value ?? example ?? examples?.[0] ?? fallback;
}

export interface Request {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

/** Whether the body is a file, which a person chooses: there is no example of it. */
export function takesFile({ requestBody }: Operation): boolean {
  const media = Object.values(requestBody?.content ?? {});
  return media.length > 0 && media.every(({ schema }) => schema?.format === 'binary');
}

/**
 * Each request the operation's examples make: one per example of the body, or one without a body.
 * `file` is the body of an operation that takes one.
 */
export function exampleRequests(operation: Operation, file?: Uint8Array): Request[] {
  const { path, headers } = filledIn(operation);
  const contents = Object.entries(operation.requestBody?.content ?? {});
  if (contents.length === 0) return [{ method: operation.method, path, headers }];
  if (file !== undefined && takesFile(operation)) {
    const type = (contents[0] as [string, Media])[0];
    return [
      { method: operation.method, path, headers: { ...headers, 'content-type': type }, body: file },
    ];
  }
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
