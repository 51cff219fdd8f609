// The two-layer regression whose figures are known (2 inputs, 3 logistic hidden units, 2 linear
// outputs): the requests that a client sends, and a plain float64 gradient descent to compare with.

export const rows: readonly (readonly number[])[] = [
  [0.77, 0.02, 0.44, -0.42],
  [0.63, 0.75, 0.84, 0.43],
  [0.5, 0.22, 0.09, -0.72],
  [0.2, 0.76, -0.25, 0.35],
  [0.17, 0.09, -0.12, -0.13],
  [0.69, 0.95, 0.24, 0.03],
  [0.0, 0.51, 0.3, 0.2],
  [0.81, 0.61, 0.61, 0.04],
];

export const inputs = rows.map(([x1, x2]) => [x1, x2]);
export const targets = rows.map(([, , d1, d2]) => [d1, d2]);

export const hiddenWeights = [
  [-3.97, 1.1, 0.42],
  [2.79, -2.64, 3.13],
];
export const outputWeights = [
  [3.58, -1.58],
  [-3.58, -1.75],
  [-3.38, 2.88],
];

export const dataset = { name: 'worked-example', columns: ['x1', 'x2', 'd1', 'd2'], rows };

export const network = {
  name: 'worked-example',
  dtype: 'float64',
  seed: 1,
  inputSize: 2,
  layers: [
    {
      type: 'dense',
      name: 'hidden',
      units: 3,
      activation: 'sigmoid',
      weights: { type: 'explicit', values: hiddenWeights },
    },
    {
      type: 'dense',
      name: 'output',
      units: 2,
      weights: { type: 'explicit', values: outputWeights },
    },
  ],
};

/** The job of the session, on the network and data set of the given ids or names. */
export function job(network: string, dataset: string, epochs = 1000) {
  return {
    network,
    dataset,
    inputs: ['x1', 'x2'],
    targets: ['d1', 'd2'],
    loss: { type: 'half-squared-error', reduction: 'sum' },
    optimizer: { type: 'sgd', learningRate: 0.05 },
    batchSize: 'full',
    epochs,
    model: 'worked-example',
  };
}

/** ∂J/∂parameter at the start, for J = ½ Σ (y − d)², to three decimals. */
export const firstGradients = {
  hidden: {
    weights: [
      [-8.428, 7.76, 7.78],
      [-8.2, 4.519, 3.743],
    ],
    biases: [-15.199, 13.043, 13.921],
  },
  output: {
    weights: [
      [-6.213, 3.215],
      [-8.793, 2.852],
      [-17.063, 7.413],
    ],
    biases: [-21.83, 8.828],
  },
};

/** Full-batch gradient descent in plain arithmetic: the predictions for every row after `epochs`. */
export function descend(epochs: number, learningRate: number): number[][] {
  const w = hiddenWeights.map((row) => [...row]);
  const b = [0, 0, 0];
  const v = outputWeights.map((row) => [...row]);
  const c = [0, 0];
  const hidden = (x: number[]) => affine(x, w, b).map((z) => 1 / (1 + Math.exp(-z)));

  for (let epoch = 0; epoch < epochs; epoch++) {
    // δ of both layers for every row, all with the weights the epoch began with.
    const passes = inputs.map((x, p) => {
      const h = hidden(x);
      const error = affine(h, v, c).map((y, k) => y - targets[p][k]);
      const delta = h.map((value, j) => {
        const dh = error.reduce((sum, e, k) => sum + e * v[j][k], 0);
        return dh * value * (1 - value);
      });
      return { x, h, error, delta };
    });
    for (const { x, h, error, delta } of passes) {
      step(w, b, x, delta, learningRate);
      step(v, c, h, error, learningRate);
    }
  }
  return inputs.map((x) => affine(hidden(x), v, c));
}

function affine(
  x: readonly number[],
  weights: readonly number[][],
  biases: readonly number[],
): number[] {
  return biases.map((bias, k) => x.reduce((sum, value, j) => sum + value * weights[j][k], bias));
}

/** One row's share of the update: weights −= η·xᵀδ, biases −= η·δ. */
function step(
  weights: number[][],
  biases: number[],
  x: readonly number[],
  delta: readonly number[],
  learningRate: number,
): void {
  delta.forEach((d, k) => {
    x.forEach((value, j) => {
      weights[j][k] -= learningRate * value * d;
    });
    biases[k] -= learningRate * d;
  });
}
