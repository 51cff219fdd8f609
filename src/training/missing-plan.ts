// Missing values of a submission: which policy a column has, that it fits, and which columns cost a row
// when they miss a value. Pure.
import { resolve } from '../catalog/entry.ts';
import { count, pointerTo } from '../errors.ts';
import type { JobSettings } from './job.ts';
import type { Place } from './preprocessing.ts';
import type { Filling } from './protocol.ts';
import { type MissingPolicy, missingPolicies } from './request.ts';
import { entryFor, matches } from './rules.ts';
import { type Faults, isNumeric, type Source, type SourceColumn } from './source.ts';

type Missing = JobSettings['missing'];
type Role = 'input' | 'target' | 'split';

export function policyFor(missing: Missing, name: string): MissingPolicy | undefined {
  if (missing === null) return undefined;
  const given = typeof missing === 'string' ? missing : entryFor(missing, name)?.[1];
  return given === undefined ? undefined : (resolve(missingPolicies, given) as MissingPolicy);
}

/** The places whose rows are left out when the value is missing. `roles` holds the columns in use. */
export function planMissing(
  missing: Missing,
  roles: ReadonlyMap<SourceColumn, Role>,
  source: Source,
  faults: Faults,
): Place[] {
  const byName = typeof missing === 'string' ? {} : (missing ?? {});
  for (const name of Object.keys(byName)) {
    if (!source.some((column) => matches(name, column))) {
      faults.add(pointerTo('/missing', name), source.unknown(name));
    }
  }
  const drop: Place[] = [];
  for (const [column, role] of roles) {
    const policy = policyFor(missing, column.name);
    if (policy?.type === 'drop') {
      if (column.missing > 0) drop.push(source.place(column.name));
      continue;
    }
    const detail = policy === undefined ? undefined : misfit(column, role, policy);
    const lacking = policy === undefined && column.missing > 0;
    // A policy for all columns need not fit those that miss nothing.
    if (!lacking && (detail === undefined || (column.missing === 0 && typeof missing === 'string')))
      continue;
    const key = typeof missing === 'string' ? undefined : entryFor(byName, column.name)?.[0];
    const named = missing === null || typeof missing === 'string' ? undefined : column.name;
    const at = key ?? named;
    const has = `column "${column.name}" has ${count(column.missing, 'missing value')}`;
    faults.add(
      at === undefined ? '/missing' : pointerTo('/missing', at),
      `${has}: ${detail ?? advice(column, role)}`,
    );
  }
  return drop;
}

function advice(column: SourceColumn, role: Role): string {
  if (role !== 'input') return 'say "drop" to leave those rows out';
  if (column.type === 'vector') return 'say how to treat them, by "drop" or "mean"';
  if (isNumeric(column)) {
    return 'say how to treat them, by "drop", "mean", "median" or "indicator"';
  }
  return 'say "drop" to leave those rows out, "indicator", or a constant category';
}

/** What keeps a policy from being applied to the column. */
function misfit(column: SourceColumn, role: Role, policy: MissingPolicy): string | undefined {
  const { name, type, categories = [] } = column;
  const instead = `say { "${name}": "drop" } to leave those rows out`;
  if (role !== 'input') return `${policy.type} does not fit a ${role} column; ${instead}`;
  if (type === 'vector' && (policy.type === 'median' || policy.type === 'indicator')) {
    return `${policy.type} does not fit a vector; "drop", "mean" and a constant do`;
  }
  if (type === 'category') {
    if (policy.type === 'indicator') return undefined;
    if (policy.type !== 'constant') {
      return `${policy.type} does not fit a category; ${instead}, or a constant category`;
    }
    if (typeof policy.value === 'string' && categories.includes(policy.value)) return undefined;
    return `the constant ${JSON.stringify(policy.value)} is none of its categories`;
  }
  if (policy.type !== 'constant' || typeof policy.value === 'number') return undefined;
  if (type === 'boolean' && typeof policy.value === 'boolean') return undefined;
  return `the constant must be a number, not ${JSON.stringify(policy.value)}`;
}

/** What stands in for a missing number, and whether a column of its own tells of it. */
export function numberFilling(
  policy: MissingPolicy | undefined,
  column: SourceColumn,
): { fill: Filling; indicator: boolean } {
  switch (policy?.type) {
    case undefined:
    case 'drop':
      return { fill: null, indicator: false };
    case 'mean':
    case 'median':
      return { fill: policy.type, indicator: false };
    case 'constant':
      return { fill: Number(policy.value), indicator: false };
    case 'indicator':
      return { fill: policy.fill, indicator: column.missing > 0 };
  }
}

export function categoryFilling(
  policy: MissingPolicy | undefined,
  column: SourceColumn,
): { fill: string | null; indicator: boolean } {
  const fill = policy?.type === 'constant' ? String(policy.value) : null;
  return { fill, indicator: policy?.type === 'indicator' && column.missing > 0 };
}
