// ONNX files as networks: what comes in computes what onnxruntime computes from the same file; everything
// else is refused with its name; damage never crashes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import ort from 'onnxruntime-node';
import { type Dtype, native } from '../../src/native.ts';
import { setNamed } from '../../src/networks/parameters.ts';
import type { NetworkRequest } from '../../src/networks/request.ts';
import { toSpec } from '../../src/networks/spec.ts';
import { type Attributes, GraphBuilder, port } from '../../src/onnx/graph.ts';
import { importOnnx } from '../../src/onnx/import.ts';
import { decodeModel, encodeModel, type ModelProto } from '../../src/onnx/messages.ts';
import { networkToOnnx } from '../../src/onnx/network.ts';
import { OnnxError } from '../../src/onnx/tensors.ts';
import { activation, around, generator, randomMatrix } from '../support/random-network.ts';
import { roundingBounds } from '../support/rounding.ts';

const rows = 100;
const options = { intraOpNumThreads: 1, interOpNumThreads: 1 };
const joined = (parts: Uint8Array[]): Buffer => Buffer.concat(parts);

function imported(file: Uint8Array, outputs?: string[]) {
  const { tensors, ...request } = importOnnx(file, outputs);
  const spec = toSpec(request as NetworkRequest);
  const network = new native.Network(spec);
  network.initialize();
  const values = network.parameters();
  setNamed(network.summary.parameters, values, tensors);
  network.setParameters(values);
  return { spec, network, values };
}

/** onnxruntime and the imported network on 100 rows; the first output named, or the first there is. */
async function compare(file: Uint8Array, output?: string) {
  const { spec, network, values } = imported(file, output === undefined ? undefined : [output]);
  const numbers = randomMatrix(generator(1), rows, spec.inputSize).flat();
  const x = spec.dtype === 'float32' ? Float32Array.from(numbers) : Float64Array.from(numbers);
  const session = await ort.InferenceSession.create(file, options);
  const input = new ort.Tensor(spec.dtype, x, [rows, spec.inputSize]);
  const results = await session.run({ [session.inputNames[0] as string]: input });
  const found = results[output ?? (session.outputNames[0] as string)]?.data as Float64Array;
  await session.release();
  const expected = network.predict(x, rows);
  const bounds = roundingBounds(spec, values, x, rows);
  assert.equal(found.length, expected.length);
  const wrong = expected.findIndex(
    (y, i) => !(Math.abs(y - (found[i] as number)) <= (bounds[i] as number)),
  );
  assert.equal(wrong, -1, `value ${wrong}: ${expected[wrong]} and ${found[wrong]}`);
  return spec;
}

/** A file made node by node: `y` is what `write` returns. */
function fileOf(
  write: (g: GraphBuilder, x: string) => string,
  { dtype = 'float32' as Dtype, width = 4, more = {} as ModelProto } = {},
): Buffer {
  const g = new GraphBuilder(dtype);
  const x = g.claim('x');
  const y = g.claim('y');
  g.rename(write(g, x), y);
  const graph = {
    ...{ name: 'g', node: g.nodes, initializer: g.initializers },
    input: [port(x, dtype, width)],
    output: [
      { ...port(y, dtype, 1), type: { tensorType: { elemType: dtype === 'float32' ? 1 : 11 } } },
    ],
  };
  const opsetImport = [{ domain: '', version: 20 }];
  return joined(encodeModel({ irVersion: 8, opsetImport, graph, ...more }));
}

const weights = (g: GraphBuilder, from: number, to: number) =>
  g.numbers(randomMatrix(generator(7), from, to).flat(), [from, to]);
const vector = (g: GraphBuilder, size: number) =>
  g.numbers(randomMatrix(generator(9), 1, size).flat());
const positive = (g: GraphBuilder, size: number) =>
  g.numbers(Array.from({ length: size }, (_, i) => 0.5 + i));

type Case = (g: GraphBuilder, x: string) => string;
const simple =
  (opType: string, attributes?: Attributes): Case =>
  (g, x) =>
    g.op(opType, [x], attributes);

