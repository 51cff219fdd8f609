// Network outputs as the client reads them: original units for regressions, classes with their
// probabilities, by the task each output was trained for.
import type { FloatArray } from '../native.ts';
import { encodedWidth, type FittedColumn, unscaled } from '../training/preprocessing.ts';
import type { ModelVersion, SingleOutput } from './version.ts';

export type Shape = 'arrays' | 'objects';

export interface Classification {
  class: string;
  probabilities: Record<string, number>;
}

/** Of one output. */
export type Answer = number[] | Record<string, number> | Classification;

/** By the name of the output where the model has several with a loss each. */
export type Prediction = Answer | Record<string, Answer>;

/** rows × K outputs → one prediction a row. `shape` matters for numbers only. */
export function decodeOutputs(
  y: FloatArray,
  rows: number,
  outputs: ModelVersion['outputs'],
  shape: Shape,
): Prediction[] {
  const size = y.length / rows;
  const decode = 'parts' in outputs ? byOutput(outputs.parts, shape) : decoder(outputs, shape);
  return Array.from({ length: rows }, (_, r) => decode(y.subarray(r * size, (r + 1) * size)));
}

function byOutput(
  parts: readonly (SingleOutput & { name: string })[],
  shape: Shape,
): (row: FloatArray) => Record<string, Answer> {
  let end = 0;
  const slices = parts.map((part) => {
    const begin = end;
    end += part.columns.reduce((sum, column) => sum + encodedWidth(column), 0);
    return { name: part.name, begin, end, decode: decoder(part, shape) };
  });
  return (row) =>
    Object.fromEntries(
      slices.map(({ name, begin, end, decode }) => [name, decode(row.subarray(begin, end))]),
    );
}

function decoder(
  { task, columns, classes = [] }: SingleOutput,
  shape: Shape,
): (row: FloatArray) => Answer {
  return {
    regression: (row: FloatArray) => numbers(row, columns, shape),
    'multi-label': (row: FloatArray) => numbers(row, columns, shape),
    'multi-class': (row: FloatArray) => classified(Array.from(row), classes),
    binary: (row: FloatArray) => binary(row[0] as number, classes),
  }[task];
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
