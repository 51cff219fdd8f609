// The id of a request: the client's own when it is harmless in a log and a header, else a new one.
import type { IncomingMessage } from 'node:http';
import { newId } from '../storage/ids.ts';

const harmless = /^[\w.:@/+=-]{1,128}$/;

export function requestId(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && harmless.test(given) ? given : newId('req');
}
