// Records of data sets. What a record holds is src/datasets' business; the rows are a plain file.
import type SQLite from 'better-sqlite3';
import { type Document, DocumentStore } from './document-store.ts';

export class DatasetStore<T extends Document> extends DocumentStore<T> {
  constructor(db: SQLite.Database) {
    super(db, 'datasets');
  }
}
