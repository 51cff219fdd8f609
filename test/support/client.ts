// A small typed client of the HTTP API, for tests: requests as a client would send them, replies as
// they came. It knows no more of the server than its public contract.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

export interface Reply<T> {
  status: number;
  headers: Headers;
  body: T;
  text: string;
}

export interface Fault {
  pointer?: string;
  row?: number;
  column?: string | number;
  detail: string;
}

/** RFC 9457. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: string;
  errors?: Fault[];
}

export interface Column {
  name: string;
  type: string;
  min?: number;
  max?: number;
  mean?: number;
  std?: number;
  missing: number;
  categories?: string[];
}

export interface Dataset {
  id: string;
  name: string;
  rowCount: number;
  columns: Column[];
  sha256: string;
  createdAt: string;
}

export interface Network {
  id: string;
  name: string;
  parameterCount: number;
  layers: { name: string; inputSize: number; outputSize: number }[];
}

export interface JobResult {
  epochs: number;
  steps: number;
  stopReason: string;
  bestEpoch: number | null;
  metrics: Record<string, Record<string, number>>;
  model?: string;
  version?: number;
}

export interface Job {
  id: string;
  name?: string;
  status: string;
  terminal: boolean;
  progress: number;
  error?: { code: string; detail?: string } | null;
  result?: JobResult | null;
  retries: { code: string }[];
  startedAt: string | null;
  memoryBytes: number;
  waiting: { place: number; reason: string; detail: string } | null;
  speed: { rowsPerSecond: number; gflops: number | null; shareOfPeak: number | null } | null;
}

export interface JobEvent {
  /** A string in a stream, a number in JSON. */
  id: string | number;
  type: string;
  data: Record<string, unknown>;
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export type LayerParameters = Record<string, number[] | number[][]>;
export type Parameters = Record<string, LayerParameters>;

export interface RequestOptions {
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export class Client {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** A string, bytes or a stream goes as it is; anything else as JSON. */
  async send<T>(
    method: string,
    path: string,
    body?: unknown,
    options: RequestOptions = {},
  ): Promise<Reply<T>> {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const headers = new Headers(options.headers);
    if (body !== undefined && !raw && !headers.has('content-type')) {
      headers.set('content-type', 'application/json');
    }
    const init: RequestInit = { method, headers, redirect: 'manual' };
    if (body !== undefined)
      init.body = raw ? (body as string | Uint8Array<ArrayBuffer>) : JSON.stringify(body);
    if (options.signal !== undefined) init.signal = options.signal;
    const response = await fetch(this.url + path, init);
    const text = await response.text();
    const json = /[/+]json/.test(response.headers.get('content-type') ?? '');
    const parsed = json && text !== '' ? JSON.parse(text) : text;
    return { status: response.status, headers: response.headers, body: parsed as T, text };
  }

  get<T>(path: string, options?: RequestOptions): Promise<Reply<T>> {
    return this.send<T>('GET', path, undefined, options);
  }

  post<T>(path: string, body?: unknown, options?: RequestOptions): Promise<Reply<T>> {
    return this.send<T>('POST', path, body, options);
  }

  /** POST that must succeed with the given status. */
  async create<T>(path: string, body: unknown, status = 201, options?: RequestOptions): Promise<T> {
    const reply = await this.post<T>(path, body, options);
    assert.equal(reply.status, status, `POST ${path}: ${reply.text}`);
    return reply.body;
  }

  /** GET that must succeed. */
  async read<T>(path: string): Promise<T> {
    const reply = await this.get<T>(path);
    assert.equal(reply.status, 200, `GET ${path}: ${reply.text}`);
    return reply.body;
  }

  uploadCsv(name: string, csv: string): Promise<Dataset> {
    return this.create<Dataset>(`/v1/datasets?name=${encodeURIComponent(name)}`, csv, 201, {
      headers: { 'content-type': 'text/csv' },
    });
  }

  submit(job: Record<string, unknown>): Promise<Job> {
    return this.create<Job>('/v1/training-jobs', job, 202);
  }

  /** The job once it is terminal, by long polls. */
  async finished(id: string): Promise<Job> {
    for (;;) {
      const reply = await this.get<Job>(`/v1/training-jobs/${id}`, {
        headers: { prefer: 'wait=30' },
      });
      assert.equal(reply.status, 200, reply.text);
      if (reply.body.terminal) return reply.body;
    }
  }

  /** The finished job, which must have succeeded. */
  async succeeded(id: string): Promise<Job & { result: JobResult }> {
    const job = await this.finished(id);
    assert.equal(job.status, 'succeeded', JSON.stringify(job.error));
    assert.ok(job.result);
    return { ...job, result: job.result };
  }

  /** Server-Sent Events of a job, until the server ends the stream or the reader stops. */
  async *events(jobId: string, lastEventId?: string | number): AsyncGenerator<JobEvent> {
    const stop = new AbortController();
    const headers: Record<string, string> = { accept: 'text/event-stream' };
    if (lastEventId !== undefined) headers['last-event-id'] = String(lastEventId);
    const response = await fetch(`${this.url}/v1/training-jobs/${jobId}/events`, {
      headers,
      signal: stop.signal,
    });
    if (response.status === 204) return; // nothing is left to tell
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
    assert.ok(response.body);
    try {
      yield* parseEventStream(response.body);
    } finally {
      stop.abort();
    }
  }
}

/** The event stream format of the HTML standard, as far as a server may use it. */
async function* parseEventStream(body: ReadableStream<Uint8Array>): AsyncGenerator<JobEvent> {
  const decoder = new TextDecoder();
  let pending = '';
  for await (const chunk of body) {
    pending += decoder.decode(chunk, { stream: true });
    const blocks = pending.split(/\r?\n\r?\n/);
    pending = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = parseEvent(block);
      if (event !== undefined) yield event;
    }
  }
}

function parseEvent(block: string): JobEvent | undefined {
  const fields = new Map<string, string>();
  for (const line of block.split(/\r?\n/)) {
    const [, name, value] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (name === undefined || name === '' || value === undefined) continue; // a comment
    fields.set(name, fields.has(name) ? `${fields.get(name)}\n${value}` : value);
  }
  const data = fields.get('data');
  if (data === undefined) return undefined; // a heartbeat
  return {
    id: fields.get('id') ?? '',
    type: fields.get('event') ?? 'message',
    data: JSON.parse(data) as Record<string, unknown>,
  };
}

/**
 * Polls until `probe` gives something, and gives that. Fails naming `what` after `limit` ms: a limit
 * for hangs only, far above what the slowest machine needs.
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  limit = 120_000,
): Promise<T> {
  const start = performance.now();
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (performance.now() - start > limit) assert.fail(`gave up waiting: ${what}`);
    await delay(20);
  }
}
