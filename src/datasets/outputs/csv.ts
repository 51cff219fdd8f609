// CSV by RFC 4180 with a header line. A vector takes a column for each of its values, named by its place.
import { timeText } from '../formats/timestamps.ts';
import type { Column } from '../record.ts';
import type { ColumnValues } from '../rows.ts';
import { decimal, vectorAt, wordAt } from './cells.ts';
import type { Output } from './output.ts';

export const csv: Output = {
  name: 'csv',
  mediaType: 'text/csv',
  extension: '.csv',
  async *write({ columns, batches }) {
    const names = columns.flatMap(namesOf);
    yield `${names.map(quoted).join(',')}\n`;
    // A line without anything is no row; a pair of quotes is.
    const none = names.length === 1 ? '""' : '';
    for await (const batch of batches) {
      const line = (row: number): string =>
        `${batch.columns.map((column) => cell(column, row) || none).join(',')}\n`;
      yield Array.from({ length: batch.rows }, (_, row) => line(row)).join('');
    }
  },
};

function namesOf({ name, type, width = 1 }: Column): string[] {
  if (type !== 'vector') return [name];
  return Array.from({ length: width }, (_, i) => `${name}_${i}`);
}

function cell(column: ColumnValues, row: number): string {
  const { values, present } = column;
  const { type, width = 1 } = column.column;
  if (present[row] === 0) return type === 'vector' ? ','.repeat(width - 1) : '';
  switch (type) {
    case 'number':
      return decimal((values as Float64Array)[row] as number);
    case 'integer':
      return String(values[row]);
    case 'timestamp':
      return timeText((values as Float64Array)[row] as number);
    case 'boolean':
      return values[row] === 1 ? 'true' : 'false';
    case 'vector':
      return Array.from(vectorAt(column, row), decimal).join(',');
    default:
      return quoted(wordAt(column, row));
  }
}

function quoted(text: string): string {
  return /[",;|\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
