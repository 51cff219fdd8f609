// The table of job states: what moves are allowed, and that every path ends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  canMove,
  isTerminal,
  type JobStatus,
  statuses,
  transitions,
} from '../../src/training/states.ts';

test('the moves are those of the contract and no others', () => {
  const moves = statuses.flatMap((from) =>
    statuses.filter((to) => canMove(from, to)).map((to) => `${from} → ${to}`),
  );
  assert.deepEqual(moves.sort(), [
    'cancelling → cancelled',
    'interrupted → queued',
    'paused → cancelled',
    'paused → queued',
    'pausing → cancelling',
    'pausing → failed',
    'pausing → paused',
    'pausing → succeeded',
    'queued → cancelled',
    'queued → paused',
    'queued → running',
    'running → cancelling',
    'running → failed',
    'running → interrupted',
    'running → pausing',
    'running → queued',
    'running → succeeded',
  ]);
});

test('what nothing leaves is terminal, and an interruption that nothing resumes by itself', () => {
  const terminal = (resumes: boolean) =>
    statuses.filter((status) => isTerminal(status, resumes)).sort();
  assert.deepEqual(terminal(true), ['cancelled', 'failed', 'succeeded']);
  assert.deepEqual(terminal(false), ['cancelled', 'failed', 'interrupted', 'succeeded']);
});

test('from every state a terminal one is reached', () => {
  const ends = (status: JobStatus, depth: number): boolean =>
    isTerminal(status, true) ||
    (depth > 0 && transitions[status].some((next) => ends(next, depth - 1)));
  for (const status of statuses) assert.ok(ends(status, statuses.length), status);
});
