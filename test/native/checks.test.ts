// Runs the native checks: executables built from test/native/*_check.cpp beside the addon, and those
// that run the fuzz targets of test/fuzz over their corpus.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { native } from '../../src/native.ts';

const root = join(import.meta.dirname, '..', '..');
const addon = process.env.NABLA_ADDON ?? join(root, 'build', 'Release', 'nabla.node');
const sources = (directory: string, ending: string): string[] =>
  readdirSync(directory)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.replace('.cpp', ''));
const names = [
  ...sources(import.meta.dirname, '_check.cpp'),
  ...sources(join(root, 'test', 'fuzz'), '_fuzz.cpp'),
];

/** Its output. */
function run(name: string, args: string[] = [], more: NodeJS.ProcessEnv = {}): string {
  const env = { ...process.env, ...more };
  delete env.LD_PRELOAD; // a sanitizer that node needs preloaded is linked into the check itself
  const check = join(dirname(dirname(addon)), 'checks', name);
  const { status, stdout, stderr, error } = spawnSync(check, args, { env, encoding: 'utf8' });
  assert.ifError(error);
  assert.equal(status, 0, `${stdout}${stderr}`);
  return stdout;
}

for (const name of names) test(name, () => void run(name));

test('200 steps give the same weights on every instruction set with fused multiply-adds', () => {
  const hashes = native
    .system()
    .available.filter((isa) => isa !== 'sse2')
    .map((isa) => run('training_check', ['1'], { NABLA_ISA: isa }));
  for (const hash of hashes) assert.equal(hash, hashes[0]);
});

test('there are native checks', () => assert.ok(names.length > 0));
