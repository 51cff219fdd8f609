// NPY, one array of numpy: a single column as what it is stored as, several columns side by side as
// doubles. A missing value is NaN, a time its milliseconds; words have no place in it.
import { endianness } from 'node:os';
import { invalidAt } from '../../errors.ts';
import type { Column } from '../record.ts';
import type { ColumnValues } from '../rows.ts';
import type { Output, Table } from './output.ts';

const order = endianness() === 'LE' ? '<' : '>';
const descriptors = { u8: '|u1', f32: `${order}f4`, f64: `${order}f8` } as const;
const magic = Buffer.from('\x93NUMPY\x01\x00', 'latin1');
/** Of the header with all that stands before it, so that numpy can map what follows. */
const alignment = 64;

export const npy: Output = {
  name: 'npy',
  mediaType: 'application/x-npy',
  extension: '.npy',
  write(table) {
    for (const column of table.columns) refuse(column, table.columns.length);
    const [single] = table.columns;
    return table.columns.length === 1 && single !== undefined && keeps(single)
      ? writeColumn(table, single)
      : writeDoubles(table);
  },
};

function refuse({ name, type, min, max }: Column, columns: number): void {
  const fault = (detail: string) =>
    invalidAt('/columns', `column ${JSON.stringify(name)} ${detail}; choose others by columns=`);
  if (type === 'category' || type === 'text') throw fault('holds words, which an array does not');
  const wide = typeof min === 'string' || typeof max === 'string';
  if (type === 'integer' && wide && columns > 1)
    throw fault('holds integers beyond 2^53, which doubles beside it do not; take it alone');
}

/** Whether its values stand alone as they are: integers and booleans have no bits for a missing one. */
function keeps({ type, missing }: Column): boolean {
  return type === 'vector' || type === 'number' || type === 'timestamp' || missing === 0;
}

async function* writeColumn({ batches, rowCount }: Table, column: Column) {
  const { type, width = 1, element = 'f64' } = column;
  const descriptor =
    type === 'vector'
      ? descriptors[element]
      : {
          integer: `${order}i8`,
          boolean: '|b1',
          number: descriptors.f64,
          timestamp: descriptors.f64,
        }[type as 'number'];
  yield header(descriptor, type === 'vector' ? [rowCount, width] : [rowCount]);
  for await (const { columns } of batches) {
    const { values } = columns[0] as ColumnValues;
    const typed = values as Float64Array;
    yield new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength);
  }
}

async function* writeDoubles({ columns, batches, rowCount }: Table) {
  const width = columns.reduce((sum, column) => sum + (column.width ?? 1), 0);
  yield header(descriptors.f64, columns.length === 1 ? [rowCount] : [rowCount, width]);
  for await (const batch of batches) {
    const doubles = new Float64Array(batch.rows * width);
    let at = 0;
    for (const values of batch.columns) {
      fill(doubles, values, at, width);
      at += values.column.width ?? 1;
    }
    yield new Uint8Array(doubles.buffer);
  }
}

/** Puts a column's values at `at` of every row of `width` doubles. */
function fill(doubles: Float64Array, values: ColumnValues, at: number, width: number): void {
  const { column, present } = values;
  const own = column.width ?? 1;
  const numbers = values.values as Float64Array;
  for (let row = 0; row < present.length; row += 1) {
    for (let i = 0; i < own; i += 1) {
      doubles[row * width + at + i] =
        present[row] === 0 ? Number.NaN : Number(numbers[row * own + i]);
    }
  }
}

function header(descriptor: string, shape: readonly number[]): Buffer {
  const dimensions = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${descriptor}', 'fortran_order': False, 'shape': (${dimensions}), }`;
  const whole = Math.ceil((magic.length + 2 + text.length + 1) / alignment) * alignment;
  const padded = `${text.padEnd(whole - magic.length - 3)}\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(padded.length);
  return Buffer.concat([magic, length, Buffer.from(padded, 'latin1')]);
}
