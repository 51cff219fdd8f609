// gemm against its definition, on every instruction set this machine runs, and its argument checks.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { native } from '../../src/native.ts';
import type { GemmReport } from './gemm-cases.ts';

const reports = native.system().available.map((isa): GemmReport => {
  const script = join(import.meta.dirname, 'gemm-cases.ts');
  const output = execFileSync(process.execPath, [script], {
    env: { ...process.env, NABLA_ISA: isa },
    encoding: 'utf8',
  });
  return JSON.parse(output) as GemmReport;
});

for (const [i, isa] of native.system().available.entries()) {
  test(`gemm on ${isa} agrees with gemmNaive`, () => {
    const report = reports[i] as GemmReport;
    assert.equal(report.isa, isa);
    assert.equal(report.cases, 400);
    assert.ok(report.worst <= 1, `${report.worst} times the error bound`);
    // With FMA both are the same chain of roundings; SSE2 rounds each product as well.
    if (isa === 'sse2') assert.ok(report.inexact > 0);
    else assert.equal(report.inexact, 0);
  });
}

test('gemm gives the same bits on every instruction set with FMA', () => {
  const hashes = reports.filter(({ isa }) => isa !== 'sse2').map(({ hash }) => hash);
  assert.ok(new Set(hashes).size <= 1);
});

test('alpha = 0 reads neither A nor B, k = 0 scales C', () => {
  const nan = new Float64Array(4).fill(Number.NaN);
  const c = Float64Array.of(1, 2, 3, 4);
  native.gemm(false, false, 2, 2, 2, 0, nan, 2, nan, 2, 2, c, 2);
  assert.deepEqual(c, Float64Array.of(2, 4, 6, 8));
  native.gemm(true, true, 2, 2, 0, 1, nan, 2, nan, 0, 0.5, c, 2);
  assert.deepEqual(c, Float64Array.of(1, 2, 3, 4));
});

test('NaN and infinity in A and B reach C', () => {
  const c = new Float32Array(1);
  native.gemm(
    false,
    false,
    1,
    1,
    2,
    1,
    Float32Array.of(1, Number.NaN),
    2,
    Float32Array.of(1, 0),
    1,
    0,
    c,
    1,
  );
  assert.ok(Number.isNaN(c[0]));
  native.gemm(false, false, 1, 1, 1, 1, Float32Array.of(3e38), 1, Float32Array.of(10), 1, 0, c, 1);
  assert.equal(c[0], Number.POSITIVE_INFINITY);
});

test('arguments that do not fit are refused by name', () => {
  const x = new Float32Array(4);
  const call = (changes: Record<number, unknown>) => (): void => {
    const y = new Float32Array(4);
    const good = [false, false, 2, 2, 2, 1, x, 2, new Float32Array(4), 2, 0, y, 2];
    const args = good.map((value, i) => (i in changes ? changes[i] : value));
    Reflect.apply(native.gemm, native, args);
  };
  assert.doesNotThrow(call({}));
  const cases: [Record<number, unknown>, string, RegExp][] = [
    [{ 0: 1 }, 'TypeError', /^transA must be a boolean$/],
    [{ 2: '2' }, 'TypeError', /^m must be a number$/],
    [{ 2: -1 }, 'RangeError', /^m must be an integer of at least 0$/],
    [{ 4: 1.5 }, 'RangeError', /^k must be an integer of at least 0$/],
    [{ 4: Number.NaN }, 'RangeError', /^k must be/],
    [{ 3: 2 ** 31 }, 'RangeError', /^n must be/],
    [{ 7: 1 }, 'RangeError', /^lda must be an integer of at least 2$/],
    [{ 9: 3 }, 'RangeError', /^b must be at least 5 elements long$/],
    [{ 12: 2 ** 30 }, 'RangeError', /^c must be at least 1073741826 elements long$/],
    [{ 6: new Float64Array(4) }, 'TypeError', /^a must be a Float32Array, as c is$/],
    [{ 11: [0, 0, 0, 0] }, 'TypeError', /^a must be|^c must be/],
    [{ 11: x }, 'RangeError', /^c must be apart from a and b in memory$/],
    [{ 10: undefined }, 'TypeError', /^beta must be a number$/],
  ];
  for (const [changes, name, message] of cases) {
    assert.throws(call(changes), { name, message }, JSON.stringify(changes));
  }
});
