// A whole network in plain float64: layers looked up by name, forward and loss from the formulas,
// gradients by central differences. Slow, short, and independent of the C++.
import type { LossSpec, NetworkSpec, ParameterInfo } from '../../../src/native.ts';
import { type LayerDescription, layers, type Matrix, type Result, type Stack } from './layers.ts';
import { losses } from './losses.ts';

export interface ReferenceOptions {
  mode?: 'predict' | 'train';
}

export class ReferenceNetwork {
  readonly #spec: NetworkSpec;
  readonly #parameters: Map<string, { shape: number[]; values: Float64Array }>;
  readonly #mode: 'predict' | 'train';
  /** Distance of the closest value to a kink in the last forward(). */
  closestKink = Number.POSITIVE_INFINITY;

  /** `values` in manifest order, as `parameters()` of the addon gives them. */
  constructor(
    spec: NetworkSpec,
    manifest: readonly ParameterInfo[],
    values: ArrayLike<number>,
    { mode = 'predict' }: ReferenceOptions = {},
  ) {
    this.#spec = spec;
    this.#mode = mode;
    this.#parameters = new Map();
    const flat = Float64Array.from(values);
    let offset = 0;
    for (const { name, shape } of manifest) {
      const size = shape.reduce((product, n) => product * n, 1);
      this.#parameters.set(name, { shape, values: flat.slice(offset, offset + size) });
      offset += size;
    }
  }

  /** Results of the top-level layers by name. */
  forward(x: Matrix): Map<string, Result> {
    this.closestKink = Number.POSITIVE_INFINITY;
    return this.#run(this.#spec.layers as Stack, '', x);
  }

  outputs(x: Matrix): Matrix {
    const results = this.forward(x);
    return x.map((_, r) =>
      this.#spec.outputs.flatMap((name) => (results.get(name) as Result).h[r] as number[]),
    );
  }

  rowLosses(x: Matrix, d: Matrix, specs: readonly LossSpec[]): number[] {
    const results = this.forward(x);
    return x.map((_, r) => {
      let column = 0;
      let total = 0;
      for (const [o, name] of this.#spec.outputs.entries()) {
        const { type, reduction: _, classWeights, ...options } = specs[o] as LossSpec;
        const { z, h } = results.get(name) as Result;
        const fused = ['binary-cross-entropy', 'focal', 'cross-entropy', 'kl-divergence'];
        const y = ((fused.includes(type) ? z : h) as Matrix)[r] as number[];
        const target = (d[r] as number[]).slice(column, column + y.length);
        const weights = (classWeights as number[] | null | undefined) ?? y.map(() => 1);
        const reference = losses[type];
        if (reference === undefined) throw new Error(`no reference for loss ${type}`);
        total += reference.row(y, target, Object.values(options) as number[], weights);
        column += y.length;
      }
      return total;
    });
  }

  loss(x: Matrix, d: Matrix, specs: readonly LossSpec[]): number {
    const total = this.rowLosses(x, d, specs).reduce((sum, value) => sum + value, 0);
    return specs[0]?.reduction === 'sum' ? total : total / x.length;
  }

  /** ∂J/∂parameter by central differences at two steps, extrapolated. */
  gradient(name: string, x: Matrix, d: Matrix, specs: readonly LossSpec[]): number[] {
    const { values } = this.#tensor(name);
    const slope = (i: number, h: number): number => {
      const value = values[i] as number;
      values[i] = value + h;
      const above = this.loss(x, d, specs);
      values[i] = value - h;
      const below = this.loss(x, d, specs);
      values[i] = value;
      return (above - below) / (2 * h);
    };
    return Array.from(values, (value, i) => {
      const h = 2e-5 * Math.max(1, Math.abs(value));
      return (4 * slope(i, h / 2) - slope(i, h)) / 3;
    });
  }

  #run(stack: Stack, prefix: string, x: Matrix): Map<string, Result> {
    const byName = new Map(stack.map((layer) => [layer.name, layer]));
    const results = new Map<string, Result>([['input', { h: x }]]);
    const resultOf = (name: string): Result => {
      const known = results.get(name);
      if (known !== undefined) return known;
      const result = this.#layer(byName.get(name) as LayerDescription, prefix, resultOf);
      results.set(name, result);
      return result;
    };
    for (const { name } of stack) resultOf(name);
    return results;
  }

  #layer(layer: LayerDescription, prefix: string, resultOf: (name: string) => Result): Result {
    const inputs = layer.inputs.map((name) => resultOf(name).h);
    const path = `${prefix}${layer.name}.`;
    const evaluate = layers[layer.type];
    if (evaluate === undefined) throw new Error(`no reference for layer ${layer.type}`);
    return evaluate(layer.type === 'merge' ? inputs : [sideBySide(inputs)], {
      layer,
      mode: this.#mode,
      matrix: (name) => this.#matrix(path + name),
      vector: (name) => Array.from(this.#tensor(path + name).values),
      has: (name) => this.#parameters.has(path + name),
      stack: (inner, innerPrefix, x) => this.#stack(inner, path + innerPrefix, x),
      near: (distance) => {
        this.closestKink = Math.min(this.closestKink, distance);
      },
    });
  }

  #stack(stack: Stack, prefix: string, x: Matrix): Matrix {
    const last = stack.at(-1);
    return last === undefined ? x : (this.#run(stack, prefix, x).get(last.name) as Result).h;
  }

  #tensor(name: string): { shape: number[]; values: Float64Array } {
    const tensor = this.#parameters.get(name);
    if (tensor === undefined) throw new Error(`no parameter ${name}`);
    return tensor;
  }

  #matrix(name: string): Matrix {
    const { shape, values } = this.#tensor(name);
    const [rows, cols] = shape as [number, number];
    return Array.from({ length: rows }, (_, r) =>
      Array.from(values.subarray(r * cols, (r + 1) * cols)),
    );
  }
}

function sideBySide(parts: Matrix[]): Matrix {
  return (parts[0] as Matrix).map((_, r) => parts.flatMap((part) => part[r] as number[]));
}
