// The columns of a model version in an ONNX graph: raw values encoded as the version was fitted, and
// numbers decoded to original units. The same steps as src/training/transforms.ts.

import type { Step } from '../native-data.ts';
import { type GraphBuilder, machineLearning } from '../onnx/graph.ts';
import { sideBySide, type Value } from '../onnx/layers.ts';
import { encodedWidth, type FittedColumn } from '../training/preprocessing.ts';

/** Columns whose values are strings. */
export function isCategory({ type }: FittedColumn): boolean {
  return type === 'category';
}

/** How many numbers a row holds of the columns, none of which is a category. */
export function numbersOf(columns: readonly FittedColumn[]): number {
  return columns.reduce((sum, { width = 1 }) => sum + width, 0);
}

/** `inputs`: rows × width of each column. Neighbouring numbers are scaled as one matrix: hundreds of columns make few nodes. */
export function encodeColumns(
  g: GraphBuilder,
  columns: readonly FittedColumn[],
  inputs: readonly Value[],
): Value {
  const encoded: Value[] = [];
  for (let begin = 0, end = 0; begin < columns.length; begin = end) {
    const column = columns[begin] as FittedColumn;
    end = begin + 1;
    if (isCategory(column)) {
      encoded.push(encodeCategory(g, column, inputs[begin] as Value));
      continue;
    }
    while (end < columns.length && joins(column, columns[end] as FittedColumn)) end += 1;
    encoded.push(
      encodeAlike(g, columns.slice(begin, end), sideBySide(inputs.slice(begin, end), g)),
    );
  }
  return sideBySide(encoded, g);
}

/** The same from one matrix of numbers. */
export function encodeMatrix(
  g: GraphBuilder,
  columns: readonly FittedColumn[],
  matrix: string,
): Value {
  const [first] = columns;
  const width = numbersOf(columns);
  if (first !== undefined && columns.every((column) => joins(first, column))) {
    return encodeAlike(g, columns, { name: matrix, width });
  }
  const widths = columns.map((column) => column.width ?? 1);
  const names = g.ops('Split', [matrix, g.integers(widths)], widths.length, { axis: 1 });
  const parts = names.map((name, i) => ({ name, width: widths[i] as number }));
  return encodeColumns(g, columns, parts);
}

function joins(a: FittedColumn, b: FittedColumn): boolean {
  const plain = ({ type, encoding, indicator }: FittedColumn) =>
    type !== 'category' && encoding === 'value' && !indicator;
  return plain(a) && plain(b) && kindsOf(a.steps) === kindsOf(b.steps);
}

function kindsOf(steps: readonly Step[]): string {
  return steps.map(({ type }) => type).join();
}

/** Columns that take the same steps, or a single one with more to it. */
function encodeAlike(g: GraphBuilder, columns: readonly FittedColumn[], x: Value): Value {
  const [only] = columns as [FittedColumn];
  if (only.encoding !== 'value') return encodeFlag(g, only, x);
  const own = (name: string): string => (g.dtype === 'float64' ? name : g.cast(name, g.dtype));
  const missing = only.indicator ? g.op('IsNaN', [x.name]) : undefined;
  const number = {
    name: own(scaledInGraph(g, columns, filled(g, columns, x.name))),
    width: x.width,
  };
  if (missing === undefined) return number;
  return sideBySide([number, { name: g.cast(missing, g.dtype), width: 1 }], g);
}

/** One number for each value of the columns; a single one where they are all alike. */
function wide(
  g: GraphBuilder,
  columns: readonly FittedColumn[],
  of: (column: FittedColumn) => number,
): { values: number[]; name: () => string } {
  const values = columns.flatMap((column) => new Array<number>(column.width ?? 1).fill(of(column)));
  return { values, name: () => g.numbers(values, [values.length], 'float64') };
}

function filled(g: GraphBuilder, columns: readonly FittedColumn[], x: string): string {
  const fills = wide(g, columns, ({ fill }) => (typeof fill === 'number' ? fill : Number.NaN));
  if (fills.values.every(Number.isNaN)) return x;
  return g.op('Where', [g.op('IsNaN', [x]), fills.name(), x]);
}

/** The steps, which are of the same kinds in every column. */
function scaledInGraph(g: GraphBuilder, columns: readonly FittedColumn[], x: string): string {
  let name = x;
  const [{ steps }] = columns as [FittedColumn];
  for (const [s, { type }] of steps.entries()) {
    const each = (of: (step: Step) => number | undefined, otherwise: number) =>
      wide(g, columns, (column) => of(column.steps[s] as Step) ?? otherwise);
    if (type === 'log') name = g.op('Log', [name]);
    else if (type === 'log1p') name = g.op('Log', [g.op('Add', [name, g.scalar(1, 'float64')])]);
    else if (type === 'clip') {
      const min = each((step) => (step as { min?: number }).min, -Number.MAX_VALUE);
      const max = each((step) => (step as { max?: number }).max, Number.MAX_VALUE);
      // Not Clip, whose bounds are scalars; Max and Min keep NaN.
      name = g.op('Min', [g.op('Max', [name, min.name()]), max.name()]);
    } else {
      const offset = each((step) => (step as { offset: number }).offset, 0);
      // Divided by infinity what is constant becomes 0, and what is missing stays missing.
      const spread = each((step) => (step as { spread: number }).spread || Infinity, 1);
      if (offset.values.some((value) => value !== 0)) name = g.op('Sub', [name, offset.name()]);
      if (spread.values.some((value) => value !== 1)) name = g.op('Div', [name, spread.name()]);
    }
  }
  return name;
}