const cases: Record<string, Case> = {
  Gemm: (g, x) => g.op('Gemm', [x, weights(g, 4, 3), vector(g, 3)]),
  'Gemm of PyTorch': (g, x) => g.op('Gemm', [x, weights(g, 3, 4), vector(g, 3)], { transB: 1 }),
  'Gemm with factors': (g, x) => {
    const factors = { alpha: { float: 0.5 }, beta: { float: -2 } };
    return g.op('Gemm', [x, weights(g, 4, 3), g.numbers([2])], factors);
  },
  'MatMul and Add': (g, x) => g.op('Add', [vector(g, 3), g.op('MatMul', [x, weights(g, 4, 3)])]),
  'MatMul with a transposed constant': (g, x) =>
    g.op('MatMul', [x, g.op('Transpose', [weights(g, 3, 4)], { perm: [1, 0] })]),
  'Add twice': (g, x) => {
    const z = g.op('MatMul', [x, weights(g, 4, 3)]);
    return g.op('Add', [g.op('Add', [z, vector(g, 3)]), g.scalar(2)]);
  },
  'Add of flows': (g, x) => g.op('Add', [x, g.op('Tanh', [x])]),
  Sum: (g, x) => g.op('Sum', [x, g.op('Tanh', [x]), g.op('Sin', [x])]),
  Sub: (g, x) => g.op('Sub', [x, vector(g, 4)]),
  'Sub from a constant': (g, x) => g.op('Sub', [vector(g, 4), x]),
  'Sub of flows': (g, x) => g.op('Sub', [g.op('Tanh', [x]), x]),
  Mul: (g, x) => g.op('Mul', [x, vector(g, 4)]),
  'Mul of flows': (g, x) => g.op('Mul', [x, g.op('Sigmoid', [x])]),
  Div: (g, x) => g.op('Div', [x, positive(g, 4)]),
  Neg: simple('Neg'),
  Max: (g, x) => g.op('Max', [x, g.op('Tanh', [x])]),
  Concat: (g, x) => g.op('Concat', [x, g.op('Relu', [x])], { axis: -1 }),
  Flatten: (g, x) => g.op('Gemm', [g.op('Flatten', [x]), weights(g, 4, 2)]),
  Reshape: (g, x) => g.op('Relu', [g.op('Reshape', [x, g.integers([-1, 4])])]),
  Identity: (g, x) => g.op('Relu', [g.op('Identity', [x])]),
  Dropout: (g, x) => g.op('Gemm', [g.op('Dropout', [x]), weights(g, 4, 2)]),
  BatchNormalization: (g, x) => {
    const inputs = [x, vector(g, 4), vector(g, 4), vector(g, 4), positive(g, 4)];
    return g.op('BatchNormalization', inputs, { epsilon: { float: 0.01 } });
  },
  LayerNormalization: (g, x) =>
    g.op('LayerNormalization', [x, vector(g, 4), vector(g, 4)], { epsilon: { float: 0.01 } }),
  'LayerNormalization without shift': (g, x) => g.op('LayerNormalization', [x, vector(g, 4)]),
  PRelu: (g, x) => g.op('PRelu', [x, vector(g, 4)]),
  'PRelu of one slope': (g, x) => g.op('PRelu', [x, g.numbers([0.3])]),
  LeakyRelu: simple('LeakyRelu', { alpha: { float: 0.2 } }),
  Elu: simple('Elu', { alpha: { float: 0.7 } }),
  Selu: simple('Selu'),
  Celu: simple('Celu', { alpha: { float: 0.7 } }),
  Gelu: simple('Gelu'),
  'Gelu by tanh': simple('Gelu', { approximate: 'tanh' }),
  HardSigmoid: simple('HardSigmoid'),
  'HardSigmoid of PyTorch': simple('HardSigmoid', { alpha: { float: 1 / 6 } }),
  Clip: (g, x) => g.op('Clip', [x, g.scalar(-0.5), g.scalar(0.75)]),
  'Clip at 0': (g, x) => g.op('Clip', [x, g.scalar(0)]),
  Softmax: simple('Softmax'),
  LogSoftmax: simple('LogSoftmax', { axis: 1 }),
  ...Object.fromEntries(
    [
      'Relu',
      'Sigmoid',
      'Tanh',
      'Softplus',
      'Softsign',
      'Mish',
      'HardSwish',
      'Erf',
      'Atan',
      'Sin',
    ].map((opType) => [opType, simple(opType)]),
  ),
};

