// What a data set is once it is stored: columns, statistics, digest, preview, names, and when it may
// be removed.
import assert from 'node:assert/strict';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { csv } from '../../src/datasets/formats/csv.ts';
import { json } from '../../src/datasets/formats/json.ts';
import type { DatasetRecord } from '../../src/datasets/record.ts';
import type { DatasetService } from '../../src/datasets/service.ts';
import { ApiError } from '../../src/errors.ts';
import type { DeclaredType } from '../../src/native-data.ts';
import { startDatasets } from '../support/datasets-app.ts';

const housing = join(import.meta.dirname, '../../../shared/data/california-housing/housing.csv');
const skip = existsSync(housing)
  ? false
  : `${housing} is absent: real data is kept beside the checkout`;

async function fromCsv(
  datasets: DatasetService,
  text: string,
  name = 'data',
  types: Record<string, DeclaredType> = {},
): Promise<DatasetRecord> {
  const input = (async function* () {
    yield Buffer.from(text);
  })();
  const staged = await datasets.stageStream(csv, input, { types: new Map(Object.entries(types)) });
  return staged.commit(name);
}

async function fromJson(
  datasets: DatasetService,
  columns: string[],
  rows: unknown[][],
  name = 'data',
): Promise<DatasetRecord> {
  return (await datasets.stageDocument(json, { columns, rows })).commit(name);
}

/** Rows [offset, offset + limit) with every column. */
function preview(datasets: DatasetService, id: string, offset: number, limit: number) {
  const columns = datasets.get(id).columns.map((_, index) => index);
  return datasets.rows(id, { columns, offset, limit });
}

function refusal(code: string, detail: RegExp) {
  return (error: unknown) =>
    error instanceof ApiError && error.code === code && detail.test(error.detail);
}

test('California housing as it is', { skip }, async (t) => {
  const { datasets } = await startDatasets(t);
  const record = await (await datasets.stageStream(csv, createReadStream(housing))).commit(
    'housing',
  );
  assert.equal(record.rowCount, 20_640);
  const [header = '', ...lines] = readFileSync(housing, 'utf8').trim().split('\n');
  const table = lines.map((line) => line.split(','));
  assert.deepEqual(
    record.columns.map(({ name }) => name),
    header.split(','),
  );
  for (const [index, column] of record.columns.entries()) {
    const cells = table.map((row) => row[index] as string);
    const present = cells.filter((cell) => cell !== '');
    assert.equal(column.missing, cells.length - present.length);
    if (column.name === 'ocean_proximity') {
      assert.deepEqual(column.categories, [...new Set(cells)]);
      assert.deepEqual(
        column.counts,
        column.categories?.map((name) => cells.filter((cell) => cell === name).length),
      );
      assert.equal(column.categories?.length, 5);
      continue;
    }
    assert.equal(column.type, 'number');
    const values = present.map(Number);
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const std = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
    assert.equal(
      column.min,
      values.reduce((a, b) => Math.min(a, b)),
    );
    assert.equal(
      column.max,
      values.reduce((a, b) => Math.max(a, b)),
    );
    assert.ok(Math.abs((column.mean ?? 0) / mean - 1) < 1e-12, column.name);
    assert.ok(Math.abs((column.std ?? 0) / std - 1) < 1e-12, column.name);
  }
  assert.equal(record.columns.find(({ name }) => name === 'total_bedrooms')?.missing, 207);
  const [row] = await preview(datasets, record.id, 290, 1);
  assert.deepEqual(row, [-122.16, 37.77, 47, 1256, null, 570, 218, 4.375, 161900, 'NEAR BAY']);
});

