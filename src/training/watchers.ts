// Clients that wait for a job: long polls and event streams. Counts them, keeps streams alive with one
// timer, and ends them all when the server is about to close.
import { unavailable } from '../errors.ts';
import type { EventStream } from './event-stream.ts';

/** Milliseconds between comments on a quiet stream: below the 30 s after which proxies give up. */
const beatInterval = 15_000;

export class Watchers {
  readonly #most: number;
  readonly #streams = new Set<EventStream>();
  readonly #waits = new Set<() => void>();
  #beat: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(most: number) {
    this.#most = most;
  }

  /** Takes care of a stream until it closes. 503 when there are too many watchers. */
  open(make: () => EventStream): EventStream {
    this.#admit();
    const stream = make();
    this.#streams.add(stream);
    stream.once('close', () => this.#streams.delete(stream));
    this.#beat ??= setInterval(() => {
      for (const each of this.#streams) each.beat();
    }, beatInterval).unref();
    if (this.#ended) stream.finish();
    return stream;
  }

  /**
   * Waits until `listen` wakes it, `ms` have passed, or `left` fires. `listen` is called once and
   * returns how to stop listening.
   */
  async wait(
    ms: number,
    left: AbortSignal,
    listen: (wake: () => void) => () => void,
  ): Promise<void> {
    this.#admit();
    if (this.#ended || left.aborted) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        stopListening();
        left.removeEventListener('abort', done);
        this.#waits.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      const stopListening = listen(done);
      left.addEventListener('abort', done, { once: true });
      this.#waits.add(done);
    });
  }

  end(): void {
    this.#ended = true;
    clearInterval(this.#beat);
    for (const stream of [...this.#streams]) stream.finish();
    for (const done of [...this.#waits]) done();
  }

  #admit(): void {
    if (this.#streams.size + this.#waits.size < this.#most) return;
    throw unavailable('too many clients are waiting for jobs; try again later', 5);
  }
}
