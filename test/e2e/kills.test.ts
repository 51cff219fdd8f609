// The soak of test/soak/killed-server.ts, short.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followLong, soak } from '../soak/killed-server.ts';
import { onLinux } from '../support/server.ts';

test('a server killed every few seconds loses no job and no event, and runs none twice', {
  skip: onLinux ? false : 'needs /proc to clean up after itself',
}, async (t) => {
  const seen = await soak(t, { jobs: 24, slots: 4, followed: 6, life: [2, 5], seed: 1 });
  assert.deepEqual([seen.jobs, seen.versions], [24, 24]);
  t.diagnostic(JSON.stringify(seen));
});

test('a reader that drops every second sees every event of a long job once, in order', async (t) => {
  const { events, drops } = await followLong(t);
  assert.ok(drops >= 3 && events > 10, `${drops} drops, ${events} events`);
});
