// Lists: `limit` and an opaque `cursor` in, `{ items, nextCursor }` and `Link: rel="next"` out.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type TSchema, Type } from 'typebox';
import { badRequest } from '../errors.ts';

export const defaultLimit = 20;
export const maxLimit = 200;

/** The query string of every list; spread it into a larger one when a list has filters. */
export const pageFields = {
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: maxLimit,
      default: defaultLimit,
      description: 'Items a page.',
    }),
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 512, description: '`nextCursor` of the page before.' }),
  ),
};

export const PageQuery = Type.Object(pageFields, { additionalProperties: false });

export function pageOf<T extends TSchema>(item: T) {
  return Type.Object({
    items: Type.Array(item),
    nextCursor: Type.Union([Type.String(), Type.Null()], {
      description: 'Send it as `cursor` for the next page; null on the last one.',
    }),
  });
}

export function encodeCursor(position: string | number): string {
  return Buffer.from(JSON.stringify([position]), 'utf8').toString('base64url');
}

/** The position a cursor stands for; 400 when it is not one of ours. */
export function decodeCursor(cursor: string | undefined, kind: 'string'): string | undefined;
export function decodeCursor(cursor: string | undefined, kind: 'number'): number | undefined;
export function decodeCursor(cursor: string | undefined, kind: 'string' | 'number') {
  if (cursor === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(value) && value.length === 1) {
      const position: unknown = value[0];
      if (kind === 'number' ? Number.isSafeInteger(position) : typeof position === 'string') {
        return position;
      }
    }
  } catch {
    // Falls through to the one message for every kind of nonsense.
  }
  throw badRequest('the cursor is not one this server gave out');
}

/** The body of a list, and its Link header; `next` is the position after which the next page starts. */
export function sendPage<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  items: T[],
  next: string | number | null,
): { items: T[]; nextCursor: string | null } {
  const nextCursor = next === null ? null : encodeCursor(next);
  if (nextCursor !== null) {
    const url = new URL(request.url, 'http://nabla');
    url.searchParams.set('cursor', nextCursor);
    reply.header('link', `<${url.pathname}${url.search}>; rel="next"`);
  }
  return { items, nextCursor };
}
