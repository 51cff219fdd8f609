// Single values as JSON and CSV write them: the shortest text that reads back as the same value. What
// is not finite counts as missing and has no text.
import { timeText } from '../formats/timestamps.ts';
import type { ColumnValues } from '../rows.ts';

/** JSON of one value; −0 keeps its sign, integers beyond 2⁵³ are strings. */
export function jsonCell(column: ColumnValues, row: number): string {
  const { values, present } = column;
  if (present[row] === 0) return 'null';
  switch (column.column.type) {
    case 'number':
      return jsonNumber((values as Float64Array)[row] as number);
    case 'integer':
      return jsonInteger((values as BigInt64Array)[row] as bigint);
    case 'timestamp':
      return `"${timeText((values as Float64Array)[row] as number)}"`;
    case 'boolean':
      return values[row] === 1 ? 'true' : 'false';
    case 'vector':
      return `[${Array.from(vectorAt(column, row), jsonNumber).join(',')}]`;
    default:
      return JSON.stringify(wordAt(column, row));
  }
}

/** The numbers of one row of a vector column. */
export function vectorAt({ column, values }: ColumnValues, row: number): Float64Array {
  const { width = 1 } = column;
  return (values as Float64Array).subarray(row * width, (row + 1) * width);
}

/** The text of one row of a category or text column that is present. */
export function wordAt({ column, values }: ColumnValues, row: number): string {
  const value = values[row];
  return typeof value === 'string' ? value : (column.categories?.[Number(value)] ?? '');
}

/** The shortest decimal that reads back as `value`; empty when it is not finite. */
export function decimal(value: number): string {
  if (!Number.isFinite(value)) return '';
  return Object.is(value, -0) ? '-0' : String(value);
}

function jsonNumber(value: number): string {
  return decimal(value) || 'null';
}

function jsonInteger(value: bigint): string {
  return Number.isSafeInteger(Number(value)) ? String(value) : `"${value}"`;
}
