// Every layer type in plain float64, from its formula (docs: networks, §1), not from the C++: macros are
// written out as they are defined, not by what core expands them to.
import { activations } from './activations.ts';

export type Matrix = number[][];
export type Stack = readonly LayerDescription[];

export interface LayerDescription {
  type: string;
  name: string;
  inputs: string[];
  [parameter: string]: unknown;
}

export interface Surroundings {
  layer: LayerDescription;
  mode: 'predict' | 'train';
  /** A parameter of this layer, or of a layer inside it: `weights`, `linear.weights`. */
  matrix(name: string): Matrix;
  vector(name: string): number[];
  has(name: string): boolean;
  /** Runs layers inside this one on X. */
  stack(layers: Stack, prefix: string, x: Matrix): Matrix;
  /** Tells how far a value is from where a derivative jumps. */
  near(distance: number): void;
}

export interface Result {
  /** Before the activation, where the layer ends in one. */
  z?: Matrix;
  h: Matrix;
}

type Layer = (inputs: Matrix[], around: Surroundings) => Result;

export const layers: Readonly<Record<string, Layer>> = {
  dense: ([x], around) => activate(affine(x as Matrix, around), around.layer.activation, around),
  activation: ([x], around) => activate(x as Matrix, around.layer.activation, around),
  merge: (inputs, around) => ({ h: merge(inputs, around.layer.mode as string, around) }),
  skip: ([x], around) => ({
    h: merge(
      [affine(x as Matrix, around, 'linear.'), nonlinear(x as Matrix, around)],
      'concat',
      around,
    ),
  }),
  residual: ([x], around) => {
    const layers = around.layer.layers as Stack | undefined;
    const paths =
      layers === undefined
        ? [affine(x as Matrix, around, 'linear.'), nonlinear(x as Matrix, around)]
        : [x as Matrix, around.stack(layers, '', x as Matrix)];
    return { h: merge(paths, 'add', around) };
  },
  parallel: ([x], around) => {
    const branches = around.layer.branches as Stack[];
    const results = branches.map((b, i) => around.stack(b, `branches.${i}.`, x as Matrix));
    return { h: merge(results, around.layer.merge as string, around) };
  },
  gated: ([x], around) => {
    const gate = activate(affine(x as Matrix, around, 'gate.'), around.layer.gate, around, 'gate.');
    return { h: merge([gate.h, affine(x as Matrix, around, 'linear.')], 'multiply', around) };
  },
  maxout: ([x], around) => {
    const z = affine(x as Matrix, around, 'linear.');
    const pieces = around.layer.pieces as number;
    return { h: z.map((row) => chunks(row, pieces).map((piece) => largest(piece, around))) };
  },
  max: ([x], around) => ({
    h: (x as Matrix).map((row) => grouped(row, around).map((group) => largest(group, around))),
  }),
  product: ([x], around) => ({
    h: (x as Matrix).map((row) => grouped(row, around).map((g) => g.reduce((p, v) => p * v, 1))),
  }),
  'power-product': ([x], around) => {
    const exponents = around.matrix('exponents');
    const base = (z: number) =>
      z === 0 ? Number.NaN : around.layer.domain === 'absolute' ? Math.abs(z) : z;
    for (const z of (x as Matrix).flat()) around.near(Math.abs(z) / 10); // a pole, felt from afar
    return {
      h: (x as Matrix).map((row) =>
        columnsOf(exponents).map((powers) =>
          row.reduce((product, z, l) => product * base(z) ** (powers[l] as number), 1),
        ),
      ),
    };
  },
  rbf: ([x], around) => ({ h: (x as Matrix).map((row) => radial(row, around)) }),
  dropout: ([x], { mode }) => {
    if (mode === 'train') throw new Error('masks are drawn by the addon: compare in predict mode');
    return { h: x as Matrix };
  },
  'batch-norm': ([x], around) => ({ h: batchNorm(x as Matrix, around) }),
  'layer-norm': ([x], around) => ({
    h: (x as Matrix).map((row) => {
      const deviation = Math.sqrt(variance(row) + (around.layer.epsilon as number));
      const [scale, shift] = [around.vector('scale'), around.vector('shift')];
      return row.map((v, c) => ((v - mean(row)) / deviation) * at(scale, c) + at(shift, c));
    }),
  }),
  scale: ([x], around) => {
    const [scale, shift] = [around.vector('scale'), around.vector('shift')];
    return { h: (x as Matrix).map((row) => row.map((v, c) => v * at(scale, c) + at(shift, c))) };
  },
};

