// Bodies read as they arrive: their bytes, how they are packed, and what becomes of the rest of one that
// is refused.
import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';

/**
 * What a refused client may still send before its connection is cut. Many clients read no answer
 * before they have sent all.
 */
const discardMilliseconds = 30_000;

/** Of the body; 415 for what is neither gzip nor as it is. */
export function gzipped({ headers }: FastifyRequest): boolean {
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'gzip' || encoding === 'x-gzip') return true;
  if (encoding === 'identity') return false;
  throw new ApiError('unsupported-media-type', 'of compressed bodies only gzip is read');
}

/** 415 for text in anything but UTF-8. */
export function refuseOtherCharsets({ headers }: FastifyRequest): void {
  const charset =
    /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  if (!['utf-8', 'utf8', 'us-ascii'].includes(charset.toLowerCase())) {
    throw new ApiError('unsupported-media-type', 'text is read as UTF-8 only');
  }
}

/** The body, without destroying the connection when reading ends early: an answer must still go out. */
export function bytesOf(request: IncomingMessage): AsyncIterable<Uint8Array> {
  return readable(request.iterator({ destroyOnReturn: false }));
}

/** What the source itself throws is a broken body: cut off, or multipart that is none. */
export async function* readable<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* source;
  } catch (cause) {
    const status = (cause as { statusCode?: number }).statusCode;
    if (status === 413)
      throw new ApiError('body-too-large', 'the form has too many or too large parts', { cause });
    throw new ApiError(
      'malformed-body',
      'the body ended early or is not what its Content-Type says',
      { cause },
    );
  }
}

/**
 * A client that still sends reads the answer only if its connection lives. What it sends is thrown
 * away, up to a bound.
 */
export function discardRest(request: IncomingMessage, allowance: number): void {
  if (request.readableEnded || request.destroyed) return;
  let bytes = 0;
  const timer = setTimeout(() => request.destroy(), discardMilliseconds);
  timer.unref();
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > allowance) request.destroy();
  });
  request.once('close', () => clearTimeout(timer));
  request.resume();
}