/** A boolean as a category: its units, or its rank, from 0 and 1. */
function encodeFlag(g: GraphBuilder, column: FittedColumn, x: Value): Value {
  const { categories = [] } = column;
  const words = g.op('Where', [
    g.op('IsNaN', [x.name]),
    g.strings(['']),
    g.op('Where', [g.cast(x.name, 'bool'), g.strings(['true']), g.strings(['false'])]),
  ]);
  return encodeCategory(g, { ...column, categories }, { name: words, width: 1 });
}

/** Units or a rank. A category the model refuses fails, or has no number; '' is a missing one. */
function encodeCategory(g: GraphBuilder, column: FittedColumn, x: Value): Value {
  const { categories = [], encoding, unknown, fill, indicator, steps } = column;
  const own = (name: string): string => (g.dtype === 'float32' ? name : g.cast(name, g.dtype));
  const units = encodedWidth(column) - (indicator ? 1 : 0);
  if (encoding === 'one-hot' && unknown === undefined && fill === null && !indicator) {
    const known = { cats_strings: categories, zeros: 0 };
    const hot = g.op('OneHotEncoder', [x.name], known, machineLearning);
    return { name: own(g.op('Reshape', [hot, g.integers([-1, units])])), width: units };
  }
  const index = indexOf(g, column, x.name);
  if (encoding !== 'one-hot') {
    const exact = steps.length === 0 ? index : g.cast(index, 'float64');
    const scaled = scaledInGraph(g, [column], exact);
    return { name: steps.length === 0 ? own(index) : g.cast(scaled, g.dtype), width: 1 };
  }
  const places = g.numbers(
    Array.from({ length: units }, (_, k) => k),
    [units],
    'float32',
  );
  const hot = g.cast(g.op('Equal', [index, places]), 'float32');
  // An index that is none spreads over the units.
  const told = g.op('Add', [hot, g.op('Sub', [index, index])]);
  const value = { name: own(told), width: units };
  if (!indicator) return value;
  const gone = { keys_strings: [''], values_floats: { floats: [1] }, default_float: { float: 0 } };
  const flag = g.op('LabelEncoder', [x.name], gone, machineLearning);
  return sideBySide([value, { name: own(flag), width: 1 }], g);
}

/** The place of a category in the list: NaN for one that is refused, −1 for one that sets no unit. */
function indexOf(g: GraphBuilder, column: FittedColumn, x: string): string {
  const { categories = [], unknown, fill, indicator } = column;
  const stranger = unknown === 'other' ? categories.length : unknown === 'ignore' ? -1 : Number.NaN;
  const missing = typeof fill === 'string' ? categories.indexOf(fill) : -1;
  const known = typeof fill === 'string' || indicator ? [['', missing] as const] : [];
  const entries = [...categories.map((name, i) => [name, i] as const), ...known];
  const attributes = {
    keys_strings: entries.map(([name]) => name),
    values_floats: { floats: entries.map(([, place]) => place) },
    default_float: { float: stranger },
  };
  return g.op('LabelEncoder', [x], attributes, machineLearning);
}

/** rows × columns in original units, in float64. */
export function decodeNumbers(
  g: GraphBuilder,
  columns: readonly FittedColumn[],
  y: string,
): string {
  const exact = g.dtype === 'float64' ? y : g.cast(y, 'float64');
  const widths = columns.map(({ width = 1 }) => width);
  const [first] = columns as [FittedColumn];
  if (columns.every(({ steps }) => kindsOf(steps) === kindsOf(first.steps))) {
    return invertedInGraph(g, columns, exact);
  }
  const parts = g.ops('Split', [exact, g.integers(widths)], widths.length, { axis: 1 });
  const decoded = columns.map((column, i) => ({
    name: invertedInGraph(g, [column], parts[i] as string),
    width: widths[i] as number,
  }));
  return sideBySide(decoded, g).name;
}

function invertedInGraph(g: GraphBuilder, columns: readonly FittedColumn[], y: string): string {
  let name = y;
  const [{ steps }] = columns as [FittedColumn];
  for (let s = steps.length - 1; s >= 0; s -= 1) {
    const { type } = steps[s] as Step;
    if (type === 'log') name = g.op('Exp', [name]);
    else if (type === 'log1p') name = g.op('Sub', [g.op('Exp', [name]), g.scalar(1, 'float64')]);
    else if (type === 'scale') {
      const each = (field: 'offset' | 'spread') =>
        wide(
          g,
          columns,
          (column) => (column.steps[s] as { offset: number; spread: number })[field],
        );
      name = g.op('Mul', [name, each('spread').name()]);
      name = g.op('Add', [name, each('offset').name()]);
    }
  }
  return name;
}
