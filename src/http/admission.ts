// How many bytes of bodies may be in work at one time: what comes beyond is put off with 503 before any
// of it is read, so that a rush of requests costs bounded memory.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { count, unavailable } from '../errors.ts';

/** Smaller bodies are not counted: connections bound them. */
const smallBytes = 16 * 1024;

export class Admission {
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes in work now. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * For `onRequest`. `assumed`: of a body that does not say how long it is; `most`: of one that is read
   * in pieces, however long it is. One that alone is larger than allowed goes when nothing else does.
   */
  admit(
    { headers }: FastifyRequest,
    reply: FastifyReply,
    { assumed, most = Number.POSITIVE_INFINITY }: { assumed: number; most?: number },
  ): void {
    const length = headers['content-length'];
    const bytes = Math.min(most, length === undefined ? assumed : Number(length));
    if (bytes <= smallBytes) return;
    if (this.#bytes > 0 && this.#bytes + bytes > this.#maxBytes) {
      throw unavailable(
        `other predictions are in work; together they may have ${count(this.#maxBytes, 'byte')}`,
      );
    }
    this.#bytes += bytes;
    // Comes after an abort too.
    reply.raw.once('close', () => {
      this.#bytes -= bytes;
    });
  }
}
