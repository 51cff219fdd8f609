// The split of a submission: that its fractions, folds, ranges or column make splits with rows. Pure.
import { count } from '../errors.ts';
import type { TrainableGoal } from './goals.ts';
import type { JobSettings } from './job.ts';
import type { Place } from './preprocessing.ts';
import type { SplitPlan } from './protocol.ts';
import { contentsOf, type Faults, namesClasses, type Source } from './source.ts';
import { type Fractions, type SplitName, splitCounts, splitNames } from './splits.ts';

type Split = NonNullable<JobSettings['split']>;

/** `goals` is undefined when the targets are at fault themselves. */
export function planSplit(
  { split, seed }: JobSettings,
  goals: readonly TrainableGoal[] | undefined,
  source: Source,
  faults: Faults,
): SplitPlan {
  if (split === null) return { by: 'none' };
  const [way, ...others] = ways.filter((name) => split[name] !== undefined);
  for (const other of others) {
    faults.add(
      `/split/${other}`,
      `does not go together with \`${way}\`: one says which row is where`,
    );
  }
  if (way !== undefined) refuseBeside(way, split, faults);
  if (split.column !== undefined) return planByColumn(split.column, source, faults);
  if (split.rows !== undefined) return planByRanges(split.rows, source, faults);
  const stratify = planStratify(split.stratify, goals, source, faults);
  const drawn = { seed: split.seed ?? seed, ...(stratify === undefined ? {} : { stratify }) };
  if (split.kFold !== undefined) return planByFold(split.kFold, drawn, source, faults);
  const fractions: Fractions = Object.fromEntries(
    splitNames.flatMap((name) => (split[name] === undefined ? [] : [[name, split[name]]])),
  );
  checkFractions(fractions, source.rowCount, faults);
  return { by: 'fraction', fractions, ...drawn };
}

/** Ways to split that are not fractions. */
const ways = ['column', 'rows', 'kFold'] as const;

function planStratify(
  stratify: Split['stratify'],
  goals: readonly TrainableGoal[] | undefined,
  source: Source,
  faults: Faults,
): Place | undefined {
  if (stratify === undefined || stratify === false || goals === undefined) return undefined;
  if (typeof stratify === 'string') {
    const column = source.column(stratify);
    if (column !== undefined && namesClasses(column)) return source.place(stratify);
    const detail =
      column === undefined
        ? source.unknown(stratify)
        : `column "${stratify}" holds ${contentsOf(column)}, not classes to keep in proportion`;
    faults.add('/split/stratify', detail);
    return undefined;
  }
  const [column, another] = goals.flatMap(({ head, columns }) =>
    head.classes !== undefined && columns.length === 1 ? columns : [],
  );
  if (column !== undefined && another === undefined) return source.place(column.name);
  const flaw = another === undefined ? 'are no classes' : 'are classes of several outputs';
  const detail = `there ${flaw} to keep in proportion: one target column of classes is needed, or the name of a column`;
  faults.add('/split/stratify', detail);
  return undefined;
}

function planByFold(
  { folds, fold }: NonNullable<Split['kFold']>,
  drawn: { seed: number; stratify?: Place },
  { rowCount }: Source,
  faults: Faults,
): SplitPlan {
  if (fold >= folds) {
    faults.add('/split/kFold/fold', `of ${folds} folds the last is ${folds - 1}, not ${fold}`);
  }
  if (folds > rowCount) {
    faults.add('/split/kFold/folds', `${count(rowCount, 'row')} do not make ${folds} folds`);
  }
  return { by: 'fold', folds, fold, ...drawn };
}

/** Each range within the data set, none over another. */
function planByRanges(
  ranges: NonNullable<Split['rows']>,
  { rowCount }: Source,
  faults: Faults,
): SplitPlan {
  const all = splitNames.flatMap((name) =>
    (ranges[name] ?? []).map(([from, to], i) => ({ from, to, at: `/split/rows/${name}/${i}` })),
  );
  for (const { from, to, at } of all) {
    if (from >= to) faults.add(at, `a range goes up: ${from} is not below ${to}`);
    else if (to > rowCount) faults.add(at, `the data set has ${count(rowCount, 'row')}, not ${to}`);
  }
  const sorted = all.toSorted((a, b) => a.from - b.from);
  for (const [i, { from, at }] of sorted.entries()) {
    const before = sorted[i - 1];
    if (before !== undefined && from < before.to) {
      faults.add(at, `row ${from} is in ${before.at.slice('/split/rows/'.length)} too`);
    }
  }
  return { by: 'ranges', ranges };
}

function checkFractions(fractions: Fractions, rowCount: number, faults: Faults): void {
  const sum = splitNames.reduce((total, name) => total + (fractions[name] ?? 0), 0);
  if (sum > 1 + 1e-9) {
    const detail = `the fractions add up to ${Number(sum.toFixed(6))}, which is more than 1`;
    faults.add('/split', detail);
    return;
  }
  const rows = count(rowCount, 'row');
  const counts = splitCounts(rowCount, fractions);
  if (counts.train === 0) faults.add('/split/train', `of ${rows} none is left to train on`);
  for (const name of ['validation', 'test'] as const) {
    const share = fractions[name] ?? 0;
    if (share > 0 && counts[name] === 0) {
      faults.add(`/split/${name}`, `${share} of ${rows} is no row`);
    }
  }
}

function refuseBeside(way: (typeof ways)[number], split: Split, faults: Faults): void {
  const drawing = way === 'kFold' ? [] : (['stratify', 'seed'] as const);
  for (const other of [...splitNames, ...drawing]) {
    if (split[other] === undefined) continue;
    const says =
      way === 'column' ? 'the column says' : way === 'rows' ? 'they say' : 'the folds say';
    const detail = `does not go together with \`${way}\`: ${says} which row is where`;
    faults.add(`/split/${other}`, detail);
  }
}

function planByColumn(name: string, source: Source, faults: Faults): SplitPlan {
  const refuse = (detail: string): SplitPlan => {
    faults.add('/split/column', detail);
    return { by: 'none' };
  };
  const column = source.column(name);
  if (column === undefined) return refuse(source.unknown(name));
  if (column.type !== 'category') {
    const words = 'it must hold the words train, validation and test';
    return refuse(`column "${name}" holds ${contentsOf(column)}; ${words}`);
  }
  const words = column.categories ?? [];
  const other = words.find((word) => !(splitNames as readonly string[]).includes(word));
  if (other !== undefined) {
    return refuse(`column "${name}" holds "${other}" beside train, validation and test`);
  }
  if (!words.includes('train')) return refuse(`no row of column "${name}" says train`);
  return { by: 'column', place: source.place(name), names: [...words] as SplitName[] };
}
