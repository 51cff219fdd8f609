// The database's schema as a list of steps, each run once, in order; `user_version` counts them.
// A step that has been released is never changed: add another.

export const migrations: readonly string[] = [
  `
  CREATE TABLE datasets (
    id TEXT PRIMARY KEY, name TEXT, created_at TEXT NOT NULL, doc TEXT NOT NULL
  ) WITHOUT ROWID, STRICT;
  CREATE INDEX datasets_by_name ON datasets (name, id);

  CREATE TABLE networks (
    id TEXT PRIMARY KEY, name TEXT, created_at TEXT NOT NULL, doc TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1
  ) WITHOUT ROWID, STRICT;
  CREATE INDEX networks_by_name ON networks (name, id);

  CREATE TABLE jobs (
    id TEXT PRIMARY KEY, name TEXT, created_at TEXT NOT NULL, doc TEXT NOT NULL,
    status TEXT NOT NULL GENERATED ALWAYS AS (json_extract(doc, '$.status')) STORED
  ) WITHOUT ROWID, STRICT;
  CREATE INDEX jobs_by_name ON jobs (name, id);
  CREATE INDEX jobs_by_status ON jobs (status, id);

  CREATE TABLE job_events (
    job_id TEXT NOT NULL, seq INTEGER NOT NULL, type TEXT NOT NULL, at TEXT NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (job_id, seq)
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE job_metrics (
    job_id TEXT NOT NULL, epoch INTEGER NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (job_id, epoch)
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE models (
    name TEXT PRIMARY KEY, created_at TEXT, last_version INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE model_versions (
    model TEXT NOT NULL REFERENCES models (name) ON DELETE CASCADE, version INTEGER NOT NULL,
    created_at TEXT NOT NULL, doc TEXT NOT NULL,
    PRIMARY KEY (model, version)
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE model_labels (
    model TEXT NOT NULL, label TEXT NOT NULL, version INTEGER NOT NULL,
    etag INTEGER NOT NULL, updated_at TEXT NOT NULL,
    PRIMARY KEY (model, label),
    FOREIGN KEY (model, version) REFERENCES model_versions (model, version)
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE idempotency_keys (
    scope TEXT NOT NULL, key TEXT NOT NULL, request_hash TEXT NOT NULL, state TEXT NOT NULL,
    status INTEGER, headers TEXT, body TEXT, created_at TEXT NOT NULL,
    PRIMARY KEY (scope, key)
  ) WITHOUT ROWID, STRICT;
  CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
  `,
  `CREATE INDEX datasets_by_content ON datasets (json_extract(doc, '$.content'));`,
  `
  UPDATE jobs SET doc = json_set(doc, '$.retries', json('[]'), '$.settings.resume', json('false'),
    '$.settings.checkpoint', json('{"everySeconds":60,"keep":2}'));
  `,
  `
  UPDATE jobs SET doc = json_set(doc, '$.memoryBytes', 0, '$.settings.priority', 0);
  ALTER TABLE jobs ADD COLUMN priority INTEGER
    GENERATED ALWAYS AS (json_extract(doc, '$.settings.priority')) VIRTUAL;
  CREATE INDEX jobs_in_line ON jobs (status, priority DESC, id);
  `,
  `
  UPDATE jobs SET doc = json_set(doc, '$.webhook', json('null'));
  CREATE TABLE webhooks (
    id TEXT PRIMARY KEY, url TEXT NOT NULL, secret TEXT NOT NULL, body TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID, STRICT;
  `,
  `
  CREATE TABLE uploads (
    id TEXT PRIMARY KEY, name TEXT, created_at TEXT NOT NULL, doc TEXT NOT NULL
  ) WITHOUT ROWID, STRICT;
  `,
];
