// Every list of the catalogue under the name the API shows it by, and its rows as a client reads them.
import { activations } from './activations.ts';
import type { CatalogEntry } from './entry.ts';
import { exampleOf } from './examples.ts';
import { initializers } from './initializers.ts';
import { layerFields, layers } from './layers.ts';
import { losses } from './losses.ts';
import { optimizers } from './optimizers.ts';
import { schedules } from './schedules.ts';
import { solvers } from './solvers.ts';

export const catalog = {
  layers,
  activations,
  losses,
  /** Full-batch solvers are chosen where an optimiser is; `fullBatch` marks them. */
  optimizers: [...optimizers, ...solvers],
  schedules,
  initializers,
} as const satisfies Record<string, readonly CatalogEntry[]>;

export type CatalogKind = keyof typeof catalog;

export interface RenderedEntry {
  type: string;
  summary: string;
  formula: string;
  derivative?: string;
  /** JSON Schemas by name: range, default and description. */
  parameters: Readonly<Record<string, unknown>>;
  required: string[];
  /** As a request would write it. */
  example: unknown;
  [extra: string]: unknown;
}

function render(entry: CatalogEntry): RenderedEntry {
  const required = Object.entries(entry.parameters)
    .filter(([, schema]) => !('default' in schema) && !('~optional' in schema))
    .map(([name]) => name);
  return { ...entry, parameters: linked(entry.parameters), required, example: exampleOf(entry) };
}

/** References to shared schemas as a client can follow them. */
function linked(parameters: CatalogEntry['parameters']): Record<string, unknown> {
  const text = JSON.stringify(parameters, (key, value: unknown) =>
    key === '$ref' ? `/openapi.json#/components/schemas/${String(value).replace(/#$/, '')}` : value,
  );
  return JSON.parse(text) as Record<string, unknown>;
}

/** Every row by kind, and the JSON Schemas of the fields that every layer takes beside its parameters. */
export type RenderedCatalog = Record<CatalogKind, RenderedEntry[]> & {
  layerFields: Readonly<Record<string, unknown>>;
};

/** The whole catalogue, ready to be sent. */
export function renderCatalog(): RenderedCatalog {
  const rendered = Object.entries(catalog).map(([kind, entries]) => [kind, entries.map(render)]);
  return { layerFields, ...Object.fromEntries(rendered) } as RenderedCatalog;
}
