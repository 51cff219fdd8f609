// What is stored about one version of a model: where it came from and all a prediction needs; and what
// of it a client sees.
import type { Dtype, NetworkSpec, ParameterInfo } from '../native.ts';
import type { VersionDocument } from '../storage/models-store.ts';
import type { FittedColumn } from '../training/preprocessing.ts';

export type Task = 'regression' | 'multi-class' | 'binary' | 'multi-label';

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
  outputs: {
    task: Task;
    /** The target columns, with what is inverted on regression outputs. */
    columns: FittedColumn[];
    /** In the order of the outputs; of one logistic unit [negative, positive]. */
    classes?: string[];
  };
  loss: unknown;
  /** By split, then by metric. */
  metrics: Record<string, Record<string, number | null>>;
}

/** A version before it has a number; the rest comes from its spec. */
export type NewVersion = Omit<
  ModelVersion,
  'version' | 'createdAt' | 'parameters' | 'parameterCount' | 'parameterBytes'
>;

export interface VersionView extends VersionDocument {
  job: string;
  network: string;
  dataset: { id: string; sha256: string };
  dtype: Dtype;
  parameterCount: number;
  task: Task;
  inputs: { name: string; type: string; categories?: string[] }[];
  outputs: string[];
  classes: string[] | null;
  loss: unknown;
  metrics: ModelVersion['metrics'];
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
  const { task, columns, classes = null } = version.outputs;
  return {
    ...{ model, version: number, createdAt, job, network, dataset },
    ...{ dtype: spec.dtype, parameterCount: version.parameterCount, task, inputs },
    outputs: columns.map(({ name }) => name),
    ...{ classes, loss, metrics, labels },
  };
}
