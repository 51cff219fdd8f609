// POST /v1/datasets over a socket: every way to send a table, every way to break off, the limits, and
// nothing left behind by what is refused.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Dataset, Fault, Problem } from '../support/client.ts';
import { type DatasetsApp, startDatasets } from '../support/datasets-app.ts';

const uploadLimit = 4 * 1024 * 1024;
const bodyLimit = 64 * 1024;
const small = 'x,k\n1,a\n2.5,b\n';

let suite: DatasetsApp;
let port: number;
/** A hook registered while `before` runs would run right after it. */
const hooks: (() => Promise<void> | void)[] = [];
after(async () => {
  for (const hook of hooks) await hook();
});

before(async () => {
  const env = { NABLA_UPLOAD_LIMIT: String(uploadLimit), NABLA_BODY_LIMIT: String(bodyLimit) };
  suite = await startDatasets({ after: (hook) => hooks.push(hook) }, env);
  await suite.app.listen({ port: 0, host: '127.0.0.1' });
  port = (suite.app.server.address() as AddressInfo).port;
});

async function post(
  body: string | FormData | ReadableStream<Uint8Array>,
  query = '',
  headers: Record<string, string> = { 'content-type': 'text/csv' },
) {
  const options = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
  const response = await fetch(`http://127.0.0.1:${port}/v1/datasets${query}`, options);
  return {
    status: response.status,
    location: response.headers.get('location'),
    body: await response.json(),
  };
}

async function created(...request: Parameters<typeof post>): Promise<Dataset> {
  const { status, location, body } = await post(...request);
  assert.equal(status, 201, JSON.stringify(body));
  assert.equal(location, `/v1/datasets/${(body as Dataset).id}`);
  return body as Dataset;
}

async function refused(status: number, ...request: Parameters<typeof post>): Promise<Fault[]> {
  const before = await everything();
  const reply = await post(...request);
  const problem = reply.body as Problem;
  assert.equal(reply.status, status, JSON.stringify(problem));
  assert.equal(problem.status, status);
  assert.deepEqual(await everything(), before);
  return problem.errors ?? [];
}

/** Every file of the data directory but the database's own. */
async function everything(): Promise<string[]> {
  const found = await Promise.all(
    ['datasets', 'tmp'].map((room) => readdir(join(suite.dataDir, room), { recursive: true })),
  );
  return [...found.flat().sort(), ...suite.datasets.ids()];
}

const json = { 'content-type': 'application/json' };
const form = (...parts: [name: string, value: string | Blob, fileName?: string][]) => {
  const data = new FormData();
  for (const [name, value, fileName] of parts) {
    if (typeof value === 'string') data.append(name, value);
    else data.append(name, value, fileName);
  }
  return data;
};
const file = (text: string, type = 'text/csv') => new Blob([text], { type });

describe('what is accepted', () => {
  test('JSON, raw CSV, TSV and forms give the same data set', async () => {
    const table = {
      name: 'same',
      columns: ['x', 'k'],
      rows: [
        [1, 'a'],
        [2.5, 'b'],
      ],
    };
    const made = [
      await created(JSON.stringify(table), '', json),
      await created(small, '?name=same'),
      await created(small.replaceAll(',', ';'), '?name=same'),
      await created(small.replaceAll(',', '\t'), '?name=same', {
        'content-type': 'text/tab-separated-values; charset=utf-8',
      }),
      await created(form(['name', 'same'], ['file', file(small), 'a.csv']), '', {}),
      await created(form(['file', file(small, 'application/octet-stream'), 'same.csv']), '', {}),
      await created(
        form(['file', file(JSON.stringify(table), 'application/json'), 'b.json'], ['name', 'same']),
        '',
        {},
      ),
    ];
    for (const { name, rowCount, columns, sha256 } of made) {
      assert.deepEqual(
        [name, rowCount, columns, sha256],
        ['same', 2, made[0]?.columns, made[0]?.sha256],
      );
    }
    assert.equal(new Set(made.map(({ id }) => id)).size, made.length);
  });

  test('JSON rows, JSON columns and NDJSON, packed or not', async () => {
    const columns = {
      x: [1, 2.5, null],
      k: ['a', null, 'b'],
      v: [[1, 2], null, [3, 4]],
      ok: [true, false, null],
    };
    const names = Object.keys(columns) as (keyof typeof columns)[];
    const rows = [0, 1, 2].map((row) => names.map((name) => columns[name][row]));
    const lines = rows.map((row) =>
      JSON.stringify(Object.fromEntries(row.map((cell, i) => [names[i], cell]))),
    );
    const first = await created(JSON.stringify({ name: 'rows', columns: names, rows }), '', json);
    assert.deepEqual(
      first.columns.map(({ type }) => type),
      ['number', 'category', 'vector', 'boolean'],
    );
    const text = `${lines.join('\r\n')}\n\n`;
    const packed = new Blob([gzipSync(text)]);
    const others = [
      await created(JSON.stringify({ name: 'columns', columns }), '', json),
      await created(text, '', { 'content-type': 'application/x-ndjson' }),
      await created(form(['file', new Blob([text]), 'a.jsonl']), '', {}),
      await created(form(['file', packed, 'a.ndjson.gz']), '', {}),
      await created(packed.stream(), '', {
        'content-type': 'application/x-ndjson',
        'content-encoding': 'gzip',
      }),
    ];
    for (const { sha256 } of others) assert.equal(sha256, first.sha256);
  });

  test('a raw body without a name, and options', async () => {
    const made = await created(
      'zip|n\n012|3\n',
      `?delimiter=%7C&types=${encodeURIComponent('{"zip":"category"}')}`,
    );
    assert.equal(made.name, 'untitled');
    assert.deepEqual(
      made.columns.map(({ type }) => type),
      ['category', 'number'],
    );
    const parts = form(
      ['types', '{"x":"text"}'],
      ['delimiter', ','],
      ['file', file(small), 'Some file.csv'],
    );
    const fromForm = await created(parts, '', {});
    assert.equal(fromForm.name, 'Some file');
    assert.equal(fromForm.columns[0]?.type, 'text');
  });

  test('a body in many small chunks', async () => {
    const bytes = Buffer.from(small.repeat(1) + '"3",é\n'.repeat(500));
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += 7) controller.enqueue(bytes.subarray(at, at + 7));
        controller.close();
      },
    });
    const { rowCount, columns } = await created(stream, '?name=chunks');
    assert.equal(rowCount, 502);
    assert.deepEqual(columns[1]?.categories, ['a', 'b', 'é']);
  });
});

