// Network outputs as the client reads them: original units for regressions, classes with their
// probabilities, by the task each output was trained for; as JSON values, or as columns of a table.
import type { Dtype, FloatArray } from '../native.ts';
import { allocate } from '../networks/rows.ts';
import { encodedWidth, type FittedColumn, unscaled } from '../training/preprocessing.ts';
import type { ModelVersion, SingleOutput } from './version.ts';

export type Shape = 'arrays' | 'objects';

export interface AnswerOptions {
  /** How numbers are answered; a table has names anyway. Default arrays. */
  shape?: Shape | undefined;
  /** Of a classification only so many classes, the most probable first. */
  topK?: number | undefined;
  /** The network's outputs as they are: nothing scaled back, no classes. */
  raw?: boolean | undefined;
}

export type Classification =
  | { class: string; probabilities: Record<string, number> }
  | { class: string; top: { class: string; probability: number }[] };

/** Of one output. */
export type Answer = number[] | Record<string, number> | Classification;

/** By the name of the output where the model has several with a loss each. */
export type Prediction = Answer | Record<string, Answer>;

/** A column of a table of answers, and what it is of: the output by name, or empty of the only one. */
export type AnswerColumn = { name: string; head: string } & (
  | { kind: 'number' | 'probability'; values: FloatArray }
  | { kind: 'class'; codes: Int32Array; words: readonly string[] }
);

/** Without the name of the output. */
type PartColumn = AnswerColumn extends infer Column
  ? Column extends AnswerColumn
    ? Omit<Column, 'head'>
    : never
  : never;

/** Made once for a version, used for every request to it. */
export class AnswerDecoder {
  readonly #parts: readonly Part[];
  /** Whether answers are by the name of the output. */
  readonly #named: boolean;
  readonly #dtype: Dtype;

  constructor(outputs: ModelVersion['outputs'], dtype: Dtype) {
    this.#named = 'parts' in outputs;
    this.#dtype = dtype;
    let begin = 0;
    this.#parts = ('parts' in outputs ? outputs.parts : [outputs]).map((output) => {
      const part = new Part(output, 'name' in output ? String(output.name) : '', begin);
      begin = part.end;
      return part;
    });
  }

  /** rows × K outputs → one prediction a row. */
  predictions(y: FloatArray, rows: number, options: AnswerOptions = {}): Prediction[] {
    const size = y.length / rows;
    const all: Prediction[] = new Array(rows);
    for (let row = 0; row < rows; row += 1) all[row] = this.#row(y, row * size, size, options);
    return all;
  }

  #row(y: FloatArray, start: number, size: number, options: AnswerOptions): Prediction {
    if (options.raw === true) return Array.from(y.subarray(start, start + size));
    if (!this.#named) return (this.#parts[0] as Part).answer(y, start, options);
    const answers = this.#parts.map((part) => [part.name, part.answer(y, start, options)]);
    return Object.fromEntries(answers) as Record<string, Answer>;
  }

  /** The same as columns: `price`, or `class` and `probability.<class>`; `<output>.` before each where there are several outputs. */
  columns(y: FloatArray, rows: number, options: AnswerOptions = {}): AnswerColumn[] {
    const size = y.length / rows;
    if (options.raw === true) {
      return Array.from({ length: size }, (_, k) => ({
        ...{ name: `output.${k}`, head: '', kind: 'number' },
        values: this.#gathered(rows, (row) => y[row * size + k] as number),
      }));
    }
    return this.#parts.flatMap((part) => {
      const prefix = this.#named ? `${part.name}.` : '';
      const table = { y, rows, size, gather: this.#gathered.bind(this) };
      return part
        .columns(table, options)
        .map(
          (column) => ({ ...column, head: part.name, name: prefix + column.name }) as AnswerColumn,
        );
    });
  }

  #gathered(rows: number, value: (row: number) => number): FloatArray {
    const values = allocate(this.#dtype, rows);
    for (let row = 0; row < rows; row += 1) values[row] = value(row);
    return values;
  }
}

interface Table {
  y: FloatArray;
  rows: number;
  /** Outputs of a row. */
  size: number;
  gather(rows: number, value: (row: number) => number): FloatArray;
}

/** One output of a network, its place among the others and what its numbers mean. */
class Part {
  readonly name: string;
  readonly #begin: number;
  readonly end: number;
  readonly #task: SingleOutput['task'];
  readonly #columns: readonly FittedColumn[];
  readonly #classes: readonly string[];

