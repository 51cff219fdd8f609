// Fits planned columns on the training split, stage by stage: each rule of a chain to what the rules
// before it make of the values. Runs in the trainer process; the figures come from the addon.
import type { ColumnFit, FitField, NativeData, Step } from '../native-data.ts';
import { TrainingFailure } from './failure.ts';
import type { FittedColumn } from './preprocessing.ts';
import type { CategoryPlan, ColumnPlan, NumberPlan } from './protocol.ts';
import type { Splits } from './splits.ts';
import { domainOf, isFitted, sharesOf, stepsOf, type Transform } from './transforms.ts';

export interface FitSource {
  path: string;
  rowBytes: number;
}

/** A column on its way through its chain. */
interface Fitting {
  plan: ColumnPlan;
  /** Rules whose steps are still to come. */
  left: Transform[];
  steps: Step[];
  fill: FittedColumn['fill'];
}

/** In the order of `plans`. Only rows of the training split have a say. */
export async function fitColumns(
  native: Pick<NativeData, 'fitColumns'>,
  { path, rowBytes }: FitSource,
  plans: readonly ColumnPlan[],
  splits: Splits,
): Promise<FittedColumn[]> {
  const all = plans.map((plan): Fitting => {
    const fill = typeof plan.fill === 'number' || plan.kind === 'category' ? plan.fill : null;
    return { plan, left: [...plan.rules], steps: [], fill };
  });
  const measure = (fittings: readonly Fitting[], rows: Uint32Array) =>
    native.fitColumns(path, rowBytes, fittings.map(fieldOf), rows);
  const filling = all.filter(({ plan }) => plan.fill === 'mean' || plan.fill === 'median');
  await eachFit(filling, measure, splits.train, (fitting, fit) => {
    fitting.fill = fit[(fitting.plan as NumberPlan).fill as 'mean' | 'median'];
  });
  for (;;) {
    for (const fitting of all) takeUnfitted(fitting);
    const waiting = all.filter(({ left }) => left.length > 0);
    if (waiting.length === 0) break;
    await eachFit(waiting, measure, splits.train, (fitting, fit) => {
      fitting.steps.push(...stepsOf(fitting.left.shift() as Transform, fit));
    });
  }
  await checkDomains(all, measure, splits);
  return all.map(fittedColumn);
}

type Measure = (fittings: readonly Fitting[], rows: Uint32Array) => Promise<ColumnFit[]>;

async function eachFit(
  fittings: readonly Fitting[],
  measure: Measure,
  rows: Uint32Array,
  take: (fitting: Fitting, fit: ColumnFit) => void,
): Promise<void> {
  if (fittings.length === 0) return;
  const fits = await measure(fittings, rows);
  for (const [i, fitting] of fittings.entries()) {
    const fit = fits[i] as ColumnFit;
    refuseOutside(fitting, fit);
    if (!Number.isFinite(fit.mean)) {
      throw new TrainingFailure(
        'invalid-data',
        `Column "${fitting.plan.name}" has no finite values in the training split.`,
      );
    }
    take(fitting, fit);
  }
}

/** Steps that do not depend on values, up to the next that do. */
function takeUnfitted({ left, steps }: Fitting): void {
  while (left[0] !== undefined && !isFitted(left[0])) {
    steps.push(...stepsOf(left.shift() as Transform, undefined));
  }
}

/** A logarithm has a result for every row that is used, of whatever split. */
async function checkDomains(
  all: readonly Fitting[],
  measure: Measure,
  splits: Splits,
): Promise<void> {
  const logarithms = all.filter(({ steps }) => steps.some(({ type }) => type.startsWith('log')));
  if (logarithms.length === 0) return;
  for (const rows of [splits.train, splits.validation, splits.test]) {
    const fits = await measure(logarithms, rows);
    for (const [i, fitting] of logarithms.entries()) refuseOutside(fitting, fits[i] as ColumnFit);
  }
}

function refuseOutside({ plan, steps }: Fitting, { outside }: ColumnFit): void {
  if (outside === undefined) return;
  throw new TrainingFailure(
    'invalid-data',
    `Column "${plan.name}", row ${outside.row + 1}: ${outside.value} cannot be encoded, for ${domainOf(steps)}. A clip before it would keep values away from there.`,
  );
}

function fieldOf({ plan, steps, left }: Fitting): FitField {
  const [next] = left;
  return {
    ...plan.place,
    ...(plan.kind === 'category' && plan.codes !== undefined ? { codes: plan.codes } : {}),
    steps,
    shares: next === undefined || (plan.place.count ?? 1) > 1 ? [] : sharesOf(next),
  };
}

function fittedColumn({ plan, steps, fill }: Fitting): FittedColumn {
  const { name } = plan;
  const indicator = plan.indicator ? { indicator: true } : {};
  if (plan.kind === 'number') {
    const { type = 'number', place } = plan;
    const width = place.count === undefined ? {} : { width: place.count };
    return { name, type, encoding: 'value', steps, fill, ...indicator, ...width };
  }
  const { type, encoding, categories, unknown } = plan;
  const others = unknown === undefined ? {} : { unknown };
  return { name, type, encoding, steps, fill, ...indicator, categories, ...others };
}

/** What training reads the codes of a category column as, where it is not the codes themselves. */
export function codesOf(plan: ColumnPlan): CategoryPlan['codes'] {
  return plan.kind === 'category' ? plan.codes : undefined;
}
