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
    'queued → cancelled',
    'queued → running',
    'running → cancelling',
    'running → failed',
    'running → interrupted',
    'running → succeeded',
  ]);
});

test('a state is terminal exactly when nothing leaves it', () => {
  const terminal = statuses.filter(isTerminal).sort();
  assert.deepEqual(terminal, ['cancelled', 'failed', 'interrupted', 'succeeded']);
});

test('from every state a terminal one is reached', () => {
  const ends = (status: JobStatus, depth: number): boolean =>
    isTerminal(status) || (depth > 0 && transitions[status].some((next) => ends(next, depth - 1)));
  for (const status of statuses) assert.ok(ends(status, statuses.length), status);
});
