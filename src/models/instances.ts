// Instances of a prediction request as network inputs: arrays in the order of the model's inputs, or
// objects by column name, each value encoded as the model was fitted. All faults, with pointers.
import { type Fault, invalid, maxFaults, pointerTo } from '../errors.ts';
import { show, suggest } from '../http/faults.ts';
import type { Dtype, FloatArray } from '../native.ts';
import { allocate } from '../networks/rows.ts';
import { encode, encodedWidth, type FittedColumn } from '../training/preprocessing.ts';

/** instances.length rows of Σ encodedWidth numbers. */
export function encodeInstances(
  instances: readonly unknown[],
  columns: readonly FittedColumn[],
  dtype: Dtype,
): FloatArray {
  const encoder = new InstanceEncoder(columns, dtype);
  const x = allocate(dtype, instances.length * encoder.width);
  const faults: Fault[] = [];
  for (const [row, instance] of instances.entries()) {
    encoder.encode(instance, x, row, faults);
    if (faults.length > maxFaults) break;
  }
  if (faults.length > 0) throw invalid(faults);
  return x;
}

class InstanceEncoder {
  readonly #columns: readonly FittedColumn[];
  readonly #names: readonly string[];
  readonly #known: ReadonlySet<string>;
  readonly #dtype: Dtype;
  readonly width: number;

  constructor(columns: readonly FittedColumn[], dtype: Dtype) {
    this.#columns = columns;
    this.#names = columns.map(({ name }) => name);
    this.#known = new Set(this.#names);
    this.#dtype = dtype;
    this.width = columns.reduce((sum, column) => sum + encodedWidth(column), 0);
  }

  encode(instance: unknown, x: FloatArray, row: number, faults: Fault[]): void {
    const pointer = `/instances/${row}`;
    if (this.#isOnlyVector(instance)) {
      this.#fill(
        () => instance,
        () => pointer,
        x,
        row,
        faults,
      );
    } else if (Array.isArray(instance)) {
      this.#checkLength(instance, pointer, faults);
      if (instance.length === this.#columns.length) {
        this.#fill(
          (_, i) => instance[i],
          (_, i) => `${pointer}/${i}`,
          x,
          row,
          faults,
        );
      }
    } else if (typeof instance === 'object' && instance !== null) {
      const fields = instance as Record<string, unknown>;
      this.#checkNames(fields, pointer, faults);
      const at = (name: string): string => pointerTo(pointer, name);
      this.#fill(
        (name) => (Object.hasOwn(fields, name) ? fields[name] : undefined),
        at,
        x,
        row,
        faults,
      );
    } else {
      const detail = `expected an array of ${this.#columns.length} values or an object by column, got ${show(instance)}`;
      faults.push({ pointer, detail });
    }
  }

  /** Of a model with one input, a vector, the values alone stand for the instance. */
  #isOnlyVector(instance: unknown): boolean {
    const [only, ...others] = this.#columns;
    if (only?.width === undefined || others.length > 0 || !Array.isArray(instance)) return false;
    return instance.length === only.width && !Array.isArray(instance[0]);
  }

  #checkLength(instance: readonly unknown[], pointer: string, faults: Fault[]): void {
    if (instance.length === this.#columns.length) return;
    const columns = this.#names.slice(0, 10).join(', ') + (this.#names.length > 10 ? ', …' : '');
    const detail = `expected ${this.#columns.length} values (${columns}), got ${instance.length}`;
    faults.push({ pointer, detail });
  }

  #checkNames(fields: Record<string, unknown>, pointer: string, faults: Fault[]): void {
    for (const name of Object.keys(fields)) {
      if (this.#known.has(name)) continue;
      const detail = `unknown column \`${name.slice(0, 60)}\`${suggest(name, this.#names)}`;
      faults.push({ pointer: pointerTo(pointer, name), detail });
      if (faults.length > maxFaults) return;
    }
  }

  #fill(
    valueFor: (name: string, i: number) => unknown,
    pointerFor: (name: string, i: number) => string,
    x: FloatArray,
    row: number,
    faults: Fault[],
  ): void {
    let at = row * this.width;
    for (const [i, column] of this.#columns.entries()) {
      const value = valueFor(column.name, i);
      const end = at + encodedWidth(column);
      let detail = encode(column, value, x, at);
      if (detail === undefined && !x.subarray(at, end).every(Number.isFinite)) {
        detail = `${show(value)} is beyond the range of ${this.#dtype} once it is scaled`;
      }
      if (detail !== undefined) faults.push({ pointer: pointerFor(column.name, i), detail });
      at = end;
    }
  }
}
