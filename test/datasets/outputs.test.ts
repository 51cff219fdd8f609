// Rows on their way out: every format read back by nabla's own readers gives what was stored, bit for
// bit where the format is binary, whatever part was asked for.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { json as jsonFormat } from '../../src/datasets/formats/json.ts';
import type { DatasetRecord } from '../../src/datasets/record.ts';
import type { DatasetService } from '../../src/datasets/service.ts';
import type { DeclaredType } from '../../src/native-data.ts';
import { type DatasetsApp, startDatasets } from '../support/datasets-app.ts';
import { npyOf } from '../support/files.ts';

const columns = ['n', 'i', 'b', 'k', 't', 'v'];
const types: [string, DeclaredType][] = [
  ['n', 'number'],
  ['i', 'integer'],
  ['b', 'boolean'],
  ['k', 'category'],
  ['t', 'text'],
];

const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { freq: 4 });
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
const row = fc.tuple(
  maybe(finite),
  maybe(fc.bigInt(-(2n ** 63n) + 1n, 2n ** 63n - 1n).map(String)),
  maybe(fc.boolean()),
  maybe(fc.constantFrom('a', 'ü,"', ' padded ', '日本\n')),
  maybe(words),
  maybe(fc.array(finite, { minLength: 2, maxLength: 2 })),
);
const first = [-0, '9007199254740993', true, 'a', 'first', [-0, 5e-324]] as const;

async function stored(datasets: DatasetService, rows: readonly unknown[][], name = 'table') {
  const document = { columns, rows: [first, ...rows].map((cells) => [...cells]) };
  const staged = await datasets.stageDocument(jsonFormat, document, { types: new Map(types) });
  return staged.commit(name);
}

async function download({ app }: DatasetsApp, id: string, query: string, accept = '*/*') {
  const reply = await app.inject({
    url: `/v1/datasets/${id}/content${query}`,
    headers: { accept },
  });
  assert.equal(reply.statusCode, 200, reply.body.slice(0, 500));
  return reply;
}

/** Uploads what was downloaded. */
async function again({ app }: DatasetsApp, payload: Buffer, type: string, query = '') {
  const reply = await app.inject({
    method: 'POST',
    url: `/v1/datasets${query}`,
    headers: { 'content-type': type },
    payload,
  });
  assert.equal(reply.statusCode, 201, reply.body.slice(0, 500));
  return reply.json() as DatasetRecord;
}

describe('what leaves comes back the same', () => {
  const typesText = JSON.stringify(Object.fromEntries(types));
  const declared = `?types=${encodeURIComponent(typesText)}`;
  for (const [format, type, query] of [
    ['csv', 'text/csv', declared],
    ['json', 'application/json', ''],
    ['ndjson', 'application/x-ndjson', declared],
    ['arrow', 'application/vnd.apache.arrow.stream', ''],
    ['arrow-file', 'application/vnd.apache.arrow.file', ''],
    ['parquet', 'application/vnd.apache.parquet', ''],
  ] as const) {
    test(format, async (t) => {
      const suite = await startDatasets(t);
      await fc.assert(
        fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (rows) => {
          const record = await stored(suite.datasets, rows);
          const reply = await download(suite, record.id, `?format=${format}`);
          assert.equal(reply.headers['content-type'], type);
          // A JSON body says its types itself.
          const payload =
            format === 'json'
              ? Buffer.from(reply.body.replace(/}\s*$/, `,"types":${typesText}}`))
              : reply.rawPayload;
          const { valuesSha256 } = await again(suite, payload, type, query);
          assert.equal(valuesSha256, record.valuesSha256);
        }),
        { numRuns: 15 },
      );
    });
  }
});

const nan = 0x7ff8000000000000n;
/** Doubles of every kind, by their bits. */
const doubles = BigUint64Array.from([
  nan,
  0xfff8000000000001n, // another
  0x7ff0000000000000n, // infinity
  0xfff0000000000000n,
  0x8000000000000000n, // −0
  0n,
  1n, // the least
  0x3fb999999999999an, // 0.1
]);

