// Which rows train, validate and test. Seeded and pure: the same rows, fractions and seed give the
// same splits on every machine. Reads no files.

export const splitNames = ['train', 'validation', 'test'] as const;
export type SplitName = (typeof splitNames)[number];
export type Fractions = { readonly [name in SplitName]?: number };
export type Splits = { [name in SplitName]: Uint32Array };

/**
 * How many of `rows` rows each split gets: fractions rounded to whole rows, `train` taking what
 * rounding leaves when the fractions add up to 1. Without `train`, it is what the others leave.
 */
export function splitCounts(rows: number, fractions: Fractions): Record<SplitName, number> {
  const validationShare = fractions.validation ?? 0;
  const testShare = fractions.test ?? 0;
  const trainShare = fractions.train ?? 1 - validationShare - testShare;
  const test = Math.round(rows * testShare);
  const validation = Math.min(rows - test, Math.round(rows * validationShare));
  const whole = Math.abs(trainShare + validationShare + testShare - 1) < 1e-9;
  const rest = rows - test - validation;
  return { train: whole ? rest : Math.min(rest, Math.round(rows * trainShare)), validation, test };
}

/** Splits `rows` at random by `fractions`. Each split is in ascending order. */
export function splitByFraction(rows: Uint32Array, fractions: Fractions, seed: number): Splits {
  return deal(shuffled(rows, randomWords(seed)), splitCounts(rows.length, fractions));
}

/**
 * Splits `rows` so that every class keeps its share in each split. `codes[i]` is the class of
 * `rows[i]`. Each class is rounded to whole rows by itself, so a split has the size its fraction asks
 * for to within half a row a class.
 */
export function splitStratified(
  rows: Uint32Array,
  codes: Int32Array,
  fractions: Fractions,
  seed: number,
): Splits {
  const random = randomWords(seed);
  const byClass = new Map<number, number[]>();
  for (const [i, row] of rows.entries()) {
    const code = codes[i] as number;
    const members = byClass.get(code);
    if (members) members.push(row);
    else byClass.set(code, [row]);
  }
  const parts: Record<SplitName, Uint32Array[]> = { train: [], validation: [], test: [] };
  for (const code of [...byClass.keys()].sort((a, b) => a - b)) {
    const members = Uint32Array.from(byClass.get(code) as number[]);
    const dealt = deal(shuffled(members, random), splitCounts(members.length, fractions));
    for (const name of splitNames) parts[name].push(dealt[name]);
  }
  return {
    train: joined(parts.train),
    validation: joined(parts.validation),
    test: joined(parts.test),
  };
}

/** Row numbers of the data set, the second of a pair no longer among them. */
export type Ranges = { readonly [name in SplitName]?: readonly (readonly [number, number])[] };

/** Those of `rows` that lie in the ranges of each split. */
export function splitByRanges(rows: Uint32Array, ranges: Ranges): Splits {
  const rowsOf = (name: SplitName) =>
    rows.filter((row) => (ranges[name] ?? []).some(([from, to]) => row >= from && row < to));
  return { train: rowsOf('train'), validation: rowsOf('validation'), test: rowsOf('test') };
}

export interface Fold {
  /** How many parts the rows are dealt into. */
  folds: number;
  /** The part that is tested on, from 0; all others train. */
  fold: number;
}

/**
 * Deals `rows` in random order into folds whose sizes differ by one at most. With `codes`, the class of
 * each row, the rows of a class are dealt one after another, so that every fold has its share of it.
 */
export function splitByFold(
  rows: Uint32Array,
  codes: Int32Array | undefined,
  { folds, fold }: Fold,
  seed: number,
): Splits {
  const places = shuffled(
    Uint32Array.from(rows, (_, i) => i),
    randomWords(seed),
  );
  if (codes !== undefined) places.sort(byClass(codes, places));
  const dealt = (held: boolean) =>
    places
      .filter((_, i) => (i % folds === fold) === held)
      .map((place) => rows[place] as number)
      .sort();
  return { train: dealt(false), validation: new Uint32Array(), test: dealt(true) };
}

/** By class, and as they were within one. */
function byClass(codes: Int32Array, order: Uint32Array): (a: number, b: number) => number {
  const rank = new Uint32Array(order.length);
  for (const [i, place] of order.entries()) rank[place] = i;
  return (a, b) =>
    (codes[a] as number) - (codes[b] as number) || (rank[a] as number) - (rank[b] as number);
}

/** Splits `rows` by a column that names the split: `names[codes[i]]` is the split of `rows[i]`. */
export function splitByColumn(
  rows: Uint32Array,
  codes: Int32Array,
  names: readonly SplitName[],
): Splits {
  const rowsOf = (name: SplitName) => rows.filter((_, i) => names[codes[i] as number] === name);
  return { train: rowsOf('train'), validation: rowsOf('validation'), test: rowsOf('test') };
}

function deal(order: Uint32Array, counts: Record<SplitName, number>): Splits {
  const first = counts.train + counts.validation;
  return {
    train: order.slice(0, counts.train).sort(),
    validation: order.slice(counts.train, first).sort(),
    test: order.slice(first, first + counts.test).sort(),
  };
}

function joined(parts: Uint32Array[]): Uint32Array {
  const all = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all.sort();
}

/** Fisher–Yates over a copy. */
function shuffled(rows: Uint32Array, random: () => number): Uint32Array {
  const order = rows.slice();
  for (let i = order.length - 1; i > 0; i--) {
    const j = below(i + 1, random);
    const kept = order[i] as number;
    order[i] = order[j] as number;
    order[j] = kept;
  }
  return order;
}

/** A uniform integer in [0, limit), without modulo bias: words in the ragged top are drawn again. */
function below(limit: number, random: () => number): number {
  const fair = 2 ** 32 - (2 ** 32 % limit);
  for (;;) {
    const word = random();
    if (word < fair) return word % limit;
  }
}

/** xoshiro128** (Blackman and Vigna, 2018), its state filled from the 53-bit seed by SplitMix32. */
function randomWords(seed: number): () => number {
  let z = (seed ^ Math.imul(Math.floor(seed / 2 ** 32), 0x85ebca6b)) >>> 0;
  const fill = () => {
    z = (z + 0x9e3779b9) >>> 0;
    let t = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    t = Math.imul(t ^ (t >>> 15), 0x735a2d97);
    return (t ^ (t >>> 15)) >>> 0;
  };
  let [a, b, c, d] = [fill(), fill(), fill(), fill()];
  return () => {
    const word = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotated(d, 11);
    return word;
  };
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
