// Ends requests whose body does not arrive: an upload once it stands still, however long it takes, any
// other after a time for the whole. Node's own requestTimeout cannot tell the two apart.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { onClientError } from './client-errors.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its body may take any time as long as it moves. */
    upload?: boolean;
  }
}

/** In each time-out an upload moves by at least so much: 200 bytes a second of the default. */
const leastBytes = 64 * 1024;

/** `timeout` in milliseconds. */
export function endSlowBodies(app: FastifyInstance, timeout: number): void {
  app.addHook('onRequest', async (request) => {
    const { headers, raw } = request;
    if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined)
      return;
    let bytes = raw.socket.bytesRead;
    const check = (): void => {
      const moved = raw.socket.bytesRead - bytes;
      bytes = raw.socket.bytesRead;
      const moves = request.routeOptions.config.upload === true && moved >= leastBytes;
      if (!raw.complete && !moves) end(request);
    };
    const timer = setInterval(check, timeout).unref();
    const stop = (): void => clearInterval(timer);
    raw.once('end', stop);
    raw.once('close', stop);
  });
}

function end({ raw: { socket } }: FastifyRequest): void {
  const timeout = Object.assign(new Error('a slow body'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
  onClientError(timeout, socket);
  socket.destroySoon();
}
