// How data sets are kept: each content once, checked when it is read, and a digest of values that does
// not depend on what they are stored as.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, closeSync, openSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { csv } from '../../src/datasets/formats/csv.ts';
import type { FileFormat } from '../../src/datasets/formats/format.ts';
import { idx } from '../../src/datasets/formats/idx.ts';
import { json } from '../../src/datasets/formats/json.ts';
import { npy } from '../../src/datasets/formats/npy.ts';
import { parquet } from '../../src/datasets/formats/parquet.ts';
import type { DatasetRecord } from '../../src/datasets/record.ts';
import type { DatasetService } from '../../src/datasets/service.ts';
import { ApiError } from '../../src/errors.ts';
import { startDatasets } from '../support/datasets-app.ts';
import { idxOf, npyOf } from '../support/files.ts';

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function fromCsv(datasets: DatasetService, text: string): Promise<DatasetRecord> {
  return (await datasets.stageStream(csv, once(Buffer.from(text)))).commit('data');
}

async function fromFiles(datasets: DatasetService, format: FileFormat, ...files: Uint8Array[]) {
  const spool = datasets.spool();
  try {
    for (const [i, bytes] of files.entries()) await spool.add(once(bytes), { stem: `part${i}` });
    return await (await datasets.stageFiles(format, spool)).commit('data');
  } finally {
    await spool.discard();
  }
}

function rowsOf(datasets: DatasetService, { id, columns }: DatasetRecord, offset = 0) {
  return datasets.rows(id, { columns: columns.map((_, i) => i), offset, limit: 10 });
}

const isDamage = (error: unknown) => error instanceof ApiError && error.code === 'data-damaged';

test('the same content is stored once, and removed with its last data set', async (t) => {
  const { datasets, dataDir } = await startDatasets(t);
  const stored = () => readdirSync(join(dataDir, 'datasets'));
  const text = 'x,note\n1,a\n2,b\n';
  const all = await Promise.all([1, 2, 3].map(() => fromCsv(datasets, text)));
  assert.equal(stored().length, 1);
  await fromCsv(datasets, 'x,note\n1,a\n3,b\n');
  assert.equal(stored().length, 2);
  const [first, ...others] = all as [DatasetRecord, ...DatasetRecord[]];
  for (const { id } of others) await datasets.remove(id);
  assert.deepEqual(await rowsOf(datasets, first), [
    [1, 'a'],
    [2, 'b'],
  ]);
  // One goes while another comes.
  const [, again] = await Promise.all([datasets.remove(first.id), fromCsv(datasets, text)]);
  assert.equal((await rowsOf(datasets, again)).length, 2);
  await datasets.remove(again.id);
  assert.equal(stored().length, 1);
  assert.deepEqual(readdirSync(join(dataDir, 'tmp')), []);
});

test('damage is found where it is read, and mended by uploading again', async (t) => {
  const { datasets, dataDir } = await startDatasets(t);
  const rows = 200_000; // 3 MiB of records
  const text = `a,b\n${Array.from({ length: rows }, (_, i) => `${i},${-i}`).join('\n')}\n`;
  const record = await fromCsv(datasets, text);
  await datasets.check(record.id);
  const path = join(dataDir, 'datasets', record.content, 'rows.bin');
  chmodSync(path, 0o644);
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.from([1]), 0, 1, 2 * 1024 * 1024 + 5);
  closeSync(file);
  await assert.rejects(datasets.check(record.id), isDamage);
  assert.deepEqual((await rowsOf(datasets, record)).at(-1), [9, -9]);
  await assert.rejects(rowsOf(datasets, record, 131_080), isDamage);
  await fromCsv(datasets, text);
  await datasets.check(record.id);
  assert.deepEqual((await rowsOf(datasets, record, 131_080))[0], [131_080, -131_080]);
});

