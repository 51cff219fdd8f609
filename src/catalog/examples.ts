// The requests that show one row of the catalogue at work: one data set for all, and for each row a small
// network and a job that trains it. The generated pages print them, a test sends every one. Pure.
import type { CatalogEntry } from './entry.ts';
import type { CatalogKind } from './index.ts';
import type { LossEntry } from './losses.ts';

/** A grid of two positive inputs (some layers take no others), and a target of each kind. */
const grid = [0.2, 0.5, 0.8, 1.1, 1.4, 1.7].flatMap((x1) =>
  [0.25, 0.75, 1.25, 1.75].map((x2) => {
    const y = Math.round((x1 * x2 - 0.5 * x1) * 1000) / 1000;
    const level = y < 0 ? 'low' : y < 0.7 ? 'middle' : 'high';
    return [x1, x2, y, Math.round(2 * x1 * x2), x1 + x2 > 2 ? 'yes' : 'no', level];
  }),
);

export const exampleData = {
  name: 'catalog',
  columns: ['x1', 'x2', 'y', 'count', 'large', 'level'],
  rows: grid,
};

type Layers = readonly Record<string, unknown>[];

export interface ExampleNetwork {
  name: string;
  inputSize: number;
  layers: Layers;
}

export interface ExampleJob {
  network: string;
  dataset: string;
  inputs: string[];
  targets: string[];
  loss: unknown;
  optimizer?: unknown;
  schedule?: unknown;
  batchSize?: number;
  epochs: number;
  model: string;
}

const hidden = { type: 'dense', units: 8, activation: 'tanh' };
const output = { type: 'dense', units: 1 };

/** The row as a request would write it: its name, or what the row says where that will not do. */
export function exampleOf(entry: CatalogEntry): unknown {
  return entry.example ?? entry.type;
}

/** Ends in what the loss is fused with, on a column it takes. */
function lossParts({ outputActivation, targets }: LossEntry): { last: object; target: string } {
  const column = { numbers: 'y', counts: 'count', probabilities: 'large', distribution: 'level' };
  const activation = outputActivation === null ? {} : { activation: outputActivation };
  const units = targets === 'distribution' ? 3 : 1;
  return { last: { type: 'dense', units, ...activation }, target: column[targets] };
}

function layersFor(kind: CatalogKind, entry: CatalogEntry): Layers {
  const example = exampleOf(entry);
  switch (kind) {
    case 'layers':
      return [...(Array.isArray(example) ? (example as Layers) : [{ type: example }]), output];
    case 'activations':
      return [{ ...hidden, activation: example }, output];
    case 'initializers':
      return [{ ...hidden, units: 3, weights: example }, output];
    case 'losses':
      return [hidden, lossParts(entry as LossEntry).last as Record<string, unknown>];
    case 'optimizers':
    case 'schedules':
      return [hidden, output];
  }
}

/** The network of a row, and the job that trains it on `exampleData`. */
export function exampleRequests(
  kind: CatalogKind,
  entry: CatalogEntry,
): { network: ExampleNetwork; job: ExampleJob } {
  const name = entry.type;
  const isLoss = kind === 'losses';
  const isOptimizer = kind === 'optimizers';
  const job: ExampleJob = {
    network: name,
    dataset: exampleData.name,
    inputs: ['x1', 'x2'],
    targets: [isLoss ? lossParts(entry as LossEntry).target : 'y'],
    loss: isLoss ? exampleOf(entry) : 'half-squared-error',
    ...(isOptimizer ? { optimizer: exampleOf(entry) } : {}),
    ...(kind === 'schedules' ? { schedule: exampleOf(entry) } : {}),
    ...(entry.fullBatch === true ? {} : { batchSize: 4 }),
    epochs: 20,
    model: name,
  };
  return { network: { name, inputSize: 2, layers: layersFor(kind, entry) }, job };
}
