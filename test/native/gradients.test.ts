// Gradients of every layer type and of random graphs: against central differences of the addon's own
// float64 forward pass, and against those of the independent reference.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type NetworkSpec, native } from '../../src/native.ts';
import {
  activation,
  around,
  generator,
  layerTypes,
  randomMatrix,
  randomNetwork,
} from '../support/random-network.ts';
import { activations } from '../support/reference/activations.ts';
import { ReferenceNetwork } from '../support/reference/network.ts';

const rows = 5;
const loss = [{ type: 'half-squared-error', reduction: 'mean' as const }];
const graphs = 1000;

interface Case {
  network: InstanceType<typeof native.Network>;
  x: number[][];
  d: number[][];
}

/** The network with its parameters drawn, and data that keeps every value off the kinks. */
function prepare(spec: NetworkSpec, seed: number): Case | undefined {
  const network = new native.Network(spec);
  network.initialize();
  const random = generator(seed);
  const width = network.summary.outputs.reduce((sum, { size }) => sum + size, 0);
  const reference = new ReferenceNetwork(spec, network.summary.parameters, network.parameters());
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const x = randomMatrix(random, rows, spec.inputSize);
    const outputs = reference.outputs(x).flat();
    const sound = outputs.every((y) => Number.isFinite(y) && Math.abs(y) < 1e3);
    if (sound && reference.closestKink > 1e-3)
      return { network, x, d: randomMatrix(random, rows, width) };
  }
  return undefined;
}

function check({ network, x, d }: Case, outputs: number, mode: 'predict' | 'train') {
  return network.inspect({
    x: Float64Array.from(x.flat()),
    rows,
    targets: Float64Array.from(d.flat()),
    losses: Array.from({ length: outputs }, () => loss[0]!),
    want: ['gradientCheck', 'gradients'],
    mode,
  });
}

for (const type of layerTypes) {
  test(`gradients of ${type}`, () => {
    let checked = 0;
    for (let seed = 1; seed <= 12; seed += 1) {
      const spec = around(type, seed);
      const prepared = prepare(spec, seed);
      if (prepared === undefined) continue;
      checked += 1;
      const { gradientCheck, gradients } = check(prepared, 1, 'predict');
      const error = gradientCheck?.maxRelativeError as number;
      assert.ok(error <= 1e-6, `${error}: ${JSON.stringify(spec)}`);
      const { parameters } = prepared.network.summary;
      const reference = new ReferenceNetwork(spec, parameters, prepared.network.parameters());
      for (const { name, layer, parameter, trainable } of parameters) {
        if (!trainable) continue;
        const numeric = reference.gradient(name, prepared.x, prepared.d, loss);
        const analytic = gradients?.[layer]?.[parameter]?.values as Float64Array;
        const scale = Math.max(1e-8, ...numeric.map(Math.abs));
        const difference = Math.max(
          ...numeric.map((n, i) => Math.abs(n - (analytic[i] as number))),
        );
        // What the rounding of J becomes when it is divided by the step.
        const noise = (16 * 2 ** -53 * reference.loss(prepared.x, prepared.d, loss)) / 1e-5;
        const worst = difference - noise;
        assert.ok(worst / scale <= 1e-6, `${name}: ${worst / scale}: ${JSON.stringify(spec)}`);
      }
    }
    assert.ok(checked >= 6, `only ${checked} networks kept off the kinks`);
  });
}

for (const type of Object.keys(activations)) {
  test(`gradients through ${type}`, () => {
    const spec = around('dense', 3);
    Object.assign(spec.layers[1]!, { units: 3, activation: activation(type) });
    const prepared = prepare(spec, 5);
    assert.ok(prepared);
    for (const mode of ['predict', 'train'] as const) {
      const error = check(prepared, 1, mode).gradientCheck?.maxRelativeError as number;
      assert.ok(error <= 1e-6, `${error} in mode ${mode}`);
    }
  });
}

test('gradients of dropout and batch-norm as they train', () => {
  for (const type of ['dropout', 'batch-norm']) {
    const prepared = prepare(around(type, 1), 1);
    assert.ok(prepared);
    const error = check(prepared, 1, 'train').gradientCheck?.maxRelativeError as number;
    assert.ok(error <= 1e-6, `${error} for ${type}`);
  }
});

test(`gradients of ${graphs} random graphs`, () => {
  let checked = 0;
  for (let seed = 1; seed <= graphs; seed += 1) {
    const spec = randomNetwork(seed);
    const prepared = prepare(spec, seed);
    if (prepared === undefined) continue;
    checked += 1;
    const { gradientCheck } = check(prepared, spec.outputs.length, 'predict');
    const error = gradientCheck?.maxRelativeError as number;
    assert.ok(error <= 1e-6, `${error}: ${JSON.stringify({ spec, gradientCheck })}`);
  }
  assert.ok(checked >= graphs / 2, `only ${checked} graphs kept off the kinks`);
});
