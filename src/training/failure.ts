// A training that cannot go on, with the code and the sentence its job ends with.
import type { Failed, FailureCode } from './protocol.ts';

/** Where in a training, epoch and step from 1. */
export interface Place {
  epoch?: number;
  step?: number;
  layer?: string;
}

export class TrainingFailure extends Error {
  readonly code: FailureCode;
  readonly at: Place;

  constructor(code: FailureCode, detail: string, at: Place = {}) {
    super(detail);
    this.name = 'TrainingFailure';
    this.code = code;
    this.at = at;
  }
}

/** Any error as what the server is told: the addon's and the system's own codes are known here. */
export function failureOf(error: unknown): Failed {
  if (error instanceof TrainingFailure) {
    return { type: 'failed', code: error.code, detail: error.message, ...error.at };
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (
    code === 'out-of-memory' ||
    (error instanceof RangeError && /allocation/i.test(error.message))
  ) {
    return { type: 'failed', code: 'out-of-memory', detail: outOfMemory };
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const detail =
      'The disk is full: the trained weights could not be stored. Free some space and submit the job again.';
    return { type: 'failed', code: 'storage-full', detail };
  }
  if (code === 'invalid-input' || code === 'data-unreadable') {
    const message = error instanceof Error ? error.message : '';
    return {
      type: 'failed',
      code: 'invalid-data',
      detail: `The data cannot be trained on: ${message}.`,
    };
  }
  const detail = 'Something went wrong in the trainer; the log of the server says what.';
  return { type: 'failed', code: 'internal', detail };
}

export const outOfMemory =
  'There was not enough memory for this job. A smaller batchSize, a smaller network or float32 needs less.';