test('the same data as CSV and as JSON has the same digest, other data another', async (t) => {
  const { datasets } = await startDatasets(t);
  const text = await fromCsv(datasets, 'x,k\n0.1,b\n,a\n-0,true\n');
  const rows = [
    [0.1, 'b'],
    [null, 'a'],
    [-0, 'true'],
  ];
  const table = await fromJson(datasets, ['x', 'k'], rows, 'other name');
  assert.equal(table.sha256, text.sha256);
  assert.deepEqual(table.columns, text.columns);
  const others = [
    await fromJson(
      datasets,
      ['x', 'k'],
      [
        [0.1, 'b'],
        [null, 'a'],
        [0, 'true'],
      ],
    ),
    await fromJson(datasets, ['y', 'k'], rows),
    await fromJson(
      datasets,
      ['x', 'k'],
      [
        [0.1, 'c'],
        [null, 'a'],
        [-0, 'true'],
      ],
    ),
    await fromCsv(datasets, 'x,k\n0.1,b\n,a\n-0,true\n', 'data', { k: 'text' }),
  ];
  assert.equal(new Set([text, ...others].map(({ sha256 }) => sha256)).size, 5);
});

test('rows come back as values, text columns too', async (t) => {
  const { datasets, app } = await startDatasets(t);
  const many = Array.from({ length: 2000 }, (_, i) => `note ${i} ü`);
  const record = await fromCsv(
    datasets,
    `i,note,k,b\n${many.map((note, i) => `${i},${note},,"a ""b"""\n`).join('')}`,
  );
  assert.deepEqual(
    record.columns.map(({ type }) => type),
    ['number', 'text', 'number', 'category'],
  );
  const rows = await preview(datasets, record.name, 1000, 50);
  assert.deepEqual(
    rows,
    many.slice(1000, 1050).map((note, i) => [1000 + i, note, null, 'a "b"']),
  );
  assert.deepEqual(await preview(datasets, record.id, 1999, 20), [
    [1999, 'note 1999 ü', null, 'a "b"'],
  ]);
  assert.deepEqual(await preview(datasets, record.id, 2000, 20), []);
  const reply = await app.inject(`/v1/datasets/data/rows?offset=3&limit=1`);
  assert.deepEqual(reply.json(), {
    columns: ['i', 'note', 'k', 'b'],
    rows: [[3, 'note 3 ü', null, 'a "b"']],
    offset: 3,
    rowCount: 2000,
  });
  assert.equal((await app.inject('/v1/datasets/data/rows?limit=0')).statusCode, 400);
});

test('a job finds the fields it may train on', async (t) => {
  const { datasets } = await startDatasets(t);
  const { content } = await fromCsv(datasets, 'n,k,note\n1,a,x\n2,,y\n', 'data', { note: 'text' });
  const { path, rowBytes, fields } = datasets.open('data');
  assert.equal(rowBytes, 24);
  assert.deepEqual(
    [...fields],
    [
      ['n', { offset: 0, type: 'f64' }],
      ['k', { offset: 8, type: 'i32' }],
    ],
  );
  assert.ok(path.includes(content));
  const bytes = readFileSync(path);
  assert.deepEqual(
    [bytes.readDoubleLE(24), bytes.readInt32LE(8), bytes.readInt32LE(32)],
    [2, 0, -1],
  );
});

test('a name means the newest of that name, an id that one', async (t) => {
  const { datasets, app } = await startDatasets(t);
  const first = await fromJson(datasets, ['x'], [[1]]);
  const second = await fromJson(datasets, ['x'], [[2]]);
  assert.equal(datasets.get('data').id, second.id);
  assert.equal(datasets.get(first.id).id, first.id);
  const renamed = await app.inject({
    method: 'PATCH',
    url: `/v1/datasets/${second.id}`,
    payload: { name: 'renamed' },
  });
  assert.equal(renamed.json().name, 'renamed');
  assert.equal(datasets.get('data').id, first.id);
  const like = await app.inject({
    method: 'PATCH',
    url: '/v1/datasets/data',
    payload: { name: first.id },
  });
  assert.equal(like.statusCode, 422);
  const list = await app.inject('/v1/datasets?limit=1');
  assert.deepEqual(
    list.json().items.map(({ id }: { id: string }) => id),
    [second.id],
  );
  assert.match(String(list.headers.link), /rel="next"/);
  assert.ok(!('slots' in list.json().items[0]));
});

