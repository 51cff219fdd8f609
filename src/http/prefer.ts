// The `Prefer: wait=<seconds>` header of RFC 7240: how long a client is willing to wait for news.

/** Seconds; longer waits are cut to this, below what proxies and clients commonly give up after. */
export const longestWait = 60;

/** Seconds to wait, or undefined when the header does not ask for it. A preference is never an error. */
export function waitOf(prefer: string | string[] | undefined): number | undefined {
  const text = Array.isArray(prefer) ? prefer.join(',') : (prefer ?? '');
  const seconds = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,9})"?\s*(?=$|[,;])/i.exec(text)?.[1];
  return seconds === undefined ? undefined : Math.min(longestWait, Number(seconds));
}
