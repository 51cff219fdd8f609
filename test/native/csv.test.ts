// The native CSV reader against a slow, obvious one: same rows or same refusal, wherever the input is
// cut. And the things a reader must refuse, with the row and column it names.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { native } from '../../src/native.ts';
import type { CsvFault, CsvOptions, RecordSummary } from '../../src/native-data.ts';

type Value = number | bigint | boolean | string | null;

interface Reading {
  summary: RecordSummary;
  rows: Value[][];
}

/** Feeds `text` in pieces that end at `cuts` (positions modulo the length); faults when refused. */
function read(
  text: string | Uint8Array,
  options: Partial<CsvOptions> = {},
  cuts: readonly number[] = [],
): Reading | CsvFault[] {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const reader = new native.CsvReader({ types: [], ...options });
  const records: Uint8Array[] = [];
  const texts: Uint8Array[] = [];
  const block = Buffer.alloc(64);
  const drain = () => {
    for (let n = reader.takeRecords(block); n > 0; n = reader.takeRecords(block)) {
      records.push(Uint8Array.from(block.subarray(0, n)));
    }
    for (let n = reader.takeText(block); n > 0; n = reader.takeText(block)) {
      texts.push(Uint8Array.from(block.subarray(0, n)));
    }
  };
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  let at = 0;
  for (const end of ends) {
    reader.push(bytes.subarray(at, end));
    drain();
    at = end;
  }
  if (!reader.finish()) return reader.faults();
  drain();
  const summary = reader.summary();
  return { summary, rows: decode(summary, Buffer.concat(records), Buffer.concat(texts)) };
}

function decode(
  { rows, rowBytes, columns }: RecordSummary,
  records: Buffer,
  texts: Buffer,
): Value[][] {
  assert.equal(records.length, rows * rowBytes);
  return Array.from({ length: rows }, (_, row) =>
    columns.map(({ type, offset, values = [] }) => {
      const at = row * rowBytes + offset;
      if (type === 'number' || type === 'timestamp') {
        const value = records.readDoubleLE(at);
        return Number.isNaN(value) ? null : value;
      }
      if (type === 'integer') {
        const value = records.readBigInt64LE(at);
        return value === -(2n ** 63n) ? null : value;
      }
      const code = Number(records.readBigInt64LE(at));
      if (code < 0) return null;
      if (type === 'boolean') return code === 1;
      if (type === 'category' || code < 1024) return values[code] as string;
      const start = code - 1024 + 4;
      return texts.toString('utf8', start, start + texts.readUInt32LE(start - 4));
    }),
  );
}

function accepted(result: Reading | CsvFault[]): Reading {
  assert.ok(!Array.isArray(result), `refused: ${inspect(result)}`);
  return result;
}

function refused(result: Reading | CsvFault[]): CsvFault[] {
  assert.ok(Array.isArray(result), 'accepted');
  assert.ok(result.length > 0);
  return result;
}

interface SlowCell {
  text: string;
  quoted: boolean;
}

/** RFC 4180, one character at a time; undefined when the text breaks its rules. */
function slowRecords(text: string, delimiter: string): SlowCell[][] | undefined {
  const records: SlowCell[][] = [];
  let at = 0;
  const cell = (): SlowCell | undefined => {
    let content = '';
    if (text[at] === '"') {
      for (at += 1; ; at += 1) {
        if (at >= text.length) return undefined;
        if (text[at] !== '"') content += text[at];
        else if (text[at + 1] === '"') content += text[at++];
        else break;
      }
      at += 1;
      return { text: content, quoted: true };
    }
    while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') {
      if (text[at] === '"') return undefined;
      content += text[at++];
    }
    return { text: content.replace(/^[ \t]+|[ \t]+$/g, ''), quoted: false };
  };
  while (at < text.length) {
    const record: SlowCell[] = [];
    for (;;) {
      const next = cell();
      if (next === undefined) return undefined;
      record.push(next);
      if (text[at] !== delimiter) break;
      at += 1;
    }
    records.push(record);
    if (at >= text.length) break;
    if (text[at] === '\r') at += 1;
    if (text[at] !== '\n') return undefined;
    at += 1;
  }
  return records;
}

