// Predictions as JSON, CSV, NPY or Arrow, written chunk by chunk. A new format is its class and its row
// in `answerFormats`.
import {
  Dictionary,
  Field,
  Float32,
  Float64,
  Int32,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import { badRequest } from '../errors.ts';
import type { Dtype, FloatArray } from '../native.ts';
import { allocate } from '../networks/rows.ts';
import type { AnswerColumn, AnswerDecoder, AnswerOptions } from './answers.ts';

export interface AnswerWriter {
  /** Bytes of the next rows: outputs of the network, row by row. */
  write(y: FloatArray, rows: number): Uint8Array;
  /** Bytes after the last row. */
  end(): Uint8Array;
  /** Bytes before the first row, known when all have been written. */
  begin(): Uint8Array;
}

export interface AnswerFormat {
  mediaType: string;
  writer(decoder: AnswerDecoder, options: AnswerOptions, dtype: Dtype): AnswerWriter;
}

const nothing = new Uint8Array(0);

class JsonWriter implements AnswerWriter {
  readonly #decoder: AnswerDecoder;
  readonly #options: AnswerOptions;
  #first = true;

  constructor(decoder: AnswerDecoder, options: AnswerOptions) {
    this.#decoder = decoder;
    this.#options = options;
  }

  begin(): Uint8Array {
    return Buffer.from('{"predictions":[');
  }

  write(y: FloatArray, rows: number): Uint8Array {
    const items = this.#decoder.predictions(y, rows, this.#options);
    const text = items.map((item) => JSON.stringify(item)).join(',');
    const comma = this.#first ? '' : ',';
    this.#first = false;
    return Buffer.from(comma + text);
  }

  end(): Uint8Array {
    return Buffer.from(']}');
  }
}

/** A header line and rows of cells; RFC 4180, with line feeds. */
class CsvWriter implements AnswerWriter {
  readonly #decoder: AnswerDecoder;
  readonly #options: AnswerOptions;
  #header = '';

  constructor(decoder: AnswerDecoder, options: AnswerOptions) {
    this.#decoder = decoder;
    this.#options = options;
  }

  begin(): Uint8Array {
    return Buffer.from(this.#header);
  }

  write(y: FloatArray, rows: number): Uint8Array {
    const columns = this.#decoder.columns(y, rows, this.#options);
    this.#header = `${columns.map(({ name }) => quoted(name)).join(',')}\n`;
    const cells = columns.map(cellsOf);
    const lines: string[] = [];
    for (let row = 0; row < rows; row += 1) lines.push(cells.map((cell) => cell(row)).join(','));
    lines.push('');
    return Buffer.from(lines.join('\n'));
  }

  end(): Uint8Array {
    return nothing;
  }
}

function cellsOf(column: AnswerColumn): (row: number) => string {
  if ('values' in column) return (row) => String(column.values[row]);
  const words = column.words.map(quoted);
  return (row) => words[column.codes[row] as number] as string;
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One array, rows × the numbers of an answer: no words, so of classes the probabilities. */
class NpyWriter implements AnswerWriter {
  readonly #decoder: AnswerDecoder;
  readonly #options: AnswerOptions;
  readonly #dtype: Dtype;
  #rows = 0;
  #width = 0;

  constructor(decoder: AnswerDecoder, options: AnswerOptions, dtype: Dtype) {
    if (options.topK !== undefined) {
      throw badRequest('query parameter topK: an array of numbers does not name classes');
    }
    this.#decoder = decoder;
    this.#options = options;
    this.#dtype = dtype;
  }

  begin(): Uint8Array {
    const descriptor = this.#dtype === 'float32' ? '<f4' : '<f8';
    const shape = `(${this.#rows}, ${this.#width})`;
    const text = `{'descr': '${descriptor}', 'fortran_order': False, 'shape': ${shape}, }`;
    // The values begin at a multiple of 64 bytes, as numpy has it.
    const padded = `${text.padEnd(64 * Math.ceil((10 + text.length + 1) / 64) - 11)}\n`;
    const head = Buffer.alloc(10 + padded.length);
    head.write('\x93NUMPY\x01\x00', 'latin1');
    head.writeUInt16LE(padded.length, 8);
    head.write(padded, 10, 'latin1');
    return head;
  }

  write(y: FloatArray, rows: number): Uint8Array {
    const columns = this.#decoder.columns(y, rows, this.#options);
    const numbers = columns.flatMap((column) => ('values' in column ? [column.values] : []));
    this.#rows += rows;
    this.#width = numbers.length;
    const values = allocate(this.#dtype, rows * numbers.length);
    for (const [k, column] of numbers.entries()) {
      for (let row = 0; row < rows; row += 1)
        values[row * numbers.length + k] = column[row] as number;
    }
    return new Uint8Array(values.buffer as ArrayBuffer);
  }

  end(): Uint8Array {
    return nothing;
  }
}

/** Keeps what it writes until it is taken; its own sink is for those who wait. */
class CollectingWriter extends RecordBatchStreamWriter {
  #chunks: Uint8Array[] = [];

  protected override _write(chunk: ArrayBufferView<ArrayBuffer>): this {
    this.#chunks.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this._position += chunk.byteLength;
    return this;
  }

  taken(): Uint8Array {
    const chunks = this.#chunks;
    this.#chunks = [];
    return Buffer.concat(chunks);
  }
}

/** An IPC stream: a column of words is a dictionary of the classes. */
class ArrowWriter implements AnswerWriter {
  readonly #decoder: AnswerDecoder;
  readonly #options: AnswerOptions;
  readonly #writer = new CollectingWriter();
  #schema: Schema | undefined;
  readonly #classes = new Map<readonly string[], Vector<Utf8>>();

  constructor(decoder: AnswerDecoder, options: AnswerOptions) {
    this.#decoder = decoder;
    this.#options = options;
  }

  begin(): Uint8Array {
    return nothing;
  }

  write(y: FloatArray, rows: number): Uint8Array {
    const columns = this.#decoder.columns(y, rows, this.#options);
    const children = columns.map((column) => this.#dataOf(column));
    const types = children.map(({ type }, c) => new Field(columns[c]?.name ?? '', type, false));
    this.#schema ??= new Schema(types);
    const data = makeData({ type: new Struct(this.#schema.fields), length: rows, children });
    this.#writer.write(new RecordBatch(this.#schema, data as never));
    return this.#writer.taken();
  }

  end(): Uint8Array {
    this.#writer.finish();
    return this.#writer.taken();
  }

  #dataOf(column: AnswerColumn) {
    if ('values' in column) {
      const { values } = column;
      return values instanceof Float32Array
        ? makeData({ type: new Float32(), data: values })
        : makeData({ type: new Float64(), data: values });
    }
    const { words, codes } = column;
    const dictionary = this.#classes.get(words) ?? vectorFromArray(words, new Utf8());
    this.#classes.set(words, dictionary);
    const type = new Dictionary(new Utf8(), new Int32(), this.#classes.size);
    return makeData({ type, data: codes, dictionary });
  }
}

export const answerFormats: readonly AnswerFormat[] = [
  { mediaType: 'application/json', writer: (...of) => new JsonWriter(of[0], of[1]) },
  { mediaType: 'text/csv', writer: (...of) => new CsvWriter(of[0], of[1]) },
  { mediaType: 'application/x-npy', writer: (...of) => new NpyWriter(...of) },
  {
    mediaType: 'application/vnd.apache.arrow.stream',
    writer: (...of) => new ArrowWriter(of[0], of[1]),
  },
];
