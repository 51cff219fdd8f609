// Records of training jobs, their events and their metrics. The state machine is src/training's; here
// a change of state is a compare-and-set, so two writers cannot both win.
import type SQLite from 'better-sqlite3';
import type { Database } from './database.ts';
import { type Document, DocumentStore, type Page, page } from './document-store.ts';

export interface JobDocument extends Document {
  status: string;
}

export interface JobEvent {
  /** 1, 2, … within the job; the `Last-Event-ID` of a stream. */
  seq: number;
  type: 'status' | 'epoch' | 'metrics' | 'checkpoint';
  at: string;
  data: { at: string; [field: string]: unknown };
}

export interface MetricRow {
  epoch: number;
  data: Record<string, unknown>;
}

export interface JobFilter {
  limit: number;
  after?: string | undefined;
  status?: string | undefined;
}

export class JobStore<T extends JobDocument> extends DocumentStore<T> {
  readonly #db: Database;
  readonly #status: SQLite.Statement;
  readonly #byStatus: SQLite.Statement;
  readonly #oldestByStatus: SQLite.Statement;
  readonly #firstInLine: SQLite.Statement;
  readonly #line: SQLite.Statement;
  readonly #place: SQLite.Statement;
  readonly #counts: SQLite.Statement;
  readonly #addEvent: Readonly<Record<'records' | 'telemetry', SQLite.Statement>>;
  readonly #events: SQLite.Statement;
  readonly #lastEvent: SQLite.Statement;
  readonly #addMetrics: SQLite.Statement;
  readonly #removeMetrics: SQLite.Statement;
  readonly #metrics: SQLite.Statement;