test('every operator that is read means what onnxruntime takes it for', async (t) => {
  for (const [name, write] of Object.entries(cases)) {
    await t.test(name, async () => {
      // Alone a layer may do nothing but pass on: an activation before it keeps the graph a network.
      await compare(fileOf((g, x) => write(g, g.op('Softsign', [x]))));
      await compare(fileOf((g, x) => write(g, g.op('Gemm', [x, weights(g, 4, 4), vector(g, 4)]))));
    });
  }
});

test('activations become part of the dense layer before them, unless others read it', async () => {
  const spec = await compare(
    fileOf((g, x) =>
      g.op('Relu', [g.op('Add', [g.op('MatMul', [x, weights(g, 4, 3)]), vector(g, 3)])]),
    ),
  );
  assert.deepEqual(
    spec.layers.map(({ type, activation }) => [type, (activation as { type: string }).type]),
    [['dense', 'relu']],
  );
  const forked = await compare(
    fileOf((g, x) => {
      const z = g.op('Gemm', [x, weights(g, 4, 3)]);
      return g.op('Add', [z, g.op('Relu', [z])]);
    }),
  );
  assert.deepEqual(
    forked.layers.map(({ type }) => type),
    ['dense', 'activation', 'merge'],
  );
});

test('a picture is flattened into a row', () => {
  const file = fileOf((g, x) => g.op('Gemm', [g.op('Flatten', [x]), weights(g, 12, 2)]), {
    width: 12,
  });
  const model = decodeModel(file);
  const dim = [{ dimParam: 'n' }, { dimValue: 1 }, { dimValue: 3 }, { dimValue: 4 }];
  const shape = model.graph?.input?.[0]?.type?.tensorType;
  Object.assign(shape ?? {}, { shape: { dim } });
  assert.equal(imported(joined(encodeModel(model))).spec.inputSize, 12);
});

test('what nabla exports it can take back, where an operator stands for it', async () => {
  for (const type of [
    'dense',
    'skip',
    'residual',
    'gated',
    'dropout',
    'batch-norm',
    'layer-norm',
    'scale',
  ]) {
    // A residual layer around a stack of its own may hold anything.
    const seed = [1, 2, 3, 4, 5].find((one) => around(type, one).layers[1]?.layers === undefined);
    const made = around(type, seed as number);
    const plain = JSON.parse(JSON.stringify(made), (key, value) =>
      key === 'activation' || key === 'gate' ? activation('sigmoid') : value,
    );
    const spec = { ...plain, dtype: 'float32' as const };
    const network = new native.Network(spec);
    network.initialize();
    const { parameters } = network.summary;
    const values = network.parameters();
    await compare(joined(networkToOnnx({ spec, parameters, values }, 'n', 'test')));
  }
});

function refusal(file: Uint8Array, outputs?: string[]): string {
  try {
    imported(file, outputs);
  } catch (error) {
    assert.ok(error instanceof OnnxError, String(error));
    return error.message;
  }
  return 'nothing was refused';
}

