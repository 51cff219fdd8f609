// ETags from a revision number, and the If-Match header against them.
import { ApiError, badRequest } from '../errors.ts';

export function etagOf(revision: number): string {
  return `"${revision}"`;
}

/**
 * Holds the If-Match header against what is there now (0 = nothing): 412 when it does not match, 428
 * when it is missing though `required`.
 */
export function checkIfMatch(
  header: string | undefined,
  revision: number,
  required: boolean,
): void {
  if (header === undefined) {
    if (!required || revision === 0) return;
    throw new ApiError(
      'precondition-required',
      `send If-Match: ${etagOf(revision)} to change what is there`,
    );
  }
  const tags = header.split(',').map((tag) => tag.trim());
  if (!tags.every((tag) => tag === '*' || /^(W\/)?"[\x21\x23-\x7e]*"$/.test(tag))) {
    throw badRequest('If-Match must be an ETag in double quotes');
  }
  const matches = tags.some((tag) => (tag === '*' ? revision > 0 : tag === etagOf(revision)));
  if (matches) return;
  const now = revision === 0 ? 'there is nothing here yet' : `the ETag now is ${etagOf(revision)}`;
  throw new ApiError('precondition-failed', `If-Match does not match: ${now}`, {
    headers: revision === 0 ? {} : { etag: etagOf(revision) },
  });
}
