// The same rows asked in every format and answered in every format give the same predictions.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Table, tableFromIPC, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import type { Problem } from '../support/client.ts';
import { trainMixed, trainPlain } from '../support/served-models.ts';
import { filesUnder, startServer } from '../support/server.ts';

const server = await startServer({ after }, { env: { NABLA_LOG_LEVEL: 'warn' } });
const { client } = server;
await trainPlain(client);
await trainMixed(client);

const csvType = 'text/csv';
const npyType = 'application/x-npy';
const arrowType = 'application/vnd.apache.arrow.stream';

interface Answered {
  type: string | null;
  status: number;
  bytes: Buffer;
  problem: Problem;
}

/** Raw bytes both ways; `query` with its `?`. */
async function ask(
  model: string,
  body: string | Uint8Array,
  headers: Record<string, string>,
  query = '',
): Promise<Answered> {
  const response = await fetch(`${client.url}/v1/models/${model}:predict${query}`, {
    method: 'POST',
    body: body as string,
    headers,
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const problem = response.status === 200 ? undefined : JSON.parse(bytes.toString());
  return { type: response.headers.get('content-type'), status: response.status, bytes, problem };
}

async function predictions<T>(
  model: string,
  body: string | Uint8Array,
  type: string,
  query = '',
): Promise<T[]> {
  const { status, bytes } = await ask(model, body, { 'content-type': type }, query);
  assert.equal(status, 200, bytes.toString());
  return JSON.parse(bytes.toString()).predictions as T[];
}

interface Classified {
  class: string;
  probabilities: Record<string, number>;
}

const mixedRows = [
  { age: 31, member: true, town: 'Ulm' },
  { age: null, member: false, town: 'Bad "Orb", Hessen' },
  { age: 64.5, member: true, town: 'Köln' },
];
const mixedCsv = `class,town,age,member
low,Ulm,31,true
,"Bad ""Orb"", Hessen",,false
?,Köln,64.5,true
`;
const plainRows = Array.from({ length: 300 }, (_, i) => [Math.sin(i / 3), i / 300, -i / 100]);

/** An NPY file as numpy writes it. */
function npy(descriptor: string, shape: string, values: NodeJS.TypedArray): Buffer {
  const header = `{'descr': '${descriptor}', 'fortran_order': False, 'shape': ${shape}, }`;
  const padded = `${header.padEnd(117)}\n`;
  const head = Buffer.alloc(10);
  head.write('\x93NUMPY\x01\x00', 'latin1');
  head.writeUInt16LE(padded.length, 8);
  const { buffer, byteOffset, byteLength } = values;
  return Buffer.concat([head, Buffer.from(padded), Buffer.from(buffer, byteOffset, byteLength)]);
}

/** What an NPY file holds, read by the rule of its format and not by nabla's reader. */
function fromNpy(bytes: Buffer): { shape: string; values: Float64Array | Float32Array } {
  assert.equal(bytes.toString('latin1', 0, 8), '\x93NUMPY\x01\x00');
  const start = 10 + bytes.readUInt16LE(8);
  assert.equal(start % 64, 0);
  const header = bytes.toString('latin1', 10, start);
  const shape = /'shape': \(([^)]*)\)/.exec(header)?.[1] ?? '';
  const own = new Uint8Array(bytes.subarray(start)).buffer;
  const values = header.includes("'<f4'") ? new Float32Array(own) : new Float64Array(own);
  return { shape, values };
}

test('rows, objects, columns and the names of TensorFlow Serving mean the same', async () => {
  const expected = await predictions(
    'mixed',
    JSON.stringify({ instances: mixedRows }),
    'application/json',
  );
  const rows = mixedRows.map(({ age, member, town }) => [age, member, town]);
  const columns = {
    age: mixedRows.map(({ age }) => age),
    member: mixedRows.map(({ member }) => member),
    town: mixedRows.map(({ town }) => town),
  };
  for (const body of [{ instances: rows }, { columns }]) {
    assert.deepEqual(
      await predictions('mixed', JSON.stringify(body), 'application/json'),
      expected,
    );
  }
  for (const inputs of [rows, columns]) {
    const body = { inputs, signature_name: 'serving_default' };
    const reply = await client.post<{ outputs: unknown[] }>('/v1/models/mixed:predict', body);
    assert.deepEqual(reply.body, { outputs: expected });
  }
});

test('CSV and Arrow are read as JSON is: missing values, words, and columns in any order', async () => {
  const expected = await predictions(
    'mixed',
    JSON.stringify({ instances: mixedRows }),
    'application/json',
  );
  assert.deepEqual(await predictions('mixed', mixedCsv, csvType), expected);
  const tabs = mixedCsv.replaceAll('"Bad ""Orb"", Hessen"', 'Bad "Orb", Hessen');
  assert.equal((await ask('mixed', tabs, { 'content-type': csvType })).status, 422);
  const packed = await ask('mixed', gzipSync(mixedCsv), {
    'content-type': csvType,
    'content-encoding': 'gzip',
  });
  assert.deepEqual(JSON.parse(packed.bytes.toString()).predictions, expected);
  const table = new Table({
    town: vectorFromArray(
      mixedRows.map(({ town }) => town),
      new Utf8(),
    ),
    age: vectorFromArray(mixedRows.map(({ age }) => age)),
    note: vectorFromArray(['x', 'y', 'z'], new Utf8()),
    member: vectorFromArray(mixedRows.map(({ member }) => member)),
  });
  assert.deepEqual(await predictions('mixed', tableToIPC(table, 'stream'), arrowType), expected);
});

test('NPY is read in every number type that holds the rows', async () => {
  const whole = plainRows.map((_, i) => [i % 5, -(i % 3), i % 2]);
  const expected = await predictions(
    'plain',
    JSON.stringify({ instances: whole }),
    'application/json',
  );
  const flat = whole.flat();
  const shape = `(${whole.length}, 3)`;
  for (const [descriptor, values] of [
    ['<f8', Float64Array.from(flat)],
    ['<f4', Float32Array.from(flat)],
    ['<i8', BigInt64Array.from(flat, BigInt)],
    ['|i1', Int8Array.from(flat)],
  ] as const) {
    assert.deepEqual(await predictions('plain', npy(descriptor, shape, values), npyType), expected);
  }
});

test('answers are CSV, NPY and Arrow when asked', async () => {
  const body = JSON.stringify({ instances: mixedRows });
  const expected = await predictions<Classified>('mixed', body, 'application/json');
  for (const [given, type] of [
    [body, 'application/json'],
    [mixedCsv, csvType],
  ] as const) {
    const inCsv = await ask('mixed', given, { 'content-type': type, accept: csvType });
    assert.equal(inCsv.type, csvType);
    const [header, ...lines] = inCsv.bytes.toString().trimEnd().split('\n');
    assert.equal(header, 'class,probability.low,probability.high,probability.middle');
    for (const [i, line] of lines.entries()) {
      const one = expected[i] as Classified;
      assert.equal(line, [one.class, ...Object.values(one.probabilities)].join(','));
    }
    const inNpy = await ask('mixed', given, { 'content-type': type, accept: npyType });
    const { shape, values } = fromNpy(inNpy.bytes);
    assert.equal(shape, '3, 3');
    assert.deepEqual(
      Array.from(values),
      expected.flatMap((one) => Object.values(one.probabilities)),
    );
    const inArrow = await ask('mixed', given, { 'content-type': type, accept: arrowType });
    const table = tableFromIPC(inArrow.bytes);
    assert.deepEqual(
      [...(table.getChild('class') ?? [])],
      expected.map((one) => one.class),
    );
    assert.deepEqual(
      [...(table.getChild('probability.high') ?? [])],
      expected.map(({ probabilities }) => probabilities.high),
    );
  }
});

test('the first classes only, and the raw outputs', async () => {
  const body = JSON.stringify({ instances: mixedRows.slice(0, 1) });
  const [whole] = await predictions<Classified>('mixed', body, 'application/json');
  const ranked = Object.entries(whole?.probabilities ?? {}).sort(([, a], [, b]) => b - a);
  const top = ranked.slice(0, 2).map(([name, probability]) => ({ class: name, probability }));
  assert.deepEqual(await predictions('mixed', body, 'application/json', '?topK=2'), [
    { class: whole?.class, top },
  ]);
  const csv = await ask('mixed', mixedCsv, { 'content-type': csvType, accept: csvType }, '?topK=1');
  assert.match(csv.bytes.toString(), /^class\.1,probability\.1\n\w+,0\.\d+\n/);
  assert.deepEqual(await predictions('mixed', body, 'application/json', '?raw=true'), [
    Object.values(whole?.probabilities ?? {}),
  ]);
  const npyReply = await ask(
    'mixed',
    body,
    { 'content-type': 'application/json', accept: npyType },
    '?topK=1',
  );
  assert.equal(npyReply.status, 400);
});

test('a table larger than a chunk and than memory keeps is answered row for row', async () => {
  const rows = 200_000;
  const values = new Float64Array(3 * rows).map((_, i) => Math.fround(Math.sin(i)));
  const asked = npy('<f8', `(${rows}, 3)`, values);
  const { bytes } = await ask('plain', asked, { 'content-type': npyType, accept: npyType });
  const answers = fromNpy(bytes);
  assert.equal(answers.shape, `${rows}, 1`);
  const picked = [0, 1, 43_690, 43_691, 99_999, rows - 1];
  const instances = picked.map((row) => Array.from(values.subarray(3 * row, 3 * row + 3)));
  const expected = await predictions<number[]>(
    'plain',
    JSON.stringify({ instances }),
    'application/json',
  );
  assert.deepEqual(
    picked.map((row) => answers.values[row]),
    expected.flat(),
  );
  const inCsv = await ask('plain', asked, { 'content-type': npyType, accept: csvType });
  const lines = inCsv.bytes.toString().trimEnd().split('\n');
  assert.equal(lines.length, rows + 1);
  assert.deepEqual(
    picked.map((row) => Number(lines[row + 1])),
    expected.flat(),
  );
});

test('faults name the row and the column, and nothing is left behind', async () => {
  const faults = async (model: string, body: string | Uint8Array, type: string) => {
    const { status, problem } = await ask(model, body, { 'content-type': type });
    assert.equal(status, 422, JSON.stringify(problem));
    return problem.errors?.map(({ row, column, pointer }) => pointer ?? `${row} ${column ?? ''}`);
  };
  assert.deepEqual(await faults('mixed', 'age,member\n1,true\n', csvType), ['0 town']);
  assert.deepEqual(await faults('mixed', 'age,member,town\n1,true,Ulm\n2,true,Bonn\n', csvType), [
    '2 town',
  ]);
  assert.deepEqual(await faults('mixed', 'age,member,town\n1,true,Ulm\nx,true,Ulm\n', csvType), [
    '2 age',
  ]);
  assert.deepEqual(await faults('mixed', 'age,member,town\n1,,Ulm\n', csvType), ['1 member']);
  const holed = Float64Array.of(1, 2, 3, 4, Number.NaN, 6);
  assert.deepEqual(await faults('plain', npy('<f8', '(2, 3)', holed), npyType), ['2 b']);
  assert.deepEqual(await faults('plain', npy('<f8', '(3, 2)', holed), npyType), ['/file']);
  assert.deepEqual(await faults('plain', npy('<f8', '(2, 3)', holed).subarray(0, -1), npyType), [
    '/file',
  ]);
  assert.deepEqual(await faults('plain', npy('<f8', '(0, 3)', new Float64Array(0)), npyType), [
    '0 ',
  ]);
  assert.deepEqual(await faults('plain', Buffer.from('no arrow'), arrowType), ['/file']);
  const both = await client.post<Problem>('/v1/models/plain:predict', {
    instances: [[1, 2, 3]],
    columns: {},
  });
  assert.equal(both.body.errors?.[0]?.pointer, '/columns');
  const names = await filesUnder(server.dataDir);
  assert.deepEqual(
    names.filter((name) => name.startsWith('tmp/')),
    [],
  );
});

test('what no format is offered for is refused', async () => {
  const accept = await ask('plain', '{}', {
    'content-type': 'application/json',
    accept: 'image/png',
  });
  assert.equal(accept.status, 406);
  const type = await ask('plain', 'x', { 'content-type': 'image/png' });
  assert.equal(type.status, 415);
  const charset = await ask('plain', 'a,b,c\n', { 'content-type': 'text/csv; charset=utf-16' });
  assert.equal(charset.status, 415);
});
