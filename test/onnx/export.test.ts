// Networks as ONNX files: what onnxruntime computes from them is what the addon computes, for every layer
// and activation of the catalogue and for random graphs, in both precisions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import ort from 'onnxruntime-node';
import { activations } from '../../src/catalog/activations.ts';
import { layers } from '../../src/catalog/layers.ts';
import { type Dtype, type NetworkSpec, native } from '../../src/native.ts';
import { layers as lowerings } from '../../src/onnx/layers.ts';
import { networkToOnnx } from '../../src/onnx/network.ts';
import {
  activation,
  around,
  generator,
  layerTypes,
  randomMatrix,
  randomNetwork,
} from '../support/random-network.ts';
import { roundingBounds } from '../support/rounding.ts';

const rows = 1000;
/** Values held against a bound so far. */
let compared = 0;
// One thread: starting a pool takes longer than these networks do.
const options = { intraOpNumThreads: 1, interOpNumThreads: 1 };

/** Largest error as a share of what rounding allows; 1,000 rows through onnxruntime and the addon. */
async function compare(given: NetworkSpec, dtype: Dtype, seed: number): Promise<number> {
  const spec = { ...given, dtype };
  const network = new native.Network(spec);
  network.initialize();
  const values = network.parameters();
  const { parameters, outputs } = network.summary;
  const file = Buffer.concat(networkToOnnx({ spec, parameters, values }, 'network', 'test'));
  const session = await ort.InferenceSession.create(file, options);
  const numbers = randomMatrix(generator(seed), rows, spec.inputSize).flat();
  const x = dtype === 'float32' ? Float32Array.from(numbers) : Float64Array.from(numbers);
  const actual = await session.run({ input: new ort.Tensor(dtype, x, [rows, spec.inputSize]) });
  await session.release();
  const expected = network.predict(x, rows);
  const bounds = roundingBounds(spec, values, x, rows);
  const width = expected.length / rows;
  let worst = 0;
  let column = 0;
  for (const { name, size } of outputs) {
    const found = actual[name] as ort.Tensor;
    assert.deepEqual(found.dims, [rows, size]);
    for (const [i, value] of (found.data as Float32Array).entries()) {
      const at = Math.floor(i / size) * width + column + (i % size);
      worst = Math.max(worst, share(value, expected[at] as number, bounds[at] as number));
    }
    column += size;
  }
  return worst;
}

/** What is not finite must not be finite either; where a sensitivity is infinite, nothing can be said. */
function share(found: number, expected: number, bound: number): number {
  if (!Number.isFinite(expected)) return Number.isFinite(found) ? Number.POSITIVE_INFINITY : 0;
  if (Number.isFinite(bound)) compared += 1;
  return Math.abs(found - expected) / (Number.isFinite(bound) ? bound : Number.POSITIVE_INFINITY);
}

function alone(type: string): NetworkSpec {
  const layer = { type: 'activation', name: 'a', inputs: ['input'], trainable: true };
  const layers = [{ ...layer, activation: activation(type) }];
  return { dtype: 'float64', seed: 1, inputSize: 5, layers, outputs: ['a'] };
}

const dtypes = ['float32', 'float64'] as const;

test('every layer of the catalogue has a row, and nothing else has', () => {
  assert.deepEqual(Object.keys(lowerings).sort(), layers.map(({ type }) => type).sort());
});

for (const dtype of dtypes) {
  test(`every activation agrees with onnxruntime in ${dtype}`, async () => {
    for (const { type } of activations) {
      const worst = await compare(alone(type), dtype, 1);
      assert.ok(worst <= 1, `${type}: ${worst} of what rounding allows`);
    }
  });

  test(`every layer agrees with onnxruntime in ${dtype}`, async () => {
    for (const type of layerTypes) {
      for (const seed of [1, 2, 3]) {
        const worst = await compare(around(type, seed), dtype, seed);
        assert.ok(worst <= 1, `${type}, seed ${seed}: ${worst} of what rounding allows`);
      }
    }
  });

  test(`200 random graphs agree with onnxruntime in ${dtype}`, async () => {
    compared = 0;
    for (let seed = 1; seed <= 200; seed += 1) {
      const worst = await compare(randomNetwork(seed), dtype, seed);
      assert.ok(worst <= 1, `seed ${seed}: ${worst} of what rounding allows`);
    }
    // Nearly all of them; the others are powers of zero or lie behind one.
    assert.ok(compared > 600_000, `only ${compared} values could be compared`);
  });
}