  constructor({ task, columns, classes = [] }: SingleOutput, name: string, begin: number) {
    this.name = name;
    this.#begin = begin;
    this.end = begin + columns.reduce((sum, column) => sum + encodedWidth(column), 0);
    this.#task = task;
    this.#columns = columns;
    this.#classes = task === 'binary' ? [classes[0] ?? '0', classes[1] ?? '1'] : classes;
  }

  get #isClasses(): boolean {
    return this.#task === 'binary' || this.#task === 'multi-class';
  }

  /** `start`: of the row in `y`. */
  answer(y: FloatArray, start: number, { shape, topK }: AnswerOptions): Answer {
    if (this.#isClasses) return this.#classification(y, start, topK);
    const first = start + this.#begin;
    const size = this.end - this.#begin;
    if (shape !== 'objects') {
      const values: number[] = new Array(size);
      for (let k = 0; k < size; k += 1) values[k] = this.#number(k, y[first + k] as number);
      return values;
    }
    return Object.fromEntries(
      this.#columns.map(({ name }, k) => [name, this.#number(k, y[first + k] as number)]),
    );
  }

  #number(k: number, value: number): number {
    return unscaled(this.#columns[k] as FittedColumn, value);
  }

  #probability(y: FloatArray, start: number, k: number): number {
    const value = y[start + this.#begin + (this.#task === 'binary' ? 0 : k)] as number;
    return this.#task === 'binary' && k === 0 ? 1 - value : value;
  }

  #classification(y: FloatArray, start: number, topK: number | undefined): Classification {
    const classes = this.#classes;
    const best = this.#best(y, start);
    if (topK === undefined) {
      const entries = classes.map((name, k) => [name, this.#probability(y, start, k)]);
      return { class: classes[best] as string, probabilities: Object.fromEntries(entries) };
    }
    const top = this.#ranking(y, start, topK).map((k) => ({
      class: classes[k] as string,
      probability: this.#probability(y, start, k),
    }));
    return { class: classes[best] as string, top };
  }

  /** The first of the largest, as in every arg max here; of two classes the positive one from 0.5. */
  #best(y: FloatArray, start: number): number {
    if (this.#task === 'binary') return this.#probability(y, start, 1) >= 0.5 ? 1 : 0;
    let best = 0;
    for (let k = 1; k < this.#classes.length; k += 1) {
      if (this.#probability(y, start, k) > this.#probability(y, start, best)) best = k;
    }
    return best;
  }

  /** The most probable classes, equals in their order but for the winner, which leads. */
  #ranking(y: FloatArray, start: number, topK: number): number[] {
    const best = this.#best(y, start);
    const order = this.#classes.map((_, k) => k);
    const lead = (k: number) => (k === best ? 1 : 0);
    order.sort(
      (a, b) =>
        this.#probability(y, start, b) - this.#probability(y, start, a) ||
        lead(b) - lead(a) ||
        a - b,
    );
    return order.slice(0, topK);
  }

  columns(table: Table, { topK }: AnswerOptions): PartColumn[] {
    const { y, rows, size, gather } = table;
    if (!this.#isClasses) {
      return this.#columns.map(({ name }, k) => ({
        name,
        kind: 'number',
        values: gather(rows, (row) => this.#number(k, y[row * size + this.#begin + k] as number)),
      }));
    }
    if (topK !== undefined) return this.#topColumns(table, topK);
    const codes = Int32Array.from({ length: rows }, (_, row) => this.#best(y, row * size));
    return [
      { name: 'class', kind: 'class', codes, words: this.#classes },
      ...this.#classes.map((name, k) => ({
        ...{ name: `probability.${name}`, kind: 'probability' as const },
        values: gather(rows, (row) => this.#probability(y, row * size, k)),
      })),
    ];
  }

  /** `class.1`, `probability.1`, `class.2`, … */
  #topColumns({ y, rows, size, gather }: Table, topK: number): PartColumn[] {
    const rankings = Array.from({ length: rows }, (_, row) => this.#ranking(y, row * size, topK));
    return Array.from({ length: Math.min(topK, this.#classes.length) }, (_, place) => {
      const codes = Int32Array.from(rankings, (ranking) => ranking[place] as number);
      const values = gather(rows, (row) => this.#probability(y, row * size, codes[row] as number));
      return [
        { name: `class.${place + 1}`, kind: 'class' as const, codes, words: this.#classes },
        { name: `probability.${place + 1}`, kind: 'probability' as const, values },
      ];
    }).flat();
  }
}
