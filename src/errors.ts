// One table of every error the API can answer: code → HTTP status and title, and the class that
// carries one. Knows nothing of HTTP frameworks; src/http/problems.ts writes the reply.

const table = {
  'malformed-body': { status: 400, title: 'The body cannot be read' },
  'bad-request': { status: 400, title: 'The request cannot be understood' },
  'not-found': { status: 404, title: 'No such resource' },
  'method-not-allowed': { status: 405, title: 'This method is not offered here' },
  'not-acceptable': { status: 406, title: 'No representation fits the Accept header' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  conflict: { status: 409, title: 'The resource is in a state that does not allow this' },
  'precondition-failed': { status: 412, title: 'The resource has changed' },
  'body-too-large': { status: 413, title: 'The body is larger than allowed' },
  'unsupported-media-type': { status: 415, title: 'The body has a type that is not read here' },
  'invalid-input': { status: 422, title: 'The input is not valid' },
  'precondition-required': { status: 428, title: 'This change needs an If-Match header' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'headers-too-large': { status: 431, title: 'The headers are larger than allowed' },
  internal: { status: 500, title: 'Something went wrong on the server' },
  'data-damaged': { status: 500, title: 'The stored data is damaged' },
  unavailable: { status: 503, title: 'The server cannot do this now' },
  'storage-full': { status: 507, title: 'There is no room left to store this' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof table;
export const errorTable: Readonly<Record<ErrorCode, { status: number; title: string }>> = table;

/** One thing wrong with an input: where (a JSON pointer, a query parameter, or the row and column of a table) and what. */
export type Fault =
  | { pointer: string; detail: string }
  | { parameter: string; detail: string }
  | { row: number; column?: string; detail: string };

/** At most this many faults are reported for one request: enough to mend it, bounded in size. */
export const maxFaults = 20;

export interface ErrorOptions {
  errors?: readonly Fault[];
  headers?: Readonly<Record<string, string>>;
  cause?: unknown;
}

/** An error meant for the client. `detail` is shown to it as it stands: no paths, no addresses. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly errors: readonly Fault[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, detail: string, options: ErrorOptions = {}) {
    super(detail, { cause: options.cause });
    this.name = 'ApiError';
    this.code = code;
    this.errors = options.errors?.slice(0, maxFaults);
    this.headers = options.headers ?? {};
  }

  get status(): number {
    return errorTable[this.code].status;
  }

  get detail(): string {
    return this.message;
  }
}

/** 404: `kind` in words (`network`, `data set`, `training job`), `id` as the client wrote it. */
export function notFound(kind: string, id: string): ApiError {
  return new ApiError('not-found', `there is no ${kind} ${JSON.stringify(id.slice(0, 128))}`);
}

/** 422 with every fault; the detail is that of the first when there is only one. */
export function invalid(faults: readonly Fault[]): ApiError {
  const [first] = faults;
  const detail =
    faults.length === 1 && first !== undefined
      ? describeFault(first)
      : `${faults.length > maxFaults ? `more than ${maxFaults}` : faults.length} things are wrong with the input`;
  return new ApiError('invalid-input', detail, { errors: faults });
}

/** 422 for one fault at a JSON pointer of the body. */
export function invalidAt(pointer: string, detail: string): ApiError {
  return invalid([{ pointer, detail }]);
}

/** 400: a header, query parameter or name in the path that cannot be. */
export function badRequest(detail: string, errors?: readonly Fault[]): ApiError {
  return new ApiError('bad-request', detail, errors === undefined ? {} : { errors });
}

/** 409: the state of the resource forbids it. */
export function conflict(detail: string): ApiError {
  return new ApiError('conflict', detail);
}

/** 503 with the seconds after which trying again makes sense. */
export function unavailable(detail: string, retryAfterSeconds = 1): ApiError {
  return new ApiError('unavailable', detail, {
    headers: { 'retry-after': String(retryAfterSeconds) },
  });
}

export function describeFault(fault: Fault): string {
  if ('parameter' in fault) return `${fault.parameter}: ${fault.detail}`;
  if ('pointer' in fault)
    return `${fault.pointer === '' ? 'the body' : fault.pointer}: ${fault.detail}`;
  const column = fault.column === undefined ? '' : `, column ${JSON.stringify(fault.column)}`;
  return `row ${fault.row}${column}: ${fault.detail}`;
}

/** Codes of native/core/error.h that are the client's doing. */
const nativeRefusals = new Set([
  'invalid-network',
  'invalid-input',
  'shape-mismatch',
  'unknown-layer',
  'unknown-type',
  'duplicate-name',
  'cyclic-network',
  'unused-layer',
]);

/**
 * An error thrown by the addon, as the client should see it; anything that is not the client's doing
 * is returned unchanged. `unbuilt`: nothing was allocated yet, so what does not fit is a fault of the
 * spec and not of the moment.
 */
export function fromNative(error: unknown, { unbuilt = false } = {}): unknown {
  if (!(error instanceof Error) || error.name !== 'NativeError' || !('code' in error)) return error;
  const pointer = 'pointer' in error && typeof error.pointer === 'string' ? error.pointer : '';
  if (nativeRefusals.has(String(error.code))) return invalidAt(pointer, error.message);
  if (error.code !== 'out-of-memory') return error;
  if (unbuilt) return invalidAt(pointer || '/layers', error.message);
  return unavailable('there is not enough memory for this now');
}

const storageFull = new Set(['SQLITE_FULL', 'ENOSPC', 'EDQUOT', 'EFBIG']);
const storageBroken = /^(SQLITE_IOERR|SQLITE_CORRUPT|SQLITE_READONLY|SQLITE_CANTOPEN|EIO$|EROFS$)/;

/** A failure of the disk or the database as 507 or 503; anything else is returned unchanged. */
export function fromStorage(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const code = String(error.code);
  if (storageFull.has(code)) {
    return new ApiError('storage-full', 'the disk is full: nothing was stored', { cause: error });
  }
  if (!storageBroken.test(code)) return error;
  return new ApiError('unavailable', 'the disk refused to store this', {
    headers: { 'retry-after': '10' },
    cause: error,
  });
}

/** `1 row`, `3 rows`: a count with its noun. */
export function count(n: number, noun: string): string {
  return `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
}

/** Where `key` stands under `pointer`, by RFC 6901. */
export function pointerTo(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
