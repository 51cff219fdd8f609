// Server-Sent Events of one job: a pull from its durable log. Nothing is queued for a reader: a slow one
// is simply behind in the log, so it costs what one page of events costs.
// https://html.spec.whatwg.org/multipage/server-sent-events.html
import { Readable } from 'node:stream';
import type { JobEvent } from '../storage/jobs-store.ts';

export interface EventSource {
  /** Events after number `after`, oldest first. */
  read(after: number, limit: number): JobEvent[];
  /** True when no event will ever be added. */
  over(): boolean;
  listen(listener: () => void): () => void;
}

/** Events read from the log at a time. */
const pageSize = 32;
/** Bytes buffered for a reader before the log is read on. */
const bufferedBytes = 8 * 1024;
/** Milliseconds after which a browser comes back when the connection breaks. */
const retryAfter = 2000;

export class EventStream extends Readable {
  readonly #source: EventSource;
  readonly #stopListening: () => void;
  #after: number;
  #wanted = false;
  #finished = false;

  /** Replays what follows event number `after`, then goes on as events come, and ends after the last. */
  constructor(source: EventSource, after: number) {
    super({ highWaterMark: bufferedBytes });
    this.#source = source;
    this.#after = after;
    this.#stopListening = source.listen(() => this.#pump());
    this.push(`retry: ${retryAfter}\n\n`);
  }

  /** A comment that keeps the connection open; left out while the reader is behind. */
  beat(): void {
    if (this.readableLength === 0 && !this.#finished && !this.destroyed) this.push(':\n\n');
  }

  /** Ends the stream although more may come: the reader will come back for it. */
  finish(): void {
    this.#stopListening();
    if (!this.#finished && !this.destroyed) this.push(null);
    this.#finished = true;
  }

  override _read(): void {
    this.#wanted = true;
    this.#pump();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#stopListening();
    done(error);
  }

  #pump(): void {
    while (this.#wanted && !this.#finished && !this.destroyed) {
      const events = this.#source.read(this.#after, pageSize);
      const last = events.at(-1);
      if (last === undefined) {
        if (this.#source.over()) this.finish();
        return;
      }
      this.#after = last.seq;
      this.#wanted = this.push(events.map(frame).join(''));
    }
  }
}

function frame({ seq, type, data }: JobEvent): string {
  return `id: ${seq}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}
