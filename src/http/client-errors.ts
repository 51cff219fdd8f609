// Faults Node's HTTP parser finds before there is a request: answered as problems on the bare socket.
import type { Socket } from 'node:net';
import { ApiError } from '../errors.ts';
import { newId } from '../storage/ids.ts';
import { problemBody, problemType } from './problems.ts';

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

export function onClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = toProblem(error.code);
  const body = JSON.stringify(problemBody(problem, newId('req')));
  socket.end(
    `HTTP/1.1 ${problem.status} ${reasons[problem.status] ?? 'Error'}\r\nConnection: close\r\n` +
      `Content-Type: ${problemType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function toProblem(code: string | undefined): ApiError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new ApiError('request-timeout', 'the request did not arrive in time');
  }
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new ApiError('headers-too-large', 'the headers are larger than 16 KiB');
  }
  return new ApiError('bad-request', 'this is not an HTTP request');
}
