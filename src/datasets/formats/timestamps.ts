// Points in time as RFC 3339 text: counts of a unit, exact to the nanosecond, and the milliseconds of a
// timestamp column. native/data/timestamp.h reads them.

/** RFC 3339 in UTC; only as many digits of a second as the unit has. */
export function timestampText(count: bigint, perSecond: bigint): string {
  const seconds = count / perSecond - (count % perSecond < 0n ? 1n : 0n);
  const rest = count - seconds * perSecond;
  const whole = new Date(Number(seconds) * 1000);
  if (Number.isNaN(whole.getTime())) return `${count}/${perSecond} s`;
  const digits = String(perSecond).length - 1;
  const fraction = digits === 0 ? '' : `.${String(rest).padStart(digits, '0')}`;
  return whole.toISOString().replace(/\.\d+Z$/, `${fraction}Z`);
}

export function dateText(days: number): string {
  const date = new Date(days * 86_400_000);
  return Number.isNaN(date.getTime()) ? `day ${days}` : date.toISOString().slice(0, 10);
}

/** Microseconds since 1970 of the milliseconds that are stored. */
export function microsecondsOf(milliseconds: number): bigint {
  const whole = Math.floor(milliseconds);
  return BigInt(whole) * 1000n + BigInt(Math.round((milliseconds - whole) * 1000));
}

/** In UTC, with the 0, 3 or 6 digits of a second that it takes. */
export function timeText(milliseconds: number): string {
  const micros = microsecondsOf(milliseconds);
  if (micros % 1000n !== 0n) return timestampText(micros, 1_000_000n);
  const millis = micros / 1000n;
  return millis % 1000n === 0n ? timestampText(millis / 1000n, 1n) : timestampText(millis, 1000n);
}
