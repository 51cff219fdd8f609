// Arrow and Parquet as pyarrow wrote them (test/fixtures/datasets/README.md): every value and every bit
// of a float, and nothing but a refusal for what is damaged.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { arrow } from '../../src/datasets/formats/arrow.ts';
import { csv } from '../../src/datasets/formats/csv.ts';
import type { FileFormat } from '../../src/datasets/formats/format.ts';
import { parquet } from '../../src/datasets/formats/parquet.ts';
import type { DatasetRecord } from '../../src/datasets/record.ts';
import type { DatasetService } from '../../src/datasets/service.ts';
import { ApiError } from '../../src/errors.ts';
import { startDatasets } from '../support/datasets-app.ts';

const fixtures = join(import.meta.dirname, '../fixtures/datasets');
const fixture = (name: string): Buffer => readFileSync(join(fixtures, name));

async function* pieces(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function filed(datasets: DatasetService, format: FileFormat, bytes: Uint8Array) {
  const spool = datasets.spool();
  try {
    await spool.add(pieces(bytes));
    return await (await datasets.stageFiles(format, spool)).commit('columns');
  } finally {
    await spool.discard();
  }
}

const formatOf = (name: string): FileFormat => (name.endsWith('.parquet') ? parquet : arrow);

function cells(datasets: DatasetService, { id, columns, rowCount }: DatasetRecord) {
  return datasets.rows(id, { columns: columns.map((_, i) => i), offset: 0, limit: rowCount });
}

/** The doubles of a column, as their bits. */
async function bits(datasets: DatasetService, { id }: DatasetRecord, column: number) {
  const all: (bigint | null)[] = [];
  for await (const batch of datasets.batches(id, { columns: [column], offset: 0, limit: 100 })) {
    const [{ values, present } = assert.fail()] = batch.columns;
    const words = new BigUint64Array((values as Float64Array).buffer);
    all.push(...Array.from(words, (word, i) => (present[i] === 0 ? null : word)));
  }
  return all;
}

const none = null;
const rows = [
  [
    1.5,
    1.5,
    '9007199254740993',
    0,
    true,
    'ä',
    'x',
    '1970-01-01T00:00:00.000000000Z',
    '1970-01-01T00:00:00Z',
  ],
  [
    -0,
    -0,
    '-9223372036854775807',
    255,
    false,
    '日本',
    'y',
    '1970-01-01T00:00:00.000000001Z',
    '1970-01-02T00:00:00Z',
  ],
  [none, none, none, none, none, '', 'x', none, none],
  [
    none,
    none,
    '9223372036854775807',
    7,
    true,
    '🙂',
    none,
    '1969-12-31T23:59:59.999999999Z',
    '1969-12-31T00:00:00Z',
  ],
  [none, none, 0, 8, true, none, 'x', '2023-11-14T22:13:20.123456789Z', '2022-01-08T00:00:00Z'],
  [
    5e-324,
    Math.fround(0.1),
    -1,
    9,
    false,
    'b',
    'y',
    '1970-01-01T00:00:00.000000003Z',
    '1970-01-04T00:00:00Z',
  ],
];
const pairs = Array.from({ length: 6 }, (_, i) => [
  Math.fround((2 * i) / 7),
  Math.fround((2 * i + 1) / 7),
]);
const pixels = Array.from({ length: 6 }, (_, i) => [3 * i, 3 * i + 1, 3 * i + 2]);

describe('what pyarrow wrote', () => {
  for (const name of [
    'table.arrows',
    'table.arrow',
    'zstd.arrow',
    'table.parquet',
    'zstd.parquet',
  ]) {
    test(name, async (t) => {
      const { datasets } = await startDatasets(t);
      const record = await filed(datasets, formatOf(name), fixture(name));
      const isArrow = !name.endsWith('.parquet');
      const expected = rows.map((row, i) => [...row, ...(isArrow ? [pixels[i]] : []), pairs[i]]);
      assert.deepEqual(await cells(datasets, record), expected);
      assert.deepEqual(
        record.columns.slice(0, 6).map(({ type, missing }) => [type, missing]),
        [
          ['number', 3],
          ['number', 3],
          ['integer', 1],
          ['integer', 1],
          ['boolean', 1],
          ['category', 1],
        ],
      );
      const nan = 0x7ff8000000000000n;
      const infinity = 0x7ff0000000000000n;
      assert.deepEqual(await bits(datasets, record, 0), [
        0x3ff8000000000000n,
        0x8000000000000000n,
        nan,
        null,
        infinity,
        1n,
      ]);
      if (isArrow) {
        assert.deepEqual(
          record.columns.slice(-2).map(({ element, width }) => [element, width]),
          [
            ['u8', 3],
            ['f32', 2],
          ],
        );
      }
    });
  }

  test('every form of Arrow text, half floats and unsigned integers', async (t) => {
    const { datasets } = await startDatasets(t);
    const record = await filed(datasets, arrow, fixture('strings.arrows'));
    assert.deepEqual(await cells(datasets, record), [
      ['short', 'a', 'x', 1, '9223372036854775807'],
      ['a much longer text than twelve bytes', 'b', 'y', 2, 1],
      [null, null, 'x', 3, null],
      ['日本語日本語日本語', 'd', null, null, 3],
    ]);
  });

  test('pandas: a CSV packed by gzip', async (t) => {
    const { datasets } = await startDatasets(t);
    const record = await (
      await datasets.stageStream(csv, pieces(gunzipSync(fixture('pandas.csv.gz'))))
    ).commit('columns');
    assert.deepEqual(await cells(datasets, record), [
      [1.5, 'a'],
      [null, 'ü'],
      [-2.25, null],
    ]);
  });
});

/** Damage that once ended in something else than a refusal. */
const damages: Record<string, [{ at: number; flip: number; cut: boolean }][]> = {
  'zstd.parquet': [[{ at: 1641, flip: 2, cut: false }]], // a count that is no bigint
};

describe('damage', () => {
  for (const name of [
    'table.arrows',
    'table.arrow',
    'zstd.arrow',
    'table.parquet',
    'zstd.parquet',
  ]) {
    test(`${name}: any cut or flipped byte is refused or harmless`, async (t) => {
      const { datasets, dataDir } = await startDatasets(t);
      const bytes = fixture(name);
      const change = fc.record({
        at: fc.nat(bytes.length - 1),
        flip: fc.integer({ min: 1, max: 255 }),
        cut: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(change, async ({ at, flip, cut }) => {
          const broken = Buffer.from(cut ? bytes.subarray(0, at) : bytes);
          if (!cut) broken[at] = (broken[at] as number) ^ flip;
          try {
            await filed(datasets, formatOf(name), broken);
          } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            assert.ok([413, 422].includes(error.status), String(error));
          }
        }),
        { numRuns: 25, examples: damages[name] },
      );
      assert.deepEqual(await readdir(join(dataDir, 'tmp')), []);
    });
  }
});
