// Names the schemas of the OpenAPI document that come up again and again: where a schema has a title
// in PascalCase, it moves to `components/schemas` and a reference stands in its place. So a client that
// is generated from the document has one type a resource. Validation never sees any of this.
import { isDeepStrictEqual } from 'node:util';

type Schema = Readonly<Record<string, unknown>>;

interface Document {
  components?: { schemas?: Record<string, object> };
}

const componentTitle = /^[A-Z][A-Za-z0-9]*$/;
/** What stands under these is data, whatever it looks like. */
const dataKeywords = new Set(['example', 'examples', 'default', 'const', 'enum']);

/** Throws when two schemas of one title differ by more than their description. */
export function nameSchemas<T extends object>(document: T): T {
  const components = new Components();
  const folded = components.fold(document) as T & Document;
  const schemas = { ...folded.components?.schemas, ...components.schemas };
  return { ...folded, components: { ...folded.components, schemas } };
}

class Components {
  readonly schemas: Record<string, Schema> = {};

  /** The value with references in it; what they refer to goes into `schemas`. */
  fold(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.fold(item));
    if (typeof value !== 'object' || value === null) return value;
    const folded: Schema = Object.fromEntries(
      Object.entries(value).map(([key, at]) => [key, dataKeywords.has(key) ? at : this.fold(at)]),
    );
    const { title } = folded;
    return typeof title === 'string' && componentTitle.test(title)
      ? this.reference(title, folded)
      : folded;
  }

  private reference(title: string, schema: Schema): Schema {
    this.schemas[title] ??= schema;
    const { description: known, ...first } = this.schemas[title];
    const { description, ...rest } = schema;
    if (!isDeepStrictEqual(first, rest)) {
      throw new Error(`two different schemas of the OpenAPI document are called ${title}`);
    }
    const $ref = `#/components/schemas/${title}`;
    return description === undefined || description === known ? { $ref } : { $ref, description };
  }
}
