// The Prefer header: what is a wait and what is not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { longestWait, waitOf } from '../../src/http/prefer.ts';

test('a wait is found among other preferences, and cut to the longest', () => {
  assert.equal(waitOf('wait=30'), 30);
  assert.equal(waitOf('respond-async, wait=5'), 5);
  assert.equal(waitOf('return=minimal; foo, Wait = "7" ;x=y'), 7);
  assert.equal(waitOf(['return=minimal', 'wait=9']), 9);
  assert.equal(waitOf('wait=0'), 0);
  assert.equal(waitOf('wait=86400'), longestWait);
});

test('anything else is no wait', () => {
  for (const header of [
    undefined,
    '',
    'wait',
    'wait=',
    'wait=soon',
    'wait=-1',
    'wait=1.5',
    'await=3',
    'x-wait=3',
  ]) {
    assert.equal(waitOf(header), undefined, String(header));
  }
});
