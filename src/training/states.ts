// The states of a training job and the moves between them. No storage, no processes: a table and
// the two questions asked of it.

/** Every state with the states it may move to. A state with no way out is final. */
export const transitions = {
  queued: ['running', 'paused', 'cancelled'],
  // Back to `queued` when its trainer has failed and it is tried again.
  running: ['succeeded', 'failed', 'cancelling', 'pausing', 'interrupted', 'queued'],
  pausing: ['paused', 'succeeded', 'failed', 'cancelling'],
  paused: ['queued', 'cancelled'],
  cancelling: ['cancelled'],
  interrupted: ['queued'],
  succeeded: [],
  failed: [],
  cancelled: [],
} as const satisfies Record<string, readonly string[]>;

export type JobStatus = keyof typeof transitions;

export const statuses = Object.keys(transitions) as JobStatus[];

/**
 * True when the job will not change again by itself: it has ended, or was interrupted and does not
 * resume by itself (`resumes`).
 */
export function isTerminal(status: JobStatus, resumes: boolean): boolean {
  return transitions[status].length === 0 || (status === 'interrupted' && !resumes);
}

/** True if a job may move from `from` to `to`. */
export function canMove(from: JobStatus, to: JobStatus): boolean {
  return (transitions[from] as readonly JobStatus[]).includes(to);
}
