// Every activation of native/activations/list.h against its float64 reference: values, derivatives by
// finite differences, edge values, in float64 and float32; and the catalogue's rows against the list.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activations as catalogue } from '../../src/catalog/activations.ts';
import { kernels, numbers } from '../support/kernels.ts';
import { activations as references } from '../support/reference/activations.ts';

type FloatArray = Float32Array | Float64Array;

const rows = 40;
const cols = 37; // no multiple of any vector
const ld = 48;

const list = kernels.list().activations;
const reference = (name: string) => {
  const row = references[name];
  assert.ok(row !== undefined, `no reference for ${name}`);
  return row;
};
const parametersOf = (name: string) => [...(reference(name).parameters ?? [])];
const unitsOf = () => Float64Array.from({ length: cols }, numbers(9, 0.05, 0.4));

/** A matrix in [low, high) with padding that must survive. */
function matrix(seed: number, low: number, high: number): Float64Array {
  const draw = numbers(seed, low, high);
  return Float64Array.from({ length: rows * ld }, (_, i) => (i % ld < cols ? draw() : 777));
}

function expected(name: string, z: FloatArray, units: FloatArray): Float64Array {
  const row = reference(name);
  const parameters = parametersOf(name);
  const h = new Float64Array(rows * ld).fill(777);
  for (let r = 0; r < rows; r += 1) {
    const line = Array.from(z.subarray(r * ld, r * ld + cols));
    const values =
      'row' in row
        ? row.row(line, parameters)
        : line.map((x, c) => row.value(x, parameters, units[c] as number));
    h.set(values, r * ld);
  }
  return h;
}

function run(name: string, z: FloatArray, units: FloatArray, dh?: FloatArray) {
  const h = z.slice().fill(777);
  const dz = z.slice().fill(777);
  const learned = list.find((row) => row.name === name)?.unit === 'learned';
  const dunit = learned && dh !== undefined ? units.slice() : undefined;
  kernels.evaluateActivation({
    ...{ name, rows, cols, ld, parameters: parametersOf(name), z, h, unit: units },
    ...(dh === undefined ? {} : { dh, dz }),
    ...(dunit === undefined ? {} : { dunit }),
  });
  return { h, dz, dunit };
}

test('the catalogue lists the same activations with the same parameters', () => {
  assert.deepEqual(
    catalogue.map(({ type, parameters }) => ({ type, parameters: Object.keys(parameters) })),
    list.map(({ name, parameters }) => ({ type: name, parameters })),
  );
  for (const [i, row] of list.entries()) {
    const entry = catalogue[i] as (typeof catalogue)[number];
    assert.equal('vector' in entry, row.vector, `vector of ${row.name}`);
    assert.equal('stochastic' in entry, row.unit === 'drawn', `stochastic of ${row.name}`);
  }
  assert.deepEqual(
    Object.keys(references),
    list.map(({ name }) => name),
  );
});

for (const { name } of list) {
  test(`${name}: values agree with the reference`, () => {
    const units = unitsOf();
    for (const [seed, reach] of [
      [1, 1],
      [2, 6],
      [3, 36],
    ] as const) {
      const z = matrix(seed, -reach, reach);
      const wanted = expected(name, z, units);
      const { h } = run(name, z, units);
      const single = run(name, Float32Array.from(z), Float32Array.from(units)).h;
      const rounded = expected(name, Float32Array.from(z), Float32Array.from(units));
      for (const [i, value] of wanted.entries()) {
        assertClose(h[i] as number, value, 1e-12, cancels.has(name) ? reach * 1e-15 : 0, name);
        const bound = singleBound(name, rounded[i] as number, reach);
        assertClose(single[i] as number, rounded[i] as number, 0, bound, `${name} float32`);
      }
    }
  });

  test(`${name}: backward agrees with central differences`, () => {
    const units = unitsOf();
    const z = awayFromKinks(name, matrix(4, -4, 4));
    const dh = matrix(5, -1, 1);
    const { dz, dunit } = run(name, z, units, dh);
    const wanted = differences(name, z, units, dh);
    assert.ok(distance(dz, wanted) <= 1e-6, `${distance(dz, wanted)}`);
    const single = run(name, Float32Array.from(z), Float32Array.from(units), Float32Array.from(dh));
    assert.ok(distance(single.dz, wanted) <= 1e-5, `float32 ${distance(single.dz, wanted)}`);
    if (dunit === undefined) return;
    const unitDifferences = unitGradient(name, z, units, dh);
    assert.ok(distance(dunit, unitDifferences) <= 1e-6);
  });

  test(`${name}: edge values are finite and forward may run in place`, () => {
    for (const array of [Float64Array, Float32Array]) {
      const subnormal = array === Float32Array ? 1e-45 : 5e-324;
      const edges = [0, -0, subnormal, -subnormal, 1e30, -1e30];
      const z = new array(rows * ld).fill(1);
      for (let i = 0; i < rows * cols; i += 1)
        z[Math.floor(i / cols) * ld + (i % cols)] = edges[i % 6] as number;
      const units = new array(cols).fill(0.25);
      const { h, dz } = run(name, z, units, new array(rows * ld).fill(1));
      for (const value of [...h, ...dz]) assert.ok(Number.isFinite(value), `${name}: ${value}`);
      const inPlace = z.slice();
      const parameters = parametersOf(name);
      kernels.evaluateActivation({
        name,
        rows,
        cols,
        ld,
        parameters,
        unit: units,
        z: inPlace,
        h: inPlace,
      });
      for (let i = 0; i < rows * ld; i += 1) {
        if (i % ld < cols) assert.ok(Object.is(inPlace[i], h[i]));
      }
    }
  });
}

