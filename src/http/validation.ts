// Compiles the routes' schemas into validators. Bodies are taken as they stand: nothing is coerced,
// defaulted or removed. Query strings and path parameters are text, so those are coerced.
import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import type { FastifySchema } from 'fastify';
import type { FastifyRouteSchemaDef } from 'fastify/types/schema.js';
import { badRequest, describeFault, type Fault, invalid } from '../errors.ts';
import { faultsOf } from './faults.ts';

type Check = (value: unknown) => { value: unknown } | { error: Error };

/**
 * A body that fails is checked a second time for all its faults only when its text is at most this
 * long: beyond, listing every fault of a hostile array would take far more memory than the body.
 */
const fullReportLimit = 256 * 1024;

const common: Options = {
  strict: true,
  strictTypes: false,
  strictRequired: false,
  strictTuples: false,
  allowUnionTypes: true,
  discriminator: true,
  verbose: true,
  addUsedSchema: false,
};

function makeAjv(schemas: Record<string, unknown>, options: Options): Ajv {
  const ajv = new Ajv({ ...common, ...options });
  ajv.addVocabulary(['example', 'x-expected', 'x-formula']);
  ajv.addFormat('uri', true);
  ajv.addFormat('date-time', true);
  ajv.addFormat('binary', true);
  for (const schema of Object.values(schemas)) ajv.addSchema(schema as object);
  return ajv;
}

/** For Fastify's `schemaController.compilersFactory.buildValidator`. */
export function buildValidator(schemas: Record<string, unknown>) {
  const first = makeAjv(schemas, {});
  const all = makeAjv(schemas, { allErrors: true });
  const text = makeAjv(schemas, { allErrors: true, coerceTypes: 'array', useDefaults: true });
  return ({ schema, httpPart, contentType }: FastifyRouteSchemaDef<FastifySchema>): Check => {
    // Other bodies are streams here: their schema is for the documentation.
    if (httpPart === 'body' && !isJson(contentType)) return (value) => ({ value });
    if (httpPart === 'body') return checkBody(first.compile(schema), () => all.compile(schema));
    const validate = text.compile(schema);
    return (value) => {
      if (validate(value)) return { value };
      const where = httpPart === 'params' ? 'path' : httpPart === 'headers' ? 'header' : 'query';
      return { error: badParameters(where, faultsOf(validate.errors ?? [])) };
    };
  };
}

function isJson(contentType: string | undefined): boolean {
  return contentType === undefined || contentType === 'application/json';
}

function checkBody(validate: ValidateFunction, compileFull: () => ValidateFunction): Check {
  let full: ValidateFunction | undefined;
  return (value) => {
    if (validate(value)) return { value };
    let errors: readonly ErrorObject[] = validate.errors ?? [];
    if (isSmall(value)) {
      full ??= compileFull();
      full(value);
      errors = full.errors ?? errors;
    }
    return { error: invalid(faultsOf(errors)) };
  };
}

function isSmall(value: unknown): boolean {
  return sizeUpTo(value, fullReportLimit) < fullReportLimit;
}

/** A lower bound of the length of the JSON text, no longer counted once it passes `limit`. */
function sizeUpTo(value: unknown, limit: number): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 2;
  let size = 2;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length && size < limit; i += 1) {
      size += sizeUpTo(value[i], limit - size);
    }
    return size;
  }
  for (const key of Object.keys(value)) {
    if (size >= limit) break;
    size += key.length + 3 + sizeUpTo((value as Record<string, unknown>)[key], limit - size);
  }
  return size;
}

function badParameters(where: 'path' | 'header' | 'query', faults: Fault[]): Error {
  const named = faults.map((fault) =>
    'pointer' in fault ? { parameter: fault.pointer.slice(1), detail: fault.detail } : fault,
  );
  const [first] = named;
  const detail = first === undefined ? 'it cannot be understood' : describeFault(first);
  return badRequest(`${where} parameter ${detail}`, named);
}
