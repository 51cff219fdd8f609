// Accept, If-Match, X-Request-Id, names and the methods of a path.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../src/errors.ts';
import { AllowedMethods } from '../../src/http/allowed-methods.ts';
import { isName, parseVersion, refuseIdAsName } from '../../src/http/names.ts';
import { negotiate } from '../../src/http/negotiation.ts';
import { checkIfMatch } from '../../src/http/preconditions.ts';
import { requestId } from '../../src/http/request-id.ts';
import { newId } from '../../src/storage/ids.ts';

test('Accept picks the offer the client prefers', () => {
  const offers = ['application/json', 'application/vnd.safetensors'];
  assert.equal(negotiate(undefined, offers), 'application/json');
  assert.equal(negotiate('*/*', offers), 'application/json');
  assert.equal(negotiate('application/vnd.safetensors', offers), 'application/vnd.safetensors');
  assert.equal(negotiate('application/json;q=0.1, */*', offers), 'application/vnd.safetensors');
  assert.equal(negotiate('application/*;q=0.5', offers), 'application/json');
  assert.equal(negotiate('text/html', offers), undefined);
  assert.equal(negotiate('application/json;q=0', ['application/json']), undefined);
});

function statusOf(work: () => void): number {
  try {
    work();
    return 200;
  } catch (error) {
    assert.ok(error instanceof ApiError);
    return error.status;
  }
}

test('If-Match is held against the revision', () => {
  assert.equal(
    statusOf(() => checkIfMatch('"3"', 3, true)),
    200,
  );
  assert.equal(
    statusOf(() => checkIfMatch('"2", "3"', 3, true)),
    200,
  );
  assert.equal(
    statusOf(() => checkIfMatch('*', 3, true)),
    200,
  );
  assert.equal(
    statusOf(() => checkIfMatch('"2"', 3, false)),
    412,
  );
  assert.equal(
    statusOf(() => checkIfMatch('W/"3"', 3, false)),
    412,
  );
  assert.equal(
    statusOf(() => checkIfMatch('*', 0, true)),
    412,
  );
  assert.equal(
    statusOf(() => checkIfMatch(undefined, 3, true)),
    428,
  );
  assert.equal(
    statusOf(() => checkIfMatch(undefined, 3, false)),
    200,
  );
  assert.equal(
    statusOf(() => checkIfMatch(undefined, 0, true)),
    200,
  );
  assert.equal(
    statusOf(() => checkIfMatch('3', 3, true)),
    400,
  );
});

test('a harmless request id is kept, another one replaced', () => {
  assert.equal(requestId({ headers: { 'x-request-id': 'abc-1' } }), 'abc-1');
  for (const id of ['a b', 'x'.repeat(200), 'a\r\nSet-Cookie: b', '']) {
    assert.match(requestId({ headers: { 'x-request-id': id } }), /^req_/);
  }
});

test('names: what is taken and what is refused', () => {
  for (const name of ['iris', 'Fisher 1936', 'v1.2_final-b', 'æøå', 'дом', '4', 'a'.repeat(128)]) {
    assert.ok(isName(name), name);
  }
  const refused = [
    '',
    ' ',
    'a ',
    ' a',
    '.',
    '..',
    '../x',
    'a/b',
    'a\\b',
    'a:b',
    'a%2fb',
    'a\0',
    'a\nb',
  ];
  for (const name of [...refused, 'a\u202eb', 'e\u0301', 'a'.repeat(129), '-a', 'a?b', 'a#b']) {
    assert.ok(!isName(name), JSON.stringify(name));
  }
  assert.equal(
    statusOf(() => refuseIdAsName(newId('net'))),
    422,
  );
  assert.equal(
    statusOf(() => refuseIdAsName('network')),
    200,
  );
});

test('versions in a path are positive integers', () => {
  assert.equal(parseVersion('12'), 12);
  for (const text of ['0', '-1', '1.5', '01', '1e3', 'latest', '9999999999']) {
    assert.equal(
      statusOf(() => parseVersion(text)),
      400,
      text,
    );
  }
});

test('the methods of a path are known by its template', () => {
  const methods = new AllowedMethods();
  methods.add('GET', '/v1/models/:model([^:]+)');
  methods.add(['DELETE'], '/v1/models/:model([^:]+)');
  methods.add('POST', '/v1/models/:model([^:]+)::predict');
  methods.add('GET', '/docs/*');
  assert.deepEqual(methods.of('/v1/models/iris'), ['DELETE', 'GET']);
  assert.deepEqual(methods.of('/v1/models/iris:predict'), ['POST']);
  assert.deepEqual(methods.of('/docs/static/x.css'), ['GET']);
  assert.deepEqual(methods.of('/v1/models'), []);
  assert.deepEqual(methods.of('/v1/models/a/b'), []);
});
