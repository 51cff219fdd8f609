// Networks as the addon has them: values against the independent reference, what is refused and where,
// parameters out and in, prediction on any number of threads.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FloatArray, type NetworkSpec, native } from '../../src/native.ts';
import {
  around,
  generator,
  layerTypes,
  randomMatrix,
  randomNetwork,
} from '../support/random-network.ts';
import { ReferenceNetwork } from '../support/reference/network.ts';
import * as example from '../support/worked-example.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** To the bit; deepEqual would print a million numbers. */
function same(a: FloatArray, b: FloatArray): boolean {
  return Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(
    Buffer.from(b.buffer, b.byteOffset, b.byteLength),
  );
}

function initialized(spec: NetworkSpec) {
  const network = new native.Network(spec);
  network.initialize();
  return network;
}

function dense(name: string, inputs: string[], units: number, more: object = {}) {
  return { type: 'dense', name, inputs, trainable: true, units, ...more };
}

function spec(layers: object[], more: Partial<NetworkSpec> = {}): NetworkSpec {
  const last = layers.at(-1) as { name: string };
  const common = { dtype: 'float64' as const, seed: 1, inputSize: 3, outputs: [last.name] };
  return { ...common, layers: layers as NetworkSpec['layers'], ...more };
}

const workedExample = spec(
  [
    dense('hidden', ['input'], 3, {
      activation: { type: 'sigmoid' },
      weights: { type: 'explicit', values: example.hiddenWeights },
      biases: { type: 'zeros' },
    }),
    dense('output', ['hidden'], 2, {
      weights: { type: 'explicit', values: example.outputWeights },
      biases: { type: 'zeros' },
    }),
  ],
  { inputSize: 2 },
);

test('gradients of the worked example are those known', () => {
  const inspection = initialized(workedExample).inspect({
    x: Float64Array.from(example.inputs.flat() as number[]),
    rows: 8,
    targets: Float64Array.from(example.targets.flat() as number[]),
    losses: [{ type: 'half-squared-error', reduction: 'sum' }],
    want: ['gradients', 'rowLosses'],
  });
  const known: [string, string, number[]][] = [
    ['output', 'weights', [-6.213, 3.215, -8.793, 2.852, -17.063, 7.413]],
    ['output', 'biases', [-21.83, 8.828]],
    ['hidden', 'weights', [-8.428, 7.76, 7.78, -8.2, 4.519, 3.743]],
    ['hidden', 'biases', [-15.199, 13.043, 13.921]],
  ];
  for (const [layer, parameter, values] of known) {
    const found = inspection.gradients?.[layer]?.[parameter]?.values as Float64Array;
    assert.equal(found.length, values.length);
    for (const [i, value] of values.entries()) {
      assert.ok(Math.abs((found[i] as number) - value) < 6e-4, `${layer}.${parameter}: ${found}`);
    }
  }
});

test('layers by themselves agree with the reference, in predict and train mode', () => {
  for (const type of layerTypes) {
    for (const mode of ['predict', 'train'] as const) {
      for (let seed = 1; seed <= 5; seed += 1) compare(around(type, seed), seed, mode);
    }
  }
});

test('random graphs agree with the reference', () => {
  for (let seed = 1; seed <= 300; seed += 1) compare(randomNetwork(seed), seed, 'predict');
});

/** Outputs in float64 within 1e-12 of the reference's, relative to the largest value on the way. */
function compare(spec: NetworkSpec, seed: number, mode: 'predict' | 'train'): void {
  if (mode === 'train' && /"(rrelu|dropout)"/.test(JSON.stringify(spec))) return; // these draw
  const network = initialized(spec);
  const x = randomMatrix(generator(seed), 7, spec.inputSize);
  const { parameters } = network.summary;
  const reference = new ReferenceNetwork(spec, parameters, network.parameters(), { mode });
  const expected = reference.outputs(x).flat();
  const within = [...reference.forward(x).values()].flatMap(({ h }) => h.flat());
  const largest = Math.max(1, ...within.filter(Number.isFinite).map(Math.abs));
  const want = ['outputs' as const];
  const actual = network.inspect({ x: Float64Array.from(x.flat()), rows: 7, want, mode }).outputs;
  for (const [i, value] of expected.entries()) {
    const found = actual?.values[i] as number;
    const error =
      Number.isNaN(value) && Number.isNaN(found) ? 0 : Math.abs(found - value) / largest;
    assert.ok(error <= 1e-12, `output ${i} is off by ${error}: ${JSON.stringify(spec)}`);
  }
}

