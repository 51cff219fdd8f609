// The encoding of records while a batch is gathered, against an obvious one in float64: what the steps
// make of every value is written beside it as the target of a network that passes its inputs through,
// so that the error of the network is that of the encoding.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Field, native } from '../../src/native.ts';
import type { Step } from '../../src/native-data.ts';
import { applySteps } from '../../src/training/transforms.ts';
import { count, dense, field, records } from '../support/record-tables.ts';

const none = Number.NaN;

/** The largest absolute difference between what `inputs` encode and the wanted columns of each row. */
async function errorOf(
  rows: readonly (readonly number[])[],
  inputs: readonly Field[],
  wanted: readonly (readonly number[])[],
): Promise<number> {
  const width = (wanted[0] as readonly number[]).length;
  const raw = (rows[0] as readonly number[]).length;
  const spec = {
    ...{ dtype: 'float64' as const, seed: 1, inputSize: width, outputs: ['y'] },
    layers: [dense('y', 'input', width, { biases: false })],
  };
  const identity = Float64Array.from({ length: width * width }, (_, i) =>
    i % (width + 1) === 0 ? 1 : 0,
  );
  const trainer = new native.Trainer({
    ...{ spec, parameters: identity, losses: [{ type: 'absolute', reduction: 'mean' }] },
    ...{ optimizer: { type: 'sgd', learningRate: 1 }, batchSize: 1, seed: 0, shuffle: false },
    ...{ threads: 1, train: count(rows.length) },
    data: {
      ...records(rows.map((row, r) => [...row, ...(wanted[r] as readonly number[])])),
      inputs: [...inputs],
      targets: Array.from({ length: width }, (_, c) => field(raw + c)),
    },
  });
  let worst = 0;
  for (const row of count(rows.length)) {
    const { mae } = await trainer.evaluate(Uint32Array.of(row), ['mae']);
    worst = Math.max(worst, (mae as number) * width);
  }
  return worst;
}

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    type: fc.constant('scale' as const),
    offset: fc.double({ min: -10, max: 10, noNaN: true }),
    spread: fc.oneof(fc.constant(0), fc.double({ min: 0.1, max: 10, noNaN: true })),
  }),
  fc.record({
    type: fc.constant('clip' as const),
    min: fc.double({ min: 0.1, max: 1, noNaN: true }),
    max: fc.double({ min: 2, max: 50, noNaN: true }),
  }),
);
const logarithm = fc.constantFrom<Step>({ type: 'log' }, { type: 'log1p' });
const chain = fc
  .tuple(fc.option(logarithm, { nil: undefined }), fc.array(step, { maxLength: 3 }))
  .map(([first, rest]) => (first === undefined ? rest : [first, ...rest]));

/** The steps as their definitions have them, apart from those that predictions use. */
function plainly(steps: readonly Step[], value: number): number {
  return steps.reduce((v, step) => {
    if (step.type === 'log') return Math.log(v);
    if (step.type === 'log1p') return Math.log(1 + v);
    if (step.type === 'scale') return step.spread === 0 ? 0 : (v - step.offset) / step.spread;
    return Math.max(step.min ?? -Infinity, Math.min(step.max ?? Infinity, v));
  }, value);
}

test('columns of any chains, side by side or apart, with values missing or not', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(chain, fc.boolean(), fc.integer({ min: 1, max: 3 })), {
        minLength: 1,
        maxLength: 5,
      }),
      fc.infiniteStream(fc.oneof(fc.double({ min: 0.5, max: 90, noNaN: true }), fc.constant(none))),
      async (columns, stream) => {
        const fields = columns.flatMap(([steps, indicator, alike]) =>
          Array.from({ length: alike }, () => ({ steps, indicator, fill: 2.5 })),
        );
        const rows = Array.from({ length: 4 }, () =>
          fields.map(() => stream.next().value as number),
        );
        const wanted = rows.map((row) =>
          row.flatMap((value, c) => {
            const { steps = [], indicator = false } = fields[c] ?? {};
            const encoded = plainly(steps, Number.isNaN(value) ? 2.5 : value);
            return indicator ? [encoded, Number.isNaN(value) ? 1 : 0] : [encoded];
          }),
        );
        const inputs = fields.map((more, c) => field(c, more));
        const scale = Math.max(1, ...wanted.flat().map(Math.abs));
        const error = await errorOf(rows, inputs, wanted);
        assert.ok(error <= 1e-12 * scale, `${error} off ${JSON.stringify(columns)}`);
        for (const row of rows) {
          for (const [c, value] of row.entries()) {
            if (Number.isNaN(value)) continue;
            const { steps = [] } = fields[c] ?? {};
            const off = Math.abs(applySteps(steps, value) - plainly(steps, value));
            assert.ok(off <= 1e-12 * scale, `predictions: ${off}`);
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('a vector longer than a chunk takes the same steps throughout', async () => {
  const rows = [0, 1, 2].map((r) => Array.from({ length: 150 }, (_, i) => ((i * 37) % 90) + r + 1));
  const steps: Step[] = [{ type: 'log' }, { type: 'scale', offset: 2, spread: 0.5 }];
  const wanted = rows.map((row) => row.map((value) => plainly(steps, value)));
  assert.ok((await errorOf(rows, [field(0, { count: 150, steps })], wanted)) < 1e-10);
});

test('categories: units and ranks by what their codes stand for', async () => {
  const rows = [[0], [1], [2], [3], [none]];
  const units = field(0, {
    encoding: 'one-hot',
    classes: 3,
    codes: [2, -1, 0, 1],
    indicator: true,
  });
  const oneHot = [
    [0, 0, 1, 0],
    [0, 0, 0, 0],
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 0, 1],
  ];
  assert.equal(await errorOf(rows, [units], oneHot), 0);
  const filled = field(0, { encoding: 'one-hot', classes: 3, codes: [2, 2, 0, 1], fill: 1 });
  const constant = [
    [0, 0, 1],
    [0, 0, 1],
    [1, 0, 0],
    [0, 1, 0],
    [0, 1, 0],
  ];
  assert.equal(await errorOf(rows, [filled], constant), 0);
  const steps: Step[] = [{ type: 'scale', offset: 0, spread: 4 }];
  const ranks = field(0, { codes: [3, 2, 1, 0], steps, fill: 2 });
  assert.equal(await errorOf(rows, [ranks], [[0.75], [0.5], [0.25], [0], [0.5]]), 0);
});

test('predictions of a logarithm are measured in original units', async () => {
  const rows = [1, 10, 100, 1000].map((y) => [Math.log(y), y]);
  const spec = {
    ...{ dtype: 'float64' as const, seed: 1, inputSize: 1, outputs: ['y'] },
    layers: [dense('y', 'input', 1, { biases: false })],
  };
  const trainer = new native.Trainer({
    ...{ spec, parameters: Float64Array.of(1), losses: [{ type: 'absolute', reduction: 'mean' }] },
    ...{ optimizer: { type: 'sgd', learningRate: 1 }, batchSize: 1, seed: 0, shuffle: false },
    ...{ threads: 1, train: count(4) },
    data: {
      ...records(rows),
      inputs: [field(0, { steps: [{ type: 'scale', offset: Math.log(2), spread: 1 }] })],
      targets: [field(1, { steps: [{ type: 'log' }] })],
    },
  });
  // Every prediction is half of its target.
  const { mae } = await trainer.evaluate(count(4), ['mae']);
  assert.ok(Math.abs((mae as number) - 1111 / 8) < 1e-10, `${mae}`);
});
