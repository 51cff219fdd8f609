// A model version as an ONNX graph: its columns encoded as it was fitted, its network, its outputs as a
// prediction has them. So that a client of onnxruntime gives what a client of nabla gives.
import { GraphBuilder, machineLearning, port } from '../onnx/graph.ts';
import { sideBySide, type Value } from '../onnx/layers.ts';
import { encodeModel, type ValueInfoProto } from '../onnx/messages.ts';
import { addNetwork, header, type NetworkSource, versions } from '../onnx/network.ts';
import type { FittedColumn } from '../training/preprocessing.ts';
import {
  decodeNumbers,
  encodeColumns,
  encodeMatrix,
  isCategory,
  numbersOf,
} from './onnx-columns.ts';
import type { ModelVersion, SingleOutput, Task } from './version.ts';

/**
 * How a graph takes its columns. `matrix`: one input, rows × numbers; `columns`: one input a column, rows × 1
 * (a vector: its width), categories as strings; `auto`: a matrix unless there are categories.
 */
export type InputLayout = 'auto' | 'matrix' | 'columns';

export function takesColumns({ inputs }: ModelVersion, layout: InputLayout): boolean {
  return layout === 'columns' || (layout === 'auto' && inputs.some(isCategory));
}

/** The file in parts. A matrix is only asked for where no column is a category. */
export function versionToOnnx(
  version: ModelVersion,
  weights: NetworkSource['values'],
  layout: InputLayout,
  producer: string,
): Uint8Array[] {
  const { model, version: number, spec, parameters, inputs: columns } = version;
  const g = new GraphBuilder(spec.dtype);
  const apart = takesColumns(version, layout);
  const inputs = apart ? columns.map((column) => portOf(g, column)) : [matrixPort(g, columns)];
  const heads = headsOf(version);
  const ports = heads.map((head) => portsOfHead(g, head));
  g.enter('encode');
  const encoded = apart
    ? encodeColumns(
        g,
        columns,
        columns.map(({ width = 1 }, i) => ({ name: inputs[i]?.name as string, width })),
      )
    : encodeMatrix(g, columns, 'input');
  const values = addNetwork(g, { spec, parameters, values: weights }, encoded);
  g.enter('decode');
  const together = heads.length === 1 ? [sideBySide(values, g)] : values;
  for (const [i, head] of heads.entries()) {
    decode(g, head, ports[i] as ValueInfoProto[], (together[i] as Value).name);
  }
  const base = header(producer);
  const machine = { domain: machineLearning, version: versions.machineLearning };
  return encodeModel({
    ...base,
    opsetImport: [...(base.opsetImport ?? []), machine],
    graph: {
      name: `${model}-${number}`,
      node: g.nodes,
      initializer: g.initializers,
      input: inputs,
      output: ports.flat(),
    },
    metadataProps: metadataOf(version),
  });
}

function metadataOf({ model, version, job, dataset }: ModelVersion) {
  const entries = { model, version, job, dataset: dataset.sha256 };
  return Object.entries(entries).map(([key, value]) => ({
    key: `nabla.${key}`,
    value: `${value}`,
  }));
}

/**
 * Numbers are float64, whatever the network computes in: they are scaled in the precision they were fitted
 * in, as nabla itself does, and rounded after it.
 */
function portOf(g: GraphBuilder, column: FittedColumn): ValueInfoProto {
  const element = isCategory(column) ? 'string' : 'float64';
  return port(g.claim(column.name), element, column.width ?? 1);
}

function matrixPort(g: GraphBuilder, columns: readonly FittedColumn[]): ValueInfoProto {
  return port(g.claim('input'), 'float64', numbersOf(columns));
}

/** One output of the version, the names of its ports, and what begins them where there are several. */
interface Head {
  output: SingleOutput;
  prefix: string;
}

function headsOf({ outputs }: ModelVersion): Head[] {
  if (!('parts' in outputs)) return [{ output: outputs, prefix: '' }];
  return outputs.parts.map((part) => ({ output: part, prefix: `${part.name}.` }));
}

function portsOfHead(g: GraphBuilder, { output, prefix }: Head): ValueInfoProto[] {
  const { task, classes = [], columns } = output;
  const claimed = (name: string): string => g.claim(prefix + name);
  if (task === 'regression') return [port(claimed('predictions'), 'float64', columns.length)];
  const probabilities = (width: number) => port(claimed('probabilities'), g.dtype, width);
  if (task === 'multi-label') return [probabilities(columns.length)];
  return [port(claimed('label'), 'string'), probabilities(classes.length)];
}

/** Writes an output to its ports: numbers in original units, in float64, or classes and probabilities. */
function decode(
  g: GraphBuilder,
  { output }: Head,
  ports: readonly ValueInfoProto[],
  y: string,
): void {
  for (const [i, value] of decodings[output.task](g, output, y).entries()) {
    g.rename(value, ports[i]?.name as string);
  }
}

/** The values of an output's ports, in their order. */
const decodings: Readonly<
  Record<Task, (g: GraphBuilder, output: SingleOutput, y: string) => string[]>
> = {
  regression: (g, { columns }, y) => [decodeNumbers(g, columns, y)],
  'multi-label': (_, __, y) => [y],
  // As everywhere in nabla: the first of the largest; of two classes the second from ½ on.
  'multi-class': (g, { classes = [] }, y) => {
    const index = g.op('ArgMax', [y], { axis: 1, keepdims: 0 });
    return [g.op('Gather', [g.strings(classes), index]), y];
  },
  binary: (g, { classes = [] }, y) => {
    const both = g.op('Concat', [g.op('Sub', [g.scalar(1), y]), y], { axis: 1 });
    return [g.op('Gather', [g.strings(classes), atLeastHalf(g, y)]), both];
  },
};

function atLeastHalf(g: GraphBuilder, y: string): string {
  const positive = g.op('GreaterOrEqual', [y, g.scalar(0.5)]);
  return g.cast(g.op('Squeeze', [positive, g.integers([1])]), 'int64');
}
