// Opens the SQLite database and brings its schema up to date. better-sqlite3's statements are
// synchronous, so a service operation that does not await in between is atomic without a lock.
import SQLite from 'better-sqlite3';
import { migrations } from './migrations.ts';

export interface Database {
  /** Everything a client has been told is stored: each commit is on disk when it returns. */
  records: SQLite.Database;
  /**
   * A second handle on the same file for metrics and progress events, without an fsync per commit: a
   * power cut may lose the last of them, a kill -9 does not. Never write to it inside a transaction
   * of `records`: the two would wait for each other.
   */
  telemetry: SQLite.Database;
  close(): void;
}

/** Milliseconds one handle waits for the other; both are in one thread, so it only covers a reader outside. */
const busyTimeout = 5000;

/** Opens `path`, made when absent; throws when it was written by a newer nabla. */
export function openDatabase(path: string): Database {
  const records = new SQLite(path, { timeout: busyTimeout });
  records.pragma('journal_mode = WAL');
  records.pragma('synchronous = FULL');
  records.pragma('foreign_keys = ON');
  migrate(records);
  const telemetry = new SQLite(path, { timeout: busyTimeout });
  telemetry.pragma('synchronous = NORMAL');
  return {
    records,
    telemetry,
    close() {
      telemetry.close();
      records.pragma('wal_checkpoint(TRUNCATE)');
      records.close();
    },
  };
}

function migrate(db: SQLite.Database): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > migrations.length) {
    throw new Error(
      `the data directory was written by a newer nabla (schema ${version}, this one knows ${migrations.length})`,
    );
  }
  for (const [index, step] of migrations.entries()) {
    if (index < version) continue;
    db.transaction(() => {
      db.exec(step);
      db.pragma(`user_version = ${index + 1}`);
    }).immediate();
  }
}
