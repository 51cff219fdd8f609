// A training job as something to wait for and to follow: long polls, and events that go on where a broken
// stream ended.
import type { Client } from 'openapi-fetch';
import { NablaError, unwrap } from './errors.ts';
import type { components, paths } from './schema.ts';

export type TrainingJobView = components['schemas']['TrainingJob'];

export interface JobEvent {
  /** Rises; what `after` takes. */
  id: string;
  /** `status`, `epoch`, … as docs/http-api.md lists them. */
  type: string;
  data: Record<string, unknown>;
}

export interface EventsOptions {
  /** Id of the last event already seen. */
  after?: string;
  signal?: AbortSignal;
}

/** Seconds the server may hold a long poll. */
const pollSeconds = 30;
/** Milliseconds before a broken stream is opened again; doubled while it fails, up to the last. */
const [firstPause, longestPause] = [250, 8000];

export class TrainingJob {
  readonly id: string;
  readonly #http: Client<paths>;

  constructor(http: Client<paths>, id: string) {
    this.#http = http;
    this.id = id;
  }

  async read(): Promise<TrainingJobView> {
    return unwrap(await this.#http.GET('/v1/training-jobs/{job}', this.#request()));
  }

  /** The job once it has ended, however it did. */
  async finished(signal?: AbortSignal): Promise<TrainingJobView> {
    for (;;) {
      const headers = { prefer: `wait=${pollSeconds}` };
      const request = { ...this.#request(signal), headers };
      const job = unwrap(await this.#http.GET('/v1/training-jobs/{job}', request));
      if (job.terminal) return job;
    }
  }

  /** The finished job; throws when it did anything but succeed. */
  async succeeded(signal?: AbortSignal): Promise<TrainingJobView> {
    const job = await this.finished(signal);
    if (job.status === 'succeeded') return job;
    throw new Error(`job ${job.id} ended ${job.status}: ${job.error?.detail ?? 'no reason given'}`);
  }

  async cancel(): Promise<TrainingJobView> {
    return unwrap(await this.#http.POST('/v1/training-jobs/{job}:cancel', this.#request()));
  }

  /** Every event from the first on, or after the one given, until the job has ended. Each comes once. */
  async *events({ after, signal }: EventsOptions = {}): AsyncGenerator<JobEvent, void, undefined> {
    let last = after;
    let pause = firstPause;
    for (;;) {
      try {
        const stream = await this.#open(last, signal);
        if (stream === undefined) return;
        for await (const event of parseEvents(stream)) {
          last = event.id || last;
          pause = firstPause;
          yield event;
        }
      } catch (error) {
        if (signal?.aborted === true || isRefusal(error)) throw error;
      }
      await delay(pause, signal);
      pause = Math.min(2 * pause, longestPause);
    }
  }

  /** Undefined when there is nothing left to tell. */
  async #open(
    last: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ReadableStream<Uint8Array> | undefined> {
    const { data, error, response } = await this.#http.GET('/v1/training-jobs/{job}/events', {
      ...this.#request(signal),
      headers: {
        accept: 'text/event-stream',
        ...(last === undefined ? {} : { 'last-event-id': last }),
      },
      parseAs: 'stream',
    });
    if (response.status === 204) return undefined;
    if (!response.ok) unwrap({ error, response });
    return data as ReadableStream<Uint8Array>;
  }

  #request(signal?: AbortSignal) {
    const request = { params: { path: { job: this.id } } };
    return signal === undefined ? request : { ...request, signal };
  }
}

/** What trying again would not mend. */
function isRefusal(error: unknown): boolean {
  return error instanceof NablaError && error.status < 500 && error.status !== 429;
}

/** The event stream format of the HTML standard, https://html.spec.whatwg.org/multipage/server-sent-events.html */
async function* parseEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<JobEvent> {
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let pending = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      pending += decoder.decode(value, { stream: true });
      const blocks = pending.split(/\r?\n\r?\n/);
      pending = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = parseEvent(block);
        if (event !== undefined) yield event;
      }
    }
  } finally {
    // Whoever stops reading ends the request.
    await reader.cancel().catch(() => undefined);
  }
}

function parseEvent(block: string): JobEvent | undefined {
  const fields = new Map<string, string>();
  for (const line of block.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon === 0) continue; // a comment, as heartbeats are
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    fields.set(name, fields.has(name) ? `${fields.get(name)}\n${value}` : value);
  }
  const data = fields.get('data');
  if (data === undefined) return undefined;
  return {
    id: fields.get('id') ?? '',
    type: fields.get('event') ?? 'message',
    data: JSON.parse(data) as Record<string, unknown>,
  };
}

function delay(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
