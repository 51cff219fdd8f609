// What holds for every layer of the catalogue beside its values and gradients: edge values, and the
// penalties of the layers that have them.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { exampleRequests } from '../../src/catalog/examples.ts';
import { layers } from '../../src/catalog/layers.ts';
import { type Dtype, type Field, type NetworkSpec, native } from '../../src/native.ts';
import { toSpec } from '../../src/networks/spec.ts';

/** The network of the row's page, with `more` in every layer of that type. */
/** `more` goes to the layers that it has a place in: an identity residual has no weights to bear it. */
function exampleOf(type: string, dtype: Dtype, more: object = {}): NetworkSpec {
  const entry = layers.find((row) => row.type === type);
  assert.ok(entry !== undefined);
  const { network } = exampleRequests('layers', entry);
  const changed = network.layers.map((layer) =>
    layer.type === type && !('layers' in layer) ? { ...layer, ...more } : layer,
  );
  return toSpec({ ...network, dtype, seed: 3, layers: changed } as never);
}

/** The least there is, and so much that a product of three still fits: 1e30³ overflows float32. */
const edges = { float64: [0, 5e-324, 1e30], float32: [0, 1e-45, 1e11] } as const;

describe('edge values are finite, or what the catalogue says of powers', () => {
  for (const { type } of layers) {
    for (const dtype of ['float64', 'float32'] as const) {
      test(`${type}, ${dtype}`, () => {
        const spec = exampleOf(type, dtype);
        const shown = spec.layers.find((layer) => layer.type === type)?.name as string;
        const network = new native.Network(spec);
        network.initialize();
        const signed = edges[dtype].flatMap((value) => [value, -value]);
        const rows = signed.flatMap((a) => signed.map((b) => [a, b] as const));
        const x = (dtype === 'float64' ? Float64Array : Float32Array).from(rows.flat());
        for (const mode of ['predict', 'train'] as const) {
          const asked = { x, rows: rows.length, want: ['activations' as const], mode };
          const { output } = network.inspect(asked).activations?.[shown] ?? {};
          assert.ok(output !== undefined);
          const width = output.values.length / rows.length;
          for (const [i, row] of rows.entries()) {
            const values = output.values.subarray(i * width, (i + 1) * width);
            const said = `${mode} ${row}: ${values}`;
            if (type !== 'power-product') assert.ok(values.every(Number.isFinite), said);
            else assert.equal(values.some(Number.isNaN), !row.every((z) => z > 0), said);
          }
        }
      });
    }
  }
});

/** Parameters after one full step of SGD on eight rows, by name. */
async function stepped(spec: NetworkSpec, learningRate: number) {
  const directory = mkdtempSync(join(tmpdir(), 'nabla-penalties-'));
  try {
    const path = join(directory, 'rows.bin');
    const table = Array.from({ length: 8 }, (_, i) => [0.2 + i / 8, 1.3 - i / 10, i % 3]);
    writeFileSync(path, Float64Array.from(table.flat()));
    const network = new native.Network(spec);
    network.initialize();
    const field = (offset: number): Field => ({
      ...{ offset, type: 'f64', count: 1, encoding: 'value', classes: 0 },
      ...{ offsetValue: 0, spread: 1, fill: Number.NaN },
    });
    const trainer = new native.Trainer({
      ...{ spec, parameters: network.parameters(), batchSize: 8, seed: 1, shuffle: false },
      losses: [{ type: 'half-squared-error', reduction: 'mean' }],
      optimizer: { type: 'sgd', learningRate, weightDecay: 0 },
      data: { path, rowBytes: 24, inputs: [field(0), field(8)], targets: [field(16)] },
      ...{ threads: 1, train: Uint32Array.from({ length: 8 }, (_, i) => i) },
    });
    await trainer.run(1, 60_000);
    const byName = (values: Float64Array) => {
      let at = 0;
      return new Map(
        network.summary.parameters.map(({ name, shape }) => {
          const count = shape.reduce((a, b) => a * b, 1);
          at += count;
          return [name, values.subarray(at - count, at)];
        }),
      );
    };
    return {
      before: byName(network.parameters() as Float64Array),
      after: byName(trainer.parameters() as Float64Array),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe('L1 and L2 add their gradient to that of every weight matrix, and to no bias', () => {
  const penalized = layers.filter(({ parameters }) => 'l2' in parameters).map(({ type }) => type);

  test('the layers of weights have them', () => {
    const expected = ['dense', 'skip', 'residual', 'gated', 'maxout', 'power-product'];
    assert.deepEqual(penalized, expected);
  });

  for (const type of penalized) {
    test(type, async () => {
      const [rate, l1, l2] = [0.01, 0.3, 0.7];
      const plain = await stepped(exampleOf(type, 'float64', { l1: 0, l2: 0 }), rate);
      const spec = exampleOf(type, 'float64', { l1, l2 });
      const bearing = new Set(
        spec.layers.filter((layer) => layer.l2 === l2).map(({ name }) => name),
      );
      const { before, after } = await stepped(spec, rate);
      let compared = 0;
      for (const [name, start] of before) {
        const bears = bearing.has(name.split('.', 1)[0] as string) && !/biases$/i.test(name);
        for (const [i, w] of start.entries()) {
          const penalty = bears ? rate * (l1 * Math.sign(w) + l2 * w) : 0;
          const expected = (plain.after.get(name)?.[i] as number) - penalty;
          assert.ok(Math.abs((after.get(name)?.[i] as number) - expected) < 1e-12, `${name} ${i}`);
          if (penalty !== 0) compared++;
        }
      }
      assert.ok(compared > 0);
    });
  }
});
