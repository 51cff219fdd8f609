import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../src/errors.ts';
import { decodeCursor, encodeCursor, sendPage } from '../../src/http/pagination.ts';

test('a cursor gives back its position', () => {
  assert.equal(decodeCursor(encodeCursor('net_01'), 'string'), 'net_01');
  assert.equal(decodeCursor(encodeCursor(42), 'number'), 42);
  assert.equal(decodeCursor(undefined, 'string'), undefined);
});

test('a cursor of another list, or nonsense, is a 400', () => {
  const wrong = ['', '!', 'abc', encodeCursor(42), Buffer.from('{"a":1}').toString('base64url')];
  for (const cursor of wrong) {
    assert.throws(
      () => decodeCursor(cursor, 'string'),
      (error) => error instanceof ApiError && error.status === 400,
    );
  }
  assert.throws(() => decodeCursor(encodeCursor('x'), 'number'), ApiError);
});

test('the Link header keeps the query and changes the cursor', () => {
  const headers: Record<string, string> = {};
  const reply = { header: (name: string, value: string) => (headers[name] = value) };
  const request = { url: '/v1/networks?limit=2&cursor=old' };
  const page = sendPage(request as never, reply as never, ['a', 'b'], 'b');
  assert.deepEqual(page, { items: ['a', 'b'], nextCursor: encodeCursor('b') });
  assert.equal(headers.link, `</v1/networks?limit=2&cursor=${encodeCursor('b')}>; rel="next"`);
});

test('the last page has no next', () => {
  const reply = { header: () => assert.fail('no Link on the last page') };
  const page = sendPage({ url: '/v1/networks' } as never, reply as never, [], null);
  assert.deepEqual(page, { items: [], nextCursor: null });
});
