// Ids: a prefix and a lower-case ULID, so that they sort by time; strictly rising within one process
// even when the clock steps back.
import { monotonicFactory } from 'ulid';

export type IdPrefix = 'net' | 'ds' | 'job' | 'req';

const next = monotonicFactory();

export function newId(prefix: IdPrefix): string {
  return `${prefix}_${next().toLowerCase()}`;
}

const pattern = /^(net|ds|job|req)_[0-9a-hjkmnp-tv-z]{26}$/;

/** True for what newId() makes; a name of that form is refused, or it would hide a resource. */
export function isId(text: string): boolean {
  return pattern.test(text);
}