test('what no layer stands for is refused by name', () => {
  const refusals: [RegExp, Buffer][] = [
    [
      /^no layer stands for Conv, custom\.Thing; read are Add, /,
      fileOf((g, x) => g.op('Thing', [g.op('Conv', [x])], {}, 'custom')),
    ],
    [/"Softmax" works along the rows/, fileOf((g, x) => g.op('Softmax', [x], { axis: 0 }))],
    [/gives rows another shape/, fileOf((g, x) => g.op('Reshape', [x, g.integers([2, 2])]))],
    [/weights for 3 inputs and gets 4/, fileOf((g, x) => g.op('MatMul', [x, weights(g, 3, 2)]))],
    [/needs a matrix of weights|must be stored/, fileOf((g, x) => g.op('MatMul', [x, x]))],
    [
      /joins rows of 4 and 3 numbers/,
      fileOf((g, x) => g.op('Add', [x, g.op('MatMul', [x, weights(g, 4, 3)])])),
    ],
    [/which nothing gives before it/, fileOf((g, x) => g.op('Add', [x, 'later']))],
    [/is the input as it is/, fileOf((_, x) => x)],
    [
      /opset 5 is not read/,
      fileOf(simple('Relu'), { more: { opsetImport: [{ domain: '', version: 5 }] } }),
    ],
    [/defines functions/, fileOf(simple('Relu'), { more: { functions: [Buffer.of(1)] } })],
    [/holds no graph/, joined(encodeModel({ irVersion: 8, opsetImport: [{ version: 20 }] }))],
    [/no ONNX file/, Buffer.from('not a model')],
  ];
  for (const [expected, file] of refusals) assert.match(refusal(file), expected);
  assert.match(refusal(fileOf(simple('Relu')), ['z']), /has no output "z"; it has y/);
});

test('weights in other files are never looked for', () => {
  const model = decodeModel(fileOf((g, x) => g.op('Gemm', [x, weights(g, 4, 2)])));
  const tensor = model.graph?.initializer?.[0];
  Object.assign(tensor ?? {}, {
    rawData: undefined,
    dataLocation: 1,
    externalData: [Buffer.of(10, 0)],
  });
  assert.match(refusal(joined(encodeModel(model))), /lies in another file/);
});

test('a small file cannot ask for much memory', () => {
  const wide = { width: 2 ** 20 };
  const repeated = fileOf((g, x) => {
    let y = x;
    for (let i = 0; i < 500; i += 1) y = g.op('Neg', [y]);
    return y;
  }, wide);
  assert.match(refusal(repeated), /uses its constants too often/);
  const doubled = fileOf((g, x) => {
    let y = x;
    for (let i = 0; i < 100; i += 1) y = g.op('Concat', [y, y], { axis: 1 });
    return y;
  }, wide);
  assert.match(refusal(doubled), /makes rows of 2097152 numbers/);
  const lying = decodeModel(fileOf((g, x) => g.op('Gemm', [x, weights(g, 4, 2)])));
  Object.assign(lying.graph?.initializer?.[0] ?? {}, { dims: [2 ** 31, 2 ** 33] });
  assert.match(refusal(joined(encodeModel(lying))), /cannot be/);
});

test('a damaged file is refused or read, and nothing else', () => {
  const file = fileOf((g, x) => {
    const z = g.op('Gemm', [x, weights(g, 4, 3), vector(g, 3)]);
    const normal = g.op('LayerNormalization', [g.op('Elu', [z]), vector(g, 3), vector(g, 3)]);
    return g.op('Concat', [g.op('Clip', [normal, g.scalar(0), g.scalar(6)]), x], { axis: 1 });
  });
  const quietly = (damaged: Uint8Array): void => {
    try {
      importOnnx(damaged);
    } catch (error) {
      assert.ok(error instanceof OnnxError, error instanceof Error ? error.stack : String(error));
    }
  };
  for (let length = 0; length < file.length; length += 1) quietly(file.subarray(0, length));
  const flip = fc.record({ at: fc.nat(file.length - 1), bit: fc.nat(7) });
  fc.assert(
    fc.property(fc.array(flip, { minLength: 1, maxLength: 8 }), (flips) => {
      const damaged = Uint8Array.from(file);
      for (const { at, bit } of flips) damaged[at] = (damaged[at] as number) ^ (1 << bit);
      quietly(damaged);
    }),
    { numRuns: 5000 },
  );
});