/** Rows below the header with every column read as text; undefined when refused. */
function slowRows(text: string, columns: number, delimiter: string): Value[][] | undefined {
  const records = slowRecords(text, delimiter);
  if (records === undefined) return undefined;
  const isBlank = ([only, more]: SlowCell[]) =>
    more === undefined && only !== undefined && !only.quoted && only.text === '';
  while (records.length > 0 && isBlank(records.at(-1) as SlowCell[])) records.pop();
  const body = records.slice(1);
  if (body.length === 0 || body.some((record) => record.length !== columns)) return undefined;
  if (columns > 1 && body.some(isBlank)) return undefined;
  return body.map((record) => record.map(({ text: value }) => (value === '' ? null : value)));
}

const cutsArbitrary = fc.array(fc.nat(), { maxLength: 12 });

describe('against a slow reader', () => {
  test('any text of the characters that matter', () => {
    const soup = fc.string({
      unit: fc.constantFrom(
        'a',
        '1',
        '.',
        ' ',
        ',',
        ',',
        ';',
        '"',
        '"',
        '\n',
        '\n',
        '\r\n',
        '\r',
        '\t',
        'é',
        '🙂',
      ),
      maxLength: 60,
    });
    fc.assert(
      fc.property(soup, fc.constantFrom(1, 2, 3), cutsArbitrary, (body, columns, cuts) => {
        const names = ['x', 'y', 'z'].slice(0, columns);
        const text = `${names.join(',')}\n${body}`;
        const types = names.map((name): [string, 'text'] => [name, 'text']);
        const result = read(text, { delimiter: ',', types }, cuts);
        const expected = slowRows(text, columns, ',');
        if (expected === undefined) refused(result);
        else assert.deepEqual(accepted(result).rows, expected);
      }),
      { numRuns: 3000 },
    );
  });

  test('any table, written by the rules, comes back', () => {
    const value = fc.string({ unit: 'binary', maxLength: 12 }).map((s) => s.replaceAll('\0', ''));
    const table = fc.integer({ min: 1, max: 5 }).chain((columns) =>
      fc.array(fc.array(value, { minLength: columns, maxLength: columns }), {
        minLength: 1,
        maxLength: 8,
      }),
    );
    const style = fc.record({
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
      end: fc.constantFrom('\n', '\r\n'),
      last: fc.boolean(),
      mark: fc.boolean(),
    });
    fc.assert(
      fc.property(table, style, cutsArbitrary, (rows, { delimiter, end, last, mark }, cuts) => {
        const names = (rows[0] as string[]).map((_, c) => `column ${c}`);
        const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
        const lines = [names, ...rows].map((row) => row.map(quote).join(delimiter));
        const text = (mark ? '\ufeff' : '') + lines.join(end) + (last ? end : '');
        const types = names.map((name): [string, 'text'] => [name, 'text']);
        const reading = accepted(read(text, { delimiter, types }, cuts));
        assert.deepEqual(
          reading.rows,
          rows.map((row) => row.map((cell) => (cell === '' ? null : cell))),
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('numbers are those of JavaScript, to the bit, or refused', () => {
    const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
    const numeral = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.string({
        unit: fc.constantFrom('0', '1', '9', '.', 'e', 'E', '+', '-', 'x', 'f', ' '),
        minLength: 1,
        maxLength: 9,
      }),
      fc
        .tuple(fc.bigInt(), fc.integer({ min: -360, max: 320 }))
        .map(([digits, power]) => `${digits}e${power}`),
    );
    fc.assert(
      fc.property(numeral, (text) => {
        const result = read(`x\n${text}\n`, { delimiter: ',', types: [['x', 'number']] });
        const trimmed = text.trim();
        const value = Number(trimmed);
        if (trimmed === '')
          refused(result); // a blank line alone: no row
        else if (!decimal.test(trimmed) || !Number.isFinite(value)) refused(result);
        else assert.ok(Object.is(accepted(result).rows[0]?.[0], value), text);
      }),
      { numRuns: 3000 },
    );
  });

  test('statistics are those of two passes', () => {
    // Smaller ones have no square in float64; and String(-0) is "0", which Math.min tells from -0.
    const value = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
    const cell = fc.option(value.map((x) => (Math.abs(x) < 1e-150 ? 0 : x)));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 50 }), (cells) => {
        const text = `x,y\n${cells.map((c) => `${c ?? ''},1\n`).join('')}`;
        const [column] = accepted(read(text)).summary.columns;
        assert.ok(column);
        const values = cells.filter((c) => c !== null);
        assert.equal(column.missing, cells.length - values.length);
        if (values.length === 0) return assert.deepEqual([column.min, column.mean], [null, null]);
        const mean = values.reduce((a, b) => a + b, 0) / values.length;
        const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
        assert.equal(column.min, Math.min(...values));
        assert.equal(column.max, Math.max(...values));
        const scale = Math.max(...values.map(Math.abs), 1e-300);
        assert.ok(Math.abs((column.mean ?? 0) - mean) <= 1e-13 * scale);
        assert.ok(Math.abs((column.std ?? 0) - Math.sqrt(variance)) <= 1e-7 * scale);
        return undefined;
      }),
    );
  });
});

describe('types', () => {
  const typeOf = (cells: string[], options: Partial<CsvOptions> = {}) =>
    accepted(read(`x,end\n${cells.map((c) => `${c},1\n`).join('')}`, options)).summary.columns[0]
      ?.type;

  test('half of the values being numbers makes a number column', () => {
    assert.equal(typeOf(['1', '2.5', '', '-3e2']), 'number');
    assert.equal(typeOf(['a', 'b', 'a']), 'category');
    assert.equal(typeOf(['A1', 'B2', '3']), 'category');
    assert.equal(typeOf(['', '']), 'number');
    assert.equal(typeOf(['2020-01-01', '', '2020-01-02']), 'timestamp');
    assert.equal(typeOf(['2020-01-01', '2020-02-30']), 'category');
  });

  test('a word among numbers is refused wherever it stands', () => {
    for (const row of [1, 2, 500, 5000]) {
      const cells = Array.from({ length: 6000 }, (_, i) => (i + 1 === row ? 'oops' : `${i}.5`));
      const [fault] = refused(read(`x,end\n${cells.map((c) => `${c},1\n`).join('')}`));
      assert.equal(fault?.row, row);
      assert.equal(fault?.column, 'x');
      assert.match(fault?.detail ?? '', /expected a number, found "oops".*types.*\(line \d+\)/);
    }
  });

  test('given types come before what would be inferred', () => {
    const text = 'zip,n,note,id\n012,1,a,7\n34,2,b,8\n';
    const types: CsvOptions['types'] = [
      ['zip', 'category'],
      ['note', 'text'],
      ['id', 'skip'],
    ];
    const { summary, rows } = accepted(read(text, { types }));
    assert.deepEqual(
      summary.columns.map(({ name, type }) => [name, type]),
      [
        ['zip', 'category'],
        ['n', 'number'],
        ['note', 'text'],
      ],
    );
    assert.deepEqual(rows, [
      ['012', 1, 'a'],
      ['34', 2, 'b'],
    ]);
    const [fault] = refused(read(text, { types: [['zap', 'text']] }));
    assert.deepEqual([fault?.row, fault?.column], [0, 'zap']);
  });

  test('more than 1,024 values make a category text, and every value comes back', () => {
    const cells = Array.from({ length: 3000 }, (_, i) => `name ${i % 1500}`);
    const { summary, rows } = accepted(read(`x\n${cells.join('\n')}\n`, {}, [1000, 30_000]));
    assert.equal(summary.columns[0]?.type, 'text');
    assert.deepEqual(
      rows,
      cells.map((c) => [c]),
    );
    assert.equal(
      accepted(read(`x\n${cells.slice(0, 1024).join('\n')}\n`)).summary.columns[0]?.type,
      'category',
    );
  });

  test('a declared category has a larger bound, and is refused beyond it', () => {
    const cells = Array.from({ length: 65_537 }, (_, i) => `c${i}`);
    const types: CsvOptions['types'] = [['x', 'category']];
    const [fault] = refused(read(`x\n${cells.join('\n')}\n`, { types }));
    assert.deepEqual([fault?.row, fault?.column], [65_537, 'x']);
    assert.equal(
      accepted(read(`x\n${cells.slice(1).join('\n')}\n`, { types })).summary.columns[0]?.type,
      'category',
    );
  });

  test('categories are coded in order of appearance and counted', () => {
    const { summary } = accepted(read('k\nb\na\n\nb\n"b"\n'));
    assert.deepEqual(summary.columns[0]?.values, ['b', 'a']);
    assert.deepEqual(summary.columns[0]?.counts, [3, 1]);
    assert.equal(summary.columns[0]?.missing, 1);
  });
});

describe('form', () => {
  test('the delimiter is found', () => {
    for (const delimiter of [',', ';', '\t', '|']) {
      const text = `a${delimiter}b\n1${delimiter}"x,;\ty"\n`;
      assert.deepEqual(accepted(read(text)).rows, [[1, 'x,;\ty']]);
    }
  });

  test('spaces around a cell without quotes are nothing, inside quotes they are kept', () => {
    assert.deepEqual(accepted(read('a , b\n 1 ,  x \n2,"  y "\n')).rows, [
      [1, 'x'],
      [2, '  y '],
    ]);
  });

  test('blank lines at the end are nothing', () => {
    assert.equal(accepted(read('a,b\n1,2\n\n\r\n\n')).summary.rows, 1);
  });

  test('every cut of a small file reads the same', () => {
    const text = '\ufeffa;"b ""x"""\r\n1;"é\r\n🙂"\r\n;z\r\n';
    const whole = accepted(read(text));
    for (let cut = 0; cut <= Buffer.byteLength(text); cut += 1) {
      assert.deepEqual(read(text, {}, [cut]), whole, `cut at ${cut}`);
    }
  });
});

describe('faults', () => {
  const cases: {
    name: string;
    text: string | Uint8Array;
    row: number;
    column?: string;
    detail: RegExp;
  }[] = [
    { name: 'nothing', text: '', row: 0, detail: /empty/ },
    { name: 'a header alone', text: 'a,b\n', row: 0, detail: /no row/ },
    { name: 'no name', text: 'a,,c\n1,2,3\n', row: 0, detail: /column 2 has no name/ },
    { name: 'a name twice', text: 'a,b,a\n1,2,3\n', row: 0, column: 'a', detail: /two columns/ },
    {
      name: 'values for a header',
      text: '5.1,3.5,setosa\n4.9,3,setosa\n',
      row: 0,
      column: '5.1',
      detail: /first line/,
    },
    { name: 'a control character in a name', text: 'a,b\u0007\n1,2\n', row: 0, detail: /control/ },
    { name: 'a name that turns text around', text: 'a,b\u202e\n1,2\n', row: 0, detail: /control/ },
    { name: '__proto__', text: 'a,__proto__\n1,2\n', row: 0, detail: /JSON/ },
    {
      name: 'too few cells',
      text: 'a,b,c\n1,2,3\n4,5\n',
      row: 2,
      column: 'c',
      detail: /expected 3 cells, found 2 \(line 3\)/,
    },
    {
      name: 'too many cells',
      text: 'a,b\n1,2\n4,5,6\n',
      row: 2,
      detail: /expected 2 cells, found 3/,
    },
    { name: 'an empty line inside', text: 'a,b\n1,2\n\n3,4\n', row: 2, detail: /empty line/ },
    { name: 'NaN', text: 'a,b\n1,2\n3,NaN\n', row: 2, column: 'b', detail: /finite.*"NaN"/ },
    { name: '-inf', text: 'a,b\n1,2\n-inf,3\n', row: 2, column: 'a', detail: /finite.*"-inf"/ },
    { name: 'hexadecimal', text: 'a\n0x1F\n', row: 1, column: 'a', detail: /decimal.*"0x1F"/ },
    { name: '1e999', text: 'a\n1e999\n', row: 1, column: 'a', detail: /range/ },
    {
      name: 'NA among numbers',
      text: 'a\n1\nNA\n',
      row: 2,
      column: 'a',
      detail: /empty cell is a missing value/,
    },
    {
      name: 'a thousands separator',
      text: 'a;b\n1;2\n1,000;3\n',
      row: 2,
      column: 'a',
      detail: /"1,000"/,
    },
    {
      name: 'a quote never closed',
      text: 'a,b\n1,2\n3,"4\n5,6\n',
      row: 2,
      column: 'b',
      detail: /not closed \(line 3\)/,
    },
    { name: 'a quote inside a cell', text: 'a,b\n1,x"y\n', row: 1, column: 'b', detail: /quote/ },
    {
      name: 'text after a quote',
      text: 'a,b\n1,"x"y\n',
      row: 1,
      column: 'b',
      detail: /after a closing quote/,
    },
    { name: 'NUL', text: 'a,b\n1,\0\n', row: 1, column: 'b', detail: /zero byte/ },
    { name: 'NUL inside quotes', text: 'a,b\n1,"\0"\n', row: 1, column: 'b', detail: /zero byte/ },
    {
      name: 'a lone carriage return',
      text: 'a,b\n1,2\r3,4\n',
      row: 1,
      column: 'b',
      detail: /carriage return/,
    },
    { name: 'UTF-16', text: Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), row: 0, detail: /UTF-16/ },
    { name: 'gzip', text: Uint8Array.of(0x1f, 0x8b, 8, 0), row: 0, detail: /gzip/ },
    { name: 'a spreadsheet', text: 'PK\x03\x04…', row: 0, detail: /spreadsheet/ },
    {
      name: 'Latin-1',
      text: Buffer.from('k\ncafé\n', 'latin1'),
      row: 1,
      column: 'k',
      detail: /UTF-8/,
    },
    {
      name: 'an encoded surrogate',
      text: Uint8Array.of(0x6b, 0x0a, 0xed, 0xa0, 0x80, 0x0a),
      row: 1,
      column: 'k',
      detail: /UTF-8/,
    },
  ];
  for (const { name, text, row, column, detail } of cases) {
    test(name, () => {
      const [fault] = refused(read(text));
      assert.equal(fault?.row, row);
      assert.equal(fault?.column, column);
      assert.match(fault?.detail ?? '', detail);
    });
  }

  test('the line is told where quotes span lines', () => {
    const [fault] = refused(read('a,b\n1,"x\n\ny"\nz,w\n2,3\n'));
    assert.equal(fault?.row, 2);
    assert.match(fault?.detail ?? '', /\(line 5\)/);
  });

  test('twenty are listed, in order', () => {
    const faults = refused(read(`a,b\n1,2\n${'x,y\n'.repeat(100)}${'1,2\n'.repeat(200)}`));
    assert.equal(faults.length, 20);
    assert.deepEqual(
      faults.slice(0, 3).map(({ row, column }) => [row, column]),
      [
        [2, 'a'],
        [2, 'b'],
        [3, 'a'],
      ],
    );
  });

  test('a line without end is given up, not gathered', () => {
    const reader = new native.CsvReader({ types: [] });
    const piece = Buffer.alloc(1 << 20, 'a');
    reader.push(Buffer.from('a,b\n1,2\n'));
    let pieces = 0;
    while (reader.push(piece) && pieces < 100) pieces += 1;
    assert.ok(pieces < 40, `${pieces} MiB were kept`);
    assert.equal(reader.finish(), false);
    assert.match(reader.faults()[0]?.detail ?? '', /too long/);
  });

  test('limits on columns and rows', () => {
    assert.match(
      refused(read('a,b,c\n1,2,3\n', { maxColumns: 2 }))[0]?.detail ?? '',
      /more than 2 columns/,
    );
    const [fault] = refused(read('a\n1\n2\n3\n', { maxRows: 2 }));
    assert.equal(fault?.row, 3);
  });
});

