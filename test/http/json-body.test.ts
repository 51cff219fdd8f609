import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ApiError } from '../../src/errors.ts';
import { maxDepth, parseJson } from '../../src/http/json-body.ts';

function refusal(body: string | Buffer): ApiError {
  try {
    parseJson(Buffer.from(body as string));
  } catch (error) {
    assert.ok(error instanceof ApiError, String(error));
    return error;
  }
  throw new assert.AssertionError({ message: `${body} was accepted` });
}

test('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.json({ depthSize: 'small', noUnicodeString: false }), (text) => {
      // Generated objects have each key once; `__proto__` alone is refused on purpose.
      fc.pre(!text.includes('__proto__'));
      assert.deepEqual(parseJson(Buffer.from(text)), JSON.parse(text));
    }),
  );
});

test('refuses whatever JSON.parse refuses, with a place inside the text', () => {
  fc.assert(
    fc.property(
      fc.json(),
      fc.nat(),
      fc.constantFrom(',', '}', '"', ':', 'x', '\\', '\u0001'),
      (text, at, extra) => {
        const where = at % (text.length + 1);
        const broken = text.slice(0, where) + extra + text.slice(where);
        let valid = true;
        try {
          JSON.parse(broken);
        } catch {
          valid = false;
        }
        fc.pre(!valid);
        const { status, detail } = refusal(broken);
        assert.equal(status, 400);
        if (detail.endsWith('this key stands there twice')) return; // met before the fault
        const offset = /offset (\d+)\)$/.exec(detail)?.[1];
        assert.ok(offset !== undefined, detail);
        assert.ok(Number(offset) <= broken.length);
      },
    ),
  );
});

test('says the line and column of a fault', () => {
  assert.equal(
    refusal('{"a": 1,\n "b": 2,}').detail,
    'the body is not valid JSON: a key in double quotes is expected at line 2, column 9 (offset 17)',
  );
  assert.match(refusal('[1, 2').detail, /`,` or `]` is expected at line 1, column 6/);
  assert.match(refusal('{"a" 1}').detail, /`:` is expected at line 1, column 6/);
  assert.match(refusal('[] []').detail, /the end is expected at line 1, column 4/);
});

test('a byte order mark is accepted, an empty body and invalid UTF-8 are not', () => {
  assert.deepEqual(parseJson(Buffer.from('\ufeff{"a":1}')), { a: 1 });
  assert.equal(refusal(' ').code, 'malformed-body');
  assert.equal(refusal(Buffer.from([0x22, 0xff, 0x22])).detail, 'the body is not valid UTF-8');
  assert.equal(refusal(Buffer.from([0x22, 0xc0, 0x80, 0x22])).status, 400);
});

test('a key that stands twice is refused with its pointer', () => {
  const { status, errors } = refusal('{"a":[{"b":1},{"b":1,"c":{},"b":2}]}');
  assert.equal(status, 400);
  assert.deepEqual(errors, [{ pointer: '/a/1/b', detail: 'this key stands there twice' }]);
  assert.deepEqual(refusal('{"a":1,"\\u0061":2}').errors?.[0], {
    pointer: '/a',
    detail: 'this key stands there twice',
  });
});

test('__proto__ is refused wherever it stands', () => {
  assert.deepEqual(refusal('{"a":[{"__proto__":{"x":1}}]}').errors, [
    { pointer: '/a/0/__proto__', detail: 'this key is not accepted' },
  ]);
  assert.equal(({} as { x?: number }).x, undefined);
});

test('numbers beyond a double are refused, each with its pointer', () => {
  const { status, errors } = refusal('{"a":1e999,"b":[1,-1e400]}');
  assert.equal(status, 422);
  assert.deepEqual(
    errors?.map((fault) => 'pointer' in fault && fault.pointer),
    ['/a', '/b/1'],
  );
});

test('depth is bounded before anything is built', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  assert.ok(parseJson(Buffer.from(nested(maxDepth))));
  assert.equal(refusal(nested(maxDepth + 1)).code, 'malformed-body');
  assert.equal(refusal('['.repeat(5_000_000)).code, 'malformed-body');
  assert.deepEqual(parseJson(Buffer.from(JSON.stringify('['.repeat(100)))), '['.repeat(100));
});
