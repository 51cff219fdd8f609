// Pictures of layers where a curve says something: the answer of a hand-set layer as its one input moves.
import { native } from '../../src/native.ts';
import { toSpec } from '../../src/networks/spec.ts';
import { colours, curve, plot } from './svg.js';

const explicit = (...values) => ({ type: 'explicit', values });

/** Outputs of a network with one input, as functions of it. */
function answers(layers) {
  const network = new native.Network(toSpec({ dtype: 'float64', seed: 0, inputSize: 1, layers }));
  network.initialize();
  return (k) => (x) => network.predict(Float64Array.of(x), 1)[k];
}

const rbf = (kernel) => ({
  type: 'rbf',
  units: 1,
  kernel,
  centers: explicit([0]),
  spreads: { type: 'constant', value: 1 },
});

/** By type: the input's range, and the curves as [name, function, dashed?]. */
const pictures = {
  dense: () => {
    const unit = answers([
      {
        type: 'dense',
        units: 3,
        activation: 'tanh',
        weights: explicit([0.5, 1, -3]),
        biases: explicit(0, 1, 3),
      },
    ]);
    return {
      x: [-4, 4],
      curves: [
        ['tanh(½x)', unit(0)],
        ['tanh(x + 1)', unit(1)],
        ['tanh(3 − 3x)', unit(2)],
      ],
    };
  },
  residual: () => {
    const paths = { linearWeights: explicit([0.5]), weights: explicit([2]) };
    const sum = answers([{ type: 'residual', units: 1, activation: 'tanh', ...paths }]);
    const parts = answers([
      { type: 'skip', linearUnits: 1, units: 1, activation: 'tanh', ...paths },
    ]);
    return {
      x: [-4, 4],
      curves: [
        ['H', sum(0)],
        ['½x', parts(0), true],
        ['tanh 2x', parts(1), true],
      ],
    };
  },
  skip: () => {
    const paths = { linearWeights: explicit([0.5]), weights: explicit([2]) };
    const parts = answers([
      { type: 'skip', linearUnits: 1, units: 1, activation: 'tanh', ...paths },
    ]);
    return {
      x: [-4, 4],
      curves: [
        ['linear: ½x', parts(0)],
        ['nonlinear: tanh 2x', parts(1)],
      ],
    };
  },
  gated: () => {
    const unit = (gate) =>
      answers([{ type: 'gated', units: 1, weights: explicit([1]), gateWeights: explicit([gate]) }])(
        0,
      );
    const gate = answers([
      { type: 'dense', units: 1, activation: 'sigmoid', weights: explicit([2]) },
    ]);
    return {
      x: [-4, 4],
      curves: [
        ['H = σ(2x)·x', unit(2)],
        ['gate σ(2x)', gate(0)],
        ['linear part x', (x) => x, true],
      ],
    };
  },
  maxout: () => {
    const pieces = { weights: explicit([-1, 0.3, 1.5]), biases: explicit(-1, 0.5, -1.5) };
    const unit = answers([{ type: 'maxout', units: 1, pieces: 3, ...pieces }]);
    const lines = answers([{ type: 'dense', units: 3, ...pieces }]);
    return {
      x: [-4, 4],
      curves: [
        ['h = max', unit(0)],
        ...['−x − 1', '0.3x + 0.5', '1.5x − 1.5'].map((name, k) => [name, lines(k), true]),
      ],
    };
  },
  'power-product': () => {
    const unit = answers([
      { type: 'power-product', units: 4, exponents: explicit([-1, 0.5, 1, 2]) },
    ]);
    const names = ['α = −1', 'α = ½', 'α = 1', 'α = 2'];
    return {
      x: [0.2, 3],
      curves: names.map((name, k) => [name, unit(k)]),
      ticks: [0.5, 1, 1.5, 2, 2.5, 3],
    };
  },
  rbf: () => {
    const kernels = ['gaussian', 'multiquadric', 'inverse-multiquadric'];
    return {
      x: [-4, 4],
      curves: kernels.map((kernel) => [kernel, answers([rbf(kernel)])(0)]),
      note: 'μ = 0, h = 1',
    };
  },
};

/** The picture of a layer; undefined where a curve would say nothing. */
export function layerPlot({ type }) {
  const picture = pictures[type]?.();
  if (picture === undefined) return undefined;
  const { x: domain, curves, ticks, note } = picture;
  return plot({
    title: `${type}: the answer to one input`,
    note,
    x: { domain, label: 'x', ticks },
    series: curves.map(([name, f, dashed], i) => ({
      name,
      dashed,
      colour: colours[i],
      runs: curve(f, ...domain),
    })),
  });
}
