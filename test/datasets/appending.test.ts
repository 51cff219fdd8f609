// Rows appended to a data set, and rows left out of one: what becomes of columns, versions and
// statistics, and what is refused.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Fault } from '../support/client.ts';
import { type DatasetsApp, startDatasets } from '../support/datasets-app.ts';

async function post({ app }: DatasetsApp, path: string, payload: string, type = 'text/csv') {
  const reply = await app.inject({
    method: 'POST',
    url: `/v1/datasets${path}`,
    headers: { 'content-type': type },
    payload,
  });
  return { status: reply.statusCode, body: reply.json() };
}

async function content({ app }: DatasetsApp, id: string): Promise<string> {
  return (await app.inject(`/v1/datasets/${id}/content?format=csv`)).body;
}

const encoded = (types: object) => encodeURIComponent(JSON.stringify(types));

describe('appending', () => {
  test('the rows of both, in a new version; the old one stays', async (t) => {
    const suite = await startDatasets(t);
    const types = encoded({ note: 'text', big: 'integer' });
    const first = await post(
      suite,
      `?name=log&types=${types}`,
      'x,k,note,big\n1,b,one,9007199254740993\n,a,,\n',
    );
    assert.deepEqual([first.body.version, first.body.parent], [1, null]);
    const second = await post(suite, '/log:append', 'k,note,x,big\nc,three,-0,5\nb,"",2.5,\n');
    assert.equal(second.status, 201, JSON.stringify(second.body));
    const { id, name, version, parent, rowCount, columns } = second.body;
    assert.deepEqual([name, version, parent, rowCount], ['log', 2, first.body.id, 4]);
    assert.equal(
      await content(suite, id),
      'x,k,note,big\n1,b,one,9007199254740993\n,a,,\n-0,c,three,5\n2.5,b,,\n',
    );
    assert.deepEqual(columns[1].categories, ['b', 'a', 'c']);
    assert.equal(columns[0].missing, 1);
    assert.equal(suite.datasets.get('log').id, id);
    assert.equal(suite.datasets.get(first.body.id).rowCount, 2);
    const third = await post(
      suite,
      '/log:append',
      '{"x":7,"k":null,"note":"ü","big":"-1"}\n',
      'application/x-ndjson',
    );
    assert.deepEqual([third.body.version, third.body.rowCount], [3, 5]);
    // What it was made of may go.
    await suite.datasets.remove(id);
    assert.match(await content(suite, 'log'), /7,,ü,-1\n$/);
    assert.deepEqual(readdirSync(join(suite.dataDir, 'tmp')), []);
  });

  test('the same as all rows at once', async (t) => {
    const suite = await startDatasets(t);
    const lines = Array.from({ length: 50 }, (_, i) => `${Math.sin(i)},w${i % 7},text ${i}`);
    const types = encoded({ t: 'text' });
    const body = (part: string[]) => `x,k,t\n${part.join('\n')}\n`;
    const whole = await post(suite, `?name=whole&types=${types}`, body(lines));
    await post(suite, `?name=parts&types=${types}`, body(lines.slice(0, 20)));
    const parts = await post(suite, '/parts:append', body(lines.slice(20)));
    assert.equal(parts.body.sha256, whole.body.sha256);
    assert.equal(parts.body.valuesSha256, whole.body.valuesSha256);
    // Text lies elsewhere: the first words of a column that was never a category come with it.
    assert.equal(parts.body.rowCount, 50);
  });

  test('other columns, other types, two at once, no data set', async (t) => {
    const suite = await startDatasets(t);
    await post(suite, '?name=base', 'x,k\n1,a\n');
    const json = '{"columns":["x","v"],"rows":[[1,[1,2]]],"name":"n"}';
    for (const [body, type, column] of [
      ['x\n1\n', 'text/csv', 'k'],
      ['x,k,z\n1,a,1\n', 'text/csv', 'z'],
      ['x,k\nb,a\n', 'text/csv', 'x'],
      [json, 'application/json', undefined],
    ] as const) {
      const { status, body: problem } = await post(suite, '/base:append', body, type);
      assert.equal(status, 422, JSON.stringify(problem));
      if (column !== undefined)
        assert.ok(
          problem.errors.some((fault: Fault) => `${fault.column} ${fault.detail}`.includes(column)),
        );
    }
    assert.equal((await post(suite, '/base:append?name=x', 'x,k\n1,a\n')).status, 400);
    assert.equal((await post(suite, '/none:append', 'x\n1\n')).status, 404);
    const both = await Promise.all([1, 2].map(() => post(suite, '/base:append', 'x,k\n2,b\n')));
    const statuses = both.map(({ status }) => status).sort();
    assert.ok([201, 409].includes(statuses[1] as number) && statuses[0] === 201, String(statuses));
    assert.deepEqual(readdirSync(join(suite.dataDir, 'tmp')), []);
  });
});

