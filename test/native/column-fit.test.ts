// fitColumns: statistics of chosen rows of a record file, against plain sums over the same values.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { native } from '../../src/native.ts';
import type { ColumnFit, FieldPlace } from '../../src/native-data.ts';

const directory = mkdtempSync(join(tmpdir(), 'nabla-fit-'));
after(() => rmSync(directory, { recursive: true }));
const path = join(directory, 'rows.bin');

/** A record of an f64, an i32 code and a u8. */
const rowBytes = 16;
const fields: FieldPlace[] = [
  { offset: 0, type: 'f64' },
  { offset: 8, type: 'i32' },
  { offset: 12, type: 'u8' },
];
type Row = [number, number, number];

function write(rows: readonly Row[]): void {
  const bytes = Buffer.alloc(rows.length * rowBytes);
  for (const [i, [number, code, byte]] of rows.entries()) {
    bytes.writeDoubleLE(number, i * rowBytes);
    bytes.writeInt32LE(code, i * rowBytes + 8);
    bytes.writeUInt8(byte, i * rowBytes + 12);
  }
  writeFileSync(path, bytes);
}

function expected(values: readonly number[], missing: number): ColumnFit {
  const count = values.length;
  const sorted = Float64Array.from(values).sort();
  const mean = sorted.reduce((sum, x) => sum + x / count, 0);
  const variance = sorted.reduce((sum, x) => sum + (x - mean) ** 2 / count, 0);
  const at = (i: number) => sorted[i] as number;
  const median = (at(Math.floor((count - 1) / 2)) + at(Math.floor(count / 2))) / 2;
  return {
    mean,
    std: Math.sqrt(variance),
    min: at(0),
    max: at(count - 1),
    median,
    count,
    missing,
    quantiles: [],
  };
}

function near(actual: ColumnFit | undefined, wanted: ColumnFit): void {
  assert.ok(actual);
  const scale = Math.max(Math.abs(wanted.min), Math.abs(wanted.max), 1e-300);
  for (const key of ['min', 'max', 'count', 'missing'] as const)
    assert.equal(actual[key], wanted[key], key);
  for (const key of ['mean', 'median'] as const) {
    assert.ok(
      Math.abs(actual[key] - wanted[key]) <= 1e-13 * scale,
      `${key}: ${actual[key]}, ${wanted[key]}`,
    );
  }
  // The naive sum of squares is the less exact of the two: √ε of the scale for a constant column.
  assert.ok(Math.abs(actual.std - wanted.std) <= 1e-7 * scale, `std: ${actual.std}, ${wanted.std}`);
}

test('any rows of any table', async () => {
  // Smaller ones have no square in float64.
  const value = fc
    .double({ noNaN: true, min: -1e9, max: 1e9 })
    .map((x) => (Math.abs(x) < 1e-150 ? 0 : x));
  const row = fc.tuple(
    fc.oneof({ weight: 5, arbitrary: value }, fc.constant(Number.NaN)),
    fc.integer({ min: -1, max: 5 }),
    fc.nat(255),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 40 }),
      fc.array(fc.nat(), { maxLength: 60 }),
      async (table, picks) => {
        write(table);
        const rows = Uint32Array.from(picks, (pick) => pick % table.length);
        const fits = await native.fitColumns(path, rowBytes, fields, rows);
        for (const c of [0, 1, 2] as const) {
          const chosen = Array.from(rows, (index) => (table[index] as Row)[c]);
          const values = chosen.filter((x) => !Number.isNaN(x) && !(c === 1 && x < 0));
          if (values.length > 0) near(fits[c], expected(values, chosen.length - values.length));
          else
            assert.ok(
              Number.isNaN(fits[c]?.mean) &&
                fits[c]?.count === 0 &&
                fits[c]?.missing === rows.length,
            );
        }
      },
    ),
  );
});

test('a large offset costs no accuracy', async () => {
  const offset = 1e9;
  write(Array.from({ length: 10_000 }, (_, i): Row => [offset + (i % 2), 0, 0]));
  const rows = Uint32Array.from({ length: 10_000 }, (_, i) => i);
  const [fit] = await native.fitColumns(path, rowBytes, fields.slice(0, 1), rows);
  assert.equal(fit?.mean, offset + 0.5);
  assert.equal(fit?.std, 0.5);
  assert.equal(fit?.median, offset + 0.5);
});

test('a constant column has no spread at all', async () => {
  write(Array.from({ length: 1000 }, (): Row => [0.1, 0, 0]));
  const rows = Uint32Array.from({ length: 1000 }, (_, i) => i);
  const [fit] = await native.fitColumns(path, rowBytes, fields.slice(0, 1), rows);
  assert.deepEqual([fit?.mean, fit?.std], [0.1, 0]);
});

test('a vector is one pool; 64-bit integers and infinities', async () => {
  const bytes = Buffer.alloc(3 * 24);
  const vectors = [
    [1, 2],
    [3, Number.POSITIVE_INFINITY],
    [Number.NaN, 6],
  ];
  const integers = [-4n, -(2n ** 63n), 2n ** 40n];
  for (const [row, vector] of vectors.entries()) {
    vector.forEach((value, i) => void bytes.writeFloatLE(value, row * 24 + 4 * i));
    bytes.writeBigInt64LE(integers[row] as bigint, row * 24 + 8);
    bytes.writeDoubleLE(row === 1 ? Number.NEGATIVE_INFINITY : row, row * 24 + 16);
  }
  writeFileSync(path, bytes);
  const places: FieldPlace[] = [
    { offset: 0, type: 'f32', count: 2 },
    { offset: 8, type: 'i64' },
    { offset: 16, type: 'f64' },
  ];
  const [vector, integer, number] = await native.fitColumns(
    path,
    24,
    places,
    Uint32Array.of(0, 1, 2),
  );
  assert.deepEqual(
    [vector?.mean, vector?.min, vector?.max, vector?.count, vector?.missing],
    [3, 1, 6, 4, 2],
  );
  assert.equal(vector?.std, Math.sqrt(14 / 4));
  assert.ok(Number.isNaN(vector?.median));
  assert.deepEqual([integer?.min, integer?.max, integer?.missing], [-4, 2 ** 40, 1]);
  assert.deepEqual([number?.min, number?.max, number?.median, number?.missing], [0, 2, 1, 1]);
  const beyond: FieldPlace[] = [{ offset: 16, type: 'f32', count: 3 }];
  await assert.rejects(
    native.fitColumns(path, 24, beyond, Uint32Array.of(0)),
    /outside the record/,
  );
});

test('what lies outside the file is refused', async () => {
  write([[1, 0, 0]]);
  const none = new Uint32Array(0);
  const code = (expectedCode: string) => (error: Error & { code?: string }) =>
    error.code === expectedCode;
  await assert.rejects(
    native.fitColumns(path, rowBytes, fields, Uint32Array.of(1)),
    code('invalid-input'),
  );
  await assert.rejects(
    native.fitColumns(path, rowBytes, [{ offset: 9, type: 'f64' }], none),
    code('invalid-input'),
  );
  await assert.rejects(native.fitColumns(path, 7, [], none), code('io'));
  await assert.rejects(native.fitColumns(join(directory, 'none'), rowBytes, [], none), code('io'));
});