test('float32 agrees with float64 within its rounding', () => {
  // A dot product of n terms errs by at most n·u·Σ|x·w| (Higham, Accuracy and Stability, §3.1); here
  // n ≤ 24 and every layer keeps values below 10, so 1e3 units in the last place are ample.
  const layers = [
    dense('a', ['input'], 24, { activation: { type: 'tanh' } }),
    dense('b', ['a'], 5),
  ];
  const wide = initialized(spec(layers));
  const narrow = initialized(spec(layers, { dtype: 'float32' }));
  const x = randomMatrix(generator(1), 9, 3).flat().map(Math.fround);
  const expected = wide.predict(Float64Array.from(x), 9);
  const actual = narrow.predict(Float32Array.from(x), 9);
  for (const [i, value] of expected.entries()) {
    assert.ok(Math.abs((actual[i] as number) - value) < 1e3 * 2 ** -24);
  }
});

const cases: [string, NetworkSpec, string, string][] = [
  [
    'an unknown layer type',
    spec([{ type: 'dens', name: 'a', inputs: ['input'] }]),
    'unknown-type',
    '/layers/0/type',
  ],
  ['an unknown input', spec([dense('a', ['b'], 2)]), 'unknown-layer', '/layers/0/inputs/0'],
  [
    'a repeated name',
    spec([dense('a', ['input'], 2), dense('a', ['a'], 2)]),
    'duplicate-name',
    '/layers/1/name',
  ],
  [
    'a cycle',
    spec([dense('a', ['input', 'c'], 2), dense('b', ['a'], 2), dense('c', ['b'], 2)]),
    'cyclic-network',
    '/layers/0/inputs',
  ],
  ['a layer that reads itself', spec([dense('a', ['a'], 2)]), 'cyclic-network', '/layers/0/inputs'],
  [
    'an unused layer',
    spec([dense('a', ['input'], 2), dense('b', ['input'], 2)]),
    'unused-layer',
    '/layers/0',
  ],
  [
    'widths that cannot be added',
    spec([
      dense('a', ['input'], 2),
      dense('b', ['input'], 3),
      { type: 'merge', name: 'm', inputs: ['a', 'b'], mode: 'add' },
    ]),
    'shape-mismatch',
    '/layers/2',
  ],
  [
    'a residual stack of another width',
    spec([{ type: 'residual', name: 'r', inputs: ['input'], layers: [dense('f', ['input'], 2)] }]),
    'shape-mismatch',
    '/layers/0',
  ],
  [
    'explicit weights of another shape',
    spec([dense('a', ['input'], 2, { weights: { type: 'explicit', values: [[1, 2]] } })]),
    'shape-mismatch',
    '/layers/0/weights/values',
  ],
  [
    'explicit weights of a ragged shape',
    spec([
      dense('a', ['input'], 2, { weights: { type: 'explicit', values: [[1, 2], [3], [4, 5]] } }),
    ]),
    'shape-mismatch',
    '/layers/0/weights/values',
  ],
  [
    'explicit weights inside a macro',
    spec([
      {
        type: 'gated',
        name: 'g',
        inputs: ['input'],
        units: 2,
        gateWeights: { type: 'explicit', values: [1] },
      },
    ]),
    'shape-mismatch',
    '/layers/0/gateWeights/values',
  ],
  ['no units', spec([dense('a', ['input'], 0)]), 'invalid-network', '/layers/0/units'],
  ['half a unit', spec([dense('a', ['input'], 1.5)]), 'invalid-network', '/layers/0/units'],
  ['too many units', spec([dense('a', ['input'], 2 ** 33)]), 'invalid-network', '/layers/0/units'],
  [
    'more parameters than memory',
    spec([dense('a', ['input'], 2 ** 29), dense('b', ['a'], 2 ** 29)]),
    'invalid-network',
    '/layers',
  ],
  [
    'an unknown activation',
    spec([dense('a', ['input'], 2, { activation: { type: 'rel' } })]),
    'unknown-type',
    '/layers/0/activation',
  ],
  [
    'an unknown initialiser',
    spec([dense('a', ['input'], 2, { weights: { type: 'hee' } })]),
    'unknown-type',
    '/layers/0/weights',
  ],
  [
    'an unknown output',
    spec([dense('a', ['input'], 2)], { outputs: ['b'] }),
    'unknown-layer',
    '/outputs/0',
  ],
  [
    'an output named twice',
    spec([dense('a', ['input'], 2)], { outputs: ['a', 'a'] }),
    'duplicate-name',
    '/outputs/1',
  ],
  [
    'an unknown layer in a branch',
    spec([
      {
        type: 'parallel',
        name: 'p',
        inputs: ['input'],
        merge: 'add',
        branches: [[], [dense('a', ['x'], 3)]],
      },
    ]),
    'unknown-layer',
    '/layers/0/branches/1/0/inputs/0',
  ],
  [
    'a group of inputs that do not exist',
    spec([{ type: 'product', name: 'p', inputs: ['input'], groups: [[0, 3]] }]),
    'shape-mismatch',
    '/layers/0/groups/0',
  ],
  [
    'groups given in two ways',
    spec([{ type: 'product', name: 'p', inputs: ['input'], groups: [[0, 1]], size: 3 }]),
    'invalid-network',
    '/layers/0/size',
  ],
  [
    'groups not given',
    spec([{ type: 'max', name: 'p', inputs: ['input'] }]),
    'invalid-network',
    '/layers/0',
  ],
  [
    'spreads that are all 0',
    spec([{ type: 'rbf', name: 'r', inputs: ['input'], units: 2, spreads: 'zeros' }]),
    'invalid-network',
    '/layers/0/spreads',
  ],
  [
    'a residual layer of no kind',
    spec([{ type: 'residual', name: 'r', inputs: ['input'] }]),
    'invalid-network',
    '/layers/0',
  ],
];

