// NDJSON (JSON Lines): an object a line, its keys the columns, read as the lines arrive.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ApiError, invalid } from '../../errors.ts';
import { parseJson } from '../../http/json-body.ts';
import type { NativeData } from '../../native-data.ts';
import type { ReadOptions, Store, StreamFormat } from './format.ts';
import { columnFaults, JsonRows, type Locate, specOf } from './json-rows.ts';
import { Skips } from './skips.ts';

/** The keys and types of the columns are those of so many lines. */
const sampleRows = 1000;
const sampleBytes = 4 * 1024 * 1024;
const maxLineBytes = 16 * 1024 * 1024;
const batchRows = 1000;

export const ndjson: StreamFormat = {
  name: 'ndjson',
  skips: true,
  mediaTypes: ['application/x-ndjson', 'application/jsonl'],
  extensions: ['.ndjson', '.jsonl'],
  async read(native, input, options, store) {
    const table = new LineTable(native, options, store);
    for await (const line of linesOf(input)) {
      if (!(await table.add(line))) break;
    }
    return table.finish();
  },
};

/** Lines without their ends; blank ones are left out. Line numbers begin at 1. */
async function* linesOf(
  input: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ number: number; bytes: Buffer }> {
  let pieces: Uint8Array[] = [];
  let held = 0;
  let number = 0;
  const take = (last: Uint8Array): { number: number; bytes: Buffer } => {
    const bytes = pieces.length === 0 ? Buffer.from(last) : Buffer.concat([...pieces, last]);
    pieces = [];
    held = 0;
    number += 1;
    return { number, bytes };
  };
  for await (const chunk of input) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      const line = take(chunk.subarray(from, end));
      from = end + 1;
      if (!isBlank(line.bytes)) yield line;
    }
    if (from < chunk.length) pieces.push(chunk.subarray(from));
    held += chunk.length - from;
    if (held > maxLineBytes) throw invalid([{ row: number + 1, detail: 'the line is too long' }]);
  }
  const last = take(new Uint8Array());
  if (!isBlank(last.bytes)) yield last;
}

function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

class LineTable {
  readonly #native: NativeData;
  readonly #options: ReadOptions;
  readonly #store: Store;
  readonly #skips: Skips | undefined;
  /** Objects whose cells are not built yet, and the lines of the rows from there on. */
  #pending: Record<string, unknown>[] = [];
  #pendingBytes = 0;
  #lines: number[] = [];
  #rows: JsonRows | undefined;
  #names: string[] = [];
  #known: ReadonlySet<string> = new Set();
  #count = 0;

  constructor(native: NativeData, options: ReadOptions, store: Store) {
    this.#native = native;
    this.#options = options;
    this.#store = store;
    this.#skips = options.skipRows ? new Skips() : undefined;
  }

  async add({ number, bytes }: { number: number; bytes: Buffer }): Promise<boolean> {
    this.#count += 1;
    if (this.#count > this.#options.maxRows) {
      throw invalid([
        { row: this.#count, detail: `there are more than ${this.#options.maxRows} rows` },
      ]);
    }
    const object = this.#sound(() => this.#parse(number, bytes));
    if (object === undefined) return true;
    this.#pending.push(object);
    this.#lines.push(number);
    this.#pendingBytes += bytes.length;
    const enough = this.#rows === undefined ? sampleRows : batchRows;
    if (this.#pending.length < enough && this.#pendingBytes < sampleBytes) return true;
    return this.#flush();
  }

  async finish() {
    if (this.#count === 0) throw invalid([{ row: 1, detail: 'there is no line with an object' }]);
    if (this.#pending.length > 0) await this.#flush();
    if (this.#rows === undefined) throw invalid(this.#skips?.faults ?? []);
    return (this.#rows as JsonRows).summary();
  }

  /** What `read` returns; undefined when it throws a 422 and its row is to be skipped. */
  #sound<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (this.#skips === undefined || !(error instanceof ApiError)) throw error;
      this.#skips.add(error.errors ?? []);
      return undefined;
    }
  }

  #parse(number: number, bytes: Buffer): Record<string, unknown> {
    let value: unknown;
    try {
      value = parseJson(bytes);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const detail = error.errors?.[0]?.detail ?? error.detail;
      throw invalid([{ row: number, detail: `line ${number}: ${detail}` }]);
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
    throw invalid([{ row: number, detail: `line ${number}: expected an object` }]);
  }

  async #flush(): Promise<boolean> {
    this.#rows ??= this.#start();
    const rows = this.#rows;
    const known = this.#pending.map(
      (object, index) => this.#sound(() => this.#refuseStranger(object, index)) !== undefined,
    );
    this.#lines = this.#lines.filter((_, index) => known[index]);
    const cells = this.#pending
      .filter((_, index) => known[index])
      .map((object) => this.#names.map((name) => object[name] ?? null));
    this.#pending = [];
    this.#pendingBytes = 0;
    const going = await rows.append(cells);
    this.#lines = [];
    await nextTurn();
    return going;
  }

  #refuseStranger(object: Record<string, unknown>, index: number): true {
    const stranger = Object.keys(object).find((key) => !this.#known.has(key));
    if (stranger === undefined) return true;
    const detail = `column ${JSON.stringify(stranger.slice(0, 60))} is not in the first ${sampleRows} lines`;
    throw invalid([{ row: this.#lines[index] ?? 0, column: stranger.slice(0, 256), detail }]);
  }

  #start(): JsonRows {
    this.#known = new Set(this.#pending.flatMap((object) => Object.keys(object)));
    this.#names = [...this.#known];
    const faults = columnFaults(this.#native, this.#names, this.#options);
    if (this.#names.length === 0) faults.push({ row: 1, detail: 'the objects have no keys' });
    if (faults.length > 0) throw invalid(faults.map(({ detail }) => ({ row: 1, detail })));
    const { types } = this.#options;
    const sample = this.#pending;
    const specs = this.#names.map((name) =>
      specOf(this.#native, name, types.get(name), valuesOf(sample, name)),
    );
    const locate: Locate = (row, column) => ({
      row: this.#lines[row - (this.#rows?.rows ?? 0)] ?? row + 1,
      ...(column === undefined ? {} : { column: column.name }),
      detail: '',
    });
    return new JsonRows(this.#native, specs, this.#store, locate, this.#skips);
  }
}

function* valuesOf(objects: readonly Record<string, unknown>[], name: string) {
  for (const object of objects) yield object[name];
}