describe('what leaves in binary formats keeps every bit', () => {
  for (const [format, type] of [
    ['npy', 'application/x-npy'],
    ['arrow', 'application/vnd.apache.arrow.stream'],
    ['parquet', 'application/vnd.apache.parquet'],
  ] as const) {
    test(format, async (t) => {
      const suite = await startDatasets(t);
      const npy = npyOf('<f8', [doubles.length], Buffer.from(doubles.buffer));
      const { id } = await again(suite, npy, 'application/x-npy');
      const { rawPayload } = await download(suite, id, `?format=${format}`);
      const copy = await again(suite, rawPayload, type);
      const found: bigint[] = [];
      const all = { columns: [0], offset: 0, limit: 100 };
      for await (const batch of suite.datasets.batches(copy.id, all)) {
        const values = batch.columns[0]?.values as Float64Array;
        found.push(...new BigUint64Array(values.buffer));
      }
      // hyparquet knows one NaN.
      const expected = [...doubles].map((bits, i) =>
        format === 'parquet' && i === 1 ? nan : bits,
      );
      assert.deepEqual(found, expected);
    });
  }

  test('NPY: integers, bytes, several columns, and what has no place', async (t) => {
    const suite = await startDatasets(t);
    const { id } = await stored(suite.datasets, [[2, '-3', false, 'a', 'x', [3, 4]]]);
    const tail = async (query: string, bytes: number) =>
      (await download(suite, id, `?format=npy&${query}`)).rawPayload.subarray(-bytes);
    const integers = await tail('columns=i', 16);
    assert.deepEqual(
      [integers.readBigInt64LE(0), integers.readBigInt64LE(8)],
      [9007199254740993n, -3n],
    );
    assert.deepEqual([...(await tail('columns=b', 2))], [1, 0]);
    const wide = await tail('columns=v,n,b&offset=1', 32);
    assert.deepEqual(
      [0, 8, 16, 24].map((at) => wide.readDoubleLE(at)),
      [3, 4, 2, 0],
    );
    for (const query of ['', '&columns=n,i', '&columns=k']) {
      const reply = await suite.app.inject(`/v1/datasets/${id}/content?format=npy${query}`);
      assert.equal(reply.statusCode, 422, query);
      assert.equal(reply.json().errors[0].pointer, '/columns');
    }
  });
});

describe('a part of a data set', () => {
  test('columns in the order wanted, from a row on, and no more than there are', async (t) => {
    const suite = await startDatasets(t);
    const rows = Array.from({ length: 9 }, (_, i) => [i, null, null, 'a', `t${i}`, null]);
    const { id } = await stored(suite.datasets, rows);
    const text = async (query: string, accept?: string) =>
      (await download(suite, id, query, accept)).body;
    assert.equal(await text('?columns=t,n&offset=8&limit=5'), 't,n\nt7,7\nt8,8\n');
    assert.equal(await text('?columns=%5B%22k%22%5D&limit=1'), 'k\na\n');
    assert.equal(await text('?columns=i&offset=8'), 'i\n""\n""\n');
    assert.equal(await text('?columns=v&offset=9'), 'v_0,v_1\n,\n');
    assert.equal(await text('?offset=99&columns=n', 'application/x-ndjson'), '');
    assert.deepEqual(JSON.parse(await text('?columns=n,i&limit=1', 'application/json')), {
      name: 'table',
      columns: ['n', 'i'],
      rows: [[-0, '9007199254740993']],
    });
  });

  test('columns that are not there, or twice', async (t) => {
    const { app, datasets } = await startDatasets(t);
    const { id } = await stored(datasets, []);
    for (const query of ['columns=n,zz', 'columns=n,n', 'columns=%5B1%5D', 'format=xlsx']) {
      const reply = await app.inject(`/v1/datasets/${id}/content?${query}`);
      assert.equal(reply.statusCode, 400, query);
    }
  });

  test('a data set that is being read is not removed', async (t) => {
    const { datasets } = await startDatasets(t);
    const { id } = await stored(datasets, []);
    const { batches } = datasets.table(id, undefined, 0);
    const reading = batches[Symbol.asyncIterator]();
    await reading.next();
    await assert.rejects(datasets.remove(id), /in use/);
    await reading.return?.(undefined);
    await datasets.remove(id);
  });
});