for (const [what, refused, code, pointer] of cases) {
  test(`refuses ${what}`, () => {
    for (const attempt of [() => native.summarize(refused), () => new native.Network(refused)]) {
      assert.throws(attempt, (error: Error & { code?: string; pointer?: string }) => {
        assert.deepEqual(
          { name: error.name, code: error.code, pointer: error.pointer },
          { name: 'NativeError', code, pointer },
        );
        return error.message.length > 0;
      });
    }
  });
}

test('layers may be listed in any order that has one', () => {
  const a = dense('a', ['input'], 2);
  const b = dense('b', ['a'], 2);
  const x = Float64Array.from([0.1, 0.2, 0.3]);
  const forwards = initialized(spec([a, b])).predict(x, 1);
  const backwards = initialized(spec([b, a], { outputs: ['b'] })).predict(x, 1);
  assert.deepEqual(backwards, forwards);
});

test('a summary tells shapes, parameters and cost', () => {
  const summary = native.summarize(
    spec([
      dense('a', ['input'], 4, { activation: { type: 'relu' }, trainable: false }),
      {
        type: 'skip',
        name: 's',
        inputs: ['a', 'input'],
        linearUnits: 2,
        units: 3,
        activation: { type: 'tanh' },
      },
      dense('out', ['s'], 1, { biases: false }),
    ]),
    16,
  );
  assert.equal(summary.parameterCount, 16 + (7 * 2 + 2) + (7 * 3 + 3) + 5);
  assert.deepEqual(
    summary.layers.map(({ name, inputSize, outputSize, parameterCount }) => [
      name,
      inputSize,
      outputSize,
      parameterCount,
    ]),
    [
      ['a', 3, 4, 16],
      ['s', 7, 5, 40],
      ['out', 5, 1, 5],
    ],
  );
  assert.deepEqual(
    summary.parameters.map(({ name, shape, trainable }) => [name, shape.join('×'), trainable]),
    [
      ['a.weights', '3×4', false],
      ['a.biases', '4', false],
      ['s.linear.weights', '7×2', true],
      ['s.linear.biases', '2', true],
      ['s.nonlinear.weights', '7×3', true],
      ['s.nonlinear.biases', '3', true],
      ['out.weights', '5×1', true],
    ],
  );
  assert.deepEqual(summary.outputs, [{ name: 'out', size: 1, activation: 'identity' }]);
  assert.equal(summary.flopsPerRow, 2 * (3 * 4 + 7 * 2 + 7 * 3 + 5 * 1));
  assert.equal(summary.parameterBytes, 8 * summary.parameterCount);
  assert.ok(summary.trainingBytes > summary.parameterBytes);
});

test('memory of training grows with the batch, and outputs that are done with make room', () => {
  const chain = Array.from({ length: 40 }, (_, i) =>
    dense(`l${i}`, [i === 0 ? 'input' : `l${i - 1}`], 64, { activation: { type: 'relu' } }),
  );
  const small = native.summarize(spec(chain), 16);
  const large = native.summarize(spec(chain), 1024);
  assert.ok(large.trainingBytes > small.trainingBytes);
  // Outputs are all kept for backward; their gradients live two at a time.
  const outputs = 40 * 1024 * 64 * 8;
  assert.ok(large.trainingBytes - large.parameterBytes < 1.3 * outputs);
});

test('parameters go out and in unchanged', () => {
  for (const dtype of ['float32', 'float64'] as const) {
    for (let seed = 1; seed <= 40; seed += 1) {
      const network = initialized({ ...randomNetwork(seed), dtype });
      const values = network.parameters();
      assert.equal(
        values.length,
        sum(network.summary.parameters.map(({ shape }) => shape.reduce((p, n) => p * n, 1))),
      );
      const other = new native.Network({ ...randomNetwork(seed), dtype });
      other.setParameters(values);
      assert.ok(same(other.parameters(), values));
    }
  }
});

