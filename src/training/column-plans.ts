// Inputs and targets of a submission: that the columns are there, that their rules fit, and what the
// trainer is to make of each. Pure.
import { pointerTo } from '../errors.ts';
import { suggest } from '../http/faults.ts';
import type { TrainableGoal } from './goals.ts';
import type { Head } from './heads.ts';
import type { JobSettings } from './job.ts';
import type { Rule } from './preprocessing.ts';
import type { ColumnPlan } from './protocol.ts';
import type { MissingRule } from './request.ts';
import {
  contentsOf,
  type Faults,
  isNumeric,
  namesClasses,
  type Source,
  type SourceColumn,
} from './source.ts';

type Preprocessing = JobSettings['preprocessing'];

/** The columns of a list, or undefined when one cannot be used or stands twice. */
export function usableColumns(
  names: readonly string[],
  pointer: string,
  source: Source,
  faults: Faults,
): SourceColumn[] | undefined {
  const seen = new Set<string>();
  const columns: SourceColumn[] = [];
  for (const [i, name] of names.entries()) {
    const column = source.column(name);
    const flaw = seen.has(name) ? `column "${name}" is listed twice` : flawOf(column, name, source);
    if (flaw !== undefined) faults.add(pointerTo(pointer, i), flaw);
    else if (column !== undefined) columns.push(column);
    seen.add(name);
  }
  return columns.length === names.length ? columns : undefined;
}

function flawOf(
  column: SourceColumn | undefined,
  name: string,
  source: Source,
): string | undefined {
  if (column === undefined) return source.unknown(name);
  if (!isNumeric(column) && !namesClasses(column)) {
    return `column "${name}" holds ${column.type}, which cannot be trained on`;
  }
  if (column.missing === source.rowCount) {
    return `column "${name}" has no values: all are missing`;
  }
  return undefined;
}

/** Rules for single columns: each must be used, and of a kind that its rule is for. */
export function checkColumnRules(
  { columns = {} }: Preprocessing,
  used: ReadonlySet<SourceColumn>,
  source: Source,
  faults: Faults,
): void {
  const names = [...used].map(({ name }) => name);
  for (const [name, rule] of Object.entries(columns)) {
    const pointer = pointerTo('/preprocessing/columns', name);
    const column = source.column(name);
    if (column === undefined) faults.add(pointer, source.unknown(name));
    else if (!used.has(column)) {
      faults.add(
        pointer,
        `column "${name}" is neither an input nor a target${suggest(name, names)}`,
      );
    } else if ((column.type === 'category') !== (rule === 'one-hot')) {
      const fits = column.type === 'category' ? 'one-hot' : 'none, standardize, min-max or image';
      const holds = `column "${name}" holds ${contentsOf(column)}`;
      faults.add(pointer, `${holds}: its rule can be ${fits}, not ${rule}`);
    }
  }
}

export function planInput(
  column: SourceColumn,
  preprocessing: Preprocessing,
  missing: MissingRule | undefined,
  source: Source,
): ColumnPlan {
  const { name } = column;
  const place = source.place(name);
  if (column.type === 'category') {
    const categories = [...(column.categories ?? [])];
    return { kind: 'category', type: 'category', name, place, encoding: 'one-hot', categories };
  }
  const filling = missing === 'mean' || missing === 'median' ? missing : null;
  const type = column.type === 'boolean' ? ({ type: 'boolean' } as const) : {};
  const rule = scalingOf(name, 'inputs', preprocessing);
  return { kind: 'number', ...type, name, place, rule, filling };
}

/** In the order of the network's outputs. */
export function planTargets(
  goals: readonly TrainableGoal[],
  preprocessing: Preprocessing,
  source: Source,
  faults: Faults,
): ColumnPlan[] {
  // A rule for all targets is for those that can be scaled, unless there is none.
  const { targets: _, ...own } = preprocessing;
  const some = goals.some(({ head }) => head.scalable);
  return goals.flatMap(({ columns, head }) => {
    const rules = some && !head.scalable ? own : preprocessing;
    return columns.map((column) => planTarget(column, rules, head, source, faults));
  });
}

function planTarget(
  column: SourceColumn,
  preprocessing: Preprocessing,
  head: Head,
  source: Source,
  faults: Faults,
): ColumnPlan {
  const { name } = column;
  const place = source.place(name);
  if (!head.scalable) refuseScaling(name, preprocessing, faults);
  if (namesClasses(column) || head.encoding === 'one-hot') {
    const type = namesClasses(column) ? 'category' : 'number';
    const { encoding, classes = [] } = head;
    return { kind: 'category', type, name, place, encoding, categories: [...classes] };
  }
  const rule = scalingOf(name, 'targets', preprocessing);
  return { kind: 'number', name, place, rule, filling: null };
}

/** The rule of a number column; one-hot, which does not fit it, has been refused. */
function scalingOf(
  name: string,
  kind: 'inputs' | 'targets',
  preprocessing: Preprocessing,
): Exclude<Rule, 'one-hot'> {
  const rule = preprocessing.columns?.[name] ?? preprocessing[kind] ?? 'none';
  return rule === 'one-hot' ? 'none' : rule;
}

function refuseScaling(name: string, preprocessing: Preprocessing, faults: Faults): void {
  const own = preprocessing.columns?.[name];
  const rule = own ?? preprocessing.targets ?? 'none';
  if (rule === 'none' || rule === 'one-hot') return;
  const pointer =
    own === undefined ? '/preprocessing/targets' : pointerTo('/preprocessing/columns', name);
  faults.add(
    pointer,
    `column "${name}" holds classes, probabilities or counts, which are not scaled`,
  );
}