describe('what is refused', () => {
  test('faults in the data, with row and column', async () => {
    const [fault] = await refused(422, `${small}oops,c\n`);
    assert.deepEqual([fault?.row, fault?.column], [3, 'x']);
    const inForm = await refused(422, form(['file', file(`${small}1,2,3\n`), 'a.csv']), '', {});
    assert.equal(inForm[0]?.row, 3);
  });

  const badForms: { name: string; parts: Parameters<typeof form>; pointer: string }[] = [
    { name: 'no file', parts: [['name', 'a']], pointer: '/file' },
    {
      name: 'an unknown field',
      parts: [
        ['nam', 'a'],
        ['file', file(small), 'a.csv'],
      ],
      pointer: '/nam',
    },
    {
      name: 'a name that cannot be',
      parts: [
        ['file', file(small), 'a.csv'],
        ['name', '../up'],
      ],
      pointer: '/name',
    },
    {
      name: 'a name twice',
      parts: [
        ['name', 'a'],
        ['name', 'b'],
        ['file', file(small), 'a.csv'],
      ],
      pointer: '/name',
    },
    {
      name: 'types after the file',
      parts: [
        ['file', file(small), 'a.csv'],
        ['types', '{}'],
      ],
      pointer: '/types',
    },
    {
      name: 'types that are no object',
      parts: [
        ['types', '[1]'],
        ['file', file(small), 'a.csv'],
      ],
      pointer: '/types',
    },
    {
      name: 'an unknown type',
      parts: [
        ['types', '{"x":"float"}'],
        ['file', file(small), 'a.csv'],
      ],
      pointer: '/types',
    },
    {
      name: 'an unknown delimiter',
      parts: [
        ['delimiter', 'x'],
        ['file', file(small), 'a.csv'],
      ],
      pointer: '/delimiter',
    },
  ];
  for (const { name, parts, pointer } of badForms) {
    test(`a form with ${name}`, async () => {
      const faults = await refused(422, form(...parts), '', {});
      assert.equal(faults[0]?.pointer, pointer);
    });
  }

  test('a file name that cannot be a name', async () => {
    const faults = await refused(422, form(['file', file(small), '..%2f.csv']), '', {});
    assert.equal(faults[0]?.pointer, '/name');
  });

  test('NDJSON that is none', async () => {
    const lines = (text: string) =>
      refused(422, text, '', { 'content-type': 'application/x-ndjson' });
    assert.deepEqual((await lines('{"x":1}\n{"x":\n'))[0]?.row, 2);
    assert.deepEqual((await lines('{"x":1}\n\n{"x":"a"}\n'))[0], {
      row: 3,
      column: 'x',
      detail: 'column "x": expected a number or null, found "a"',
    });
    await lines('[1]\n');
    await lines('{"x":1,"x":2}\n');
    await lines('{"x":{"y":1}}\n');
    await lines('\n');
    const late = `${'{"x":1}\n'.repeat(1500)}{"y":1}\n`;
    assert.equal((await lines(late))[0]?.row, 1501);
  });

  test('two files of a format that takes one', async () => {
    const two = form(['file', file(small), 'a.csv'], ['more', file(small), 'b.csv']);
    const faults = await refused(422, two, '', {});
    assert.equal(faults[0]?.pointer, '/file');
    const mixed = form(['file', file(small), 'a.csv'], ['more', file('{"x":1}'), 'b.ndjson']);
    await refused(422, mixed, '', {});
  });

  test('formats and encodings that are not read', async () => {
    await refused(415, form(['file', file('x', 'image/png'), 'a.png']), '', {});
    await refused(415, small, '', { 'content-type': 'text/csv', 'content-encoding': 'br' });
    await refused(422, small, '', { 'content-type': 'text/csv', 'content-encoding': 'gzip' });
    const packed = { ...json, 'content-encoding': 'gzip' };
    await refused(415, JSON.stringify({ name: 'a', columns: ['x'], rows: [[1]] }), '', packed);
    await refused(415, small, '', { 'content-type': 'text/csv; charset=latin1' });
    await refused(415, small, '', { 'content-type': 'text/html' });
    await refused(400, small, '?delimiter=x');
    await refused(400, small, '?nam=x');
    await refused(400, JSON.stringify({ name: 'a', columns: ['x'], rows: [[1]] }), '?name=b', json);
    await refused(400, small, '', { 'content-type': 'multipart/form-data; boundary=none' });
  });

  test('JSON that breaks the form', async () => {
    const table = { name: 'a', columns: ['x'], rows: [[1]] };
    const pointers = async (change: object) =>
      (await refused(422, JSON.stringify({ ...table, ...change }), '', json)).map(
        ({ pointer }) => pointer,
      );
    assert.deepEqual(await pointers({ row: [] }), ['/row']);
    assert.deepEqual(await pointers({ rows: {} }), ['/rows']);
    assert.deepEqual(await pointers({ rows: [1] }), ['/rows/0']);
    assert.deepEqual(await pointers({ columns: [1] }), ['/columns/0']);
    assert.deepEqual(await pointers({ columns: undefined }), ['/columns']);
    assert.deepEqual(await pointers({ rows: undefined }), ['/rows']);
    assert.deepEqual(await pointers({ columns: { x: [1], y: [1, 2] } }), ['/rows', '/columns/y']);
    const whole = { columns: { x: [1, 'a'], y: [true, null] }, rows: undefined };
    assert.deepEqual(await pointers(whole), ['/columns/x/1']);
    assert.deepEqual(await pointers({ types: { x: 'float' } }), ['/types/x']);
    assert.deepEqual(await pointers({ name: 'a/b' }), ['/name']);
    await refused(422, '{"name":"a","columns":["x"],"rows":[[1],[1e999]]}', '', json);
  });
});

