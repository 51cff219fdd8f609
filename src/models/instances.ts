// Values of a prediction request as network inputs: rows in the order of the model's inputs, objects by
// column name, or whole columns, each value encoded as the model was fitted. All faults, with pointers.
import { type Fault, invalid, maxFaults, pointerTo } from '../errors.ts';
import { show, suggest } from '../http/faults.ts';
import type { Dtype, FloatArray } from '../native.ts';
import { allocate } from '../networks/rows.ts';
import { encode, encodedWidth, type FittedColumn, scaled } from '../training/preprocessing.ts';

/** Rows as network inputs: rows × Σ encodedWidth numbers. */
export interface Encoded {
  x: FloatArray;
  rows: number;
}

type Row = readonly unknown[] | Record<string, unknown>;

/** Made once for a version, used for every request to it. */
export class InstanceEncoder {
  readonly columns: readonly FittedColumn[];
  readonly dtype: Dtype;
  /** Network inputs of one row. */
  readonly width: number;
  readonly #names: readonly string[];
  readonly #known: ReadonlySet<string>;
  /** Where the inputs of each column begin. */
  readonly #starts: readonly number[];
  /** Numbers of one row before they are encoded. */
  readonly rawWidth: number;
  readonly #rawStarts: readonly number[];
  /** Whether numbers are the network's inputs as they stand. */
  readonly #plain: boolean;

