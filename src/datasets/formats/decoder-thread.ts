// A format's decoder in a thread of its own, asked one question at a time. A damaged file may send a
// decoder into a loop of billions, or make it ask for more memory than there is: then the thread ends,
// and the file is refused.
import { Worker } from 'node:worker_threads';

/** For one answer; ordinary ones take a few milliseconds. */
const answerMilliseconds = 10_000;
/** Of the thread's JavaScript values; what files hold lies outside, in array buffers. */
const heapMegabytes = 512;

export interface Reply {
  value?: unknown;
  /** What the decoder threw. */
  failure?: string;
}

/** `Request`: what may be asked. */
export class DecoderThread<Request> {
  readonly #worker: Worker;
  readonly #refusal: (failure?: string) => Error;
  #settle: { resolve(value: unknown): void; reject(error: unknown): void } | undefined;

  /** `file`: of the thread, in this folder, without its ending; `refusal`: what a failure is to the client. */
  constructor(file: string, data: unknown, refusal: (failure?: string) => Error) {
    const suffix = import.meta.filename.endsWith('.ts') ? '.ts' : '.js';
    this.#refusal = refusal;
    this.#worker = new Worker(new URL(`./${file}${suffix}`, import.meta.url), {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    });
    this.#worker.on('message', ({ value, failure }: Reply) => {
      if (failure === undefined) this.#settle?.resolve(value);
      else this.#settle?.reject(refusal(failure));
    });
    this.#worker.on('error', () => this.#settle?.reject(refusal()));
    this.#worker.on('exit', () => this.#settle?.reject(refusal()));
  }

  /** The thread's answer. Rejects with the refusal when it fails, ends or takes too long. */
  ask<T>(request: Request): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => reject(this.#refusal()), answerMilliseconds);
      const done =
        <A>(settle: (argument: A) => void) =>
        (argument: A): void => {
          clearTimeout(timer);
          settle(argument);
        };
      this.#settle = { resolve: done(resolve as (value: unknown) => void), reject: done(reject) };
      this.#worker.postMessage(request);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