test('what is in use is not removed; what is removed leaves no file', async (t) => {
  const { datasets, app, dataDir } = await startDatasets(t);
  const { id } = await fromCsv(datasets, 'x,note\n1,a\n', 'data', { note: 'text' });
  datasets.retain(id);
  datasets.retain(id);
  datasets.release(id);
  const refused = await app.inject({ method: 'DELETE', url: `/v1/datasets/${id}` });
  assert.equal(refused.statusCode, 409);
  assert.equal((await preview(datasets, id, 0, 1)).length, 1);
  datasets.release(id);
  assert.equal((await app.inject({ method: 'DELETE', url: '/v1/datasets/data' })).statusCode, 204);
  assert.throws(() => datasets.get(id), refusal('not-found', /data set/));
  assert.equal((await app.inject(`/v1/datasets/${id}`)).statusCode, 404);
  assert.deepEqual(await readdir(join(dataDir, 'datasets')), []);
});

test('JSON: the type of a column follows its first value', async (t) => {
  const { datasets } = await startDatasets(t);
  const { columns } = await fromJson(
    datasets,
    ['n', 'k', 'b', 'none'],
    [
      [null, 'x', true, null],
      [1e-300, null, false, null],
    ],
  );
  assert.deepEqual(
    columns.map(({ type }) => type),
    ['number', 'category', 'boolean', 'number'],
  );
  assert.deepEqual(columns[2]?.categories, ['false', 'true']);
  assert.deepEqual(columns[3], {
    name: 'none',
    type: 'number',
    count: 0,
    missing: 2,
    min: null,
    max: null,
    mean: null,
    std: null,
    distinct: { count: 0, error: 0 },
  });
  const options = { types: new Map<string, DeclaredType>([['n', 'category']]) };
  const staged = await datasets.stageDocument(
    json,
    { columns: ['n'], rows: [[1], [2.5], [true], ['x']] },
    options,
  );
  assert.deepEqual((await staged.commit('given')).columns[0]?.categories, [
    '1',
    '2.5',
    'true',
    'x',
  ]);
});

test('JSON: faults have a pointer, and the row and column', async (t) => {
  const { datasets, dataDir } = await startDatasets(t);
  const refused = async (columns: unknown, rows: unknown, types: [string, DeclaredType][] = []) => {
    const staging = datasets.stageDocument(json, { columns, rows }, { types: new Map(types) });
    const error = await staging.then(
      () => assert.fail('accepted'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof ApiError);
    assert.equal(error.code, 'invalid-input');
    return error.errors?.map((fault) => ('pointer' in fault ? fault.pointer : ''));
  };
  const deep = Array.from({ length: 5000 }, (_, i) => [i === 4321 ? Number.POSITIVE_INFINITY : i]);
  assert.deepEqual(await refused(['x'], deep), ['/rows/4321/0']);
  assert.deepEqual(await refused(['x'], [[1], ['a'], [[2]], [{}], [undefined]]), [
    '/rows/1/0',
    '/rows/2/0',
    '/rows/3/0',
    '/rows/4/0',
  ]);
  assert.deepEqual(await refused(['x', 'y'], [[1, 2], [3], 4]), ['/rows/1', '/rows/2']);
  assert.deepEqual(await refused(['x', 'x', '', 7, 'a\u0000'], [[1]]), [
    '/columns/1',
    '/columns/2',
    '/columns/3',
    '/columns/4',
  ]);
  assert.deepEqual(await refused(['x'], [['\ud800']]), ['/rows/0/0']);
  assert.deepEqual(await refused(['x'], []), ['/rows']);
  assert.deepEqual(await refused([], [[]]), ['/columns']);
  assert.deepEqual(await refused(['x'], [[1]], [['y', 'text']]), ['/types']);
  assert.deepEqual(await refused(['x'], [[1]], [['x', 'skip']]), ['/types']);
  assert.deepEqual(await refused(['k'], [['a'], ['b'.repeat(300)]], [['k', 'category']]), [
    '/rows/1/0',
  ]);
  const error = await datasets
    .stageDocument(json, { columns: ['x'], rows: [[1], ['a']] })
    .catch((reason) => reason);
  assert.deepEqual(error.errors, [
    {
      pointer: '/rows/1/0',
      row: 2,
      column: 'x',
      detail: 'column "x": expected a number or null, found "a"',
    },
  ]);
  assert.deepEqual(await readdir(join(dataDir, 'tmp')), []);
});
