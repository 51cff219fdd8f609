// How far two correct evaluations of a network in finite precision may differ, from the network itself:
// what each layer may err, times how much an output feels it. Slow; for tests.
import { type FloatArray, type LayerSpec, type NetworkSpec, native } from '../../src/native.ts';

const unit = { float32: 2 ** -24, float64: 2 ** -53 };

/**
 * Units by which an operator of the other side may err beside its sum: exponentials, tanh and erf of
 * onnxruntime are polynomials good to some units in the last place.
 */
const operatorUnits = 16;

/**
 * For each row and output (rows × Σ output sizes) a bound on |y − ŷ|: to first order
 * Σ over layers and their values h of |∂y/∂h|·ε(h), and ε(h) ≤ 2·u·(n + operatorUnits)·s, n being the
 * largest number of terms any layer sums (Higham, Accuracy and Stability, §3.1), s the largest value in
 * the row times the largest parameter. ∂y/∂h is what backpropagation finds in float64 behind each layer.
 */
export function roundingBounds(
  spec: NetworkSpec,
  parameters: FloatArray,
  x: FloatArray,
  rows: number,
): Float64Array {
  const wide = new native.Network({ ...probed(spec), dtype: 'float64' });
  wide.setParameters(Float64Array.from(parameters));
  const { outputs, layers } = wide.summary;
  const width = outputs.reduce((sum, { size }) => sum + size, 0);
  const inputs = Float64Array.from(x);
  const y = wide.predict(inputs, rows);
  const base = inspectAt(wide, inputs, rows, y, undefined);
  const scale = rowScales(base.activations ?? {}, inputs, rows, parameters);
  const terms = layers.reduce((most, layer) => Math.max(most, layer.inputSize), 1);
  const bounds = new Float64Array(rows * width);
  for (let k = 0; k < width; k += 1) {
    const { deltas = {} } = inspectAt(wide, inputs, rows, y, k);
    for (let r = 0; r < rows; r += 1) {
      let felt = 0;
      for (const { shape, values } of Object.values(deltas)) {
        const size = shape[1] as number;
        for (let i = r * size; i < (r + 1) * size; i += 1) felt += Math.abs(values[i] as number);
      }
      const error = 2 * unit[spec.dtype] * (terms + operatorUnits) * (scale[r] as number);
      bounds[r * width + k] = felt * error;
    }
  }
  return bounds;
}

/** Targets one below the output `k`, equal to all others: δ is then the gradient of that output alone. */
function inspectAt(
  network: InstanceType<typeof native.Network>,
  x: Float64Array,
  rows: number,
  y: FloatArray,
  k: number | undefined,
) {
  const width = y.length / rows;
  const targets = Float64Array.from(y, (value, i) =>
    Number.isFinite(value) ? value - Number(i % width === k) : 0,
  );
  return network.inspect({
    x,
    rows,
    targets,
    losses: network.summary.outputs.map(() => ({ type: 'half-squared-error', reduction: 'sum' })),
    want: k === undefined ? ['activations'] : ['deltas'],
  });
}

type Activations = NonNullable<ReturnType<typeof inspectAt>['activations']>;

function rowScales(
  activations: Activations,
  x: Float64Array,
  rows: number,
  parameters: FloatArray,
): Float64Array {
  let largestParameter = 1;
  for (const w of parameters) largestParameter = Math.max(largestParameter, Math.abs(w));
  const scales = new Float64Array(rows).fill(1);
  const raise = (values: ArrayLike<number>): void => {
    const size = values.length / rows;
    for (let i = 0; i < values.length; i += 1) {
      const r = Math.floor(i / size);
      scales[r] = Math.max(scales[r] as number, Math.abs(values[i] as number)); // NaN stays NaN
    }
  };
  raise(x);
  for (const { preActivation, output } of Object.values(activations)) {
    raise(output.values);
    if (preActivation !== undefined) raise(preActivation.values);
  }
  return scales.map((scale) => scale * largestParameter);
}

/** The network with a layer that does nothing behind each: its δ is the gradient of what stands before. */
function probed(spec: NetworkSpec): NetworkSpec {
  return {
    ...spec,
    layers: probedStack(spec.layers),
    outputs: spec.outputs.map((name) => `${name}'`),
  };
}

function probedStack(layers: readonly LayerSpec[]): LayerSpec[] {
  const names = new Set(layers.map(({ name }) => name));
  return layers.flatMap((layer) => {
    const inputs = layer.inputs.map((name) => (names.has(name) ? `${name}'` : name));
    const probe = {
      type: 'dropout',
      name: `${layer.name}'`,
      inputs: [layer.name],
      trainable: true,
    };
    return [
      { ...withProbedStacks(layer), inputs },
      { ...probe, rate: 0.5 },
    ];
  });
}

function withProbedStacks(layer: LayerSpec): LayerSpec {
  const { layers, branches } = layer as { layers?: LayerSpec[]; branches?: LayerSpec[][] };
  return {
    ...layer,
    ...(layers === undefined ? {} : { layers: probedStack(layers) }),
    ...(branches === undefined ? {} : { branches: branches.map(probedStack) }),
  };
}
