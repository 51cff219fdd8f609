// Everything a client can get wrong: the right 4xx as problem+json with a pointer or a row and
// column, and nothing left behind, neither in a list nor on disk.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, afterEach, describe, test } from 'node:test';
import type { Dataset, Fault, Network, Page, Problem, Reply } from '../support/client.ts';
import { filesUnder, startServer } from '../support/server.ts';
import * as example from '../support/worked-example.ts';

const lists = ['/v1/datasets', '/v1/networks', '/v1/training-jobs', '/v1/models'];
const bodyLimit = 1024 * 1024;
const uploadLimit = 2 * 1024 * 1024;

const server = await startServer(
  { after },
  { env: { NABLA_BODY_LIMIT: String(bodyLimit), NABLA_UPLOAD_LIMIT: String(uploadLimit) } },
);
const { client } = server;
await client.create<Dataset>('/v1/datasets', example.dataset);
await client.uploadCsv('gaps', 'x1,x2,d1,d2,kind\n1,2,3,4,a\n5,,7,8,b\n9,,11,12,c\n');
await client.create<Network>('/v1/networks', example.network);
const stored = await everythingStored();

async function everythingStored(): Promise<{ files: string[]; ids: string[] }> {
  const pages = await Promise.all(
    lists.map((path) => client.read<Page<{ id?: string; name: string }>>(path)),
  );
  return {
    files: await filesUnder(server.dataDir),
    ids: pages.flatMap(({ items }) => items.map(({ id, name }) => id ?? name)),
  };
}

afterEach(async () => {
  assert.deepEqual(await everythingStored(), stored, 'a refused request left something behind');
});

/** Checks the form of the reply and gives its faults. */
function refused(reply: Reply<Problem>, status: number): Fault[] {
  assert.equal(reply.status, status, reply.text);
  assert.match(reply.headers.get('content-type') ?? '', /^application\/problem\+json/);
  const { type, title, detail, code, errors = [] } = reply.body;
  assert.equal(reply.body.status, status);
  assert.equal(type, `https://nabla.dev/problems/${code}`);
  for (const text of [title, detail, code]) assert.ok(text.length > 0);
  assert.equal(typeof reply.body.instance, 'string');
  for (const fault of errors) assert.ok(fault.detail.length > 0);
  assert.doesNotMatch(reply.text, /node_modules|\.ts:\d|\.cpp|0x[0-9a-f]{6}/, 'leaks its inside');
  assert.ok(!reply.text.includes(server.dataDir), 'leaks a path');
  return errors;
}

interface Case {
  name: string;
  path: string;
  body: unknown;
  status?: number;
  /** Where one of the faults must stand. */
  pointer?: string;
  detail?: RegExp;
  headers?: Record<string, string>;
}

function refuse(cases: readonly Case[]): void {
  for (const { name, path, body, status = 422, pointer, detail, headers = {} } of cases) {
    test(name, async () => {
      const reply = await client.post<Problem>(path, body, { headers });
      const faults = refused(reply, status);
      if (pointer !== undefined) {
        const pointers = faults.map((fault) => fault.pointer);
        assert.ok(pointers.includes(pointer), `${pointer} is not in ${reply.text}`);
      }
      if (detail !== undefined) assert.match(reply.text, detail);
    });
  }
}

const layer = { type: 'dense', units: 3 };
const spec = (change: Record<string, unknown>, top: Record<string, unknown> = {}) => ({
  name: 'refused',
  inputSize: 2,
  layers: [{ ...layer, ...change }],
  ...top,
});
const without = (body: Record<string, unknown>, key: string) =>
  Object.fromEntries(Object.entries(body).filter(([name]) => name !== key));
const job = (change: Record<string, unknown> = {}) => ({
  ...example.job('worked-example', 'worked-example', 1),
  ...change,
});
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const csv = { 'content-type': 'text/csv' };
const json = { 'content-type': 'application/json' };

