// Runs the native checks: executables built from test/native/*_check.cpp beside the addon.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..', '..');
const addon = process.env.NABLA_ADDON ?? join(root, 'build', 'Release', 'nabla.node');
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('_check.cpp'))
  .map((file) => file.replace('.cpp', ''));

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
