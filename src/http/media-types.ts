// The media types of parameters, and how a file of them is sent.
import { open } from 'node:fs/promises';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';

export const safetensorsType = 'application/vnd.safetensors';
const binaryType = 'application/octet-stream';

/** Both names of the binary form; the first is the one answered with. */
export const binaryTypes = [safetensorsType, binaryType] as const;

/** What a route with parameters in both forms can answer. */
export const parameterTypes = ['application/json', ...binaryTypes] as const;

/** A binary body or reply in the OpenAPI document. */
export const Binary = Type.Unsafe<unknown>({ type: 'string', format: 'binary' });

/** Streams a file that is only ever replaced as a whole. */
export async function sendFile(
  reply: FastifyReply,
  path: string,
  name: string,
): Promise<FastifyReply> {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  return reply
    .type(safetensorsType)
    .header('content-length', size)
    .header('content-disposition', `attachment; filename="${name}.safetensors"`)
    .send(file.createReadStream());
}
