// Run by math.test.ts once for each instruction set (NABLA_ISA): how far every elementary function is from
// float64 references, in units in the last place, and a hash of its bits. Prints JSON.
import { createHash } from 'node:crypto';
import { native } from '../../src/native.ts';
import { kernels, numbers } from '../support/kernels.ts';
import { erf, erfc, normalCdf, sigmoid, softplus } from '../support/reference/functions.ts';

type FloatArray = Float32Array | Float64Array;

export interface MathReport {
  isa: string;
  rows: { name: string; dtype: 'float32' | 'float64'; worst: number; at: number }[];
  hash: string;
}

const functions: Record<string, (x: number) => number> = {
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  tanh: Math.tanh,
  sigmoid,
  softplus,
  erf,
  erfc,
  'normal-cdf': normalCdf,
  sin: Math.sin,
  cos: Math.cos,
  atan: Math.atan,
  sqrt: Math.sqrt,
};

/** These references cost microseconds each, so they see fewer samples. */
const slow = new Set(['erf', 'erfc', 'normal-cdf']);

const hash = createHash('sha256');

/** Every `stride`-th bit pattern of float32 that is a finite number: all signs and magnitudes. */
function patterns(stride: number): Float32Array {
  const bits = Uint32Array.from({ length: Math.floor(2 ** 32 / stride) }, (_, i) => i * stride);
  return new Float32Array(bits.buffer).filter(Number.isFinite);
}

/** Numbers of both signs from 2^-60 to 2^10 and around 0, where the functions have their shape. */
function samples(count: number): Float64Array {
  const exponent = numbers(1, -60, 10);
  const mantissa = numbers(2, -2, 2);
  const near = numbers(3, -12, 12);
  return Float64Array.from({ length: count }, (_, i) =>
    i % 2 === 0 ? mantissa() * 2 ** exponent() : near(),
  );
}

const precision = { float32: { bits: 24, least: -149 }, float64: { bits: 53, least: -1074 } };

/** |got − wanted| in units in the last place of `wanted` as the type has it. */
function ulps(got: number, wanted: number, dtype: keyof typeof precision): number {
  if (Number.isNaN(wanted) || Number.isNaN(got)) return Object.is(got, wanted) ? 0 : Infinity;
  const rounded = dtype === 'float32' ? Math.fround(wanted) : wanted;
  if (got === rounded) return 0;
  const { bits, least } = precision[dtype];
  const exponent = Math.floor(Math.log2(Math.min(Math.abs(wanted), Number.MAX_VALUE)));
  return Math.abs(got - wanted) / 2 ** Math.max(exponent - bits + 1, least);
}

function measure(name: string, x: FloatArray): MathReport['rows'][number] {
  const dtype = x instanceof Float32Array ? 'float32' : 'float64';
  const y = x.slice();
  kernels.evaluateFunction({ name, count: x.length, x, y });
  hash.update(y);
  const row = { name, dtype, worst: 0, at: 0 } as const satisfies MathReport['rows'][number];
  let [worst, at] = [0, 0];
  const reference = functions[name] as (x: number) => number;
  for (const [i, value] of x.entries()) {
    const error = ulps(y[i] as number, reference(value), dtype);
    if (error > worst) [worst, at] = [error, value];
  }
  return { ...row, worst, at };
}

function measurePower(x: FloatArray): MathReport['rows'][number] {
  const dtype = x instanceof Float32Array ? 'float32' : 'float64';
  const draw = numbers(4, -8, 8);
  const base = x.map(Math.abs);
  const exponents = x.map(draw);
  const y = x.slice();
  kernels.evaluateFunction({ name: 'pow', count: x.length, x: base, y, exponents });
  hash.update(y);
  let [worst, at] = [0, 0];
  for (const [i, value] of base.entries()) {
    const error = ulps(y[i] as number, value ** (exponents[i] as number), dtype);
    if (error > worst) [worst, at] = [error, value];
  }
  return { name: 'pow', dtype, worst, at };
}

const dense = patterns(4093);
const sparse = patterns(400_009);
const wide = samples(200_000);
const rows = Object.keys(functions).flatMap((name) => [
  measure(name, slow.has(name) ? sparse : dense),
  measure(name, slow.has(name) ? wide.subarray(0, 10_000) : wide),
]);
rows.push(measurePower(patterns(20_011)), measurePower(wide));

const report: MathReport = { isa: native.system().isa, rows, hash: hash.digest('hex') };
process.stdout.write(JSON.stringify(report));