  constructor(columns: readonly FittedColumn[], dtype: Dtype) {
    this.columns = columns;
    this.dtype = dtype;
    this.#names = columns.map(({ name }) => name);
    this.#known = new Set(this.#names);
    const inputs = offsets(columns.map(encodedWidth));
    this.#starts = inputs.starts;
    this.width = inputs.end;
    const raw = offsets(columns.map(({ width = 1 }) => width));
    this.#rawStarts = raw.starts;
    this.rawWidth = raw.end;
    this.#plain = columns.every(
      ({ encoding, steps, categories, indicator }) =>
        encoding === 'value' && categories === undefined && steps.length === 0 && !indicator,
    );
  }

  /** Throws a 422 with a pointer below `pointer` for each fault. */
  rows(instances: readonly unknown[], pointer: string): Encoded {
    const x = allocate(this.dtype, instances.length * this.width);
    const faults: Fault[] = [];
    for (let row = 0; row < instances.length; row += 1) {
      const instance = instances[row];
      if (this.#isWhole(instance)) this.#fillRow(instance, x, row, pointer, faults);
      else this.#encode(instance, x, row, pointer, faults);
      if (faults.length > maxFaults) break;
    }
    if (faults.length > 0) throw invalid(faults);
    return { x, rows: instances.length };
  }

  /** `{ "age": [31, 45], … }`: a list for each column, all of one length. */
  byColumn(lists: Record<string, unknown>, pointer: string): Encoded {
    const faults: Fault[] = [];
    this.#checkNames(lists, pointer, faults);
    const rows = this.#sharedLength(lists, pointer, faults);
    if (faults.length > 0) throw invalid(faults);
    const x = allocate(this.dtype, rows * this.width);
    for (const [i, { name }] of this.columns.entries()) {
      const values = Object.hasOwn(lists, name) ? (lists[name] as readonly unknown[]) : undefined;
      for (let row = 0; row < rows && faults.length <= maxFaults; row += 1) {
        const detail = this.#fillCell(i, values?.[row], x, row);
        if (detail === undefined) continue;
        const at = pointerTo(pointer, name);
        faults.push({ pointer: values === undefined ? at : `${at}/${row}`, detail });
      }
    }
    if (faults.length > 0) throw invalid(faults);
    return { x, rows };
  }

  /**
   * Numbers row by row in original units, a category by its index; what is not finite is missing.
   * `first`: the row of a larger table they begin at. Identical numbers may be taken as they are.
   */
  matrix(values: FloatArray, rows: number, first = 0): FloatArray {
    if (this.#plain && values.every(Number.isFinite)) return this.#asItIs(values);
    const cells = this.columns.map(({ type, categories, width = 1 }, i) => {
      const start = this.#rawStarts[i] as number;
      return (row: number): unknown => {
        const at = row * this.rawWidth + start;
        if (width > 1 || this.columns[i]?.width !== undefined) {
          return Array.from(values.subarray(at, at + width), finiteOrNull);
        }
        const value = finiteOrNull(values[at] as number);
        return type === 'category' && value !== null ? (categories?.[value] ?? value) : value;
      };
    });
    return this.table(cells, rows, first);
  }

  /** What `matrix` takes when nothing is to be scaled: exactly, or rounded to the network's precision. */
  #asItIs(values: FloatArray): FloatArray {
    if (values instanceof Float64Array === (this.dtype === 'float64')) return values;
    if (this.dtype === 'float64') return Float64Array.from(values);
    const narrow = Float32Array.from(values);
    const at = narrow.findIndex((value) => !Number.isFinite(value));
    if (at < 0) return narrow;
    const detail = `${values[at]} is beyond the range of float32`;
    throw invalid([{ row: Math.floor(at / this.rawWidth) + 1, detail }]);
  }

  /** Values by column, then by row; faults tell the row, from 1. */
  table(cells: readonly ((row: number) => unknown)[], rows: number, first = 0): FloatArray {
    const x = allocate(this.dtype, rows * this.width);
    const faults: Fault[] = [];
    for (let row = 0; row < rows && faults.length <= maxFaults; row += 1) {
      for (let i = 0; i < cells.length; i += 1) {
        const detail = this.#fillCell(i, (cells[i] as (row: number) => unknown)(row), x, row);
        if (detail === undefined) continue;
        faults.push({ row: first + row + 1, column: this.#names[i] as string, detail });
      }
    }
    if (faults.length > 0) throw invalid(faults);
    return x;
  }

  #sharedLength(lists: Record<string, unknown>, pointer: string, faults: Fault[]): number {
    let first: { name: string; length: number } | undefined;
    for (const { name } of this.columns) {
      if (!Object.hasOwn(lists, name)) continue;
      const list = lists[name];
      const at = pointerTo(pointer, name);
      if (!Array.isArray(list)) {
        faults.push({ pointer: at, detail: `expected an array, got ${show(list)}` });
      } else if (first !== undefined && list.length !== first.length) {
        const detail = `has ${list.length} values, \`${first.name}\` has ${first.length}`;
        faults.push({ pointer: at, detail });
      } else first ??= { name, length: list.length };
    }
    if (first?.length) return first.length;
    if (faults.length === 0) faults.push({ pointer, detail: 'expected at least one row' });
    return 0;
  }

  #isWhole(instance: unknown): instance is readonly unknown[] {
    return (
      Array.isArray(instance) &&
      instance.length === this.columns.length &&
      !this.#isOnlyVector(instance)
    );
  }

  #encode(instance: unknown, x: FloatArray, row: number, above: string, faults: Fault[]): void {
    const pointer = `${above}/${row}`;
    if (this.#isOnlyVector(instance)) {
      const detail = this.#fillCell(0, instance, x, row);
      if (detail !== undefined) faults.push({ pointer, detail });
    } else if (Array.isArray(instance)) {
      faults.push({ pointer, detail: this.#lengthFault(instance.length) });
    } else if (typeof instance === 'object' && instance !== null) {
      const fields = instance as Record<string, unknown>;
      this.#checkNames(fields, pointer, faults);
      this.#fillRow(fields, x, row, above, faults);
    } else {
      const detail = `expected an array of ${this.columns.length} values or an object by column, got ${show(instance)}`;
      faults.push({ pointer, detail });
    }
  }

  /** Of a model with one input, a vector, the values alone stand for the instance. */
  #isOnlyVector(instance: unknown): instance is readonly unknown[] {
    const only = this.columns[0];
    if (only?.width === undefined || this.columns.length > 1 || !Array.isArray(instance))
      return false;
    return instance.length === only.width && !Array.isArray(instance[0]);
  }

  #lengthFault(got: number): string {
    const columns = this.#names.slice(0, 10).join(', ') + (this.#names.length > 10 ? ', …' : '');
    return `expected ${this.columns.length} values (${columns}), got ${got}`;
  }

  #checkNames(fields: Record<string, unknown>, pointer: string, faults: Fault[]): void {
    for (const name of Object.keys(fields)) {
      if (this.#known.has(name)) continue;
      const detail = `unknown column \`${name.slice(0, 60)}\`${suggest(name, this.#names)}`;
      faults.push({ pointer: pointerTo(pointer, name), detail });
      if (faults.length > maxFaults) return;
    }
  }

  /** An array as long as there are columns, or an object by their names; `above`: the pointer of all rows. */
  #fillRow(given: Row, x: FloatArray, row: number, above: string, faults: Fault[]): void {
    const inOrder = Array.isArray(given);
    const fields = given as Record<string, unknown>;
    for (let i = 0; i < this.columns.length; i += 1) {
      const name = this.#names[i] as string;
      const key = inOrder ? i : name;
      const value = inOrder || Object.hasOwn(fields, name) ? fields[key] : undefined;
      const detail = this.#fillCell(i, value, x, row);
      if (detail !== undefined) faults.push({ pointer: pointerTo(`${above}/${row}`, key), detail });
    }
  }

  /** What is wrong with the value, or undefined when it was taken. */
  #fillCell(i: number, value: unknown, x: FloatArray, row: number): string | undefined {
    const column = this.columns[i] as FittedColumn;
    const start = row * this.width + (this.#starts[i] as number);
    if (typeof value === 'number' && column.type === 'number' && column.width === undefined) {
      x[start] = scaled(column, value);
      // Also a category of numbers, what has an indicator and what is not finite go the long way.
      const plain = column.categories === undefined && !column.indicator;
      if (plain && Number.isFinite(x[start])) return undefined;
    }
    const detail = encode(column, value, x, start);
    if (detail !== undefined) return detail;
    const end = start + encodedWidth(column);
    for (let at = start; at < end; at += 1) {
      if (!Number.isFinite(x[at])) {
        return `${show(value)} is beyond the range of ${this.dtype} once it is scaled`;
      }
    }
    return undefined;
  }
}

/** Where each of some widths side by side begins, and where all end. */
function offsets(widths: readonly number[]): { starts: number[]; end: number } {
  let end = 0;
  const starts = widths.map((width) => {
    const start = end;
    end += width;
    return start;
  });
  return { starts, end };
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
