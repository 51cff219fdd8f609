// Runs the native checks: executables built from test/native/*_check.cpp beside the addon, and those
// that run the fuzz targets of test/fuzz over their corpus.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

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

for (const name of names) {
  test(name, () => {
    const env = { ...process.env };
    delete env.LD_PRELOAD; // a sanitizer that node needs preloaded is linked into the check itself
    const { status, stdout, stderr, error } = spawnSync(
      join(dirname(dirname(addon)), 'checks', name),
      { env, encoding: 'utf8' },
    );
    assert.ifError(error);
    assert.equal(status, 0, `${stdout}${stderr}`);
  });
}

test('there are native checks', () => assert.ok(names.length > 0));
