// What is stored about one version of a model: where it came from and all a prediction needs; and what
// of it a client sees.
import type { Dtype, NetworkSpec, ParameterInfo } from '../native.ts';
import type { VersionDocument } from '../storage/models-store.ts';
import type { FittedColumn, Place } from '../training/preprocessing.ts';
import type { RowsDigest, SplitPlan } from '../training/protocol.ts';

export type Task = 'regression' | 'multi-class' | 'binary' | 'multi-label';

/** One output, or all of them taken as one row of numbers. */
export interface SingleOutput {
  task: Task;
  /** The target columns, with what is inverted on regression outputs. */
  columns: FittedColumn[];
  /** In the order of the outputs; of one logistic unit [negative, positive]. */
  classes?: string[];
}

/** One of several outputs, each with a loss of its own. */
export interface NamedOutput extends SingleOutput {
  name: string;
  loss: unknown;
  weight: number;
}

export interface SeveralOutputs {
  task: 'multi-output';
  /** In the order of the network's outputs. */
  parts: NamedOutput[];
}

export interface ModelVersion extends VersionDocument {
  job: string;
  network: string;
  dataset: { id: string; sha256: string };
  spec: NetworkSpec;
  /** The manifest: order, names and shapes of the parameters. */
  parameters: ParameterInfo[];
  parameterCount: number;
  parameterBytes: number;
  inputs: FittedColumn[];
  outputs: SingleOutput | SeveralOutputs;
  /** Null where each output has its own. */
  loss: unknown;
  /** By split, then by metric; a list has a figure for each class. */
  metrics: Record<string, Record<string, number | number[] | number[][] | null>>;
  /** Which rows of the data set it was trained and measured on; absent where it was brought from. */
  split?: TrainedRows;
  /** What it was in the nabla it was brought from. */
  origin?: Origin;
}

/** The rule that chooses rows again (src/training/row-choice.ts), and what they must come out as. */
export interface TrainedRows {
  rule: SplitPlan;
  /** Rows with a missing value in one of these were left out. */
  drop: Place[];
  rows: Record<string, RowsDigest>;
}

export interface Origin {
  model: string;
  version: number;
  createdAt: string;
}

/** A version before it has a number; the rest comes from its spec. */
export type NewVersion = Omit<
  ModelVersion,
  'version' | 'createdAt' | 'parameters' | 'parameterCount' | 'parameterBytes'
>;

export interface HeadView {
  task: Task;
  outputs: string[];
  classes: string[] | null;
  loss: unknown;
  weight: number;
}

export interface VersionView extends VersionDocument {
  job: string;
  network: string;
  dataset: { id: string; sha256: string };
  dtype: Dtype;
  parameterCount: number;
  task: Task | 'multi-output';
  inputs: { name: string; type: string; categories?: string[] }[];
  /** Target columns. */
  outputs: string[];
  classes: string[] | null;
  /** By the name of the output, where each has a loss of its own. */
  heads: Record<string, HeadView> | null;
  loss: unknown;
  metrics: ModelVersion['metrics'];
  /** Null for a version made here. */
  origin: Origin | null;
  /** Labels that point at it now. */
  labels: string[];
}

export function viewOf(version: ModelVersion, labels: string[]): VersionView {
  const { model, version: number, createdAt, job, network, dataset, spec, loss, metrics } = version;
  const inputs = version.inputs.map(({ name, type, categories }) => ({
    name,
    type,
    ...(categories === undefined ? {} : { categories }),
  }));
  return {
    ...{ model, version: number, createdAt, job, network, dataset },
    ...{ dtype: spec.dtype, parameterCount: version.parameterCount, inputs },
    ...outputsView(version.outputs),
    ...{ loss, metrics, origin: version.origin ?? null, labels },
  };
}

function outputsView(
  outputs: ModelVersion['outputs'],
): Pick<VersionView, 'task' | 'outputs' | 'classes' | 'heads'> {
  if (!('parts' in outputs)) return { ...headView(outputs), heads: null };
  const { task, parts } = outputs;
  const heads = parts.map((part) => {
    const { name, loss, weight } = part;
    return [name, { ...headView(part), loss, weight }] as const;
  });
  return {
    task,
    outputs: heads.flatMap(([, head]) => head.outputs),
    classes: null,
    heads: Object.fromEntries(heads),
  };
}

function headView({ task, columns, classes }: SingleOutput) {
  return { task, outputs: columns.map(({ name }) => name), classes: classes ?? null };
}

/** Unique to a version: `iris/2`. */
export function keyOf(model: string, version: number): string {
  return `${model}/${version}`;
}
