// Compares gemm with gemmNaive on random shapes, for the instruction set of this process (NABLA_ISA).
// Run as a program by gemm.test.ts, once for each set; prints one JSON line.
import { createHash } from 'node:crypto';
import { type FloatArray, native } from '../../src/native.ts';

export interface GemmReport {
  isa: string;
  cases: number;
  /** Largest |gemm − gemmNaive| in units of its bound; ≤ 1 passes. */
  worst: number;
  /** Cases in which a bit differed. */
  inexact: number;
  /** Hash of all results. */
  hash: string;
}

/** Mulberry32: the same cases in every process. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = generator(20_240_607);
const choose = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
const sizes = [0, 1, 2, 3, 5, 8, 15, 16, 17, 31, 33, 64, 65, 100, 130];
const matrix = (length: number, double: boolean): FloatArray => {
  const values = double ? new Float64Array(length) : new Float32Array(length);
  return values.map(() => random() * 2 - 1);
};

/**
 * The error bound of one element. Each of gemm and gemmNaive makes at most 2k + 2 roundings (alpha·a,
 * product and sum without FMA, beta·c), so each lies within γ = (2k+2)u / (1 − (2k+2)u) of the exact
 * result relative to Σ|alpha·a·b| + |beta·c| (Higham, Accuracy and Stability, §3.1); the difference
 * within twice that.
 */
function bound(k: number, magnitude: number, double: boolean): number {
  const roundings = (2 * k + 2) * (double ? 2 ** -53 : 2 ** -24);
  return (2 * roundings * magnitude) / (1 - roundings);
}

interface Shape {
  m: number;
  n: number;
  k: number;
}

/** One comparison; `hash` takes the result in. Returns the worst error in units of its bound. */
function compare({ m, n, k }: Shape, double: boolean, hash: (result: FloatArray) => void) {
  const [transA, transB] = [random() < 0.5, random() < 0.5];
  const [alpha, beta] = [choose([1, 1, -0.7, 0]), choose([0, 0, 1, 0.3])];
  const pad = () => Math.floor(random() * 5);
  const [lda, ldb, ldc] = [(transA ? m : k) + pad(), (transB ? k : n) + pad(), n + pad()];
  const a = matrix((transA ? k : m) * lda, double);
  const b = matrix((transB ? n : k) * ldb, double);
  const before = matrix(m * ldc, double);
  if (beta === 0) before.fill(Number.NaN, 0, Math.min(before.length, n)); // beta = 0 does not read C
  const [got, wanted] = [before.slice(), before.slice()];
  native.gemm(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, got, ldc);
  native.gemmNaive(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, wanted, ldc);
  hash(got);

  const at = (x: FloatArray, i: number) => x[i] as number;
  let worst = 0;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < ldc; j++) {
      const index = i * ldc + j;
      if (Object.is(at(got, index), at(wanted, index))) continue;
      let magnitude = j < n && beta !== 0 ? Math.abs(beta * at(before, index)) : 0;
      for (let p = 0; p < k && j < n; p++) {
        const left = at(a, transA ? p * lda + i : i * lda + p);
        magnitude += Math.abs(alpha * left * at(b, transB ? j * ldb + p : p * ldb + j));
      }
      const error = Math.abs(at(got, index) - at(wanted, index));
      const ratio = error / bound(k, magnitude, double);
      worst = Math.max(worst, Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio);
    }
  }
  return worst;
}

function run(): GemmReport {
  const digest = createHash('sha256');
  const hash = (result: FloatArray) =>
    digest.update(new Uint8Array(result.buffer, result.byteOffset, result.byteLength));
  const large = [
    { m: 200, n: 1100, k: 40 }, // more than one block of columns, and of rows
    { m: 30, n: 70, k: 1600 }, // more than one block of k
  ];
  const report = { isa: native.system().isa, cases: 0, worst: 0, inexact: 0, hash: '' };
  for (let i = 0; i < 400; i++) {
    const shape = large[i >> 1] ?? { m: choose(sizes), n: choose(sizes), k: choose(sizes) };
    const worst = compare(shape, i % 2 === 1, hash);
    report.cases += 1;
    report.worst = Math.max(report.worst, worst);
    if (worst > 0) report.inexact += 1;
  }
  report.hash = digest.digest('hex');
  return report;
}

process.stdout.write(`${JSON.stringify(run())}\n`);
