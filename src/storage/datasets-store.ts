// Records of data sets. What a record holds is src/datasets' business, but for the name of its content,
// by which it is found; rows are plain files.
import type SQLite from 'better-sqlite3';
import { type Document, DocumentStore } from './document-store.ts';

export interface ContentDocument extends Document {
  /** Several data sets may have the same. */
  content: string;
}

export class DatasetStore<T extends ContentDocument> extends DocumentStore<T> {
  readonly #uses: SQLite.Statement;
  readonly #contents: SQLite.Statement;

  constructor(db: SQLite.Database) {
    super(db, 'datasets');
    const content = "json_extract(doc, '$.content')";
    this.#uses = db.prepare(`SELECT count(*) FROM datasets WHERE ${content} = ?`).pluck();
    this.#contents = db.prepare(`SELECT DISTINCT ${content} FROM datasets`).pluck();
  }

  /** How many data sets have this content. */
  uses(content: string): number {
    return this.#uses.get(content) as number;
  }

  contents(): string[] {
    return this.#contents.all() as string[];
  }
}
