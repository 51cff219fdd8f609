// Inputs and targets of a submission: that the columns are there, that their rules fit, and what the
// trainer is to make of each. Pure.
import { count, pointerTo } from '../errors.ts';
import { suggest } from '../http/faults.ts';
import type { TrainableGoal } from './goals.ts';
import type { Head } from './heads.ts';
import type { JobSettings } from './job.ts';
import { categoryFilling, numberFilling } from './missing-plan.ts';
import { encodedWidth, type Place } from './preprocessing.ts';
import type { CategoryPlan, ColumnPlan } from './protocol.ts';
import type { MissingPolicy } from './request.ts';
import { type ChosenRule, matches, misfit, refusedOnTargets, ruleFor } from './rules.ts';
import { type Faults, isNumeric, namesClasses, type Source, type SourceColumn } from './source.ts';
import { chainOf, type Transform, type UnknownPolicy } from './transforms.ts';

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

/** Keys of `columns` that no column in use comes under. */
export function checkColumnRules(
  { columns = {} }: Preprocessing,
  used: ReadonlySet<SourceColumn>,
  source: Source,
  faults: Faults,
): void {
  const names = [...used].map(({ name }) => name);
  for (const key of Object.keys(columns)) {
    if (names.some((name) => matches(key, name))) continue;
    const pointer = pointerTo('/preprocessing/columns', key);
    const detail = source.some((name) => matches(key, name))
      ? `column "${key}" is neither an input nor a target${suggest(key, names)}`
      : source.unknown(key);
    faults.add(pointer, detail);
  }
}

export function planInput(
  column: SourceColumn,
  preprocessing: Preprocessing,
  missing: MissingPolicy | undefined,
  source: Source,
  faults: Faults,
): ColumnPlan {
  const { name, type } = column;
  const place = source.place(name);
  const rule = ruleFor(column, 'inputs', preprocessing);
  const byDefault = type === 'category' ? chainOf('one-hot') : [];
  const flaw = rule && misfit(column, rule.chain);
  if (flaw !== undefined) faults.add(rule?.pointer ?? '', flaw);
  const chain = flaw === undefined ? (rule?.chain ?? byDefault) : byDefault;
  const [first, ...rest] = chain;
  if (first !== undefined && (first.type === 'one-hot' || first.type === 'ordinal')) {
    const planned = { rules: rest, ...categoryFilling(missing, column) };
    const pointer = rule?.pointer ?? '/inputs';
    return planCategories(column, first, place, planned, { pointer, faults });
  }
  const kind = type === 'boolean' ? ({ type } as const) : {};
  return { kind: 'number', ...kind, name, place, rules: chain, ...numberFilling(missing, column) };
}

/** Inputs of a category column, by the categories that the rule lists or the data set has. */
function planCategories(
  column: SourceColumn,
  { type: encoding, ...given }: Transform,
  place: Place,
  planned: Pick<CategoryPlan, 'rules' | 'fill' | 'indicator'>,
  { pointer, faults }: { pointer: string; faults: Faults },
): CategoryPlan {
  const { name, categories: known = [], counts = [] } = column;
  const { categories: listed, unknown } = given as {
    categories?: string[];
    unknown: UnknownPolicy;
  };
  const categories = [...(listed ?? known)];
  const placeOf = new Map(categories.map((category, i) => [category, i]));
  const other = unknown === 'other' ? categories.length : -1;
  const codes = known.map((category) => placeOf.get(category) ?? other);
  const refused = known.findIndex(
    (category, code) => !placeOf.has(category) && (counts[code] ?? 1) > 0,
  );
  if (unknown === 'error' && refused >= 0) {
    const rows = count(counts[refused] ?? 0, 'row');
    faults.add(
      pointer,
      `column "${name}" also holds "${known[refused]}" (${rows}): list it, or say what becomes of it by "unknown"`,
    );
  }
  if (planned.fill !== null && !placeOf.has(planned.fill)) {
    faults.add('/missing', `column "${name}": "${planned.fill}" is none of the categories listed`);
  }
  if (planned.indicator && encoding === 'ordinal') {
    faults.add('/missing', `column "${name}" is ordinal: it takes "drop" or a constant category`);
  }
  return {
    ...{ kind: 'category', type: column.type as 'category' | 'boolean', name, place },
    ...{ encoding: encoding as 'one-hot' | 'ordinal', categories, ...planned },
    ...(listed === undefined ? {} : { codes }),
    ...(unknown === 'error' ? {} : { unknown }),
  };
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
  const rule = ruleFor(column, 'targets', preprocessing);
  if (rule !== undefined) checkTargetRule(column, rule, head, faults);
  if (namesClasses(column) || head.encoding === 'one-hot') {
    const type = namesClasses(column) ? 'category' : 'number';
    const { encoding, classes = [] } = head;
    const plain = { rules: [], fill: null, indicator: false };
    return { kind: 'category', type, name, place, encoding, categories: [...classes], ...plain };
  }
  return { kind: 'number', name, place, rules: rule?.chain ?? [], fill: null, indicator: false };
}

function checkTargetRule(
  column: SourceColumn,
  { chain, pointer }: ChosenRule,
  head: Head,
  faults: Faults,
): void {
  if (chain.length === 0 || (column.type === 'category' && chain[0]?.type === 'one-hot')) return;
  const classes = `column "${column.name}" holds classes, probabilities or counts, which are not scaled`;
  const detail = head.scalable ? (misfit(column, chain) ?? refusedOnTargets(chain)) : classes;
  if (detail !== undefined) faults.add(pointer, detail);
}

/** How many network inputs a column takes. */
export function widthOf(plan: ColumnPlan): number {
  if (plan.kind === 'category') return encodedWidth(plan);
  const { place, indicator } = plan;
  return encodedWidth({ encoding: 'value', width: place.count ?? 1, indicator });
}

/** The sum of the inputs' widths against the network's, with what each column takes. */
export function checkWidth(plans: readonly ColumnPlan[], inputSize: number, faults: Faults): void {
  const width = plans.reduce((sum, plan) => sum + widthOf(plan), 0);
  if (width === inputSize) return;
  const wide = plans.filter((plan) => widthOf(plan) !== 1);
  const listed = wide.slice(0, 5).map((plan) => `"${plan.name}" ${breakdown(plan)}`);
  const rest = plans.length - Math.min(wide.length, 5);
  if (rest > 0) {
    const ones = wide.length > 5 ? '' : rest === 1 ? ' 1' : ' 1 each';
    listed.push(`${count(rest, wide.length === 0 ? 'column' : 'other')}${ones}`);
  }
  const because = wide.length > 0 ? ` (${listed.join(' + ')})` : '';
  const verb = plans.length === 1 ? 'gives' : 'give';
  const given = `${count(plans.length, 'input column')} ${verb} ${count(width, 'value')}`;
  const needed = `but the network takes ${inputSize.toLocaleString('en')}`;
  faults.add('/inputs', `${given}${because}, ${needed}`);
}

function breakdown(plan: ColumnPlan): string {
  const width = widthOf(plan);
  if (!plan.indicator) return String(width);
  return `${width} with its indicator`;
}