  constructor(db: Database) {
    super(db.records, 'jobs');
    this.#db = db;
    const { records, telemetry } = db;
    this.#status = records.prepare('SELECT status FROM jobs WHERE id = ?').pluck();
    this.#byStatus = records.prepare(
      'SELECT doc FROM jobs WHERE status = ? AND id < ? ORDER BY id DESC LIMIT ?',
    );
    this.#oldestByStatus = records.prepare(
      'SELECT doc FROM jobs WHERE status = ? ORDER BY id LIMIT ?',
    );
    this.#firstInLine = records.prepare(
      'SELECT doc FROM jobs WHERE status = ? ORDER BY priority DESC, id LIMIT 1',
    );
    this.#line = records
      .prepare('SELECT id FROM jobs WHERE status = ? ORDER BY priority DESC, id')
      .pluck();
    this.#place = records
      .prepare(
        `SELECT count(*) FROM jobs WHERE status = @status AND
         (priority > @priority OR (priority = @priority AND id <= @id))`,
      )
      .pluck();
    this.#counts = records.prepare('SELECT status, count(*) AS n FROM jobs GROUP BY status');
    const addEvent = `INSERT INTO job_events (job_id, seq, type, at, data)
      SELECT @id, coalesce(max(seq), 0) + 1, @type, @at, @data FROM job_events WHERE job_id = @id
      RETURNING seq`;
    this.#addEvent = {
      records: records.prepare(addEvent).pluck(),
      telemetry: telemetry.prepare(addEvent).pluck(),
    };
    this.#events = records.prepare(
      'SELECT seq, type, at, data FROM job_events WHERE job_id = ? AND seq > ? ORDER BY seq LIMIT ?',
    );
    this.#lastEvent = records.prepare(
      `SELECT seq, type, at, data FROM job_events WHERE job_id = ? AND type = ?
       ORDER BY seq DESC LIMIT 1`,
    );
    this.#addMetrics = telemetry.prepare(
      'INSERT OR REPLACE INTO job_metrics (job_id, epoch, data) VALUES (?, ?, ?)',
    );
    this.#removeMetrics = telemetry.prepare('DELETE FROM job_metrics WHERE job_id = ?');
    this.#metrics = records.prepare(
      'SELECT epoch, data FROM job_metrics WHERE job_id = ? ORDER BY epoch',
    );
  }

  /** Runs `change` as one durable transaction; do not add telemetry inside. */
  atomically<R>(change: () => R): R {
    return this.#db.records.transaction(change).immediate();
  }

  /** Stores `doc` only if the job's status is one of `from`; false when it is not. */
  transition(doc: T, from: readonly string[]): boolean {
    return this.#db.records.transaction(() => {
      const now = this.#status.get(doc.id) as string | undefined;
      return now !== undefined && from.includes(now) && this.update(doc);
    })();
  }

  /** Newest first, of one status when given. */
  listJobs({ limit, after, status }: JobFilter): Page<T> {
    if (status === undefined) return this.list({ limit, after });
    const rows = this.#byStatus.all(status, after ?? '\u{10FFFF}', limit + 1);
    return page<T>(rows as { doc: string }[], limit);
  }

  /** The oldest of a status, for the queue. */
  oldest(status: string, limit: number): T[] {
    const rows = this.#oldestByStatus.all(status, limit) as { doc: string }[];
    return rows.map((row) => JSON.parse(row.doc) as T);
  }

  /** Of a status, the one of the highest priority that has waited longest. */
  firstInLine(status: string): T | undefined {
    const row = this.#firstInLine.get(status) as { doc: string } | undefined;
    return row === undefined ? undefined : (JSON.parse(row.doc) as T);
  }

  /** Ids of a status in that order. */
  line(status: string): string[] {
    return this.#line.all(status) as string[];
  }

  /** How many of a status come up to and with this one. */
  place(status: string, priority: number, id: string): number {
    return this.#place.get({ status, priority, id }) as number;
  }

  countByStatus(): Record<string, number> {
    const rows = this.#counts.all() as { status: string; n: number }[];
    return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
  }

  /** Appends an event and returns its number; `durable` for changes of state, not for progress. */
  addEvent(id: string, event: Omit<JobEvent, 'seq'>, durable: boolean): number {
    const statement = this.#addEvent[durable ? 'records' : 'telemetry'];
    return statement.get({ id, ...event, data: JSON.stringify(event.data) }) as number;
  }

  /** Events after number `after`, oldest first. */
  events(id: string, after: number, limit: number): JobEvent[] {
    const rows = this.#events.all(id, after, limit) as EventRow[];
    return rows.map(parseEvent);
  }

  lastEvent(id: string, type: JobEvent['type']): JobEvent | undefined {
    const row = this.#lastEvent.get(id, type) as EventRow | undefined;
    return row === undefined ? undefined : parseEvent(row);
  }

  addMetrics(id: string, epoch: number, data: Record<string, unknown>): void {
    this.#addMetrics.run(id, epoch, JSON.stringify(data));
  }

  /** Puts one row in the place of all there are. */
  replaceMetrics(id: string, epoch: number, data: Record<string, unknown>): void {
    this.#db.telemetry.transaction(() => {
      this.#removeMetrics.run(id);
      this.addMetrics(id, epoch, data);
    })();
  }

  metrics(id: string): MetricRow[] {
    const rows = this.#metrics.all(id) as { epoch: number; data: string }[];
    return rows.map(({ epoch, data }) => ({ epoch, data: JSON.parse(data) as MetricRow['data'] }));
  }

  /** Removes the job with its events and metrics. */
  override remove(id: string): boolean {
    return this.#db.records.transaction(() => {
      this.#db.records.prepare('DELETE FROM job_events WHERE job_id = ?').run(id);
      this.#db.records.prepare('DELETE FROM job_metrics WHERE job_id = ?').run(id);
      return super.remove(id);
    })();
  }
}

type EventRow = Omit<JobEvent, 'data'> & { data: string };

function parseEvent(row: EventRow): JobEvent {
  return { ...row, data: JSON.parse(row.data) as JobEvent['data'] };
}