describe('integers and booleans', () => {
  test('integers beyond 2^53 are kept, declared or in the sample', () => {
    const found = accepted(read('id\n9007199254740993\n\n-7\n'));
    assert.equal(found.summary.columns[0]?.type, 'integer');
    assert.deepEqual(found.rows, [[9007199254740993n], [null], [-7n]]);
    const declared = accepted(
      read('id\n1\n-9223372036854775807\n', { types: [['id', 'integer']] }),
    );
    assert.deepEqual(
      [declared.summary.columns[0]?.min, declared.summary.columns[0]?.max],
      [-9223372036854775807n, 1n],
    );
    assert.equal(accepted(read('n\n1\n9007199254740992\n')).summary.columns[0]?.type, 'number');
    for (const cell of ['1.0', '9223372036854775808', '1e3', '-0', '0x1', 'a', '--1']) {
      const [fault] = refused(read(`id\n${cell}\n`, { types: [['id', 'integer']] }));
      assert.match(fault?.detail ?? '', /whole number/, cell);
    }
  });

  test('the integer that stands for none cannot be beside a missing one', () => {
    const alone = accepted(read('id\n-9223372036854775808\n', { types: [['id', 'integer']] }));
    assert.equal(alone.summary.columns[0]?.missing, 0);
    assert.throws(
      () => read('id\n-9223372036854775808\n\n1\n', { types: [['id', 'integer']] }),
      /stands for them/,
    );
  });

  test('true and false are booleans when nothing else is among them', () => {
    const { summary, rows } = accepted(read('ok,k\ntrue,true\nFALSE,no\n,x\n'));
    assert.deepEqual(
      summary.columns.map(({ type }) => type),
      ['boolean', 'category'],
    );
    assert.deepEqual(rows, [
      [true, 'true'],
      [false, 'no'],
      [null, 'x'],
    ]);
    assert.deepEqual(summary.columns[0]?.counts, [1, 1]);
    const [fault] = refused(read('ok\ntrue\nmaybe\n', { types: [['ok', 'boolean']] }));
    assert.match(fault?.detail ?? '', /expected true or false/);
  });
});
