// Records of networks and their revision, which is the ETag: it rises with every change of the record
// or of the parameters.
import type SQLite from 'better-sqlite3';
import { type Document, DocumentStore } from './document-store.ts';

export class NetworkStore<T extends Document> extends DocumentStore<T> {
  readonly #revision: SQLite.Statement;
  readonly #revise: SQLite.Statement;

  constructor(db: SQLite.Database) {
    super(db, 'networks');
    this.#revision = db.prepare('SELECT revision FROM networks WHERE id = ?').pluck();
    this.#revise = db
      .prepare(
        'UPDATE networks SET name = ?, doc = ?, revision = revision + 1 WHERE id = ? RETURNING revision',
      )
      .pluck();
  }

  /** 0 when there is no such network. */
  revision(id: string): number {
    return (this.#revision.get(id) as number | undefined) ?? 0;
  }

  /** Stores a changed record (or the same, when its parameters changed) and returns its new revision. */
  revise(doc: T): number {
    const revision = this.#revise.get(doc.name, JSON.stringify(doc), doc.id);
    return (revision as number | undefined) ?? 0;
  }
}
