// How bytes that are made for one reply are sent as a file.
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** Parts one after the other, none copied; `name` has been made of the server's own characters. */
export function sendParts(
  reply: FastifyReply,
  parts: readonly Uint8Array[],
  type: string,
  name: string,
): FastifyReply {
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0);
  return reply
    .type(type)
    .header('content-length', length)
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(Readable.from(parts, { objectMode: false }));
}