describe('a network that cannot be', () => {
  const path = '/v1/networks';
  refuse([
    {
      name: 'inputSize is a string',
      path,
      body: spec({}, { inputSize: '2' }),
      pointer: '/inputSize',
    },
    { name: 'units is a string', path, body: spec({ units: '3' }), pointer: '/layers/0/units' },
    { name: 'units is a fraction', path, body: spec({ units: 1.5 }), pointer: '/layers/0/units' },
    { name: 'units is null', path, body: spec({ units: null }), pointer: '/layers/0/units' },
    { name: 'layers is an object', path, body: spec({}, { layers: {} }), pointer: '/layers' },
    { name: 'layers is empty', path, body: spec({}, { layers: [] }), pointer: '/layers' },
    { name: 'the body is an array', path, body: [], pointer: '' },
    {
      name: 'inputSize is missing',
      path,
      body: without(spec({}), 'inputSize'),
      pointer: '/inputSize',
    },
    {
      name: 'units is missing',
      path,
      body: spec({ units: undefined }),
      pointer: '/layers/0/units',
    },
    {
      name: 'an unknown field, near a known one',
      path,
      body: { ...spec({}), layers: [{ type: 'dense', units: 3, actvation: 'relu' }] },
      pointer: '/layers/0/actvation',
      detail: /unknown field `actvation`; did you mean `activation`\?/,
    },
    {
      name: 'the unknown field `unit`',
      path,
      body: { ...spec({}), layers: [{ type: 'dense', unit: 3 }] },
      pointer: '/layers/0/unit',
      detail: /unknown field `unit`; did you mean `units`\?/,
    },
    { name: 'a negative width', path, body: spec({ units: -3 }), pointer: '/layers/0/units' },
    { name: 'no width', path, body: spec({ units: 0 }), pointer: '/layers/0/units' },
    { name: '10⁹ units', path, body: spec({ units: 1e9 }), pointer: '/layers/0/units' },
    {
      name: 'more parameters than allowed in all',
      path,
      body: spec(
        {},
        {
          layers: [
            { ...layer, units: 1_048_576 },
            { ...layer, units: 1_048_576 },
          ],
        },
      ),
      detail: /parameters/,
    },
    {
      name: 'an unknown layer type',
      path,
      body: spec({ type: 'dens' }),
      pointer: '/layers/0/type',
    },
    {
      name: 'an unknown activation',
      path,
      body: spec({ activation: 'rel' }),
      pointer: '/layers/0/activation',
    },
    { name: 'an unknown dtype', path, body: spec({}, { dtype: 'float16' }), pointer: '/dtype' },
    {
      name: 'explicit weights of the wrong shape',
      path,
      body: spec({
        weights: {
          type: 'explicit',
          values: [
            [1, 2],
            [3, 4],
          ],
        },
      }),
      pointer: '/layers/0/weights/values',
    },
    {
      name: 'ragged explicit weights',
      path,
      body: spec({
        weights: {
          type: 'explicit',
          values: [
            [1, 2, 3],
            [4, 5],
          ],
        },
      }),
      pointer: '/layers/0/weights/values',
    },
    {
      name: 'two layers of one name',
      path,
      body: spec(
        {},
        {
          layers: [
            { ...layer, name: 'a' },
            { ...layer, name: 'a' },
          ],
        },
      ),
      pointer: '/layers/1/name',
    },
  ]);

  test('what is only looked at is refused alike', async () => {
    const reply = await client.post<Problem>('/v1/networks:validate', spec({ units: -3 }));
    assert.equal(refused(reply, 422)[0]?.pointer, '/layers/0/units');
  });
});

describe('a body that cannot be read', () => {
  const path = '/v1/networks';
  const text = JSON.stringify(spec({}));
  refuse([
    { name: 'malformed JSON', path, body: '{"name": ', status: 400, headers: json },
    { name: 'no body', path, body: '', status: 400, headers: json },
    { name: 'NaN is not JSON', path, body: text.replace('2', 'NaN'), status: 400, headers: json },
    {
      name: '__proto__',
      path,
      body: text.replace('{', '{"__proto__": {"inputSize": 2}, '),
      status: 400,
      headers: json,
    },
    {
      name: 'constructor.prototype',
      path,
      body: text.replace('{', '{"constructor": {"prototype": {"x": 1}}, '),
      status: 400,
      headers: json,
    },
    {
      name: 'duplicate keys',
      path,
      body: text.replace('{', '{"inputSize": 3, '),
      status: 400,
      detail: /inputSize/,
      headers: json,
    },
    { name: 'depth 100', path, body: nested(100), status: 400, headers: json },
    { name: 'depth 100,000', path, body: nested(100_000), status: 400, headers: json },
    {
      name: 'a number beyond the range of doubles',
      path: '/v1/datasets',
      body: '{"columns": ["a"], "rows": [[1], [1e999]]}',
      headers: json,
    },
    {
      name: 'invalid UTF-8',
      path,
      body: Uint8Array.of(0x22, 0xff, 0x22),
      status: 400,
      headers: json,
    },
    {
      name: 'XML',
      path,
      body: '<a/>',
      status: 415,
      headers: { 'content-type': 'application/xml' },
    },
    { name: 'JSON over the limit', path, body: { name: 'x'.repeat(bodyLimit) }, status: 413 },
    {
      name: 'CSV over the limit',
      path: '/v1/datasets?name=big',
      body: `a\n${'1\n'.repeat(uploadLimit / 2)}`,
      status: 413,
      headers: csv,
    },
  ]);

  test('a body that hides its length is cut off at the limit', async () => {
    const chunk = new TextEncoder().encode('1\n'.repeat(32_768));
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += chunk.length;
        controller.enqueue(chunk);
        if (sent > 64 * uploadLimit) controller.close();
      },
    });
    const request = { method: 'POST', headers: csv, body, duplex: 'half' };
    const outcome = await fetch(`${client.url}/v1/datasets?name=big`, request as RequestInit).then(
      (response) => response.status,
      () => 'closed', // refused while the client was still sending
    );
    assert.ok(outcome === 413 || outcome === 'closed', String(outcome));
    assert.ok(sent < 64 * uploadLimit, 'the whole body was read');
  });
});

