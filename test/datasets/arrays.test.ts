// NPY, NPZ and IDX: what numpy wrote comes back value for value; what is cut, lies or holds objects is
// refused. The fixtures were written by numpy (test/fixtures/datasets/README.md).
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { unpacked } from '../../src/datasets/compressed.ts';
import type { FileFormat } from '../../src/datasets/formats/format.ts';
import { idx } from '../../src/datasets/formats/idx.ts';
import { npy } from '../../src/datasets/formats/npy.ts';
import { npz } from '../../src/datasets/formats/npz.ts';
import type { DatasetRecord } from '../../src/datasets/record.ts';
import type { DatasetService } from '../../src/datasets/service.ts';
import { ApiError } from '../../src/errors.ts';
import type { DeclaredType } from '../../src/native-data.ts';
import { startDatasets } from '../support/datasets-app.ts';

const fixtures = join(import.meta.dirname, '../fixtures/datasets');
const fixture = (name: string): Buffer => readFileSync(join(fixtures, name));
const digits = join(import.meta.dirname, '../../../shared/data/mnist-10k');
const skip = existsSync(digits)
  ? false
  : `${digits} is absent: real data is kept beside the checkout`;

type File = { bytes: Uint8Array; stem?: string; field?: string };

async function stage(
  datasets: DatasetService,
  format: FileFormat,
  files: readonly File[],
  types: Record<string, DeclaredType> = {},
): Promise<DatasetRecord> {
  const spool = datasets.spool();
  try {
    for (const { bytes, ...names } of files) {
      await spool.add(
        (async function* () {
          yield bytes;
        })(),
        names,
      );
    }
    const staged = await datasets.stageFiles(format, spool, {
      types: new Map(Object.entries(types)),
    });
    return await staged.commit('arrays');
  } finally {
    await spool.discard();
  }
}

function cells(datasets: DatasetService, { id, columns, rowCount }: DatasetRecord) {
  return datasets.rows(id, { columns: columns.map((_, i) => i), offset: 0, limit: rowCount });
}

async function raw(datasets: DatasetService, { id }: DatasetRecord) {
  const batches = datasets.batches(id, { columns: [0], offset: 0, limit: 10 });
  const { value } = await batches.next();
  await batches.return(undefined);
  return value?.columns[0]?.values;
}

function refusal(detail: RegExp) {
  return (error: unknown) =>
    error instanceof ApiError && error.code === 'invalid-input' && detail.test(error.detail);
}

test('NPY: every bit of a float', async (t) => {
  const { datasets } = await startDatasets(t);
  const record = await stage(datasets, npy, [{ bytes: fixture('floats.npy'), stem: 'x' }]);
  const [{ name, type, missing, min, max } = assert.fail()] = record.columns;
  assert.deepEqual([name, type, missing, min, max], ['x', 'number', 2, 0, 1.5]);
  const values = (await raw(datasets, record)) as Float64Array;
  const written = fixture('floats.npy').subarray(-6 * 8);
  assert.deepEqual(Buffer.from(values.buffer, values.byteOffset, values.byteLength), written);
  assert.deepEqual(await cells(datasets, record), [[1.5], [-0], [0], [null], [null], [5e-324]]);
});

test('NPY: other byte orders, orders of dimensions and words', async (t) => {
  const { datasets } = await startDatasets(t);
  const big = await stage(datasets, npy, [{ bytes: fixture('big-endian.npy') }]);
  assert.deepEqual(await cells(datasets, big), [[[1, -2, 3]], [[4, 5, -6]]]);
  assert.equal(big.columns[0]?.element, 'f32');
  const columnMajor = await stage(datasets, npy, [{ bytes: fixture('fortran.npy') }]);
  assert.deepEqual(await cells(datasets, columnMajor), [
    [[0, 1, 2]],
    [[3, 4, 5]],
    [[6, 7, 8]],
    [[9, 10, 11]],
  ]);
  const words = await stage(datasets, npy, [{ bytes: fixture('words.npy') }]);
  assert.deepEqual(words.columns[0]?.categories, ['ä', 'b', '日本']);
});

test('NPY: several files are columns side by side', async (t) => {
  const { datasets } = await startDatasets(t);
  const files = [
    { bytes: fixture('fortran.npy'), stem: 'x' },
    { bytes: fixture('words.npy'), stem: 'ignored', field: 'k' },
  ];
  const record = await stage(datasets, npy, files);
  assert.deepEqual(
    record.columns.map(({ name, type }) => [name, type]),
    [
      ['x', 'vector'],
      ['k', 'category'],
    ],
  );
  const uneven = [...files, { bytes: fixture('floats.npy'), stem: 'z' }];
  await assert.rejects(stage(datasets, npy, uneven), refusal(/"z" has 6 rows, "x" has 4/));
});

