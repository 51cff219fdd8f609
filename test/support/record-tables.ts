// Tables of float64 columns as the addon's trainer reads them, and layers of a spec in short. One
// temporary folder a test file, gone at its end.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import {
  type Field,
  type FloatArray,
  type LayerSpec,
  type NetworkSpec,
  native,
} from '../../src/native.ts';

const folder = mkdtempSync(join(tmpdir(), 'nabla-records-'));
after(() => rmSync(folder, { recursive: true }));
let files = 0;

/** A record file of float64 columns. */
export function records(rows: readonly (readonly number[])[]): { path: string; rowBytes: number } {
  files += 1;
  const path = join(folder, `${files}.bin`);
  writeFileSync(path, Float64Array.from(rows.flat()));
  return { path, rowBytes: 8 * (rows[0] as readonly number[]).length };
}

export function field(column: number, more: Partial<Field> = {}): Field {
  const plain = { type: 'f64', count: 1, encoding: 'value' } as const;
  return { ...plain, offset: 8 * column, fill: Number.NaN, ...more };
}

/** Row numbers 0 … n − 1. */
export const count = (n: number) => Uint32Array.from({ length: n }, (_, i) => i);

export function dense(name: string, from: string, units: number, more: object = {}): LayerSpec {
  return { type: 'dense', name, inputs: [from], trainable: true, units, ...more };
}

/** The parameters a network begins with. */
export function initial(spec: NetworkSpec): FloatArray {
  const network = new native.Network(spec);
  network.initialize();
  return network.parameters();
}