test('a row predicts alike whatever the rows beside it, the threads, and the way of asking', async () => {
  const rows = 600;
  for (const dtype of ['float32', 'float64'] as const) {
    for (let seed = 1; seed <= 10; seed += 1) {
      const described = { ...randomNetwork(seed), dtype };
      const network = initialized(described);
      const numbers = randomMatrix(generator(seed), rows, described.inputSize).flat();
      const x: FloatArray =
        dtype === 'float32' ? Float32Array.from(numbers) : Float64Array.from(numbers);
      const together = network.predict(x, rows);
      const width = together.length / rows;
      for (const row of [0, 255, 256, 599]) {
        const alone = network.predict(
          x.subarray(row * described.inputSize, (row + 1) * described.inputSize),
          1,
        );
        assert.ok(same(alone, together.slice(row * width, (row + 1) * width)));
      }
      for (const threads of [1, 2, 3]) {
        assert.ok(same(await network.predictAsync(x, rows, threads), together));
      }
    }
  }
});

test('a prediction under way keeps the parameters it began with', async () => {
  const network = initialized(spec([dense('a', ['input'], 256), dense('b', ['a'], 256)]));
  const x = Float64Array.from(randomMatrix(generator(1), 4096, 3).flat());
  const before = network.predict(x, 4096);
  const pending = network.predictAsync(x, 4096, 2);
  network.setParameters(new Float64Array(network.parameters().length));
  // Not deepEqual: the difference of two long arrays takes gigabytes to print.
  assert.ok(Buffer.from((await pending).buffer).equals(Buffer.from(before.buffer)));
});

test('what is not as the types say is a TypeError', () => {
  const network = initialized(workedExample);
  assert.throws(() => network.predict(new Float32Array(2), 1), TypeError);
  assert.throws(() => network.predict(new Float64Array(3), 1), TypeError);
  assert.throws(() => network.setParameters(new Float64Array(3)), TypeError);
  assert.throws(() => network.predict(new Float64Array(2), -1), TypeError);
});

test('an inspection says what it lacks', () => {
  const network = initialized(workedExample);
  const x = new Float64Array(2);
  const losses = [{ type: 'half-squared-error', reduction: 'mean' as const }];
  const refused = (request: object) =>
    assert.throws(() => network.inspect({ x, rows: 1, ...request } as never), {
      name: 'NativeError',
    });
  refused({ want: ['gradient'] });
  refused({ want: ['gradients'] });
  refused({ want: ['gradients'], losses });
  refused({ want: ['gradients'], targets: x });
  refused({ want: ['gradients'], targets: x, losses: [...losses, ...losses] });
  refused({
    want: ['gradients'],
    targets: x,
    losses: [{ type: 'cross-entropy', reduction: 'mean', labelSmoothing: 0 }],
  });
  assert.deepEqual(Object.keys(network.inspect({ x, rows: 1, want: ['outputs'] })), ['outputs']);
});

test('activations, Jacobian and input gradient agree with the reference', () => {
  const network = initialized(workedExample);
  const x = randomMatrix(generator(2), 4, 2);
  const reference = new ReferenceNetwork(
    workedExample,
    network.summary.parameters,
    network.parameters(),
  );
  const { activations, jacobian } = network.inspect({
    x: Float64Array.from(x.flat()),
    rows: 4,
    want: ['activations', 'jacobian'],
  });
  for (const [name, { z, h }] of reference.forward(x)) {
    if (name === 'input') continue;
    near(activations?.[name]?.output.values as Float64Array, h.flat(), 1e-14);
    if (name === 'hidden')
      near(activations?.hidden?.preActivation?.values as Float64Array, z!.flat(), 1e-14);
  }
  const step = 1e-5;
  const numeric = x.flatMap((row) =>
    [0, 1].flatMap((output) =>
      row.map((_, i) => {
        const moved = (by: number) => row.map((v, j) => (i === j ? v + by : v));
        const at = (by: number) => reference.outputs([moved(by)])[0]?.[output] as number;
        return (at(step) - at(-step)) / (2 * step);
      }),
    ),
  );
  near(jacobian?.values as Float64Array, numeric, 1e-8);
  assert.deepEqual(jacobian?.shape, [4, 2, 2]);
});

function near(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of expected.entries()) {
    assert.ok(Math.abs((actual[i] as number) - value) <= tolerance * Math.max(1, Math.abs(value)));
  }
}