test('relu keeps the side of its input in the sign bit, and NaN stays NaN', () => {
  const z = Float64Array.of(-1, -0, 0, 2, Number.NaN, -5e-324);
  const h = new Float64Array(6);
  const dz = new Float64Array(6);
  const dh = new Float64Array(6).fill(1);
  kernels.evaluateActivation({
    name: 'relu',
    rows: 1,
    cols: 6,
    ld: 6,
    parameters: [],
    z,
    h,
    dh,
    dz,
  });
  assert.deepEqual([...h], [-0, 0, 0, 2, Number.NaN, -0]);
  assert.deepEqual([...dz], [0, 1, 1, 1, 1, 0]);
});

/** Differences of numbers as large as z: their errors are those of z, however small they are. */
const cancels = new Set(['hard-sigmoid', 'hard-swish', 'log-softmax', 'sparsemax']);

/**
 * What float32 may lose: 8 units in the last place; as many again for each unit of ln |value|, because a
 * rounded exponent is off by that; and what cancels.
 */
function singleBound(name: string, value: number, reach: number): number {
  const magnitude = Math.abs(value);
  const relative =
    magnitude === 0 ? 0 : 8 * 2 ** -24 * magnitude * (1 + Math.abs(Math.log(magnitude)));
  return relative + (cancels.has(name) ? 4 * reach * 2 ** -24 : 0) + 2 ** -126;
}

function assertClose(a: number, b: number, relative: number, absolute: number, what: string): void {
  const error = Math.abs(a - b);
  assert.ok(a === b || error <= relative * Math.abs(b) + absolute, `${what}: ${a} for ${b}`);
}

/** max|a − n| / max(‖a‖∞, ‖n‖∞, 1e-8) over the columns, padding left out. */
function distance(a: FloatArray, n: FloatArray): number {
  let [worst, size] = [0, 1e-8];
  for (const [i, value] of n.entries()) {
    if (n.length === rows * ld && i % ld >= cols) continue;
    worst = Math.max(worst, Math.abs((a[i] as number) - value));
    size = Math.max(size, Math.abs(value), Math.abs(a[i] as number));
  }
  return worst / size;
}

/** Moves numbers within 1e-3 of a kink; a sparsemax row keeps its support clear of the threshold. */
function awayFromKinks(name: string, z: Float64Array): Float64Array {
  const row = reference(name);
  if ('value' in row) {
    const kinks = row.kinks ?? [];
    return z.map((x) => (kinks.some((kink) => Math.abs(x - kink) < 1e-3) ? x + 0.01 : x));
  }
  return name === 'sparsemax' ? z.map((x) => Math.round(x * 8) / 8 + 1e-3 * Math.sin(40 * x)) : z;
}

const step = 1e-5;

/** dz by central differences of Σ dh ⊙ φ(z), each element moved in its own row. */
function differences(name: string, z: Float64Array, units: Float64Array, dh: Float64Array) {
  const row = reference(name);
  const parameters = parametersOf(name);
  const dz = new Float64Array(rows * ld);
  for (let r = 0; r < rows; r += 1) {
    for (let c = 0; c < cols; c += 1) {
      const i = r * ld + c;
      const x = z[i] as number;
      if ('value' in row) {
        const f = (v: number) => row.value(v, parameters, units[c] as number);
        dz[i] = ((dh[i] as number) * (f(x + step) - f(x - step))) / (2 * step);
        continue;
      }
      const line = Array.from(z.subarray(r * ld, r * ld + cols));
      const dot = (v: number) =>
        row
          .row(line.with(c, v), parameters)
          .reduce((s, y, k) => s + y * (dh[r * ld + k] as number), 0);
      dz[i] = (dot(x + step) - dot(x - step)) / (2 * step);
    }
  }
  return dz;
}

function unitGradient(name: string, z: Float64Array, units: Float64Array, dh: Float64Array) {
  const row = reference(name);
  assert.ok('value' in row);
  return Float64Array.from({ length: cols }, (_, c) => {
    const slope = units[c] as number;
    let sum = 0;
    for (let i = c; i < rows * ld; i += ld) {
      const f = (a: number) => row.value(z[i] as number, [], a);
      sum += ((dh[i] as number) * (f(slope + step) - f(slope - step))) / (2 * step);
    }
    return sum;
  });
}

test('what an activation does not have is refused by name', () => {
  const one = Float64Array.of(0.5);
  const base = { rows: 1, cols: 1, ld: 1, z: one, h: one.slice() };
  const learned = { ...base, unit: one, dh: one, dz: one.slice(), dunit: one.slice() };
  assert.throws(
    () => kernels.evaluateActivation({ ...learned, name: 'relu', parameters: [] }),
    /relu learns no `unit`/,
  );
  assert.throws(
    () => kernels.evaluateActivation({ ...base, name: 'prelu', parameters: [0.25] }),
    /prelu needs `unit`/,
  );
});