const at = (values: readonly number[], i: number) => values[i] as number;

function affine(x: Matrix, around: Surroundings, inner = ''): Matrix {
  const columns = columnsOf(around.matrix(`${inner}weights`));
  const biases = around.has(`${inner}biases`)
    ? around.vector(`${inner}biases`)
    : columns.map(() => 0);
  return x.map((row) =>
    columns.map((w, j) => row.reduce((sum, v, k) => sum + v * at(w, k), 0) + at(biases, j)),
  );
}

function nonlinear(x: Matrix, around: Surroundings): Matrix {
  const z = affine(x, around, 'nonlinear.');
  return activate(z, around.layer.activation, around, 'nonlinear.').h;
}

function activate(z: Matrix, choice: unknown, around: Surroundings, inner = ''): Result {
  const { type, ...options } = (choice ?? { type: 'identity' }) as { type: string };
  const reference = activations[type];
  if (reference === undefined) throw new Error(`no reference for activation ${type}`);
  const parameters = Object.values(options) as number[];
  if ('row' in reference) return { z, h: z.map((row) => reference.row(row, parameters)) };
  const slopes = around.has(`${inner}slopes`) ? around.vector(`${inner}slopes`) : undefined;
  const unit = type === 'rrelu' ? mean(parameters) : 0;
  const bends = type === 'softsign' ? [0] : []; // where the second derivative jumps
  for (const v of z.flat()) {
    for (const kink of [...(reference.kinks ?? []), ...bends]) around.near(Math.abs(v - kink));
  }
  return {
    z,
    h: z.map((row) =>
      row.map((v, c) => reference.value(v, parameters, slopes ? at(slopes, c) : unit)),
    ),
  };
}

function merge(parts: Matrix[], mode: string, around: Surroundings): Matrix {
  return (parts[0] as Matrix).map((_, r) => {
    const rows = parts.map((part) => part[r] as number[]);
    if (mode === 'concat') return rows.flat();
    return (rows[0] as number[]).map((_, c) => {
      const values = rows.map((row) => at(row, c));
      if (mode === 'max') return largest(values, around);
      return mode === 'add' ? sum(values) : values.reduce((p, v) => p * v, 1);
    });
  });
}

function largest(values: readonly number[], around: Surroundings): number {
  const [first, second] = values.toSorted((a, b) => b - a);
  if (second !== undefined) around.near(((first as number) - second) / 2);
  return first as number;
}

function grouped(row: number[], { layer }: Surroundings): number[][] {
  const groups = layer.groups as number[][] | undefined;
  return groups?.map((group) => group.map((i) => at(row, i))) ?? chunks(row, layer.size as number);
}

function radial(x: number[], around: Surroundings): number[] {
  const { kernel, shape, normalized } = around.layer;
  const values = around.matrix('centers').map((center, i) => {
    const differences = x.map((v, l) => v - at(center, l));
    const ownShape = shape === 'per-dimension';
    const h = ownShape ? 1 : at(around.vector('spreads'), i);
    const scale = (l: number) => (ownShape ? at(around.matrix('spreads')[i] as number[], l) : 1);
    const squared = sum(differences.map((d, l) => (d / scale(l)) ** 2));
    if (kernel === 'gaussian') return Math.exp(-squared / (2 * h * h));
    return Math.sqrt(squared + h * h) ** (kernel === 'multiquadric' ? 1 : -1);
  });
  return normalized === true ? values.map((v) => v / sum(values)) : values;
}

function batchNorm(x: Matrix, around: Surroundings): Matrix {
  const columns = columnsOf(x);
  const train = around.mode === 'train';
  const means = train ? columns.map(mean) : around.vector('runningMean');
  const variances = train ? columns.map(variance) : around.vector('runningVariance');
  const [scale, shift] = [around.vector('scale'), around.vector('shift')];
  return x.map((row) =>
    row.map((v, c) => {
      const deviation = Math.sqrt(at(variances, c) + (around.layer.epsilon as number));
      return ((v - at(means, c)) / deviation) * at(scale, c) + at(shift, c);
    }),
  );
}

function columnsOf(matrix: Matrix): Matrix {
  return (matrix[0] as number[]).map((_, c) => matrix.map((row) => at(row, c)));
}

function chunks(row: readonly number[], size: number): number[][] {
  return Array.from({ length: row.length / size }, (_, i) => row.slice(i * size, (i + 1) * size));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function variance(values: readonly number[]): number {
  const center = mean(values);
  return mean(values.map((v) => (v - center) ** 2));
}
