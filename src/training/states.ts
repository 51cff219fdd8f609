// The states of a training job and the moves between them. No storage, no processes: a table and
// the two questions asked of it.

/** Every state with the states it may move to. A state with no way out is terminal. */
export const transitions = {
  queued: ['running', 'cancelled'],
  running: ['succeeded', 'failed', 'cancelling', 'interrupted'],
  cancelling: ['cancelled'],
  interrupted: [],
  succeeded: [],
  failed: [],
  cancelled: [],
} as const satisfies Record<string, readonly string[]>;

export type JobStatus = keyof typeof transitions;

export const statuses = Object.keys(transitions) as JobStatus[];

/** True for a state that nothing leaves: the job will never change again. */
export function isTerminal(status: JobStatus): boolean {
  return transitions[status].length === 0;
}

/** True if a job may move from `from` to `to`. */
export function canMove(from: JobStatus, to: JobStatus): boolean {
  return (transitions[from] as readonly JobStatus[]).includes(to);
}
