// Which traceparent headers are taken, by the examples and rules of the W3C recommendation.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { traceContext } from '../../src/http/trace-context.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const parentId = '00f067aa0ba902b7';
const taken = (traceparent: string) => traceContext({ headers: { traceparent } });

test('a well-formed header is taken, of later versions too', () => {
  assert.deepEqual(taken(`00-${traceId}-${parentId}-01`), { traceId, parentId });
  assert.deepEqual(taken(`cc-${traceId}-${parentId}-01-what-comes-then`), { traceId, parentId });
});

test('what is malformed, all zeros or of version ff is passed over', () => {
  for (const header of [
    '',
    `ff-${traceId}-${parentId}-01`,
    `00-${traceId}-${parentId}`,
    `00-${traceId}-${parentId}-01-more`,
    `00-${traceId.toUpperCase()}-${parentId}-01`,
    `00-${'0'.repeat(32)}-${parentId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `cc-${traceId}-${parentId}-01-${'x'.repeat(600)}`,
  ]) {
    assert.equal(taken(header), undefined, header);
  }
  assert.equal(traceContext({ headers: {} }), undefined);
});
