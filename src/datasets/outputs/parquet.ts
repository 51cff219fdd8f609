// Parquet by hyparquet-writer: bit for bit what is stored, missing values as nulls, vectors as lists.
// A row group holds what memory may be taken for it.
import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { microsecondsOf } from '../formats/timestamps.ts';
import type { Column } from '../record.ts';
import type { Batch, ColumnValues } from '../rows.ts';
import { vectorAt, wordAt } from './cells.ts';
import type { Output } from './output.ts';

/** Values in one row group: about 16 MiB as they are stored, some times that while it is written. */
const groupValues = 2 * 1024 * 1024;

export const parquet: Output = {
  name: 'parquet',
  mediaType: 'application/vnd.apache.parquet',
  extension: '.parquet',
  async *write({ columns, batches }) {
    const sink = new ByteWriter();
    const schema = [
      { name: 'root', num_children: columns.length } satisfies SchemaElement,
      ...columns.flatMap(elementsOf),
    ];
    const writer = new ParquetWriter({ writer: sink, schema, createdBy: 'nabla' });
    const width = columns.reduce((sum, column) => sum + (column.width ?? 1), 0);
    let group: Batch[] = [];
    let rows = 0;
    const flush = (): Uint8Array => {
      const columnData = columns.map(({ name }, c) => ({
        name,
        data: group.flatMap((batch) => valuesOf(batch.columns[c] as ColumnValues)),
      }));
      if (rows > 0) writer.write({ columnData, rowGroupSize: rows });
      group = [];
      rows = 0;
      return taken(sink);
    };
    for await (const batch of batches) {
      group.push(batch);
      rows += batch.rows;
      if (rows * width >= groupValues) yield flush();
    }
    yield flush();
    writer.finish();
    yield taken(sink);
  },
};

/** What has been written since the last time; the places of later bytes count on. */
function taken(sink: ByteWriter): Uint8Array {
  const bytes = sink.getBytes().slice();
  sink.index = 0;
  return bytes;
}

const microseconds = {
  converted_type: 'TIMESTAMP_MICROS',
  logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
} as const;

function elementsOf({ name, type, element = 'f64' }: Column): SchemaElement[] {
  const optional = { name, repetition_type: 'OPTIONAL' } as const;
  switch (type) {
    case 'number':
      return [{ ...optional, type: 'DOUBLE' }];
    case 'integer':
      return [{ ...optional, type: 'INT64' }];
    case 'timestamp':
      return [{ ...optional, type: 'INT64', ...microseconds }];
    case 'boolean':
      return [{ ...optional, type: 'BOOLEAN' }];
    case 'vector': {
      const item = { name: 'element', repetition_type: 'REQUIRED' } as const;
      const types = {
        u8: { ...item, type: 'INT32', converted_type: 'UINT_8' },
        f32: { ...item, type: 'FLOAT' },
        f64: { ...item, type: 'DOUBLE' },
      } as const;
      return [
        { ...optional, converted_type: 'LIST', logical_type: { type: 'LIST' }, num_children: 1 },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        types[element],
      ];
    }
    default:
      return [
        {
          ...optional,
          type: 'BYTE_ARRAY',
          converted_type: 'UTF8',
          logical_type: { type: 'STRING' },
        },
      ];
  }
}

function valuesOf(column: ColumnValues): unknown[] {
  const { present } = column;
  const value = valueReader(column);
  return Array.from(present, (_, row) => (present[row] === 0 ? null : value(row)));
}

function valueReader(column: ColumnValues): (row: number) => unknown {
  const { values } = column;
  switch (column.column.type) {
    case 'number':
    case 'integer':
      return (row) => values[row];
    case 'timestamp':
      return (row) => microsecondsOf((values as Float64Array)[row] as number);
    case 'boolean':
      return (row) => values[row] === 1;
    case 'vector':
      return (row) => Array.from(vectorAt(column, row));
    default:
      return (row) => wordAt(column, row);
  }
}
