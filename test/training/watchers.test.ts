// Waiting clients: woken, timed out, gone, ended, and too many.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../../src/errors.ts';
import { EventStream } from '../../src/training/event-stream.ts';
import { Watchers } from '../../src/training/watchers.ts';

const never = new AbortController().signal;
const quiet = { read: () => [], over: () => false, listen: () => () => undefined };

/** A place to wait at, that knows whether somebody does. */
function place() {
  const wakers = new Set<() => void>();
  return {
    listen(wake: () => void) {
      wakers.add(wake);
      return () => wakers.delete(wake);
    },
    wake() {
      for (const wake of [...wakers]) wake();
    },
    get waiting() {
      return wakers.size;
    },
  };
}

test('a wait ends when it is woken, when its time is up, and when the client has left', async () => {
  const watchers = new Watchers(10);
  const woken = place();
  const first = watchers.wait(60_000, never, woken.listen);
  woken.wake();
  await first;
  const timed = place();
  await watchers.wait(1, never, timed.listen);
  const left = new AbortController();
  const gone = place();
  const last = watchers.wait(60_000, left.signal, gone.listen);
  left.abort();
  await last;
  assert.deepEqual([woken.waiting, timed.waiting, gone.waiting], [0, 0, 0]);
});

test('beyond the limit 503, and room again once somebody has gone', async () => {
  const watchers = new Watchers(2);
  const stream = watchers.open(() => new EventStream(quiet, 0));
  const spot = place();
  const wait = watchers.wait(60_000, never, spot.listen);
  const full = (error: unknown) => error instanceof ApiError && error.status === 503;
  assert.throws(() => watchers.open(() => new EventStream(quiet, 0)), full);
  await assert.rejects(watchers.wait(1, never, place().listen), full);
  spot.wake();
  await wait;
  const closed = new Promise((resolve) => stream.once('close', resolve));
  stream.destroy();
  await closed;
  await watchers.wait(1, never, place().listen);
});

test('the end lets everybody go, and those who come later at once', async () => {
  const watchers = new Watchers(10);
  const stream = watchers.open(() => new EventStream(quiet, 0));
  const waits = [1, 2, 3].map(() => watchers.wait(60_000, never, place().listen));
  watchers.end();
  await Promise.all(waits);
  stream.resume();
  await new Promise((resolve) => stream.once('close', resolve));
  await watchers.wait(60_000, never, place().listen);
  const late = watchers.open(() => new EventStream(quiet, 0));
  late.resume();
  await new Promise((resolve) => late.once('close', resolve));
});