test('NPZ: integers of 64 bits, bytes, booleans; packed or not', async (t) => {
  const { datasets } = await startDatasets(t);
  const pair = await stage(datasets, npz, [{ bytes: fixture('pair.npz') }]);
  assert.deepEqual(
    pair.columns.map(({ name, type, element }) => [name, type, element]),
    [
      ['x', 'vector', 'u8'],
      ['y', 'integer', undefined],
      ['ok', 'boolean', undefined],
    ],
  );
  assert.deepEqual(await cells(datasets, pair), [
    [[0, 1], '9007199254740993', true],
    [[2, 3], '-9223372036854775808', false],
    [[4, 5], '9223372036854775807', true],
  ]);
  assert.equal(pair.columns[1]?.max, '9223372036854775807');
  const packed = await stage(datasets, npz, [{ bytes: fixture('packed.npz') }]);
  const rows = await cells(datasets, packed);
  assert.deepEqual(rows[3], [[Math.fround(6 / 3), Math.fround(7 / 3)], 'c']);
});

test('declared types convert, or say what they cannot', async (t) => {
  const { datasets } = await startDatasets(t);
  const types = { y: 'category', ok: 'integer', x: 'skip' } as const;
  const record = await stage(datasets, npz, [{ bytes: fixture('pair.npz') }], types);
  assert.deepEqual(await cells(datasets, record), [
    ['9007199254740993', 1],
    ['-9223372036854775808', 0],
    ['9223372036854775807', 1],
  ]);
  const floats = [{ bytes: fixture('floats.npy'), stem: 'x' }];
  await assert.rejects(stage(datasets, npy, floats, { x: 'integer' }), refusal(/3 things/));
  const vector = [{ bytes: fixture('fortran.npy'), stem: 'x' }];
  await assert.rejects(stage(datasets, npy, vector, { x: 'number' }), refusal(/holds a vector/));
});

test('objects, broken headers and lies are refused', async (t) => {
  const { datasets, dataDir } = await startDatasets(t);
  const refuse = (format: FileFormat, bytes: Uint8Array, detail: RegExp) =>
    assert.rejects(stage(datasets, format, [{ bytes }]), refusal(detail));
  await refuse(npy, fixture('objects.npy'), /"\|O"/);
  const header = (text: string, values: number) => {
    const padded = `${text.padEnd(117)}\n`;
    const head = Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(padded.length, 0)}`, 'latin1');
    return Buffer.concat([head, Buffer.from(padded), Buffer.alloc(values)]);
  };
  const shape = (text: string) =>
    header(`{'descr': '<f8', 'fortran_order': False, 'shape': ${text}, }`, 8);
  for (const text of ['(2147483648, 8589934592)', '(99999999999999999,)', '(2,)', '(0, 5)']) {
    await refuse(npy, shape(text), /length|plain array|rows|row/);
  }
  for (const text of ['(-1,)', '(1.5,)', '__import__("os")', `(${'1,'.repeat(40)})`]) {
    await refuse(npy, shape(text), /plain array|length/);
  }
  await refuse(npy, Buffer.from('no array at all'), /does not begin/);
  const images = Buffer.from([0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 1, 7]);
  await refuse(idx, images, /not its length/);
  await refuse(idx, Buffer.from([0, 0, 8]), /does not begin/);
  const pair = fixture('pair.npz');
  pair[100] = (pair[100] as number) ^ 0xff;
  await refuse(npz, pair, /.+/);
  assert.deepEqual(await readdir(join(dataDir, 'tmp')), []);
});

test('any cut or flipped byte is refused or harmless, never a crash', async (t) => {
  const { datasets } = await startDatasets(t);
  const subjects: [FileFormat, Buffer][] = [
    [npy, fixture('big-endian.npy')],
    [npz, fixture('pair.npz')],
    [npz, fixture('packed.npz')],
    [idx, Buffer.from([0, 0, 11, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 7, 255, 255])],
  ];
  for (const [format, bytes] of subjects) {
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
          await stage(datasets, format, [{ bytes: broken }]);
          assert.ok(!cut, 'a file that is cut off was taken');
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          assert.ok([413, 422].includes(error.status), String(error));
        }
      }),
      { numRuns: 150 },
    );
  }
});

test('handwritten digits as they are', { skip }, async (t) => {
  const { datasets } = await startDatasets(t);
  const unpack = (name: string) => gunzipSync(readFileSync(join(digits, name)));
  const images = unpack('images-idx3-ubyte.gz');
  const labels = unpack('labels-idx1-ubyte.gz');
  const record = await stage(datasets, idx, [{ bytes: images }, { bytes: labels }]);
  assert.equal(record.rowCount, 10_000);
  assert.equal(record.rowBytes, 784 + 8);
  const [image = assert.fail(), label = assert.fail()] = record.columns;
  assert.deepEqual(
    [image.name, image.type, image.width, image.element, image.min, image.max],
    ['image', 'vector', 784, 'u8', 0, 255],
  );
  assert.deepEqual([label.name, label.type, label.min, label.max], ['label', 'integer', 0, 9]);
  const rows = await datasets.rows(record.id, { columns: [1, 0], offset: 9_999, limit: 5 });
  assert.deepEqual(rows, [[labels[8 + 9_999], [...images.subarray(16 + 9_999 * 784)]]]);
});

test('gzip: a bomb stops at the limit', async () => {
  const { gzipSync } = await import('node:zlib');
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
  let most = 0;
  const read = async () => {
    for await (const chunk of unpacked(
      (async function* () {
        yield bomb;
      })(),
      1024 * 1024,
    ))
      most += chunk.length;
  };
  await assert.rejects(read(), (error) => error instanceof ApiError && error.status === 413);
  assert.ok(most <= 1024 * 1024);
});
