// Figures the tour must reproduce: each is printed beside what it should be.
import { style } from './terminal.js';

let failures = 0;

function report(ok, what, value, expected) {
  if (!ok) failures++;
  const verdict = ok ? style.good('ok') : style.bad('off');
  console.log(`  ${what.padEnd(38)} ${value.padStart(9)}  ${style.faint(expected)}  ${verdict}`);
}

/** `value` must be `expected` to within `tolerance`. */
export function checkClose(what, value, expected, tolerance) {
  const ok = Math.abs(value - expected) <= tolerance;
  report(ok, what, value.toFixed(5), `expected ${expected} ± ${tolerance}`);
}

/** `value`, a share from 0 to 1, must be at least `least`. */
export function checkShare(what, value, least) {
  const percent = (share) => `${(share * 100).toFixed(1)} %`;
  report(value >= least, what, percent(value), `expected ≥ ${percent(least)}`);
}

/** Number of figures that were off so far. */
export function failedChecks() {
  return failures;
}
