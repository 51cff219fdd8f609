// Records of models, their versions and labels. Version numbers rise and are never used again, even
// when a version is removed.
import type SQLite from 'better-sqlite3';

export interface ModelRow {
  name: string;
  createdAt: string;
}

export interface LabelRow {
  label: string;
  version: number;
  /** Rises with each move: the label's ETag. */
  etag: number;
  updatedAt: string;
}

export interface VersionDocument {
  model: string;
  version: number;
  createdAt: string;
}

const modelColumns = 'name, created_at AS createdAt';
const labelColumns = 'label, version, etag, updated_at AS updatedAt';

export class ModelStore<V extends VersionDocument> {
  readonly #db: SQLite.Database;
  readonly #statements;

  constructor(db: SQLite.Database) {
    this.#db = db;
    this.#statements = {
      reserve: db
        .prepare(
          `INSERT INTO models (name, last_version) VALUES (?, 1)
           ON CONFLICT (name) DO UPDATE SET last_version = last_version + 1 RETURNING last_version`,
        )
        .pluck(),
      announce: db.prepare('UPDATE models SET created_at = coalesce(created_at, ?) WHERE name = ?'),
      withdraw: db.prepare('UPDATE models SET created_at = NULL WHERE name = ?'),
      model: db.prepare(
        `SELECT ${modelColumns} FROM models WHERE name = ? AND created_at IS NOT NULL`,
      ),
      models: db.prepare(
        `SELECT ${modelColumns} FROM models WHERE name > ? AND created_at IS NOT NULL
         ORDER BY name LIMIT ?`,
      ),
      insertVersion: db.prepare(
        'INSERT INTO model_versions (model, version, created_at, doc) VALUES (?, ?, ?, ?)',
      ),
      version: db.prepare('SELECT doc FROM model_versions WHERE model = ? AND version = ?').pluck(),
      newest: db
        .prepare('SELECT doc FROM model_versions WHERE model = ? ORDER BY version DESC LIMIT 1')
        .pluck(),
      versions: db
        .prepare(
          'SELECT doc FROM model_versions WHERE model = ? AND version < ? ORDER BY version DESC LIMIT ?',
        )
        .pluck(),
      numbers: db
        .prepare('SELECT version FROM model_versions WHERE model = ? ORDER BY version')
        .pluck(),
      removeVersion: db.prepare('DELETE FROM model_versions WHERE model = ? AND version = ?'),
      removeVersions: db.prepare('DELETE FROM model_versions WHERE model = ?'),
      label: db.prepare(`SELECT ${labelColumns} FROM model_labels WHERE model = ? AND label = ?`),
      labels: db.prepare(`SELECT ${labelColumns} FROM model_labels WHERE model = ? ORDER BY label`),
      setLabel: db.prepare(
        `INSERT INTO model_labels (model, label, version, etag, updated_at) VALUES (?, ?, ?, 1, ?)
         ON CONFLICT (model, label) DO UPDATE SET version = excluded.version, etag = etag + 1,
           updated_at = excluded.updated_at`,
      ),
      removeLabel: db.prepare('DELETE FROM model_labels WHERE model = ? AND label = ?'),
      removeLabels: db.prepare('DELETE FROM model_labels WHERE model = ?'),
      keys: db.prepare('SELECT model, version FROM model_versions'),
    };
  }

  atomically<R>(change: () => R): R {
    return this.#db.transaction(change).immediate();
  }

  /** Takes the next version number of a model, durably; a new model shows with its first version. */
  reserveVersion(name: string): number {
    return this.#statements.reserve.get(name) as number;
  }

  model(name: string): ModelRow | undefined {
    return this.#statements.model.get(name) as ModelRow | undefined;
  }

  /** By name. */
  models(limit: number, after = ''): ModelRow[] {
    return this.#statements.models.all(after, limit) as ModelRow[];
  }

  insertVersion(doc: V): void {
    this.#statements.announce.run(doc.createdAt, doc.model);
    this.#statements.insertVersion.run(doc.model, doc.version, doc.createdAt, JSON.stringify(doc));
  }

  version(model: string, version: number): V | undefined {
    return parse<V>(this.#statements.version.get(model, version));
  }

  newest(model: string): V | undefined {
    return parse<V>(this.#statements.newest.get(model));
  }

  /** Newest first. */
  versions(model: string, limit: number, before = Number.MAX_SAFE_INTEGER): V[] {
    const docs = this.#statements.versions.all(model, before, limit) as string[];
    return docs.map((doc) => JSON.parse(doc) as V);
  }

  /** Rising. */
  versionNumbers(model: string): number[] {
    return this.#statements.numbers.all(model) as number[];
  }

  removeVersion(model: string, version: number): boolean {
    return this.#statements.removeVersion.run(model, version).changes === 1;
  }

  /** Removes a model with its versions and labels; the row stays hidden, so no version number is used again. */
  removeModel(name: string): void {
    this.atomically(() => {
      this.#statements.removeLabels.run(name);
      this.#statements.removeVersions.run(name);
      this.#statements.withdraw.run(name);
    });
  }

  label(model: string, label: string): LabelRow | undefined {
    return this.#statements.label.get(model, label) as LabelRow | undefined;
  }

  labels(model: string): LabelRow[] {
    return this.#statements.labels.all(model) as LabelRow[];
  }

  setLabel(model: string, label: string, version: number, at: string): void {
    this.#statements.setLabel.run(model, label, version, at);
  }

  removeLabel(model: string, label: string): boolean {
    return this.#statements.removeLabel.run(model, label).changes === 1;
  }

  keys(): { model: string; version: number }[] {
    return this.#statements.keys.all() as { model: string; version: number }[];
  }
}

function parse<V>(doc: unknown): V | undefined {
  return doc === undefined ? undefined : (JSON.parse(doc as string) as V);
}