describe('limits', () => {
  const long = (bytes: number) => `x\n${'1\n'.repeat(bytes / 2)}`;

  test('a body at the limit is taken, one beyond is not', async () => {
    await created(long(uploadLimit - 2), '?name=full');
    await refused(413, long(uploadLimit));
    await refused(413, form(['file', file(long(uploadLimit)), 'a.csv']), '', {});
    const rows = Array.from({ length: bodyLimit / 4 }, () => [1]);
    const table = JSON.stringify({ name: 'a', columns: ['x'], rows });
    await refused(413, table, '', json);
    await refused(413, form(['file', file(table, 'application/json'), 'a.json']), '', {});
  });

  test('a client that is refused early can still read why', async () => {
    const piece = Buffer.from('1\n'.repeat(32_768));
    let sent = 0;
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await delay(1);
        controller.enqueue(sent === 0 ? Buffer.from('x,x\n') : piece);
        sent += 1;
        if (sent === 40) controller.close();
      },
    });
    const faults = await refused(422, stream);
    assert.equal(faults[0]?.column, 'x');
  });
});

describe('an upload that is cut off', () => {
  const boundary = 'cut';
  const formBody = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${small}\r\n--${boundary}--\r\n`;
  const bodies = [
    { type: 'text/csv', body: small },
    { type: `multipart/form-data; boundary=${boundary}`, body: formBody },
  ];

  for (const { type, body } of bodies) {
    test(`at any byte of ${type.split(';', 1)[0]}`, async () => {
      const before = await everything();
      const cuts = Array.from({ length: body.length }, (_, cut) => cut);
      await Promise.all(cuts.map((cut) => sendPart(type, body, cut)));
      await settled();
      assert.deepEqual(await everything(), before);
    });
  }

  test('in the middle of much data', async () => {
    const before = await everything();
    const body = `x,note\n${Array.from({ length: 100_000 }, (_, i) => `${i},text ${i}\n`).join('')}`;
    await sendPart('text/csv', body, body.length - 1);
    await settled();
    assert.deepEqual(await everything(), before);
  });

  /** Announces the whole of `body`, sends `cut` bytes of it and breaks the connection. */
  async function sendPart(type: string, body: string, cut: number): Promise<void> {
    const head = `POST /v1/datasets?name=cut HTTP/1.1\r\nhost: x\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
    await new Promise<void>((done) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(head + body.slice(0, cut), () => socket.destroy());
      });
      socket.on('error', () => undefined);
      socket.on('close', () => done());
    });
  }

  /** Once the server has seen every cut and has no upload under way: then nothing temporary is left. */
  async function settled(): Promise<void> {
    const connections = () =>
      new Promise<number>((found) => suite.app.server.getConnections((_, open) => found(open)));
    const underWay = async () => (await suite.app.inject('/v1/uploads')).json().items.length;
    while ((await connections()) > 0 || (await underWay()) > 0) await delay(10);
  }
});
