// What is stored about a network, and what of it a client sees. Its parameters are a safetensors file
// beside it.
import type { Dtype, NetworkSpec, NetworkSummary, OutputInfo, ParameterInfo } from '../native.ts';
import type { Document } from '../storage/document-store.ts';
import { mapInitializers } from './spec.ts';

/** A layer as a client sees it: what it asked for, defaults filled in, and what came out of it. */
export interface LayerView {
  name: string;
  type: string;
  inputs: string[];
  inputSize: number;
  outputSize: number;
  parameterCount: number;
  trainable: boolean;
  [parameter: string]: unknown;
}

export interface NetworkRecord extends Document {
  updatedAt: string;
  notes: string | null;
  dtype: Dtype;
  seed: number;
  inputSize: number;
  layers: LayerView[];
  outputs: OutputInfo[];
  parameterCount: number;
  parameterBytes: number;
  flopsPerRow: number;
  /** For the addon; explicit values are not repeated here, they are in the parameters file. */
  spec: NetworkSpec;
  /** The manifest: order, names and shapes of the parameters. */
  parameters: ParameterInfo[];
}

export type NetworkView = Omit<NetworkRecord, 'spec' | 'parameters'>;

export function viewOf(record: NetworkRecord): NetworkView {
  const { spec: _, parameters: __, ...view } = record;
  return view;
}

export function layerViews(spec: NetworkSpec, summary: NetworkSummary): LayerView[] {
  return spec.layers.map((layer, i) => {
    const info = summary.layers[i];
    if (info === undefined) throw new RangeError(`the summary has no layer ${i}`);
    const { inputSize, outputSize, parameterCount } = info;
    const { name, type, inputs, trainable, ...parameters } = layer;
    const asked = mapInitializers(parameters, { type: 'explicit' });
    return { name, type, inputs, inputSize, outputSize, parameterCount, trainable, ...asked };
  });
}
