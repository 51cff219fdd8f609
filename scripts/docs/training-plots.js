// Plots of what moves weights: an optimiser's path on a valley, a solver's loss beside gradient descent,
// and the draws of an initialiser.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolve } from '../../src/catalog/entry.ts';
import { exampleData, exampleRequests } from '../../src/catalog/examples.ts';
import { catalog } from '../../src/catalog/index.ts';
import { native } from '../../src/native.ts';
import { toSpec } from '../../src/networks/spec.ts';
import { colours, label, plot } from './svg.js';

const [blue, orange] = colours;

/** f(w) = ½·(long·p² + steep·q²), p and q the axes turned by `turn` degrees. */
const valley = { long: 1, steep: 12, turn: 25, start: [-2.4, 0.6], steps: 40 };

const [cosine, sine] = [valley.turn, valley.turn].map((degrees, i) =>
  [Math.cos, Math.sin][i]((degrees * Math.PI) / 180),
);

function along([x, y]) {
  return [cosine * x + sine * y, cosine * y - sine * x];
}

function height(w) {
  const [p, q] = along(w);
  return 0.5 * (valley.long * p * p + valley.steep * q * q);
}

function slope(w) {
  const [p, q] = along(w);
  const [dp, dq] = [valley.long * p, valley.steep * q];
  return [cosine * dp - sine * dq, sine * dp + cosine * dq];
}

const optimizerRows = native.kernels.list().optimizers;

function walk(entry, learningRate) {
  const row = optimizerRows.find(({ name }) => name === entry.type);
  const parameters = row.parameters.map((name) => Number(entry.parameters[name].default));
  const w = Float64Array.from(valley.start);
  const [s0, s1, s2] = [0, 0, 0].map(() => new Float64Array(2));
  const path = [[...w]];
  for (let t = 1; t <= valley.steps; t += 1) {
    const g = Float64Array.from(slope(w));
    const step = { name: entry.type, parameters, learningRate, l1: 0, l2: 0, t, count: 2 };
    native.kernels.updateWeights({ ...step, w, g, s0, s1, s2 });
    path.push([...w]);
  }
  return path.map((point) => point.map((v) => Math.round(v * 1e9) / 1e9));
}

/** The learning rates tried for a path; the one that goes lowest, summed over its steps, is drawn. */
const rates = [-4, -3, -2, -1, 0, 1].flatMap((power) =>
  [1, 2, 5].map((m) => Number(`${m}e${power}`)),
);

function cost(path) {
  const sum = path.reduce((total, w) => total + height(w), 0);
  return Number.isFinite(sum) ? sum : Number.POSITIVE_INFINITY;
}

export function optimizerPlot(entry) {
  const walks = rates.map((rate) => ({ rate, path: walk(entry, rate) }));
  const best = walks.reduce((a, b) => (cost(b.path) < cost(a.path) ? b : a));
  const levels = [0.05, 0.2, 0.6, 1.4, 2.8, 5, 8];
  const ellipses = levels.map((level) => ({
    rx: Math.sqrt((2 * level) / valley.long),
    ry: Math.sqrt((2 * level) / valley.steep),
    turn: -valley.turn,
  }));
  // One unit is as long upward as it is across: 498 by 280 pixels of the frame.
  const across = [-3, 2.4];
  const upward = ((across[1] - across[0]) * 280) / 498;
  return plot({
    title: `${entry.type}: ${valley.steps} steps on a quadratic valley`,
    note: `${valley.steps} steps, learningRate = ${label(best.rate)}`,
    x: { domain: across, label: 'w₁' },
    y: { domain: [-upward / 2, upward / 2], ticks: [-1, 0, 1] },
    series: [
      { name: 'path of (w₁, w₂)', colour: blue, runs: [best.path], dots: true },
      { ellipses },
    ],
    height: 360,
  });
}

/** Of the catalogue's example: 24 rows by 4, 20 times. */
const example = { stepsPerEpoch: 6, epochs: 20 };

/** What the plot of a schedule that watches a loss lets it see: it falls, and comes to rest twice. */
const seen = [9, 8, 7, 6, 5, 5, 5, 5, 4, 3.5, 3, 3, 3, 3, 3, 2.9, 2.8, 2.8, 2.8, 2.8];

/** The rate of each step as a share of the optimiser's. */
export function schedulePlot(entry) {
  const { schedule } = exampleRequests('schedules', entry).job;
  const { stepsPerEpoch, epochs } = example;
  const steps = stepsPerEpoch * epochs;
  const watches = 'metric' in entry.parameters;
  const rates = native.kernels.scheduleRates({
    ...{ schedule: resolve(catalog.schedules, schedule), learningRate: 1, stepsPerEpoch, steps },
    observed: Float64Array.from(watches ? seen : []),
  });
  const { type: _, ...given } = typeof schedule === 'string' ? {} : schedule;
  const settings = Object.entries(given).map(([name, value]) => `${name} = ${label(value)}`);
  const points = Array.from(rates, (rate, step) => [step, Math.round(rate * 1e6) / 1e6]);
  return plot({
    title: `${entry.type}: learning rate over ${steps} steps`,
    note: [...settings, ...(watches ? ['a loss that comes to rest'] : [])].join(', '),
    x: { domain: [0, steps], label: 'step' },
    y: { domain: [0, 1.05], ticks: [0, 0.5, 1] },
    series: [{ name: 'rate/η', colour: blue, runs: [points] }],
    height: 220,
  });
}

