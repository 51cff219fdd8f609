// Errors under /v2, in the form of the Open Inference Protocol: `{ "error": "…" }`.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describeFault } from '../errors.ts';
import { toApiError } from './problems.ts';

export function isInference({ url }: FastifyRequest): boolean {
  return url === '/v2' || url.startsWith('/v2/') || url.startsWith('/v2?');
}

/** The status any other route would answer; every fault in one sentence. */
export function sendInferenceError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const problem = toApiError(error);
  if (problem.status >= 500) request.log.error({ err: error }, problem.detail);
  else request.log.info({ code: problem.code, detail: problem.detail }, 'refused');
  const { errors = [] } = problem;
  const several = errors.length > 1 ? errors.map(describeFault) : [];
  return reply
    .status(problem.status)
    .headers({ ...problem.headers })
    .type('application/json')
    .send({ error: [problem.detail, ...several].join('; ') });
}
