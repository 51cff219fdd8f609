// The `Idempotency-Key` header: the same request sent twice is done once, and both get one answer,
// also across a restart.
import { createHash } from 'node:crypto';
import { ApiError, badRequest, conflict } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';

/** What a request is answered with, so that it can be answered the same again. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

/**
 * Runs the writes of a request and stores its answer in one durable transaction: a crash leaves both
 * or neither. `write` must be synchronous and must not use the telemetry handle.
 */
export type Commit = (write: () => Answer) => Answer;

export interface IdempotentRequest {
  /** The value of the header, if any. */
  key: string | string[] | undefined;
  /** What the key is unique within, such as `createTrainingJob`. */
  scope: string;
  /** The parsed body; another one under the same key is refused. */
  payload: unknown;
}

const keyPattern = /^[\x21-\x7e]{1,255}$/;

/**
 * Does `work` once per key: it prepares what it needs and ends with exactly one `commit`. A repeat
 * while the first is at work → 409; with another payload → 422; otherwise the stored answer, marked
 * `Idempotency-Replayed: true`. A failure frees the key.
 */
export async function idempotently(
  storage: Storage,
  request: IdempotentRequest,
  work: (commit: Commit) => Promise<Answer>,
): Promise<Answer> {
  const transaction = (write: () => Answer): Answer =>
    storage.database.records.transaction(write).immediate();
  const { key, scope } = request;
  if (key === undefined) return work(transaction);
  if (typeof key !== 'string' || !keyPattern.test(key)) {
    throw badRequest('Idempotency-Key must be 1 to 255 visible ASCII characters');
  }
  const hash = createHash('sha256').update(JSON.stringify(request.payload)).digest('hex');
  if (!storage.idempotency.begin(scope, key, hash)) return replay(storage, scope, key, hash);
  let done = false;
  try {
    return await work((write) =>
      transaction(() => {
        const answer = write();
        storage.idempotency.finish(scope, key, {
          ...answer,
          body: JSON.stringify(answer.body),
        });
        done = true;
        return answer;
      }),
    );
  } catch (error) {
    done = false;
    throw error;
  } finally {
    if (!done) storage.idempotency.forget(scope, key);
  }
}

function replay(storage: Storage, scope: string, key: string, hash: string): Answer {
  const row = storage.idempotency.get(scope, key);
  if (row === undefined || row.state === 'in-flight') {
    if (row === undefined || row.requestHash === hash) {
      throw conflict('a request with this Idempotency-Key is still at work');
    }
  }
  if (row.requestHash !== hash) {
    throw new ApiError('invalid-input', 'this Idempotency-Key was used with another body');
  }
  return {
    status: row.status,
    headers: { ...row.headers, 'idempotency-replayed': 'true' },
    body: JSON.parse(row.body) as unknown,
  };
}
