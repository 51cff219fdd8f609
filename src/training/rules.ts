// Which rule of a request a column comes under, and whether it fits what the column holds. Pure.
import { pointerTo } from '../errors.ts';
import type { JobSettings } from './job.ts';
import { contentsOf, type SourceColumn } from './source.ts';
import { chainOf, isFitted, type Transform, type TransformChoice } from './transforms.ts';

type Preprocessing = JobSettings['preprocessing'];

export interface ChosenRule {
  chain: Transform[];
  /** Where it stands in the request. */
  pointer: string;
}

/** `*` stands for any characters. A name without it stands for itself. */
export function matches(pattern: string, name: string): boolean {
  if (pattern === name) return true;
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0 || !name.startsWith(first)) return false;
  const last = rest.pop() as string;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}

/** The entry under the name itself, else under the first pattern that matches it. */
export function entryFor<T>(
  entries: Readonly<Record<string, T>>,
  name: string,
): [key: string, value: T] | undefined {
  if (Object.hasOwn(entries, name)) return [name, entries[name] as T];
  return Object.entries(entries).find(([pattern]) => matches(pattern, name));
}

/** The rule for the column alone, else for its type (inputs), else for all; none when there is none. */
export function ruleFor(
  column: SourceColumn,
  role: 'inputs' | 'targets',
  preprocessing: Preprocessing,
): ChosenRule | undefined {
  const own = entryFor(preprocessing.columns ?? {}, column.name);
  if (own !== undefined) return chosen(own[1], pointerTo('/preprocessing/columns', own[0]));
  const type = column.type as keyof NonNullable<Preprocessing['types']>;
  const byType = role === 'inputs' ? preprocessing.types?.[type] : undefined;
  if (byType !== undefined) return chosen(byType, `/preprocessing/types/${type}`);
  const exempt = role === 'inputs' && column.type === 'category';
  const general = exempt ? undefined : preprocessing[role];
  return general === undefined ? undefined : chosen(general, `/preprocessing/${role}`);
}

function chosen(choice: TransformChoice, pointer: string): ChosenRule {
  return { chain: chainOf(choice), pointer };
}

/** What keeps the chain from being applied to the column, as a sentence. */
export function misfit(column: SourceColumn, chain: readonly Transform[]): string | undefined {
  const holds = `column "${column.name}" holds ${contentsOf(column)}`;
  const [first, ...rest] = chain;
  const forCategories = chain.filter(({ type }) => type === 'one-hot' || type === 'ordinal');
  if (column.type === 'category' && forCategories.length === 0) {
    return `${holds}: its rule can be one-hot or ordinal, not ${namesOf(chain)}`;
  }
  if (forCategories.length > 0) {
    if (column.type !== 'category' && column.type !== 'boolean') {
      return `${holds}, and ${forCategories[0]?.type} is for categories; its type can be set when the data set is uploaded`;
    }
    if (first !== forCategories[0] || forCategories.length > 1) {
      return `${forCategories[0]?.type} comes first and once: what follows it takes numbers`;
    }
    if (first.type === 'one-hot' && rest.length > 0) {
      return 'one-hot units are 0 and 1 and stay so: no rule can follow it';
    }
  }
  return chain.map((rule) => flawOf(rule, column)).find((flaw) => flaw !== undefined);
}

function flawOf(rule: Transform, { name, type }: SourceColumn): string | undefined {
  const { min, max, quantiles, from, to } = rule as Record<string, unknown>;
  const quantile = rule.type === 'robust' || quantiles !== undefined;
  if (type === 'vector' && quantile) {
    return `column "${name}" holds vectors, whose values are fitted as one: ${rule.type} by quantiles is for single numbers`;
  }
  if (rule.type === 'min-max' && from === to) return `from and to are both ${from}`;
  if (rule.type !== 'clip') return undefined;
  const bounds = min !== undefined || max !== undefined;
  if (bounds === (quantiles !== undefined)) return 'clip takes bounds (min, max) or quantiles';
  const [low, high] = (quantiles as number[] | undefined) ?? [min, max];
  if (low === undefined || high === undefined || (low as number) < (high as number))
    return undefined;
  return `the lower bound ${low} is not below the upper bound ${high}`;
}

function namesOf(chain: readonly Transform[]): string {
  return chain.length === 0 ? 'none' : chain.map(({ type }) => type).join(', ');
}

/** A rule that a target cannot have, because what is predicted or measured would be another thing. */
export function refusedOnTargets(chain: readonly Transform[]): string | undefined {
  return chain.some(({ type }) => type === 'clip')
    ? 'a target is not clipped: the metrics would be those of other values'
    : undefined;
}

/** Whether some rule brings the numbers to a scale that a network can start from. */
export function scales(chain: readonly Transform[]): boolean {
  return chain.some((rule) => isFitted(rule) && rule.type !== 'clip');
}
