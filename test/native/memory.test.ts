// The cap on a trainer's memory: what goes beyond it fails as out of memory, in that process alone.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

const program = (granted: number) => `
  const { native } = await import(${JSON.stringify(import.meta.resolve('../../src/native.ts'))});
  const layer = { type: 'dense', name: 'wide', inputs: ['input'], trainable: true, units: 8192 };
  const spec = { dtype: 'float32', seed: 1, inputSize: 8192, layers: [layer], outputs: ['wide'] };
  const limited = native.limitMemory(${granted});
  try {
    new native.Network(spec);
    console.log(limited, 'fits');
  } catch (error) {
    console.log(limited, error.code);
  }`;

function run(granted: number): string {
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program(granted)], {
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
    encoding: 'utf8',
  });
  return stdout.trim();
}

/** The allocator of a sanitizer ends the process where ours throws. */
const sanitized = process.env.ASAN_OPTIONS !== undefined;
const skip =
  process.platform !== 'linux'
    ? 'needs /proc/self/statm'
    : sanitized && 'the sanitizer ends the process itself';

test('weights of 256 MiB need a grant of more than that', { skip }, () => {
  assert.equal(run(64 * 2 ** 20), 'true out-of-memory');
  assert.equal(run(1024 * 2 ** 20), 'true fits');
});
