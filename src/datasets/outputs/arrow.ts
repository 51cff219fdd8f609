// Arrow IPC, as a stream or a file, a record batch for each batch: bit for bit what is stored, missing
// values as nulls, categories dictionary-encoded, vectors as lists of fixed size.
import {
  AsyncByteQueue,
  Bool,
  type Data,
  type DataType,
  Dictionary,
  Field,
  FixedSizeList,
  Float32,
  Float64,
  Int32,
  Int64,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  type RecordBatchWriter,
  Schema,
  Struct,
  TimestampMicrosecond,
  Uint8,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import { microsecondsOf } from '../formats/timestamps.ts';
import type { Column } from '../record.ts';
import type { Batch, ColumnValues } from '../rows.ts';
import type { Output, Table } from './output.ts';

export const arrowStream: Output = {
  name: 'arrow',
  mediaType: 'application/vnd.apache.arrow.stream',
  extension: '.arrows',
  write: (table) => written(table, new RecordBatchStreamWriter()),
};

export const arrowFile: Output = {
  name: 'arrow-file',
  mediaType: 'application/vnd.apache.arrow.file',
  extension: '.arrow',
  write: (table) => written(table, new RecordBatchFileWriter()),
};

/** What a writer has written, kept until it is taken. */
class Taken extends AsyncByteQueue {
  #chunks: Uint8Array[] = [];

  override write(chunk: Uint8Array): void {
    if (chunk.byteLength > 0) this.#chunks.push(chunk);
  }

  take(): Uint8Array {
    return Buffer.concat(this.#chunks.splice(0));
  }
}

async function* written({ columns, batches }: Table, writer: RecordBatchWriter) {
  const sink = new Taken();
  const dictionaries = columns.map(dictionaryOf);
  const schema = new Schema(
    columns.map((column, c) => new Field(column.name, typeOf(column, dictionaries[c]), true)),
  );
  writer.reset(sink, schema);
  for await (const batch of batches) {
    writer.write(recordBatch(schema, batch, dictionaries));
    yield sink.take();
  }
  writer.finish();
  yield sink.take();
}

function dictionaryOf({ type, categories = [] }: Column): Vector<Utf8> | undefined {
  return type === 'category' ? vectorFromArray(categories, new Utf8()) : undefined;
}

const elements = { u8: Uint8, f32: Float32, f64: Float64 } as const;

function typeOf({ type, element = 'f64', width = 1 }: Column, words?: Vector<Utf8>): DataType {
  switch (type) {
    case 'number':
      return new Float64();
    case 'integer':
      return new Int64();
    case 'timestamp':
      return new TimestampMicrosecond('UTC');
    case 'boolean':
      return new Bool();
    case 'vector':
      return new FixedSizeList(width, new Field('item', new elements[element](), false));
    default:
      return words === undefined ? new Utf8() : new Dictionary(new Utf8(), new Int32());
  }
}

function recordBatch(
  schema: Schema,
  batch: Batch,
  dictionaries: readonly (Vector<Utf8> | undefined)[],
): RecordBatch {
  const children = batch.columns.map((values, c) =>
    dataOf(values, (schema.fields[c] as Field).type, dictionaries[c]),
  );
  const type = new Struct(schema.fields);
  return new RecordBatch(
    schema,
    makeData({ type, length: batch.rows, nullCount: 0, children }) as Data<Struct>,
  );
}

function dataOf(values: ColumnValues, type: DataType, dictionary?: Vector<Utf8>): Data {
  const { column, present } = values;
  const length = present.length;
  const nullCount = length - present.reduce((sum, bit) => sum + bit, 0);
  const marks = nullCount === 0 ? { nullCount } : { nullCount, nullBitmap: bitmap(present) };
  const data = values.values;
  switch (column.type) {
    case 'timestamp': {
      const micros = BigInt64Array.from(data as Float64Array, (time, row) =>
        present[row] === 0 ? 0n : microsecondsOf(time),
      );
      return makeData({ type, length, ...marks, data: micros } as never);
    }
    case 'boolean':
      return makeData({ type, length, ...marks, data: bitmap(data as Uint8Array) } as never);
    case 'vector': {
      const item = (type as FixedSizeList).valueType;
      const child = makeData({ type: item, length: data.length, nullCount: 0, data } as never);
      return makeData({ type, length, ...marks, child } as never);
    }
    case 'text':
      return texts(data as string[], present, marks);
    default:
      return makeData({ type, length, ...marks, data, dictionary } as never);
  }
}

/** A bit for each byte, the first in the lowest. */
function bitmap(bytes: Uint8Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(bytes.length / 8));
  for (let i = 0; i < bytes.length; i += 1) {
    if (bytes[i] !== 0) bits[i >> 3] = (bits[i >> 3] as number) | (1 << (i & 7));
  }
  return bits;
}

function texts(values: readonly string[], present: Uint8Array, marks: object): Data {
  const all = values.map((value, row) => Buffer.from(present[row] === 0 ? '' : value));
  const valueOffsets = new Int32Array(all.length + 1);
  for (const [row, { length }] of all.entries()) {
    valueOffsets[row + 1] = (valueOffsets[row] as number) + length;
  }
  const data = new Uint8Array(Buffer.concat(all));
  return makeData({ type: new Utf8(), length: all.length, ...marks, valueOffsets, data } as never);
}
