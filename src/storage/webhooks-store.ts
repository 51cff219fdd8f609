// The outbox of webhooks: what is to be delivered, stored in the transaction that made it due, until
// it has been taken or given up.
import type SQLite from 'better-sqlite3';

export interface Webhook {
  /** The same at every attempt, so that the receiver can tell a repeat. */
  id: string;
  url: string;
  secret: string;
  body: string;
  /** How often it has been tried. */
  attempts: number;
}

export class WebhookStore {
  readonly #add: SQLite.Statement;
  readonly #pending: SQLite.Statement;
  readonly #attempted: SQLite.Statement;
  readonly #remove: SQLite.Statement;

  constructor(db: SQLite.Database) {
    this.#add = db.prepare(
      'INSERT INTO webhooks (id, url, secret, body) VALUES (@id, @url, @secret, @body)',
    );
    this.#pending = db.prepare('SELECT id, url, secret, body, attempts FROM webhooks ORDER BY id');
    this.#attempted = db.prepare('UPDATE webhooks SET attempts = attempts + 1 WHERE id = ?');
    this.#remove = db.prepare('DELETE FROM webhooks WHERE id = ?');
  }

  /** Call inside the transaction that makes it due. */
  add(webhook: Omit<Webhook, 'attempts'>): void {
    this.#add.run(webhook);
  }

  /** Oldest first. */
  pending(): Webhook[] {
    return this.#pending.all() as Webhook[];
  }

  attempted(id: string): void {
    this.#attempted.run(id);
  }

  remove(id: string): void {
    this.#remove.run(id);
  }
}