describe('data that cannot be', () => {
  const path = '/v1/datasets?name=refused';
  const tables: { name: string; text: string; row?: number; column?: string }[] = [
    { name: 'a row too short', text: 'a,b\n1,2\n3\n', row: 2 },
    { name: 'a row too long', text: 'a,b\n1,2\n3,4,5\n', row: 2 },
    { name: 'NaN in a column of numbers', text: 'a,b\n1,2\n3,NaN\n', row: 2, column: 'b' },
    {
      name: 'Infinity in a column of numbers',
      text: 'a,b\n1,2\n-Infinity,4\n',
      row: 2,
      column: 'a',
    },
    {
      name: 'a number beyond the range of doubles',
      text: 'a,b\n1,2\n3,1e999\n',
      row: 2,
      column: 'b',
    },
    { name: 'a quote that never closes', text: 'a,b\n1,"2\n', row: 1 },
    { name: 'a NUL byte', text: 'a,b\n1,2\n3,\0\n', row: 2 },
    { name: 'no rows', text: 'a,b\n' },
    { name: 'nothing at all', text: '' },
    { name: 'two columns of one name', text: 'a,a\n1,2\n' },
  ];
  for (const { name, text, row, column } of tables) {
    test(`CSV: ${name}`, async () => {
      const reply = await client.post<Problem>(path, text, { headers: csv });
      const faults = refused(reply, 422);
      if (row !== undefined) assert.equal(faults[0]?.row, row, reply.text);
      if (column !== undefined) assert.equal(faults[0]?.column, column, reply.text);
    });
  }

  refuse([
    {
      name: 'JSON: a ragged row',
      path: '/v1/datasets',
      body: { name: 'a', columns: ['a', 'b'], rows: [[1, 2], [3]] },
      pointer: '/rows/1',
    },
    {
      name: 'JSON: text among numbers',
      path: '/v1/datasets',
      body: { name: 'a', columns: ['a'], rows: [[1], ['NaN']] },
      pointer: '/rows/1/0',
    },
    {
      name: 'JSON: a nested value',
      path: '/v1/datasets',
      body: { name: 'a', columns: ['a'], rows: [[1], [[2]]] },
      pointer: '/rows/1/0',
    },
    {
      name: 'JSON: no rows',
      path: '/v1/datasets',
      body: { name: 'a', columns: ['a'], rows: [] },
      pointer: '/rows',
    },
    {
      name: 'JSON: no columns',
      path: '/v1/datasets',
      body: { name: 'a', rows: [[1]] },
      pointer: '/columns',
    },
  ]);
});

describe('a job that cannot run', () => {
  const path = '/v1/training-jobs';
  refuse([
    {
      name: 'a network that is missing',
      path,
      body: job({ network: 'net_01k00000000000000000000000' }),
      pointer: '/network',
    },
    {
      name: 'a data set that is missing',
      path,
      body: job({ dataset: 'nowhere' }),
      pointer: '/dataset',
    },
    {
      name: 'an unknown input column',
      path,
      body: job({ inputs: ['x1', 'x3'] }),
      pointer: '/inputs/1',
      detail: /x3/,
    },
    {
      name: 'an unknown target column',
      path,
      body: job({ targets: ['d1', 'dd'] }),
      pointer: '/targets/1',
      detail: /dd/,
    },
    {
      name: 'fewer inputs than the network reads',
      path,
      body: job({ inputs: ['x1'] }),
      pointer: '/inputs',
    },
    {
      name: 'more targets than outputs',
      path,
      body: job({ targets: ['d1', 'd2', 'x1'] }),
      pointer: '/targets',
    },
    {
      name: 'a loss that does not fit the output activation',
      path,
      body: job({ loss: 'cross-entropy' }),
      pointer: '/loss',
    },
    { name: 'an unknown loss', path, body: job({ loss: 'half-squared' }), pointer: '/loss' },
    {
      name: 'a learning rate below 0',
      path,
      body: job({ optimizer: { type: 'sgd', learningRate: -1 } }),
      pointer: '/optimizer/learningRate',
    },
    { name: 'no epochs', path, body: job({ epochs: 0 }), pointer: '/epochs' },
    { name: 'a batch of no rows', path, body: job({ batchSize: 0 }), pointer: '/batchSize' },
    {
      name: 'an unknown field',
      path,
      body: job({ epoch: 3 }),
      pointer: '/epoch',
      detail: /did you mean `epochs`/,
    },
    { name: 'a model name that cannot be', path, body: job({ model: '../up' }), pointer: '/model' },
    {
      name: 'missing values and no rule for them',
      path,
      body: job({ dataset: 'gaps' }),
      detail: /x2.*2|2.*x2/,
    },
    {
      name: 'a category read as a number',
      path,
      body: job({ dataset: 'gaps', targets: ['d1', 'kind'], missing: 'drop' }),
      pointer: '/targets',
    },
    {
      name: 'split fractions above 1',
      path,
      body: job({ split: { train: 0.9, test: 0.3 } }),
      pointer: '/split',
    },
  ]);
});

