// Schemas with a name of their own, in the document that clients are generated from.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { nameSchemas } from '../../src/http/component-schemas.ts';

const dog = { title: 'Dog', type: 'object', properties: { name: { type: 'string' } } };

describe('named schemas', () => {
  test('move to the components, what they hold as well; a description of its own stays', () => {
    const pack = { title: 'Pack', type: 'array', items: { ...dog, description: 'A member.' } };
    const document = { a: { ...dog, description: 'The leader.' }, b: pack, c: [pack] };
    assert.deepEqual(nameSchemas(document), {
      a: { $ref: '#/components/schemas/Dog' },
      b: { $ref: '#/components/schemas/Pack' },
      c: [{ $ref: '#/components/schemas/Pack' }],
      components: {
        schemas: {
          Dog: { ...dog, description: 'The leader.' },
          Pack: {
            title: 'Pack',
            type: 'array',
            items: { $ref: '#/components/schemas/Dog', description: 'A member.' },
          },
        },
      },
    });
  });

  test('beside those that are there', () => {
    const document = { components: { schemas: { Cat: { type: 'null' } } }, a: dog };
    assert.deepEqual(Object.keys(nameSchemas(document).components.schemas), ['Cat', 'Dog']);
  });

  test('but not a title in words, nor data that has one', () => {
    const document = { a: { title: 'a dog' }, b: { examples: [{ title: 'Dog' }] } };
    assert.deepEqual(nameSchemas(document), { ...document, components: { schemas: {} } });
  });

  test('one name for two schemas is refused', () => {
    const document = { a: dog, b: { title: 'Dog', type: 'string' } };
    assert.throws(() => nameSchemas(document), /two different schemas .* called Dog/);
  });
});
