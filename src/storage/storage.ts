// Opens the data directory and the database in it. Each service makes its own store from these; the
// one for idempotency keys is shared, so it stands here.
import { type Database, openDatabase } from './database.ts';
import { DataDirectory } from './files.ts';
import { IdempotencyStore } from './idempotency-store.ts';

export interface Storage {
  files: DataDirectory;
  database: Database;
  idempotency: IdempotencyStore;
  close(): void;
}

/** Throws when another server uses the directory, or a newer one wrote it. */
export function openStorage(root: string): Storage {
  const files = new DataDirectory(root);
  try {
    const database = openDatabase(files.databasePath);
    return {
      files,
      database,
      idempotency: new IdempotencyStore(database.records),
      close() {
        database.close();
        files.close();
      },
    };
  } catch (error) {
    files.close();
    throw error;
  }
}
