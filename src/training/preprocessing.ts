// How columns become network inputs and targets, and back: rules, what fitting them on the training
// split gives, and the encoding itself. Shared by the trainer and by predictions; reads no files.
import type { Field } from '../native.ts';

export const rules = ['none', 'standardize', 'min-max', 'image', 'one-hot'] as const;
export type Rule = (typeof rules)[number];

/** A column with everything needed to encode and decode it; part of a model version. */
export interface FittedColumn {
  name: string;
  type: 'number' | 'boolean' | 'category';
  /** `value`: one number, a category as its index. `one-hot`: one number a category. */
  encoding: 'value' | 'one-hot';
  rule: Rule;
  /** encoded = spread === 0 ? 0 : (v − offset) / spread. 0 and 1 where the rule does not scale. */
  offset: number;
  spread: number;
  /** Stands in for a missing value, in original units; null where a missing value is refused. */
  fill: number | null;
  /** In order of index, for a category column. */
  categories?: string[];
  /** Of a vector: how many numbers, all scaled alike. */
  width?: number;
}

/** What fitting needs of a column over the training split; missing values take no part. */
export interface ColumnStatistics {
  mean: number;
  /** Population. */
  std: number;
  min: number;
  max: number;
  median: number;
}

export type Filling = 'mean' | 'median' | null;

export interface NumberKind {
  type?: 'number' | 'boolean';
  /** Of a vector, whose values are fitted as one pool. */
  width?: number | undefined;
}

/**
 * Fits one column of numbers. A constant column gets spread 0, so it always encodes to 0. Statistics
 * are those of the values that are present.
 */
export function fitNumber(
  name: string,
  rule: Exclude<Rule, 'one-hot'>,
  filling: Filling,
  statistics: ColumnStatistics,
  { type = 'number', width }: NumberKind = {},
): FittedColumn {
  const { mean, std, min, max } = statistics;
  const scale = {
    none: { offset: 0, spread: 1 },
    standardize: { offset: mean, spread: max > min ? std : 0 },
    'min-max': { offset: min, spread: max - min },
    image: { offset: 0, spread: 255 },
  }[rule];
  const fill = filling === null ? null : statistics[filling];
  const vector = width === undefined ? {} : { width };
  return { name, type, encoding: 'value', rule, ...scale, fill, ...vector };
}

/** A column of categories, or of class indices (type `number`): nothing to fit. */
export function fitCategory(
  name: string,
  type: 'number' | 'category',
  encoding: FittedColumn['encoding'],
  categories: readonly string[],
): FittedColumn {
  const rule = encoding === 'one-hot' ? 'one-hot' : 'none';
  const identity = { offset: 0, spread: 1, fill: null };
  return { name, type, encoding, rule, ...identity, categories: [...categories] };
}

/** How many network inputs the column takes. */
export function encodedWidth(
  column: Pick<FittedColumn, 'encoding' | 'categories' | 'width'>,
): number {
  return column.encoding === 'one-hot' ? (column.categories?.length ?? 0) : (column.width ?? 1);
}

export function scaled(column: Pick<FittedColumn, 'offset' | 'spread'>, value: number): number {
  return column.spread === 0 ? 0 : (value - column.offset) / column.spread;
}

/** The inverse of `scaled`; a constant column decodes to its constant. */
export function unscaled(column: Pick<FittedColumn, 'offset' | 'spread'>, value: number): number {
  return value * column.spread + column.offset;
}

/**
 * Encodes one value of a client into `out` at `at`, `encodedWidth(column)` numbers. Returns a
 * sentence saying what is wrong with the value, or undefined when it was taken.
 */
export function encode(
  column: FittedColumn,
  value: unknown,
  out: { [index: number]: number },
  at: number,
): string | undefined {
  if (column.type === 'category') return encodeCategory(column, value, out, at);
  if (column.width !== undefined) return encodeVector(column, column.width, value, out, at);
  return encodeNumber(column, value, out, at);
}

function encodeVector(
  column: FittedColumn,
  width: number,
  value: unknown,
  out: { [index: number]: number },
  at: number,
): string | undefined {
  if (!Array.isArray(value) || value.length !== width) {
    const got = Array.isArray(value) ? `${value.length}` : described(value);
    return `expected an array of ${width} numbers, got ${got}`;
  }
  for (let i = 0; i < width; i++) {
    const detail = encodeNumber(column, value[i], out, at + i);
    if (detail !== undefined) return `value ${i}: ${detail}`;
  }
  return undefined;
}

function encodeNumber(
  column: FittedColumn,
  value: unknown,
  out: { [index: number]: number },
  at: number,
): string | undefined {
  const given = column.type === 'boolean' && typeof value === 'boolean' ? Number(value) : value;
  const number = given === null || given === undefined ? column.fill : given;
  if (number === null) return 'a number is missing here, and the model has nothing to fill it with';
  if (typeof number !== 'number') return `expected a number, got ${described(value)}`;
  if (!Number.isFinite(number)) return 'expected a finite number';
  out[at] = scaled(column, number);
  return undefined;
}

function encodeCategory(
  column: FittedColumn,
  value: unknown,
  out: { [index: number]: number },
  at: number,
): string | undefined {
  const categories = column.categories ?? [];
  if (typeof value !== 'string') return `expected a category, got ${described(value)}`;
  const index = categories.indexOf(value);
  if (index < 0) {
    const known = categories.slice(0, 5).map((name) => JSON.stringify(name));
    const more = categories.length > 5 ? `, … (${categories.length} in all)` : '';
    return `${JSON.stringify(value)} is not a category the model knows: ${known.join(', ')}${more}`;
  }
  if (column.encoding === 'value') out[at] = index;
  else for (let k = 0; k < categories.length; k++) out[at + k] = k === index ? 1 : 0;
  return undefined;
}

function described(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}

/** Where a column lies in a record of the data set. */
export interface Place {
  offset: number;
  type: Field['type'];
  /** Values of a vector; default 1. */
  count?: number;
}

/** The native description of a fitted column: the same encoding, done while rows are gathered. */
export function toField(column: FittedColumn, place: Place): Field {
  return {
    ...place,
    count: place.count ?? 1,
    encoding: column.encoding,
    classes: column.encoding === 'one-hot' ? encodedWidth(column) : 0,
    offsetValue: column.offset,
    spread: column.spread,
    fill: column.fill ?? Number.NaN,
  };
}
