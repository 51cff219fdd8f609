// The data directory: durable writes, the sweep at start, and the lock.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { DataDirectory } from '../../src/storage/files.ts';

async function open(t: TestContext): Promise<DataDirectory> {
  const root = await mkdtemp(join(tmpdir(), 'nabla-files-'));
  const files = new DataDirectory(root);
  t.after(async () => {
    files.close();
    await rm(root, { recursive: true, force: true });
  });
  return files;
}

const bytes = (text: string) => new TextEncoder().encode(text);
const holdScript = `
  const { DataDirectory } = await import(process.argv[1]);
  globalThis.held = new DataDirectory(process.argv[2]);
  console.log('held');
  setInterval(() => {}, 1000);`;
const moduleUrl = new URL('../../src/storage/files.ts', import.meta.url).href;

test('a durable write makes its directory, replaces as a whole and leaves no temporary file', async (t) => {
  const files = await open(t);
  const path = files.versionParameters('iris', 1);
  await files.writeDurably(path, [bytes('one'), bytes(' two')]);
  assert.equal(readFileSync(path, 'utf8'), 'one two');
  await files.writeDurably(path, bytes('three'));
  assert.equal(readFileSync(path, 'utf8'), 'three');
  assert.deepEqual(readdirSync(join(files.root, 'tmp')), []);
});

test('a write that fails leaves the old file and nothing else', async (t) => {
  const files = await open(t);
  const path = files.networkParameters('net_1');
  await files.writeDurably(path, bytes('old'));
  const source = {
    get byteLength(): number {
      throw new Error('the second part cannot be read');
    },
  };
  await assert.rejects(
    files.writeDurably(path, [bytes('new'), source as Uint8Array]),
    /second part/,
  );
  assert.equal(readFileSync(path, 'utf8'), 'old');
  await assert.rejects(files.writeDurably(files.root, bytes('a directory stands there')));
  assert.deepEqual(readdirSync(join(files.root, 'tmp')), []);
});

test('the sweep keeps what the records name and removes the rest', async (t) => {
  const files = await open(t);
  for (const id of ['net_1', 'net_2'])
    await files.writeDurably(files.networkParameters(id), bytes('x'));
  for (const version of [1, 2]) {
    await files.writeDurably(files.versionParameters('iris', version), bytes('x'));
  }
  for (const id of ['ds_1', 'ds_2'])
    await files.writeDurably(join(files.datasetDirectory(id), 'rows.bin'), bytes('x'));
  mkdirSync(files.jobDirectory('job_1'));
  writeFileSync(files.temporaryPath(), 'left by a crash');
  const removed = files.sweep({
    datasets: new Set(['ds_2']),
    uploads: new Set(),
    networks: new Set(['net_1']),
    jobs: new Set(),
    versions: new Set(['iris/2']),
  });
  assert.equal(removed, 5);
  assert.ok(existsSync(files.networkParameters('net_1')));
  assert.ok(!existsSync(files.networkParameters('net_2')));
  assert.ok(existsSync(files.versionParameters('iris', 2)));
  assert.ok(!existsSync(files.versionParameters('iris', 1)));
  assert.ok(existsSync(join(files.datasetDirectory('ds_2'), 'rows.bin')));
  assert.ok(!existsSync(files.datasetDirectory('ds_1')));
  assert.ok(!existsSync(files.jobDirectory('job_1')));
});

test('a second server is refused with the pid of the first', async (t) => {
  const files = await open(t);
  const second = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', holdScript, moduleUrl, files.root],
    {
      encoding: 'utf8',
      timeout: 20_000,
    },
  );
  assert.equal(second.status, 1);
  assert.match(second.stderr, new RegExp(`in use by process ${process.pid}\\b`));
});

test('kill -9 leaves no stale lock', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'nabla-lock-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  const holder = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    holdScript,
    moduleUrl,
    root,
  ]);
  t.after(() => holder.kill('SIGKILL'));
  await once(holder.stdout, 'data');
  assert.throws(() => new DataDirectory(root), new RegExp(`in use by process ${holder.pid}\\b`));
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const files = new DataDirectory(root);
  assert.equal(readFileSync(join(root, 'nabla.pid'), 'utf8').trim(), String(process.pid));
  files.close();
});
