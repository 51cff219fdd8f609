// Network outputs as the client reads them: original units for regressions, classes with their
// probabilities, by the task the version was trained for.
import type { FloatArray } from '../native.ts';
import { type FittedColumn, unscaled } from '../training/preprocessing.ts';
import type { ModelVersion } from './version.ts';

export type Shape = 'arrays' | 'objects';

export interface Classification {
  class: string;
  probabilities: Record<string, number>;
}

export type Prediction = number[] | Record<string, number> | Classification;

/** rows × K outputs → one prediction a row. `shape` matters for numbers only. */
export function decodeOutputs(
  y: FloatArray,
  rows: number,
  { task, columns, classes = [] }: ModelVersion['outputs'],
  shape: Shape,
): Prediction[] {
  const size = y.length / rows;
  const decode = {
    regression: (row: FloatArray) => numbers(row, columns, shape),
    'multi-label': (row: FloatArray) => numbers(row, columns, shape),
    'multi-class': (row: FloatArray) => classified(Array.from(row), classes),
    binary: (row: FloatArray) => binary(row[0] as number, classes),
  }[task];
  return Array.from({ length: rows }, (_, r) => decode(y.subarray(r * size, (r + 1) * size)));
}

function numbers(
  row: FloatArray,
  columns: readonly FittedColumn[],
  shape: Shape,
): number[] | Record<string, number> {
  const values = Array.from(row, (value, k) => {
    const column = columns[k];
    return column === undefined ? value : unscaled(column, value);
  });
  if (shape === 'arrays') return values;
  return Object.fromEntries(values.map((value, k) => [columns[k]?.name ?? String(k), value]));
}

/** The first of the largest, as in every arg max here. */
function classified(probabilities: readonly number[], classes: readonly string[]): Classification {
  let best = 0;
  for (const [k, p] of probabilities.entries()) if (p > (probabilities[best] as number)) best = k;
  return {
    class: classes[best] ?? String(best),
    probabilities: Object.fromEntries(probabilities.map((p, k) => [classes[k] ?? String(k), p])),
  };
}

function binary(positive: number, classes: readonly string[]): Classification {
  const [no = '0', yes = '1'] = classes;
  return {
    class: positive >= 0.5 ? yes : no,
    probabilities: { [no]: 1 - positive, [yes]: positive },
  };
}