describe('rows with faults are skipped when asked', () => {
  const table = 'x,k\n1,a\noops,b\n3\n4,d,5\n5,"e\n6,f"x\n7,g\n';

  test('CSV: counted, told, and not in the statistics', async (t) => {
    const suite = await startDatasets(t);
    assert.equal((await post(suite, '', table)).status, 422);
    const { status, body } = await post(suite, '?onError=skip', table);
    assert.equal(status, 201, JSON.stringify(body));
    assert.equal(await content(suite, body.id), 'x,k\n1,a\n7,g\n');
    assert.equal(body.skipped.rows, 4);
    assert.deepEqual(
      body.skipped.faults.map(({ row, column }: Fault) => [row, column]),
      [
        [2, 'x'],
        [3, 'k'],
        [4, undefined],
        [5, 'k'],
      ],
    );
    assert.deepEqual([body.columns[0].max, body.columns[1].categories], [7, ['a', 'g']]);
    const sound = await post(suite, '?onError=skip', 'x\n1\n');
    assert.deepEqual(sound.body.skipped, { rows: 0, faults: [] });
  });

  test('CSV: what is no row refuses all the same', async (t) => {
    const suite = await startDatasets(t);
    for (const body of [
      '',
      'x\n',
      'x,x\n1,2\n',
      'x\noops\n1x\n',
      `x,k\n1,"${'y'.repeat(2 ** 25)}`,
    ]) {
      const query = `?onError=skip&types=${encoded({ x: 'number' })}`;
      const { status, body: problem } = await post(suite, query, body);
      assert.equal(status, 422, JSON.stringify(problem));
      assert.ok(problem.errors.length > 0);
    }
  });

  test('CSV: of many faults the first 20 are listed', async (t) => {
    const suite = await startDatasets(t);
    const rows = Array.from({ length: 3000 }, (_, i) => (i % 3 === 0 ? 'bad' : String(i)));
    const { body } = await post(suite, '?onError=skip', `x\n${rows.join('\n')}\n`);
    assert.deepEqual([body.rowCount, body.skipped.rows], [2000, 1000]);
    assert.equal(body.skipped.faults.length, 20);
    assert.equal(body.skipped.faults[19].row, 58);
  });

  test('JSON and NDJSON', async (t) => {
    const suite = await startDatasets(t);
    const document = { name: 'n', columns: ['x', 'k'], rows: [[1, 'a'], ['b', 2], [3], [4, null]] };
    const json = await post(
      suite,
      '',
      JSON.stringify({ ...document, onError: 'skip' }),
      'application/json',
    );
    assert.equal(json.body.skipped?.rows, 2, JSON.stringify(json.body));
    assert.equal(await content(suite, json.body.id), 'x,k\n1,a\n4,\n');
    const lines = '{"x":1}\nnone\n[]\n{"x":"a"}\n{"x":2}\n';
    const ndjson = await post(suite, '?onError=skip', lines, 'application/x-ndjson');
    assert.equal(await content(suite, ndjson.body.id), 'x\n1\n2\n');
    assert.deepEqual(
      ndjson.body.skipped.faults.map(({ row }: Fault) => row),
      [2, 3, 4],
    );
    const all = await post(suite, '?onError=skip', 'none\n', 'application/x-ndjson');
    assert.equal(all.status, 422);
  });

  test('formats without rows of their own refuse to', async (t) => {
    const suite = await startDatasets(t);
    const { status, body } = await post(suite, '?onError=skip', '\x93NUMPY', 'application/x-npy');
    assert.deepEqual([status, body.errors[0].pointer], [422, '/onError']);
  });
});
