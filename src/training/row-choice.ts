// From a plan to the rows of each split: leaves out what is to be dropped, checks class indices, and
// splits. One pass over the records, and none when nothing in them matters.
import { createHash } from 'node:crypto';
import { count } from '../errors.ts';
import { TrainingFailure } from './failure.ts';
import type { Place } from './preprocessing.ts';
import type { Plan, RowsDigest, SplitPlan } from './protocol.ts';
import { scanRecords } from './record-scan.ts';
import {
  type Splits,
  splitByColumn,
  splitByFold,
  splitByFraction,
  splitByRanges,
  splitNames,
  splitStratified,
} from './splits.ts';

/** The part of a plan that decides about rows; with the same data it gives the same ones for ever. */
export type RowRule = Pick<Plan, 'data' | 'split' | 'drop' | 'indices'>;

/** Rejects with a TrainingFailure `invalid-data` when a split that was asked for has no rows. */
export async function chooseRows(plan: RowRule, path: string): Promise<Splits> {
  const key = keyOf(plan.split);
  const { rows, codes } = await usableRows(plan, path, key);
  const splits = cut(plan, rows, codes);
  refuseEmpty(plan, splits, rows.length);
  return splits;
}

/** The column that a row's split depends on. */
function keyOf(split: SplitPlan): Place | undefined {
  if (split.by === 'column') return split.place;
  return split.by === 'fraction' || split.by === 'fold' ? split.stratify : undefined;
}

/** By split, of those that have rows. */
export function digestsOf(splits: Splits): Record<string, RowsDigest> {
  const some = splitNames.filter((name) => splits[name].length > 0);
  return Object.fromEntries(
    some.map((name) => {
      const rows = splits[name];
      const bytes = new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength);
      return [
        name,
        { count: rows.length, sha256: createHash('sha256').update(bytes).digest('hex') },
      ];
    }),
  );
}

function cut({ split }: RowRule, rows: Uint32Array, codes: Int32Array): Splits {
  if (split.by === 'none')
    return { train: rows, validation: new Uint32Array(), test: new Uint32Array() };
  if (split.by === 'column') return splitByColumn(rows, codes, split.names);
  if (split.by === 'ranges') return splitByRanges(rows, split.ranges);
  if (split.by === 'fold') {
    return splitByFold(rows, split.stratify && codes, split, split.seed);
  }
  const { fractions, seed, stratify } = split;
  if (stratify === undefined) return splitByFraction(rows, fractions, seed);
  return splitStratified(rows, codes, fractions, seed);
}

async function usableRows(plan: RowRule, path: string, key: Place | undefined) {
  const { drop, indices, data } = plan;
  const rows = Uint32Array.from({ length: data.rowCount }, (_, row) => row);
  if (drop.length === 0 && indices.length === 0 && key === undefined) {
    return { rows, codes: new Int32Array() };
  }
  const places = [
    ...drop,
    ...indices.map(({ place }) => place),
    ...(key === undefined ? [] : [key]),
  ];
  const codes = new Int32Array(data.rowCount);
  let kept = 0;
  await scanRecords({ path, ...data }, places, (row, values) => {
    for (let i = 0; i < drop.length; i++) if (Number.isNaN(values[i])) return;
    for (const [i, index] of indices.entries()) {
      checkIndex(index, row, values[drop.length + i] as number);
    }
    rows[kept] = row;
    if (key !== undefined) codes[kept] = values[values.length - 1] as number;
    kept++;
  });
  return { rows: rows.slice(0, kept), codes: codes.slice(0, kept) };
}

function checkIndex({ name, classes }: Plan['indices'][number], row: number, value: number): void {
  if (Number.isInteger(value) && value >= 0 && value < classes) return;
  throw new TrainingFailure(
    'invalid-data',
    `Column "${name}" must hold the whole numbers 0 to ${classes - 1}; row ${row + 1} holds ${value}.`,
  );
}

function refuseEmpty({ split }: RowRule, splits: Splits, usable: number): void {
  const asked = splitNames.filter(
    (name) =>
      name === 'train' ||
      (split.by === 'fraction' && (split.fractions[name] ?? 0) > 0) ||
      (split.by === 'fold' && name === 'test') ||
      (split.by === 'ranges' && split.ranges[name] !== undefined) ||
      (split.by === 'column' && split.names.includes(name)),
  );
  const empty = asked.find((name) => splits[name].length === 0);
  if (empty === undefined) return;
  throw new TrainingFailure(
    'invalid-data',
    `The ${empty} split has no rows: ${count(usable, 'row')} left after rows with missing values were dropped.`,
  );
}
