// Requests that carried an Idempotency-Key and what was answered, so that a repeat gets the same
// answer, across restarts.
import type SQLite from 'better-sqlite3';

export interface IdempotencyRow {
  requestHash: string;
  state: 'in-flight' | 'done';
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Days an answer is kept. */
const keptDays = 7;

export class IdempotencyStore {
  readonly #begin: SQLite.Statement;
  readonly #get: SQLite.Statement;
  readonly #finish: SQLite.Statement;
  readonly #forget: SQLite.Statement;
  readonly #forgetUnfinished: SQLite.Statement;
  readonly #forgetOld: SQLite.Statement;

  constructor(db: SQLite.Database) {
    this.#begin = db.prepare(
      `INSERT OR IGNORE INTO idempotency_keys (scope, key, request_hash, state, created_at)
       VALUES (?, ?, ?, 'in-flight', strftime('%Y-%m-%dT%H:%M:%fZ'))`,
    );
    this.#get = db.prepare(
      `SELECT request_hash AS requestHash, state, status, headers, body
       FROM idempotency_keys WHERE scope = ? AND key = ?`,
    );
    this.#finish = db.prepare(
      `UPDATE idempotency_keys SET state = 'done', status = ?, headers = ?, body = ?
       WHERE scope = ? AND key = ?`,
    );
    this.#forget = db.prepare('DELETE FROM idempotency_keys WHERE scope = ? AND key = ?');
    this.#forgetUnfinished = db.prepare("DELETE FROM idempotency_keys WHERE state = 'in-flight'");
    this.#forgetOld = db.prepare(
      `DELETE FROM idempotency_keys
       WHERE created_at < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-${keptDays} days')`,
    );
  }

  /** Takes the key; false when somebody has it already. */
  begin(scope: string, key: string, requestHash: string): boolean {
    return this.#begin.run(scope, key, requestHash).changes === 1;
  }

  get(scope: string, key: string): IdempotencyRow | undefined {
    const row = this.#get.get(scope, key) as
      | (Omit<IdempotencyRow, 'headers'> & { headers: string | null })
      | undefined;
    if (row === undefined) return undefined;
    return { ...row, headers: JSON.parse(row.headers ?? '{}') as Record<string, string> };
  }

  finish(
    scope: string,
    key: string,
    answer: Pick<IdempotencyRow, 'status' | 'headers' | 'body'>,
  ): void {
    this.#finish.run(answer.status, JSON.stringify(answer.headers), answer.body, scope, key);
  }

  /** After a failure: the client may try again with the same key. */
  forget(scope: string, key: string): void {
    this.#forget.run(scope, key);
  }

  /** At start: what a crash left half done, and what is too old. */
  sweep(): void {
    this.#forgetUnfinished.run();
    this.#forgetOld.run();
  }
}
