// Turns ajv's errors into what a person can mend: one fault a place, what was expected and what came,
// the nearest known name for an unknown one, and of a union only the branch that was meant.
import type { ErrorObject } from 'ajv';
import { closest, distance } from 'fastest-levenshtein';
import { count, type Fault, maxFaults, pointerTo } from '../errors.ts';

type Schema = Readonly<Record<string, unknown>>;

/** At most maxFaults + 1 of them, so that a reader can say "more than". */
export function faultsOf(errors: readonly ErrorObject[]): Fault[] {
  const faults = new Map<string, Fault>();
  for (const error of relevant(errors)) {
    const fault = faultOf(error);
    const pointer = 'pointer' in fault ? fault.pointer : '';
    if (!faults.has(pointer)) faults.set(pointer, fault);
    if (faults.size > maxFaults) break;
  }
  return [...faults.values()];
}

/**
 * Of each union keeps what the branch that was meant says: of the kind of the value, with the fewest
 * errors, the deepest ones at that. When even that branch only says that the value itself is wrong,
 * keeps one error that describes the whole union.
 */
function relevant(errors: readonly ErrorObject[]): ErrorObject[] {
  let kept = [...errors];
  // Inner unions come before the ones around them.
  for (const union of errors.filter(({ keyword }) => keyword === 'anyOf')) {
    const inside = kept.filter((error) => error !== union && isInside(error, union));
    const meant = meantBranch(union, inside);
    const telling = meant.some((error) => isTelling(error, union));
    const dropped = new Set(inside);
    kept = kept.filter((error) => error !== union && !dropped.has(error));
    kept.push(...(telling ? meant : [union]));
  }
  return kept;
}

function isInside(error: ErrorObject, union: ErrorObject): boolean {
  return isWithin(error.instancePath, union.instancePath);
}

function meantBranch(union: ErrorObject, inside: readonly ErrorObject[]): ErrorObject[] {
  // Errors of a branch that is a reference have a path of their own; there is at most one such branch.
  const prefix = `${union.schemaPath}/`;
  const branches = Map.groupBy(inside, ({ schemaPath }) =>
    schemaPath.startsWith(prefix) ? schemaPath.slice(prefix.length).split('/', 1)[0] : 'reference',
  );
  const possible = [...branches.values()].filter((branch) =>
    branch.every(
      (error) => error.instancePath !== union.instancePath || speaksOf(error, union.data),
    ),
  );
  const [first = []] = possible.sort((a, b) => a.length - b.length || depthOf(b) - depthOf(a));
  return first;
}

/** Of the shallowest error. */
function depthOf(errors: readonly ErrorObject[]): number {
  return Math.min(...errors.map(({ instancePath }) => instancePath.split('/').length));
}

const tellingKeywords = new Set(['required', 'additionalProperties', 'discriminator', 'enum']);

/** Whether an error says more than that the value of the union is not what was expected. */
function isTelling({ keyword, instancePath }: ErrorObject, union: ErrorObject): boolean {
  return instancePath !== union.instancePath || tellingKeywords.has(keyword);
}

function isWithin(path: string, base: string): boolean {
  return path === base || path.startsWith(`${base}/`);
}

