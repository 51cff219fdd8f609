// Checkpoint files: what is written is read back to the bit, what is damaged or half written is passed
// over, and what is not kept is gone.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { CheckpointFolder } from '../../src/training/checkpoints.ts';

async function folderFor(t: TestContext) {
  const root = await mkdtemp(join(tmpdir(), 'nabla-checkpoints-'));
  t.after(() => rm(root, { recursive: true }));
  const path = join(root, 'checkpoints');
  return { path, folder: new CheckpointFolder(path) };
}

const checkpoint = (step: number, loss = 1 / step) => ({
  ...{ epoch: Math.floor(step / 10), step, metrics: { 'train.loss': loss } },
  state: [
    { name: 'hidden.weights', shape: [1, 3], values: Float32Array.of(step, -0, 1e-45) },
    { name: 'run.best', shape: [], values: Float64Array.of(Number.POSITIVE_INFINITY) },
  ],
  run: { seconds: step / 2, note: 'é' },
});

test('what is written is read back to the bit', async (t) => {
  const { folder } = await folderFor(t);
  assert.deepEqual(await folder.list(), []);
  assert.equal(await folder.newest(), undefined);
  const written = await folder.write(checkpoint(25), 2);
  assert.deepEqual([written.number, written.epoch, written.step, written.best], [1, 2, 25, true]);
  assert.deepEqual(await folder.newest(), { ...checkpoint(25), number: 1 });
  assert.equal((await readFile(folder.path(1))).length, written.bytes);
});

test('the newest and the best stay', async (t) => {
  const { path, folder } = await folderFor(t);
  for (const [step, loss] of [
    [10, 3],
    [20, 1],
    [30, 2],
    [40, 4],
    [50, 5],
  ] as const) {
    await folder.write(checkpoint(step, loss), 2);
  }
  assert.deepEqual((await readdir(path)).sort(), [
    '2.safetensors',
    '4.safetensors',
    '5.safetensors',
  ]);
});

test('a damaged file is passed over, whichever byte it is', async (t) => {
  const { folder } = await folderFor(t);
  await folder.write(checkpoint(10), 2);
  await folder.write(checkpoint(20), 2);
  const whole = await readFile(folder.path(2));
  for (let at = 0; at < whole.length; at += 1) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] as number) ^ 0x01;
    await writeFile(folder.path(2), damaged);
    assert.equal((await folder.newest())?.step, 10, `byte ${at}`);
  }
  await writeFile(folder.path(2), whole);
  await truncate(folder.path(2), whole.length - 1);
  assert.equal((await folder.newest())?.step, 10);
});

test('what a crash left half written is cleared away, and never read', async (t) => {
  const { path, folder } = await folderFor(t);
  await folder.write(checkpoint(10), 2);
  await writeFile(join(path, '2.safetensors.tmp'), 'half');
  assert.equal((await folder.newest())?.step, 10);
  await folder.write(checkpoint(20), 2);
  assert.deepEqual((await readdir(path)).sort(), ['1.safetensors', '2.safetensors']);
});
