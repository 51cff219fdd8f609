// JSON in the form that is uploaded: `{ "name", "columns", "rows" }`.
import { jsonCell } from './cells.ts';
import type { Output } from './output.ts';

export const json: Output = {
  name: 'json',
  mediaType: 'application/json',
  extension: '.json',
  async *write({ name, columns, batches }) {
    const names = columns.map((column) => column.name);
    yield `{"name":${JSON.stringify(name)},"columns":${JSON.stringify(names)},"rows":[`;
    let first = true;
    for await (const batch of batches) {
      const rows = Array.from(
        { length: batch.rows },
        (_, row) => `[${batch.columns.map((column) => jsonCell(column, row)).join(',')}]`,
      );
      yield `${first ? '\n' : ',\n'}${rows.join(',\n')}`;
      first = false;
    }
    yield '\n]}\n';
  },
};
