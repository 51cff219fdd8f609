// Points in time as text, exact to the nanosecond: kept, not trained on.

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
