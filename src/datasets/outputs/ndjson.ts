// NDJSON: an object a line.
import { jsonCell } from './cells.ts';
import type { Output } from './output.ts';

export const ndjson: Output = {
  name: 'ndjson',
  mediaType: 'application/x-ndjson',
  extension: '.ndjson',
  async *write({ columns, batches }) {
    const keys = columns.map(({ name }) => JSON.stringify(name));
    for await (const batch of batches) {
      const line = (row: number): string =>
        `{${batch.columns.map((column, c) => `${keys[c]}:${jsonCell(column, row)}`).join(',')}}\n`;
      yield Array.from({ length: batch.rows }, (_, row) => line(row)).join('');
    }
  },
};
