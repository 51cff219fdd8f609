// What one catalogue row is, and how a list of rows becomes a request schema and a value with its
// defaults filled in. A leaf: knows no list, no service.
import { type Static, type TSchema, Type } from 'typebox';

/**
 * One layer, activation, loss, optimiser, initialiser. `parameters` are TypeBox schemas with a range, a
 * description and a default; without a default the client must give it, unless it is Type.Optional()
 * (then what is absent stays absent, or, for initialisers of weights, depends on the activation). A
 * sub-stack of layers is `Type.Array(Type.Ref('Layer'))`, an activation `Type.Ref('Activation')`, an
 * initialiser `Type.Ref('Initializer')`; src/networks/spec.ts fills those in by that reference.
 */
export interface CatalogEntry {
  type: string;
  /** One sentence. */
  summary: string;
  /** The value, in plain Unicode. */
  formula: string;
  derivative?: string;
  parameters: Readonly<Record<string, TSchema>>;
  /**
   * How a request would write it, where the name alone will not do or would show nothing: the choice; of
   * a layer the layers between a network's two positive inputs and its output.
   */
  example?: unknown;
  /** Parameters that have no place beside another, by the name of that one. */
  excludes?: Readonly<Record<string, readonly string[]>>;
  [extra: string]: unknown;
}

/** A resolved choice: the type and every parameter that has a value. */
export interface Resolved {
  type: string;
  [parameter: string]: unknown;
}

function hasDefault(schema: TSchema): boolean {
  return 'default' in schema;
}

function isOptional(schema: TSchema): boolean {
  return hasDefault(schema) || Type.IsOptional(schema);
}

/** The schema of one row as an object: `type` is its constant, no other field is accepted. */
export function entryObject(entry: CatalogEntry, common: Record<string, TSchema> = {}): TSchema {
  const fields: Record<string, TSchema> = {
    type: Type.Literal(entry.type, { description: entry.summary }),
    ...common,
  };
  for (const [name, schema] of Object.entries(entry.parameters)) {
    fields[name] = isOptional(schema) ? Type.Optional(schema) : schema;
  }
  return Type.Object(fields, {
    additionalProperties: false,
    title: entry.type,
    description: [entry.summary, entry.formula, entry.derivative].filter(Boolean).join('\n\n'),
  });
}

/** `{ type, … }` objects told apart by their type (`discriminator`, so only the right branch is checked). */
export function tagged(
  entries: readonly CatalogEntry[],
  options: Record<string, unknown> = {},
  common: Record<string, TSchema> = {},
): TSchema {
  return Type.Unsafe<Resolved>({
    type: 'object',
    discriminator: { propertyName: 'type' },
    oneOf: entries.map((entry) => entryObject(entry, common)),
    ...options,
  });
}

/**
 * The schema of a choice: the name of a row, or an object with its parameters. `id` becomes the
 * `$id` under which the schema stands in the OpenAPI document; leave it out for an inline schema.
 * A row with a parameter that has no default can only be chosen by an object.
 */
export function choice(id: string | undefined, entries: readonly CatalogEntry[]): TSchema {
  const bare = entries.filter((entry) => Object.values(entry.parameters).every(isOptional));
  const branches: TSchema[] = [tagged(entries)];
  if (bare.length > 0) {
    branches.unshift(
      Type.Unsafe<string>({ type: 'string', enum: bare.map((entry) => entry.type) }),
    );
  }
  return Type.Unsafe<string | Resolved>({
    ...(id === undefined ? {} : { $id: id }),
    anyOf: branches,
  });
}

export type Choice = Static<ReturnType<typeof choice>>;

/**
 * A choice with every default filled in: `"elu"` → `{ type: 'elu', alpha: 1 }`. The value has passed
 * the schema of choice(), so an unknown type is a programming error here.
 */
export function resolve(entries: readonly CatalogEntry[], value: string | Resolved): Resolved {
  const given: Resolved = typeof value === 'string' ? { type: value } : value;
  const entry = entries.find(({ type }) => type === given.type);
  if (entry === undefined) throw new RangeError(`no catalogue row for type ${given.type}`);
  const resolved: Resolved = { type: given.type };
  for (const [name, schema] of Object.entries(entry.parameters)) {
    if (Object.hasOwn(given, name)) resolved[name] = given[name];
    else if (hasDefault(schema))
      resolved[name] = structuredClone(schema['default' as keyof TSchema]);
  }
  return resolved;
}
