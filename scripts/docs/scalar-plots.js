// Plots of the kernels that are functions of one number: activations and losses, value and derivative.
import { native } from '../../src/native.ts';
import { colours, curve, label, plot } from './svg.js';

const [blue, orange, green] = colours;

/** The catalogue's defaults in the order the kernel takes its parameters. */
function defaults(entry, names, overrides = {}) {
  return names.map((name) => overrides[name] ?? entry.parameters[name].default);
}

function said(names, values) {
  return names.map((name, i) => `${name} = ${label(values[i])}`).join(', ');
}

const activationRows = native.kernels.list().activations;

/** φ and φ′ of a scalar activation; of a vector one the first of three outputs as its input moves. */
export function activationPlot(entry) {
  const row = activationRows.find(({ name }) => name === entry.type);
  const parameters = defaults(entry, row.parameters);
  const ofUnit = row.unit === 'drawn' ? (parameters[0] + parameters[1]) / 2 : parameters[0];
  const cols = row.vector ? 3 : 1;
  const evaluate = (x) => {
    const z = Float64Array.from({ length: cols }, (_, i) => (i === 0 ? x : 0));
    const [h, dz] = [new Float64Array(cols), new Float64Array(cols)];
    const dh = Float64Array.from({ length: cols }, (_, i) => (i === 0 ? 1 : 0));
    const unit = row.unit === 'none' ? {} : { unit: Float64Array.of(ofUnit) };
    const shape = { name: entry.type, rows: 1, cols, ld: cols, parameters };
    native.kernels.evaluateActivation({ ...shape, ...unit, z, h, dh, dz });
    return { value: h[0], slope: dz[0] };
  };
  const names = row.vector ? ['φ(z)₁', '∂φ(z)₁/∂z₁'] : ['φ(z)', 'φ′(z)'];
  return plot({
    title: `${entry.type}: value and derivative`,
    note: said(row.parameters, parameters),
    x: { domain: [-5, 5], label: row.vector ? 'z₁, with z₂ = z₃ = 0' : 'z' },
    series: [
      { name: names[0], colour: blue, runs: curve((x) => evaluate(x).value, -5, 5) },
      { name: names[1], colour: orange, runs: curve((x) => evaluate(x).slope, -5, 5) },
    ],
  });
}

const lossRows = native.kernels.list().losses;

/** Where the default would hide what a parameter does. */
const telling = { quantile: { quantile: 0.9 }, 'epsilon-insensitive': { epsilon: 0.5 } };

/** What each kind of target is drawn against: the targets, and how many outputs a row has. */
const views = {
  numbers: { x: { domain: [-3, 3], label: 'error e = y − d' }, targets: [{ d: [0] }] },
  counts: { x: { domain: [-2, 3], label: 'output y, the target being 3' }, targets: [{ d: [3] }] },
  probabilities: {
    x: { domain: [-6, 6], label: 'z before the sigmoid' },
    targets: [
      { d: [1], name: 'd = 1' },
      { d: [0], name: 'd = 0' },
    ],
  },
  distribution: {
    x: { domain: [-6, 6], label: 'z₁ before the softmax, with z₂ = z₃ = 0' },
    targets: [
      { d: [1, 0, 0], name: 'one-hot d' },
      { d: [0.6, 0.3, 0.1], name: 'd = (.6, .3, .1)' },
    ],
  },
};

/** ψ (solid) and its derivative (dashed, or a second colour where there is one target only). */
export function lossPlot(entry) {
  const names = lossRows.find(({ name }) => name === entry.type).parameters;
  const parameters = defaults(entry, names, telling[entry.type]);
  const { x, targets } = views[entry.targets];
  const evaluate = (d) => (at) => {
    const y = Float64Array.from(d, (_, i) => (i === 0 ? at : 0));
    const [losses, gradient] = [new Float64Array(1), new Float64Array(d.length)];
    const shape = {
      name: entry.type,
      rows: 1,
      cols: d.length,
      parameters,
      temperature: 1,
      scale: 1,
    };
    native.kernels.evaluateLoss({ ...shape, y, d: Float64Array.from(d), losses, gradient });
    return { value: losses[0], slope: gradient[0] };
  };
  const single = targets.length === 1;
  const series = targets.flatMap(({ d, name }, i) => {
    const at = evaluate(d);
    const colour = [blue, green][i];
    const variable = entry.outputActivation === null ? 'y' : 'z';
    const value = { name: name ?? 'ψ', colour, runs: curve((v) => at(v).value, ...x.domain) };
    const slope = {
      ...(single ? { name: `∂ψ/∂${variable}`, colour: orange } : { colour, dashed: true }),
      runs: curve((v) => at(v).slope, ...x.domain),
    };
    return [value, slope];
  });
  const hint = single ? '' : 'dashed: derivative';
  const note = [said(names, parameters), hint].filter((part) => part !== '').join('; ');
  return plot({ title: `${entry.type}: value and derivative`, note, x, series });
}
