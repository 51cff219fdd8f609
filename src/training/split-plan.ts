// The split of a submission: that its fractions or its column make splits with rows in them. Pure.
import { count } from '../errors.ts';
import type { TrainableGoal } from './goals.ts';
import type { JobSettings } from './job.ts';
import type { SplitPlan } from './protocol.ts';
import { contentsOf, type Faults, type Source } from './source.ts';
import { type Fractions, type SplitName, splitCounts, splitNames } from './splits.ts';

/** `goals` is undefined when the targets are at fault themselves. */
export function planSplit(
  { split, seed }: JobSettings,
  goals: readonly TrainableGoal[] | undefined,
  source: Source,
  faults: Faults,
): SplitPlan {
  if (split === null) return { by: 'none' };
  if (split.column !== undefined) {
    refuseBesideColumn(split, faults);
    return planByColumn(split.column, source, faults);
  }
  const fractions: Fractions = Object.fromEntries(
    splitNames.flatMap((name) => (split[name] === undefined ? [] : [[name, split[name]]])),
  );
  checkFractions(fractions, source.rowCount, faults);
  const plan = { by: 'fraction', fractions, seed: split.seed ?? seed } as const;
  if (split.stratify !== true || goals === undefined) return plan;
  const [column, another] = goals.flatMap(({ head, columns }) =>
    head.classes !== undefined && columns.length === 1 ? columns : [],
  );
  if (column === undefined || another !== undefined) {
    const flaw = another === undefined ? 'are no classes' : 'are classes of several outputs';
    const detail = `there ${flaw} to keep in proportion: one target column of classes is needed`;
    faults.add('/split/stratify', detail);
    return plan;
  }
  return { ...plan, stratify: source.place(column.name) };
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

function refuseBesideColumn(split: NonNullable<JobSettings['split']>, faults: Faults): void {
  for (const other of [...splitNames, 'stratify', 'seed'] as const) {
    if (split[other] === undefined) continue;
    const detail = 'does not go together with `column`: the column says which row is where';
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