describe('an instance that cannot be', () => {
  const path = '/v1/networks/worked-example:predict';
  refuse([
    { name: 'too few values', path, body: { instances: [[1, 2], [1]] }, pointer: '/instances/1' },
    {
      name: 'a string among values',
      path,
      body: { instances: [[1, '2']] },
      pointer: '/instances/0/1',
    },
    { name: 'no instances', path, body: {}, pointer: '/instances' },
    {
      name: 'a missing network',
      path: '/v1/networks/nowhere:predict',
      body: { instances: [[1, 2]] },
      status: 404,
    },
    {
      name: 'a missing model',
      path: '/v1/models/nowhere:predict',
      body: { instances: [[1, 2]] },
      status: 404,
    },
  ]);
});

describe('an address that cannot be', () => {
  const gets: { name: string; path: string; status: number }[] = [
    { name: 'an unknown route', path: '/v1/nothing', status: 404 },
    {
      name: 'an unknown job',
      path: '/v1/training-jobs/job_01k00000000000000000000000',
      status: 404,
    },
    { name: 'a bad cursor', path: '/v1/networks?cursor=%00nonsense', status: 400 },
    {
      name: 'a cursor of our form and foreign content',
      path: `/v1/networks?cursor=${btoa('{"id":1}')}`,
      status: 400,
    },
    { name: 'a limit that is no number', path: '/v1/networks?limit=many', status: 400 },
    { name: 'a limit below 1', path: '/v1/networks?limit=0', status: 400 },
    { name: 'an unknown query field', path: '/v1/networks?limt=1', status: 400 },
    { name: 'an id with ../', path: '/v1/networks/..%2f..%2fetc%2fpasswd', status: 400 },
    {
      name: 'an id with ../ encoded twice',
      path: '/v1/networks/%252e%252e%252fpasswd',
      status: 400,
    },
    { name: 'an id with a backslash', path: '/v1/datasets/..%5cpasswd', status: 400 },
    { name: 'an id with NUL', path: '/v1/datasets/a%00b', status: 400 },
    {
      name: 'an id with a right-to-left override',
      path: '/v1/training-jobs/a%E2%80%AEb',
      status: 400,
    },
    { name: 'an id that is not UTF-8', path: '/v1/models/%ff', status: 400 },
    { name: 'an id of 10,000 characters', path: `/v1/networks/${'a'.repeat(10_000)}`, status: 400 },
  ];
  for (const { name, path, status } of gets) {
    test(name, async () => {
      refused(await client.get<Problem>(path), status);
    });
  }

  const names = ['../up', '..\\up', 'a\0b', 'a\u202eb', '', 'x'.repeat(100_000)];
  for (const name of names) {
    test(`the name ${JSON.stringify(name.slice(0, 12))} for a network`, async () => {
      const reply = await client.post<Problem>('/v1/networks', spec({}, { name }));
      const [fault] = refused(reply, 422);
      assert.equal(fault?.pointer, '/name');
    });
    test(`the name ${JSON.stringify(name.slice(0, 12))} for a data set`, async () => {
      const reply = await client.post<Problem>('/v1/datasets', { ...example.dataset, name });
      const [fault] = refused(reply, 422);
      assert.equal(fault?.pointer, '/name');
    });
  }

  test('a method that is not offered', async () => {
    const reply = await client.send<Problem>('PUT', '/v1/networks', {});
    assert.ok(reply.status === 404 || reply.status === 405, reply.text);
    refused(reply, reply.status);
  });

  test('bytes that are not HTTP', async () => {
    const { port } = new URL(client.url);
    const answer = await new Promise<string>((settle, fail) => {
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write('\x16\x03\x01nonsense\r\n\r\n'),
      );
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString();
      });
      socket.on('close', () => settle(text));
      socket.on('error', fail);
    });
    assert.match(answer, /^HTTP\/1\.1 400 /);
  });
});

test('the server still serves', async () => {
  assert.equal((await client.get('/healthz')).status, 200);
});