describe('the digest of values', () => {
  test('images as 784 columns of a CSV, as NPY, as IDX and as Parquet', async (t) => {
    const { datasets } = await startDatasets(t);
    const rows = 30;
    const pixels = Uint8Array.from({ length: rows * 784 }, (_, i) => (i * i * 31 + i) % 256);
    const labels = Uint8Array.from({ length: rows }, (_, i) => (i * 7) % 10);
    const names = Array.from({ length: 784 }, (_, i) => `p${i}`);
    const lines = Array.from({ length: rows }, (_, row) =>
      [...pixels.subarray(row * 784, (row + 1) * 784), labels[row]].join(','),
    );
    const column = (c: number) =>
      Int32Array.from({ length: rows }, (_, row) => pixels[row * 784 + c] as number);
    const packed = parquetWriteBuffer({
      columnData: [
        ...names.map((name, c) => ({ name, data: column(c), type: 'INT32' as const })),
        { name: 'label', data: Int32Array.from(labels), type: 'INT32' as const },
      ],
    });
    const made = [
      await fromCsv(datasets, `${[...names, 'label'].join(',')}\n${lines.join('\n')}\n`),
      await fromFiles(
        datasets,
        npy,
        npyOf('|u1', [rows, 28, 28], pixels),
        npyOf('|u1', [rows], labels),
      ),
      await fromFiles(datasets, idx, idxOf([rows, 28, 28], pixels), idxOf([rows], labels)),
      await fromFiles(datasets, parquet, new Uint8Array(packed)),
    ];
    assert.equal(new Set(made.map(({ valuesSha256 }) => valuesSha256)).size, 1);
    assert.equal(new Set(made.map(({ sha256 }) => sha256)).size, 4);
  });

  /** The form that native/data/record_values.cpp tells, written down once more. */
  function digest(rows: readonly (readonly unknown[])[]): string {
    const word = (bits: bigint) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64LE(bits);
      return bytes;
    };
    const double = (value: number) => {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleLE(value);
      return bytes;
    };
    const parts = rows.flat(2).map((value) => {
      if (value === null) return word(0x7ff8_0000_0000_07a2n);
      if (typeof value === 'string') {
        const text = Buffer.from(value);
        return Buffer.concat([word(0x7ffa_0000_0000_0000n + BigInt(text.length)), text]);
      }
      if (typeof value !== 'bigint') return double(Number(value));
      if (BigInt(Number(value)) === value) return double(Number(value));
      return Buffer.concat([word(0x7ff9_0000_0000_0000n), word(BigInt.asUintN(64, value))]);
    });
    const values = createHash('sha256').update(Buffer.concat(parts)).digest('hex');
    const width = rows[0]?.flat().length;
    return createHash('sha256')
      .update(JSON.stringify([rows.length, width, values]))
      .digest('hex');
  }

  test('any table, against the form written down', async (t) => {
    const { datasets } = await startDatasets(t);
    const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { freq: 5 });
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    const row = fc.tuple(
      maybe(finite),
      maybe(fc.bigInt(-(2n ** 63n) + 1n, 2n ** 63n - 1n)),
      maybe(fc.boolean()),
      maybe(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 })),
      maybe(fc.string({ unit: 'grapheme', size: 'large', maxLength: 100_000 })),
      maybe(fc.array(finite, { minLength: 3, maxLength: 3 })),
    );
    const types = new Map(
      ['number', 'integer', 'boolean', 'category', 'text'].map((type, i) => [`c${i}`, type]),
    );
    const columns = ['c0', 'c1', 'c2', 'c3', 'c4', 'v'];
    // Its length decides the width of the vector.
    const first = [1, 2n ** 53n + 1n, true, 'a', 'b', [1, 2, 3]];
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (some) => {
        const rows = [first, ...some];
        const document = {
          columns,
          rows: rows.map((cells) => cells.map((v) => (typeof v === 'bigint' ? String(v) : v))),
        };
        const staged = await datasets.stageDocument(json, document, { types } as never);
        const { valuesSha256 } = await staged.commit('data');
        const missing = rows.map((cells: readonly unknown[]) =>
          cells.with(5, cells[5] ?? [null, null, null]),
        );
        assert.equal(valuesSha256, digest(missing));
      }),
      { numRuns: 60 },
    );
  });
});