const EPOCHS = 40;

/** The loss after each of the first epochs of the catalogue's example, with its first weights. */
async function losses(optimizer, job, spec) {
  const columns = [...job.inputs, ...job.targets].map((name) => exampleData.columns.indexOf(name));
  const rows = exampleData.rows.map((row) => columns.map((column) => row[column]));
  const folder = mkdtempSync(join(tmpdir(), 'nabla-docs-'));
  const path = join(folder, 'rows.bin');
  writeFileSync(path, Float64Array.from(rows.flat()));
  const field = {
    type: 'f64',
    count: 1,
    encoding: 'value',
    classes: 0,
    fill: Number.NaN,
  };
  const fields = columns.map((_, i) => ({ ...field, offset: 8 * i }));
  const network = new native.Network(spec);
  network.initialize();
  const trainer = new native.Trainer({
    spec,
    parameters: network.parameters(),
    losses: [resolve(catalog.losses, job.loss)],
    optimizer,
    batchSize: rows.length,
    seed: 0,
    shuffle: false,
    threads: 1,
    data: {
      path,
      rowBytes: 8 * columns.length,
      inputs: fields.slice(0, job.inputs.length),
      targets: fields.slice(job.inputs.length),
    },
    train: Uint32Array.from(rows.keys()),
  });
  const all = Uint32Array.from(rows.keys());
  const found = [(await trainer.evaluate(all, ['loss'])).loss];
  for (let epoch = 1; epoch <= EPOCHS; epoch += 1) {
    const { state } = await trainer.run(epoch, 60_000);
    found.push((await trainer.evaluate(all, ['loss'])).loss);
    if (state === 'converged') break;
  }
  rmSync(folder, { recursive: true });
  return found;
}

/** A solver's loss on its example beside gradient descent's; none for one that is done after an epoch. */
export async function solverPlot(entry) {
  const { network, job } = exampleRequests('optimizers', entry);
  const spec = toSpec({ ...network, dtype: 'float64' });
  const own = await losses(resolve(catalog.optimizers, job.optimizer ?? entry.type), job, spec);
  if (own.length < 4) return undefined;
  const descent = await losses({ type: 'sgd', learningRate: 0.1 }, job, spec);
  const points = (values) => [
    values.map((loss, epoch) => [epoch, Math.round(Math.log10(loss) * 1e6) / 1e6]),
  ];
  const lowest = Math.floor(Math.min(...points(own)[0].map(([, y]) => y)));
  const highest = Math.ceil(Math.log10(own[0]));
  const every = Math.ceil((highest - lowest) / 6);
  const powers = Array.from({ length: highest - lowest + 1 }, (_, i) => lowest + i);
  return plot({
    title: `${entry.type}: loss of the example after each epoch`,
    note: 'all rows a step; sgd: learningRate = 0.1',
    x: { domain: [0, EPOCHS], label: 'epoch' },
    y: {
      domain: [lowest, highest],
      logarithmic: true,
      ticks: powers.filter((p) => (p - lowest) % every === 0),
    },
    series: [
      { name: entry.type, colour: blue, runs: points(own) },
      { name: 'sgd', colour: orange, dashed: true, runs: points(descent) },
    ],
  });
}

const WIDTH = 64;
const BINS = 41;

/** A histogram of the weights of one layer; none where a value must be given or all are the same. */
export function initializerPlot(entry) {
  if (entry.required.length > 0) return undefined;
  const weights = entry.type;
  const spec = toSpec({
    dtype: 'float64',
    seed: 1,
    inputSize: WIDTH,
    layers: [{ type: 'dense', units: WIDTH, biases: false, weights }],
  });
  const network = new native.Network(spec);
  network.initialize();
  const values = network.parameters();
  const extent = values.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
  if (extent === 0) return undefined;
  const step = (2 * extent) / BINS;
  const counts = new Array(BINS).fill(0);
  for (const w of values) counts[Math.min(BINS - 1, Math.floor((w + extent) / step))] += 1;
  const bars = counts.map((count, i) => [i * step - extent, (i + 1) * step - extent, count]);
  const domain = [-1.08 * extent, 1.08 * extent];
  return plot({
    title: `${entry.type}: histogram of ${values.length} weights`,
    note: `${values.length} weights, fanIn = fanOut = ${WIDTH}`,
    x: { domain, label: 'w' },
    y: { domain: [0, Math.max(...counts) * 1.08] },
    series: [{ bars }],
    height: 220,
  });
}
