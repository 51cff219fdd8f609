// Ids: a prefix and a lower-case ULID, so that they sort by time; strictly rising within one process
// even when the clock steps back.
import { randomFillSync } from 'node:crypto';
import { monotonicFactory } from 'ulid';

export type IdPrefix = 'net' | 'ds' | 'up' | 'job' | 'req' | 'msg';

/** Drawn many at a time: asking the system for each of the 16 costs more than answering a prediction. */
const randomBytes = new Uint8Array(4096);
let used = randomBytes.length;

/** 0 to 1 in steps of 1/256; ulid takes 5 bits of it. */
function random(): number {
  if (used === randomBytes.length) {
    randomFillSync(randomBytes);
    used = 0;
  }
  used += 1;
  return (randomBytes[used - 1] as number) / 256;
}

const next = monotonicFactory(random);

export function newId(prefix: IdPrefix): string {
  return `${prefix}_${next().toLowerCase()}`;
}

const pattern = /^(net|ds|up|job|req)_[0-9a-hjkmnp-tv-z]{26}$/;

/** True for what newId() makes; a name of that form is refused, or it would hide a resource. */
export function isId(text: string): boolean {
  return pattern.test(text);
}
