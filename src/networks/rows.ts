// Rows of numbers between JSON and the addon: checked arrays in, nested arrays out.
import { type Fault, invalid, maxFaults } from '../errors.ts';
import { show } from '../http/faults.ts';
import type { Dtype, FloatArray } from '../native.ts';

export function allocate(dtype: Dtype, length: number): FloatArray {
  return dtype === 'float32' ? new Float32Array(length) : new Float64Array(length);
}

/** Why a number cannot be taken, or undefined when it can: a float32 has no room for 1e300. */
export function numberFault(value: unknown, dtype: Dtype): string | undefined {
  if (typeof value !== 'number') return `expected a number, got ${show(value)}`;
  if (!Number.isFinite(value)) return 'expected a finite number';
  if (dtype === 'float32' && !Number.isFinite(Math.fround(value))) {
    return `${value} is beyond the range of float32`;
  }
  return undefined;
}

/** `rows` as rows.length × width numbers; 422 with a pointer below `pointer` for each fault. */
export function readRows(
  rows: readonly unknown[],
  width: number,
  dtype: Dtype,
  pointer: string,
): FloatArray {
  const faults: Fault[] = [];
  const wrong = rows.findIndex((row) => !Array.isArray(row) || row.length !== width);
  if (wrong >= 0) faults.push(...widthFaults(rows, width, pointer));
  if (faults.length > 0) throw invalid(faults);
  const values = allocate(dtype, rows.length * width);
  for (let r = 0; r < rows.length; r += 1) {
    const row = rows[r] as unknown[];
    for (let i = 0; i < width; i += 1) {
      const detail = numberFault(row[i], dtype);
      if (detail === undefined) values[r * width + i] = row[i] as number;
      else faults.push({ pointer: `${pointer}/${r}/${i}`, detail });
    }
    if (faults.length > maxFaults) break;
  }
  if (faults.length > 0) throw invalid(faults);
  return values;
}

function widthFaults(rows: readonly unknown[], width: number, pointer: string): Fault[] {
  const faults: Fault[] = [];
  for (const [r, row] of rows.entries()) {
    if (Array.isArray(row) && row.length === width) continue;
    faults.push({ pointer: `${pointer}/${r}`, detail: widthFault(row, width) });
    if (faults.length > maxFaults) break;
  }
  return faults;
}

function widthFault(row: unknown, width: number): string {
  const items = width === 1 ? '1 number' : `${width} numbers`;
  const got = Array.isArray(row) ? String(row.length) : show(row);
  return `expected an array of ${items}, got ${got}`;
}

/** Nested plain arrays of a tensor, row-major. */
export function nest(values: FloatArray, shape: readonly number[]): unknown {
  const [first = 1, ...rest] = shape;
  if (shape.length === 0) return values[0];
  if (rest.length === 0) return Array.from(values);
  const size = rest.reduce((product, n) => product * n, 1);
  return Array.from({ length: first }, (_, i) =>
    nest(values.subarray(i * size, (i + 1) * size), rest),
  );
}
