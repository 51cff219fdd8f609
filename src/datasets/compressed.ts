// gzip on the way in: what is packed is unpacked as it arrives, up to a limit, whatever it is called.
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ApiError, invalid } from '../errors.ts';

export function tooMuch(limit: number): ApiError {
  return new ApiError('body-too-large', `an upload may have ${limit.toLocaleString('en')} bytes`);
}

/** 413 as soon as more than `limit` bytes have come. */
export async function* limited(
  input: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of input) {
    bytes += chunk.length;
    if (bytes > limit) throw tooMuch(limit);
    yield chunk;
  }
}

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** Unpacked bytes; more than `limit` of them are a 413, what is no gzip a 422. */
export async function* unpacked(
  input: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  const source = Readable.from(input, { objectMode: true });
  let fault: unknown;
  source.on('error', (error) => {
    fault = error;
    gunzip.destroy(error);
  });
  try {
    yield* limited(source.pipe(gunzip), limit);
  } catch (error) {
    if (fault !== undefined) throw fault;
    const { code } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('Z_') && code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    throw invalid([{ pointer: '/file', detail: 'the gzip data is damaged or cut off' }]);
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

/** The first bytes, at least `least` of them or all there are, and the whole input with them. */
export async function peeked(
  input: AsyncIterable<Uint8Array>,
  least = 16,
): Promise<{ head: Uint8Array; whole: AsyncGenerator<Uint8Array> }> {
  const iterator = input[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < least) {
    const { done, value } = await iterator.next();
    if (done) break;
    chunks.push(value);
    bytes += value.length;
  }
  const head = Buffer.concat(chunks);
  async function* whole(): AsyncGenerator<Uint8Array> {
    try {
      if (head.length > 0) yield head;
      for (let next = await iterator.next(); !next.done; next = await iterator.next())
        yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { head, whole: whole() };
}
