// How columns become network inputs and targets, and back: what a column was fitted to, and the encoding
// of single values by it. Shared by the trainer and by predictions; reads no files.
import type { Field } from '../native.ts';
import type { Step } from '../native-data.ts';
import { applySteps, domainOf, invertSteps, type UnknownPolicy } from './transforms.ts';

/** A column with everything needed to encode and decode it; part of a model version. */
export interface FittedColumn {
  name: string;
  type: 'number' | 'boolean' | 'category';
  /** `value`: one number. `one-hot`: one for each category. `ordinal`: the place of a category. */
  encoding: 'value' | 'one-hot' | 'ordinal';
  /** What a number, or the place of a category, goes through. */
  steps: Step[];
  /** Stands in for a missing value: a number before the steps, a category's name; null: it is refused. */
  fill: number | string | null;
  /** One more number after the others: 1 where the value is missing. */
  indicator?: boolean;
  /** In the order of units or ranks. */
  categories?: string[];
  /** What becomes of a category that is none of these; absent: it is refused. */
  unknown?: Exclude<UnknownPolicy, 'error'>;
  /** Of a vector: how many numbers, all scaled alike. */
  width?: number;
}

/** How many network inputs the column takes. */
export function encodedWidth({
  encoding,
  categories = [],
  unknown,
  width = 1,
  indicator,
}: Pick<FittedColumn, 'encoding' | 'categories' | 'unknown' | 'width' | 'indicator'>): number {
  const units = encoding === 'one-hot' ? categories.length + (unknown === 'other' ? 1 : 0) : width;
  return units + (indicator ? 1 : 0);
}

/** Not finite where a step has no result for the value. */
export function scaled({ steps }: Pick<FittedColumn, 'steps'>, value: number): number {
  return applySteps(steps, value);
}

/** The inverse of `scaled`; a constant column decodes to its constant. */
export function unscaled({ steps }: Pick<FittedColumn, 'steps'>, value: number): number {
  return invertSteps(steps, value);
}

type Numbers = { [index: number]: number };

/**
 * Encodes one value of a client into `out` at `at`, `encodedWidth(column)` numbers. Returns a
 * sentence saying what is wrong with the value, or undefined when it was taken.
 */
export function encode(
  column: FittedColumn,
  value: unknown,
  out: Numbers,
  at: number,
): string | undefined {
  const missing = value === null || value === undefined;
  const width = encodedWidth(column);
  if (column.indicator) out[at + width - 1] = missing ? 1 : 0;
  if (missing && column.indicator && column.encoding === 'one-hot') {
    for (let k = 0; k < width - 1; k++) out[at + k] = 0;
    return undefined;
  }
  if (missing && column.fill === null) return missingDetail(column);
  const known = missing ? column.fill : value;
  if (column.categories !== undefined && column.type !== 'number') {
    return encodeCategory(column, column.categories, known, out, at);
  }
  if (column.width === undefined || (missing && typeof known === 'number')) {
    for (let i = 0; i < (column.width ?? 1); i++) {
      const detail = encodeNumber(column, known, out, at + i);
      if (detail !== undefined) return detail;
    }
    return undefined;
  }
  return encodeVector(column, column.width, known, out, at);
}

function missingDetail({ type, width }: FittedColumn): string {
  if (type === 'category') return 'expected a category, got nothing';
  if (width !== undefined) return `expected an array of ${width} numbers, got nothing`;
  return 'a number is missing here, and the model has nothing to fill it with';
}

function encodeVector(
  column: FittedColumn,
  width: number,
  value: unknown,
  out: Numbers,
  at: number,
): string | undefined {
  if (!Array.isArray(value) || value.length !== width) {
    const got = Array.isArray(value) ? `${value.length}` : described(value);
    return `expected an array of ${width} numbers, got ${got}`;
  }
  for (let i = 0; i < width; i++) {
    const missing = value[i] === null || value[i] === undefined;
    const detail =
      missing && column.fill === null
        ? 'a number is missing here, and the model has nothing to fill it with'
        : encodeNumber(column, missing ? column.fill : value[i], out, at + i);
    if (detail !== undefined) return `value ${i}: ${detail}`;
  }
  return undefined;
}

function encodeNumber(
  column: FittedColumn,
  value: unknown,
  out: Numbers,
  at: number,
): string | undefined {
  const number = column.type === 'boolean' && typeof value === 'boolean' ? Number(value) : value;
  if (typeof number !== 'number') return `expected a number, got ${described(value)}`;
  if (!Number.isFinite(number)) return 'expected a finite number';
  const result = scaled(column, number);
  if (!Number.isFinite(result)) return `${number} cannot be encoded: ${domainOf(column.steps)}`;
  out[at] = result;
  return undefined;
}

function encodeCategory(
  column: FittedColumn,
  categories: readonly string[],
  value: unknown,
  out: Numbers,
  at: number,
): string | undefined {
  const name = column.type === 'boolean' ? booleanName(value) : value;
  if (typeof name !== 'string') return `expected a category, got ${described(value)}`;
  const found = categories.indexOf(name);
  const index = found < 0 && column.unknown === 'other' ? categories.length : found;
  if (index < 0 && column.unknown === undefined) return strangerDetail(name, categories);
  if (column.encoding !== 'one-hot') {
    out[at] = scaled(column, index);
    return undefined;
  }
  const units = encodedWidth({ ...column, indicator: undefined } as FittedColumn);
  for (let k = 0; k < units; k++) out[at + k] = k === index ? 1 : 0;
  return undefined;
}

/** As a boolean column has it: numbers 0 and 1 are booleans too. */
function booleanName(value: unknown): unknown {
  if (value === 0 || value === 1) return value === 1 ? 'true' : 'false';
  return typeof value === 'boolean' ? String(value) : value;
}

function strangerDetail(name: string, categories: readonly string[]): string {
  const known = categories.slice(0, 5).map((category) => JSON.stringify(category));
  const more = categories.length > 5 ? `, … (${categories.length} in all)` : '';
  return `${JSON.stringify(name)} is not a category the model knows: ${known.join(', ')}${more}`;
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
export function toField(column: FittedColumn, place: Place, codes?: readonly number[]): Field {
  const { encoding, categories = [], steps, fill, indicator = false } = column;
  const units = encodedWidth(column) - (indicator ? 1 : 0);
  const filled = typeof fill === 'string' ? categories.indexOf(fill) : (fill ?? Number.NaN);
  return {
    ...place,
    ...{ count: place.count ?? 1, steps, fill: filled, indicator },
    ...(encoding === 'one-hot' ? { encoding, classes: units } : { encoding: 'value' }),
    ...(codes === undefined ? {} : { codes }),
  };
}
