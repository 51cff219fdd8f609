// Reads a binary body into memory, never more than it can rightly hold, or than the server grants.
import type { IncomingMessage } from 'node:http';
import { ApiError, count } from '../errors.ts';

/** Room for the header of a safetensors file, whatever the parameters take. */
const headerBytes = 8 * 1024 * 1024 + 8;

/** A whole body of at most `limit` bytes; `what` it is, in the plural, for the 413. */
export async function readLimited(
  payload: IncomingMessage,
  limit: number,
  what: string,
): Promise<Buffer> {
  try {
    return await collect(payload, limit, what);
  } catch (error) {
    payload.resume();
    throw error;
  }
}

/** `expected` bytes of data and a header; 413 as soon as there is more. It may throw a 404 first. */
export async function readBinary(
  payload: IncomingMessage,
  expected: () => number,
): Promise<Buffer> {
  try {
    // float64 tensors for a float32 network are refused with their name, so they must fit.
    const limit = 2 * expected() + headerBytes;
    return await collect(payload, limit, 'the parameters and their header');
  } catch (error) {
    payload.resume();
    throw error;
  }
}

async function collect(payload: IncomingMessage, limit: number, what: string): Promise<Buffer> {
  const tooLarge = (): ApiError =>
    new ApiError('body-too-large', `${what} take at most ${count(limit, 'byte')}`);
  if (Number(payload.headers['content-length'] ?? 0) > limit) throw tooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of payload as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
