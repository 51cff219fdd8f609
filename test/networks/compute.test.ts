// How predictions are computed: at once, together or in chunks, and what is not computed at all.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FloatArray, NativeNetwork } from '../../src/native.ts';
import { type Caller, Compute, patient } from '../../src/networks/compute.ts';
import { LoadedNetwork } from '../../src/networks/loaded.ts';

/** Doubles every value; says what it was asked for. A call on a thread waits for `release`. */
function network(flopsPerRow: number, width = 1) {
  const calls: string[] = [];
  const waiting: (() => void)[] = [];
  const double = (x: FloatArray) => x.map((value) => 2 * value) as FloatArray;
  const native = {
    summary: {
      outputs: [{ size: width }],
      layers: [{ outputSize: width }],
      flopsPerRow,
    },
    predict(x: FloatArray, rows: number) {
      calls.push(`at once ${rows}`);
      return double(x);
    },
    predictAsync(x: FloatArray, rows: number, threads: number) {
      calls.push(`threads ${threads}, ${rows}`);
      return new Promise<FloatArray>((settle) => waiting.push(() => settle(double(x))));
    },
  } as unknown as NativeNetwork;
  const release = async () => {
    while (waiting.length === 0) await new Promise(setImmediate);
    waiting.shift()?.();
  };
  return { loaded: new LoadedNetwork(native), calls, release };
}

const row = (value: number) => Float64Array.of(value);
const late: Caller = { gone: () => false, deadline: 0 };
const gone: Caller = { gone: () => true, deadline: Number.POSITIVE_INFINITY };

test('little is computed at once', () => {
  const { loaded, calls } = network(1000);
  const y = new Compute(2).forward(loaded, row(3), 1);
  assert.deepEqual(y, row(6));
  assert.deepEqual(calls, ['at once 1']);
});

test('what comes together for one network is one batch, and each gets its own rows', async () => {
  const { loaded, calls, release } = network(4e5);
  const compute = new Compute(2);
  const first = [
    compute.forward(loaded, row(1), 1),
    compute.forward(loaded, Float64Array.of(2, 3), 2),
  ];
  const alone = compute.forward(network(4e5).loaded, row(7), 1);
  await release();
  assert.deepEqual(await Promise.all(first), [row(2), Float64Array.of(4, 6)]);
  assert.deepEqual(await alone, row(14));
  assert.deepEqual(calls, ['threads 2, 3']);
});

test('what comes while a batch computes is the next batch', async () => {
  const { loaded, calls, release } = network(2e6);
  const compute = new Compute(1);
  const first = compute.forward(loaded, row(1), 1);
  await new Promise(setImmediate);
  const others = [2, 3, 4].map((value) => compute.forward(loaded, row(value), 1));
  await release();
  assert.deepEqual(await first, row(2));
  await release();
  assert.deepEqual(await Promise.all(others), [row(4), row(6), row(8)]);
  assert.deepEqual(calls, ['threads 1, 1', 'threads 1, 3']);
});

test('a batch leaves out whom nobody waits for any more, and who has waited too long', async () => {
  const { loaded, calls, release } = network(2e6);
  const compute = new Compute(1);
  const dropped = compute.forward(loaded, row(1), 1, gone);
  const refused = compute.forward(loaded, row(2), 1, late);
  const kept = compute.forward(loaded, row(3), 1);
  await Promise.all([
    assert.rejects(async () => dropped, { code: 'bad-request' }),
    assert.rejects(async () => refused, { code: 'unavailable', headers: { 'retry-after': '1' } }),
    release(),
  ]);
  assert.deepEqual(await kept, row(6));
  assert.deepEqual(calls, ['threads 1, 1']);
});

test('many rows are computed in chunks, and the next is not begun for nobody', async () => {
  const { loaded, calls, release } = network(1e7);
  const rows = 1000;
  let left = false;
  const caller: Caller = { gone: () => left, deadline: Number.POSITIVE_INFINITY };
  const whole = new Compute(2).forward(loaded, new Float64Array(rows).fill(1), rows);
  await Promise.all([whole, release(), release(), release()]);
  assert.deepEqual(calls, ['threads 2, 400', 'threads 2, 400', 'threads 2, 200']);
  assert.ok((await whole).every((value) => value === 2));
  const cut = new Compute(2).forward(loaded, new Float64Array(rows), rows, caller);
  left = true;
  await Promise.all([assert.rejects(async () => cut, { code: 'bad-request' }), release()]);
  assert.equal(calls.length, 4);
});

test('computations side by side share the threads', async () => {
  const { loaded, calls, release } = network(1e7);
  const compute = new Compute(4);
  const x = new Float64Array(100);
  const all = [compute.forward(loaded, x, 100), compute.forward(loaded, x, 100)];
  await Promise.all([...all, release(), release()]);
  assert.deepEqual(calls, ['threads 4, 100', 'threads 2, 100']);
});

test('every computation is told of', () => {
  const compute = new Compute(1);
  const told: object[] = [];
  compute.observe = ({ rows, flops, seconds }) => told.push([rows, flops, seconds >= 0]);
  compute.forward(network(1000).loaded, Float64Array.of(1, 2), 2);
  assert.deepEqual(told, [[2, 2000, true]]);
});

test('what no reply could hold is refused before it is computed', () => {
  const { loaded, calls } = network(1, 1024);
  const rows = 8 * 1024 + 1;
  assert.throws(() => new Compute(1).forward(loaded, new Float64Array(0), rows, patient), {
    code: 'invalid-input',
  });
  assert.throws(() => new Compute(1).forward(network(1e10).loaded, row(1), 1001, patient), {
    code: 'invalid-input',
  });
  assert.deepEqual(calls, []);
});
