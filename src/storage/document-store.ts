// A table of resources kept as JSON documents: id, name, created_at, doc. The stores of data sets,
// networks and jobs are made of it. No rule of any resource lives here.
import type SQLite from 'better-sqlite3';

export interface Document {
  id: string;
  name: string | null;
  /** RFC 3339 UTC. */
  createdAt: string;
}

export interface Page<T> {
  items: T[];
  /** Id after which the next page starts, or null on the last one. */
  next: string | null;
}

export interface PageRequest {
  limit: number;
  /** Only documents older than this id. */
  after?: string | undefined;
}

interface Row {
  doc: string;
}

export class DocumentStore<T extends Document> {
  readonly #insert: SQLite.Statement;
  readonly #get: SQLite.Statement;
  readonly #newest: SQLite.Statement;
  readonly #list: SQLite.Statement;
  readonly #update: SQLite.Statement;
  readonly #remove: SQLite.Statement;
  readonly #ids: SQLite.Statement;
  readonly #transaction: (write: () => void) => void;

  constructor(db: SQLite.Database, table: 'datasets' | 'networks' | 'jobs' | 'uploads') {
    this.#transaction = db.transaction((write: () => void) => write());
    this.#insert = db.prepare(
      `INSERT INTO ${table} (id, name, created_at, doc) VALUES (?, ?, ?, ?)`,
    );
    this.#get = db.prepare(`SELECT doc FROM ${table} WHERE id = ?`);
    this.#newest = db.prepare(`SELECT doc FROM ${table} WHERE name = ? ORDER BY id DESC LIMIT 1`);
    this.#list = db.prepare(`SELECT doc FROM ${table} WHERE id < ? ORDER BY id DESC LIMIT ?`);
    this.#update = db.prepare(`UPDATE ${table} SET name = ?, doc = ? WHERE id = ?`);
    this.#remove = db.prepare(`DELETE FROM ${table} WHERE id = ?`);
    this.#ids = db.prepare(`SELECT id FROM ${table}`).pluck();
  }

  /** `also` writes in the same transaction. */
  insert(doc: T, also?: () => void): void {
    this.#transaction(() => {
      this.#insert.run(doc.id, doc.name, doc.createdAt, JSON.stringify(doc));
      also?.();
    });
  }

  get(id: string): T | undefined {
    return parse<T>(this.#get.get(id));
  }

  /** By id, or else the newest of that name. */
  find(idOrName: string): T | undefined {
    return this.get(idOrName) ?? parse<T>(this.#newest.get(idOrName));
  }

  /** Newest first. */
  list({ limit, after }: PageRequest): Page<T> {
    const rows = this.#list.all(after ?? '\u{10FFFF}', limit + 1) as Row[];
    return page<T>(rows, limit);
  }

  /** False when there is no such document. */
  update(doc: T): boolean {
    return this.#update.run(doc.name, JSON.stringify(doc), doc.id).changes === 1;
  }

  remove(id: string): boolean {
    return this.#remove.run(id).changes === 1;
  }

  ids(): string[] {
    return this.#ids.all() as string[];
  }
}

/** Cuts rows fetched with LIMIT limit + 1 into a page. */
export function page<T extends { id: string }>(
  rows: readonly { doc: string }[],
  limit: number,
): Page<T> {
  const items = rows.slice(0, limit).map((row) => JSON.parse(row.doc) as T);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

function parse<T>(row: unknown): T | undefined {
  return row === undefined ? undefined : (JSON.parse((row as Row).doc) as T);
}