/** Whether the schema an error comes from is for values of this kind at all. */
function speaksOf(error: ErrorObject, data: unknown): boolean {
  const kinds = kindsOf(error.parentSchema as Schema);
  return kinds.length === 0 || kinds.includes(kindOf(data));
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

function kindsOf(schema: Schema): string[] {
  if ('const' in schema) return [kindOf(schema.const)];
  if (Array.isArray(schema.enum)) return [...new Set(schema.enum.map(kindOf))];
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  if (!Array.isArray(types)) return [];
  return types.map((type) => (type === 'integer' ? 'number' : String(type)));
}

function faultOf(error: ErrorObject): Fault {
  const { keyword, instancePath: pointer, data } = error;
  const schema = error.parentSchema as Schema;
  const params = error.params as Record<string, unknown>;
  switch (keyword) {
    case 'required':
      return missing(pointer, String(params.missingProperty), schema, data);
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return unknownField(pointer, String(params.additionalProperty), schema);
    case 'discriminator':
      return unknownType(pointer, schema, data, String(params.tag));
    case 'enum':
      return { pointer, detail: unexpected(schema, data) + nearestOf(schema, data) };
    case 'minProperties':
      return { pointer, detail: 'expected at least one field' };
    case 'uniqueItems':
      return { pointer, detail: `items ${String(params.j)} and ${String(params.i)} are the same` };
    case 'dependentRequired':
      return {
        pointer,
        detail: `\`${String(params.property)}\` needs \`${String(params.missingProperty)}\` beside it`,
      };
    case 'not':
    case 'false schema':
      return { pointer, detail: 'is not allowed here' };
    default:
      return { pointer, detail: unexpected(schema, data) };
  }
}

function missing(pointer: string, name: string, schema: Schema, data: unknown): Fault {
  const properties = (schema.properties ?? {}) as Record<string, Schema>;
  const field = properties[name];
  const expected = field === undefined ? '' : `: expected ${describe(field)}`;
  const near = Object.keys(data as object).find(
    (key) => !Object.hasOwn(properties, key) && isNear(key, name),
  );
  const hint = near === undefined ? '' : ` (\`${near}\` is not known)`;
  return {
    pointer: pointerTo(pointer, name),
    detail: `missing field \`${name}\`${expected}${hint}`,
  };
}

function unknownField(pointer: string, name: string, schema: Schema): Fault {
  const known = Object.keys((schema.properties ?? {}) as object);
  return {
    pointer: pointerTo(pointer, name),
    detail: `unknown field \`${shorten(name)}\`${suggest(name, known)}`,
  };
}

function unknownType(pointer: string, schema: Schema, data: unknown, tag: string): Fault {
  const branches = (schema.oneOf ?? []) as Schema[];
  const known = branches.map((branch) =>
    String(((branch.properties as Record<string, Schema>)[tag] as Schema).const),
  );
  const given = (data as Record<string, unknown>)[tag];
  const at = pointerTo(pointer, tag);
  if (given === undefined) {
    return { pointer: at, detail: `missing field \`${tag}\`: expected ${oneOf(known)}` };
  }
  if (typeof given !== 'string') {
    return { pointer: at, detail: `expected ${oneOf(known)}, got ${show(given)}` };
  }
  const hint = suggest(given, known) || `: expected ${oneOf(known)}`;
  return { pointer: at, detail: `unknown ${tag} \`${shorten(given)}\`${hint}` };
}

function nearestOf(schema: Schema, data: unknown): string {
  const known = (schema.enum as unknown[]).filter((value) => typeof value === 'string');
  return typeof data === 'string' ? suggest(data, known) : '';
}

/** `; did you mean …?` when one of the known names is near, else nothing. */
export function suggest(name: string, known: readonly string[]): string {
  if (known.length === 0 || name.length > 128) return '';
  const lower = name.toLowerCase();
  const nearest = closest(lower, known);
  return isNear(lower, nearest) ? `; did you mean \`${nearest}\`?` : '';
}

/** Near enough to be a slip: a third of the letters, or one the beginning of the other. */
function isNear(name: string, known: string): boolean {
  if (name.length > 128) return false;
  const a = name.toLowerCase();
  const b = known.toLowerCase();
  const beginning = Math.min(a.length, b.length) >= 3 && (a.startsWith(b) || b.startsWith(a));
  return beginning || distance(a, b) <= Math.max(1, Math.floor(Math.max(a.length, b.length) / 3));
}

function unexpected(schema: Schema, data: unknown): string {
  return `expected ${describe(schema)}, got ${show(data)}`;
}

/** What a schema accepts, in words: `an integer ≥ 1`. */
export function describe(schema: Schema): string {
  if (typeof schema['x-expected'] === 'string') return schema['x-expected'];
  if ('const' in schema) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return oneOf(schema.enum);
  if (Array.isArray(schema.anyOf)) return alternatives(schema.anyOf as Schema[]);
  if (typeof schema.$ref === 'string')
    return article(schema.$ref.replace(/#.*$/, '').toLowerCase());
  switch (schema.type) {
    case 'integer':
      return `an integer${range(schema)}`;
    case 'number':
      return `a number${range(schema)}`;
    case 'string':
      return schema.minLength === 1 && schema.maxLength === undefined
        ? 'a string that is not empty'
        : `a string${bounds(schema.minLength, schema.maxLength, 'character')}`;
    case 'array':
      return `an array${bounds(schema.minItems, schema.maxItems, 'item')}`;
    case 'boolean':
      return 'true or false';
    case 'null':
      return 'null';
    case 'object':
      return Array.isArray(schema.oneOf) ? 'an object with a `type`' : 'an object';
    default:
      return Array.isArray(schema.type) ? schema.type.join(' or ') : 'something else';
  }
}

function alternatives(branches: readonly Schema[]): string {
  return [...new Set(branches.map(describe))].join(' or ');
}

function article(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

function range(schema: Schema): string {
  if (schema.minimum !== undefined && schema.maximum !== undefined) {
    return ` from ${number(schema.minimum)} to ${number(schema.maximum)}`;
  }
  const low =
    schema.minimum !== undefined
      ? ` ≥ ${number(schema.minimum)}`
      : schema.exclusiveMinimum !== undefined
        ? ` > ${number(schema.exclusiveMinimum)}`
        : '';
  const high =
    schema.maximum !== undefined
      ? ` ≤ ${number(schema.maximum)}`
      : schema.exclusiveMaximum !== undefined
        ? ` < ${number(schema.exclusiveMaximum)}`
        : '';
  return low !== '' && high !== '' ? `${low} and${high}` : low + high;
}

function number(value: unknown): string {
  return typeof value === 'number'
    ? value.toLocaleString('en', { maximumFractionDigits: 20 })
    : String(value);
}

function bounds(min: unknown, max: unknown, noun: string): string {
  if (typeof min === 'number' && typeof max === 'number') {
    return min === max ? ` of ${count(min, noun)}` : ` of ${number(min)} to ${count(max, noun)}`;
  }
  if (typeof min === 'number' && min > 0) return ` of at least ${count(min, noun)}`;
  return typeof max === 'number' ? ` of at most ${count(max, noun)}` : '';
}

/** Longer lists are in the catalogue; a sentence need not hold them all. */
const listedNames = 40;

function oneOf(values: readonly unknown[]): string {
  const shown = values.slice(0, listedNames).map((value) => JSON.stringify(value));
  if (shown.length === 1) return String(shown[0]);
  return `one of ${shown.join(', ')}${values.length > listedNames ? ', …' : ''}`;
}

/** A value as it came, short. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${count(value.length, 'item')}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'string') return JSON.stringify(shorten(value));
  return String(value);
}

const invisible = /\p{C}/gu;

/** At most 60 characters, control and direction marks spelt out. */
function shorten(text: string): string {
  const start = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return start.replace(invisible, (c) => `U+${c.codePointAt(0)?.toString(16).padStart(4, '0')}`);
}
