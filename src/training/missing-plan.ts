// Missing values of a submission: which rule a column has, that it fits, and which columns cost a row
// when they miss a value. Pure.
import { count, pointerTo } from '../errors.ts';
import type { JobSettings } from './job.ts';
import type { Place } from './preprocessing.ts';
import type { MissingRule } from './request.ts';
import { type Faults, isNumeric, type Source, type SourceColumn } from './source.ts';

type Missing = JobSettings['missing'];
type Role = 'input' | 'target' | 'split';

export function missingRule(missing: Missing, name: string): MissingRule | undefined {
  if (missing === null || typeof missing === 'string') return missing ?? undefined;
  return Object.hasOwn(missing, name) ? missing[name] : undefined;
}

/** The places whose rows are left out when the value is missing. `roles` holds the columns in use. */
export function planMissing(
  missing: Missing,
  roles: ReadonlyMap<SourceColumn, Role>,
  source: Source,
  faults: Faults,
): Place[] {
  for (const name of Object.keys(typeof missing === 'string' ? {} : (missing ?? {}))) {
    if (source.column(name) === undefined) {
      faults.add(pointerTo('/missing', name), source.unknown(name));
    }
  }
  const drop: Place[] = [];
  for (const [column, role] of roles) {
    if (column.missing === 0) continue;
    const rule = missingRule(missing, column.name);
    const fillable = role === 'input' && isNumeric(column);
    const fits = fillable && (rule !== 'median' || column.type !== 'vector');
    if (rule === 'drop') drop.push(source.place(column.name));
    else if (rule === undefined || !fits) {
      const byName = typeof missing === 'object' && missing !== null;
      const pointer = byName ? pointerTo('/missing', column.name) : '/missing';
      faults.add(pointer, advice(column, role, rule));
    }
  }
  return drop;
}

function advice(column: SourceColumn, role: Role, rule: MissingRule | undefined): string {
  const { name } = column;
  const has = `column "${name}" has ${count(column.missing, 'missing value')}`;
  if (role === 'input' && column.type === 'vector') {
    return `${has}: say how to treat them, by "drop" or "mean"`;
  }
  if (role === 'input' && isNumeric(column)) {
    return `${has}: say how to treat them, by "drop", "mean" or "median"`;
  }
  const what = role === 'input' ? 'a category' : `a ${role} column`;
  const instead =
    rule === undefined ? 'say "drop"' : `${rule} does not fit ${what}; say { "${name}": "drop" }`;
  return `${has}: ${instead} to leave those rows out`;
}
