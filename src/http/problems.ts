// RFC 9457 replies: the schema of a problem, the responses a route documents, and how any error that
// reaches the top becomes one. What the server's own faults say stays in the log.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type TSchema, Type } from 'typebox';
import {
  ApiError,
  badRequest,
  type ErrorCode,
  errorTable,
  type Fault,
  fromNative,
  fromStorage,
} from '../errors.ts';

export const problemType = 'application/problem+json';

export const Problem = Type.Object(
  {
    type: Type.String({ format: 'uri', examples: ['https://nabla.dev/problems/invalid-input'] }),
    title: Type.String({ examples: ['The input is not valid'] }),
    status: Type.Integer({ examples: [422] }),
    detail: Type.String({ examples: ['/layers/0/units: expected an integer ≥ 1, got -3'] }),
    instance: Type.String({ description: 'The id of the request, as in the log.' }),
    code: Type.Unsafe<ErrorCode>({ type: 'string', enum: Object.keys(errorTable) }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          pointer: Type.Optional(Type.String({ description: 'JSON pointer into the body.' })),
          parameter: Type.Optional(Type.String({ description: 'Name of a query parameter.' })),
          row: Type.Optional(Type.Integer({ description: 'Row of a table, from 1.' })),
          column: Type.Optional(Type.String()),
          detail: Type.String(),
        }),
      ),
    ),
  },
  { $id: 'Problem', description: 'RFC 9457 problem details.' },
);

/** The error responses of a route, by code: `...problems('not-found', 'invalid-input')`. */
export function problems(...codes: ErrorCode[]): Record<number, TSchema> {
  const responses: Record<number, TSchema> = {};
  for (const code of codes) {
    const { status, title } = errorTable[code];
    responses[status] = Type.Unsafe({
      description: title,
      content: { [problemType]: { schema: { $ref: 'Problem#' }, example: exampleOf(code) } },
    });
  }
  return responses;
}

function exampleOf(code: ErrorCode): object {
  const { status, title } = errorTable[code];
  const detail = '/layers/0/units: expected an integer ≥ 1, got -3';
  const fault = { pointer: '/layers/0/units', detail: 'expected an integer ≥ 1, got -3' };
  return {
    type: `https://nabla.dev/problems/${code}`,
    title,
    status,
    detail: code === 'invalid-input' ? detail : title,
    instance: 'req_01jd1zq3w8v5xq8m0c9d2f4h6k',
    code,
    ...(code === 'invalid-input' ? { errors: [fault] } : {}),
  };
}

export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: ErrorCode;
  errors?: readonly Fault[];
}

export function problemBody(error: ApiError, instance: string): ProblemBody {
  const { status, title } = errorTable[error.code];
  return {
    type: `https://nabla.dev/problems/${error.code}`,
    title,
    status,
    detail: error.detail,
    instance,
    code: error.code,
    ...(error.errors === undefined ? {} : { errors: error.errors }),
  };
}

/** Fastify's error handler: logs what is the server's fault, answers a problem in every case. */
export function sendProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const problem = toApiError(error);
  if (problem.status >= 500) request.log.error({ err: error }, problem.detail);
  else request.log.info({ code: problem.code, detail: problem.detail }, 'refused');
  return (
    reply
      .status(problem.status)
      .headers({ ...problem.headers })
      .type(problemType)
      // As bytes: Fastify would add a charset to text, which this media type does not have.
      .send(Buffer.from(JSON.stringify(problemBody(problem, request.id))))
  );
}

/** Any error as the one the client may see. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  for (const known of [fromNative(error), fromStorage(error)]) {
    if (known instanceof ApiError) return known;
  }
  if (error instanceof Error && 'code' in error) {
    const translated = fromFastify(error as FastifyError);
    if (translated !== undefined) return translated;
  }
  return new ApiError('internal', 'the server could not finish this request; its log says why', {
    cause: error,
  });
}

function fromFastify(error: FastifyError): ApiError | undefined {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
      return new ApiError('body-too-large', 'the body is larger than this server accepts');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ApiError('unsupported-media-type', 'this Content-Type is not read here');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new ApiError('malformed-body', 'the body is not as long as Content-Length says');
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new ApiError('malformed-body', 'the body is empty; JSON is expected');
    case 'FST_ERR_BAD_URL':
      return badRequest('the path cannot be decoded');
    case 'ECONNRESET':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return badRequest('the request was cut off');
    default:
      return error.statusCode === 400 ? badRequest('the request cannot be understood') : undefined;
  }
}
