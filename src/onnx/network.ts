// A network as an ONNX graph: its layers in an order they can run in, each by its row in layers.ts. In
// prediction; nothing of training is kept. Knows no file and no request.
import type { FloatArray, LayerSpec, NetworkSpec, ParameterInfo } from '../native.ts';
import { GraphBuilder, port } from './graph.ts';
import { type LayerUse, layers as lowerings, sideBySide, type Value } from './layers.ts';
import { encodeModel, type ModelProto } from './messages.ts';

/** What is exported: the spec as stored, and its parameters in manifest order. */
export interface NetworkSource {
  spec: NetworkSpec;
  parameters: readonly ParameterInfo[];
  values: FloatArray;
}

/**
 * The standard of December 2022: the newest operators nabla needs, and read by onnxruntime since 1.14.
 * https://github.com/onnx/onnx/blob/main/docs/Versioning.md
 */
export const versions = { irVersion: 8, opset: 18, machineLearning: 3 };

/** Bytes a protobuf message may have; a file of more cannot be read by anyone. */
export const maxFileBytes = 2 ** 31 - 1;

/** The network alone: one matrix `input` in, one output under the name of each output layer. */
export function networkToOnnx(source: NetworkSource, name: string, producer: string): Uint8Array[] {
  const { spec } = source;
  const g = new GraphBuilder(spec.dtype);
  const input = { name: g.claim('input'), width: spec.inputSize };
  const names = spec.outputs.map((output) => g.claim(output));
  const outputs = addNetwork(g, source, input);
  for (const [i, { name: value }] of outputs.entries()) g.rename(value, names[i] as string);
  return encodeModel({
    ...header(producer),
    graph: {
      name,
      node: g.nodes,
      initializer: g.initializers,
      input: [port(input.name, spec.dtype, input.width)],
      output: outputs.map(({ width }, i) => port(names[i] as string, spec.dtype, width)),
    },
  });
}

/** All of a model but its graph. */
export function header(producer: string): ModelProto {
  return {
    irVersion: versions.irVersion,
    producerName: 'nabla',
    producerVersion: producer,
    opsetImport: [{ domain: '', version: versions.opset }],
  };
}

/** Adds the nodes and parameters of a network that reads `input`; its outputs, in order. */
export function addNetwork(
  g: GraphBuilder,
  { spec, parameters, values }: NetworkSource,
  input: Value,
): Value[] {
  const results = runLayers(g, tensorsOf(parameters, values), spec.layers, '', input);
  g.enter('');
  return spec.outputs.map((name) => results.get(name) as Value);
}

interface Tensor {
  shape: readonly number[];
  values: FloatArray;
  /** In the graph, once something has asked for it. */
  name?: string;
}

function tensorsOf(manifest: readonly ParameterInfo[], values: FloatArray): Map<string, Tensor> {
  let offset = 0;
  return new Map(
    manifest.map(({ name, shape }) => {
      const begin = offset;
      offset += shape.reduce((product, n) => product * n, 1);
      return [name, { shape, values: values.subarray(begin, offset) }];
    }),
  );
}

/** Results by layer name. `prefix` names the layers around these: `block.`. */
function runLayers(
  g: GraphBuilder,
  tensors: Map<string, Tensor>,
  layers: readonly LayerSpec[],
  prefix: string,
  input: Value,
): Map<string, Value> {
  const results = new Map<string, Value>([['input', input]]);
  for (const layer of inOrder(layers)) {
    const path = `${prefix}${layer.name}.`;
    const tensor = (name: string): Tensor => {
      const found = tensors.get(path + name);
      if (found === undefined) throw new RangeError(`no parameter ${path}${name}`);
      return found;
    };
    const use: LayerUse = {
      layer,
      g,
      has: (name) => tensors.has(path + name),
      parameter: (name) => {
        const found = tensor(name);
        found.name ??= g.tensor(path + name, found.shape, found.values);
        return { name: found.name, shape: found.shape };
      },
      stack: (inner, innerPrefix, x) => {
        const last = inner.at(-1);
        if (last === undefined) return x;
        return runLayers(g, tensors, inner, path + innerPrefix, x).get(last.name) as Value;
      },
    };
    g.enter(`${prefix}${layer.name}`);
    const inputs = layer.inputs.map((name) => results.get(name) as Value);
    const lower = lowerings[layer.type as keyof typeof lowerings];
    const given = layer.type === 'merge' ? inputs : [sideBySide(inputs, g)];
    results.set(layer.name, lower(given, use));
  }
  return results;
}

/** Each layer after those it reads, which a spec may list in any order; by Kahn's algorithm. */
function inOrder(layers: readonly LayerSpec[]): LayerSpec[] {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const missing = new Map(
    layers.map((layer) => [layer, layer.inputs.filter((name) => byName.has(name)).length]),
  );
  const readers = new Map<string, LayerSpec[]>();
  for (const layer of layers) {
    for (const name of layer.inputs) {
      const known = readers.get(name);
      if (known === undefined) readers.set(name, [layer]);
      else known.push(layer);
    }
  }
  const order = layers.filter((layer) => missing.get(layer) === 0);
  for (const { name } of order) {
    for (const reader of readers.get(name) ?? []) {
      const left = (missing.get(reader) as number) - 1;
      missing.set(reader, left);
      if (left === 0) order.push(reader);
    }
  }
  return order;
}
