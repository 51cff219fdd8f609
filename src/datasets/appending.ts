// A data set and rows that are appended to it as the blocks of a new one: what must be the same of the
// two, and the blocks one after the other.
import { type Fault, invalid } from '../errors.ts';
import type { ColumnBlock, ColumnSpec, DeclaredType } from '../native-data.ts';
import type { OpenContent } from './contents.ts';
import { wordsBlock } from './formats/blocks.ts';
import type { Column, DatasetRecord } from './record.ts';
import { type ColumnValues, readBatches } from './rows.ts';

/** What reading the rows of a data set needs of its record. */
export type Readable = Pick<DatasetRecord, 'columns' | 'slots' | 'rowCount' | 'rowBytes'>;

/** The types the new rows are read as. */
export function typesFor({ columns }: Readable): Map<string, DeclaredType> {
  const types = new Map<string, DeclaredType>();
  for (const { name, type } of columns) if (type !== 'vector') types.set(name, type);
  return types;
}

export function specsOf({ columns }: Readable): ColumnSpec[] {
  return columns.map(({ name, type, element, width }) =>
    type === 'vector'
      ? { name, type, declared: true, element: element ?? 'f64', width: width ?? 1 }
      : { name, type, declared: true },
  );
}

/** The positions of `more`'s columns in the order of `base`'s. Throws a 422 unless both have the same. */
export function columnOrder(base: Readable, more: Readable): number[] {
  const faults: Fault[] = [];
  const order = base.columns.map((column) => {
    const index = more.columns.findIndex(({ name }) => name === column.name);
    const found = more.columns[index];
    const quoted = JSON.stringify(column.name);
    if (found === undefined) {
      faults.push({ row: 0, column: column.name, detail: `column ${quoted} is not there` });
    } else if (formOf(found) !== formOf(column)) {
      const detail = `column ${quoted} holds ${formOf(column)} so far, here ${formOf(found)}`;
      faults.push({ row: 0, column: column.name, detail });
    }
    return index;
  });
  for (const { name } of more.columns) {
    if (base.columns.some((column) => column.name === name)) continue;
    faults.push({
      row: 0,
      column: name,
      detail: `the data set has no column ${JSON.stringify(name)}`,
    });
  }
  if (faults.length > 0) throw invalid(faults);
  return order;
}

function formOf({ type, element = 'f64', width = 1 }: Column): string {
  return type === 'vector' ? `vectors of ${width} ${element}` : `the type ${type}`;
}

/** The rows of a data set, a batch at a time; `order`: positions of its columns. */
export async function* blocksOf(
  record: Readable,
  content: OpenContent,
  order: readonly number[],
): AsyncGenerator<{ blocks: ColumnBlock[]; rows: number }> {
  const all = { columns: order, offset: 0, limit: record.rowCount };
  for await (const { rows, columns } of readBatches(record, content, all)) {
    yield { rows, blocks: columns.map(blockOf) };
  }
}

function blockOf({ column, values, present }: ColumnValues): ColumnBlock {
  if (column.type === 'text') {
    const words = values as string[];
    return wordsBlock(words.map((word, row) => (present[row] === 0 ? null : word)));
  }
  const marks = present.includes(0) ? { present } : {};
  const names = column.type === 'category' ? { names: column.categories ?? [] } : {};
  return { values: values as Float64Array, ...marks, ...names };
}
