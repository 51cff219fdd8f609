// Model versions as ONNX files: raw values into onnxruntime give what nabla predicts, with every kind of
// column and every task.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import ort from 'onnxruntime-node';
import { AnswerDecoder } from '../../src/models/answers.ts';
import { InstanceEncoder } from '../../src/models/instances.ts';
import { type InputLayout, versionToOnnx } from '../../src/models/onnx.ts';
import type { ModelVersion, SingleOutput } from '../../src/models/version.ts';
import { type Dtype, type FloatArray, type LayerSpec, native } from '../../src/native.ts';
import type { Step } from '../../src/native-data.ts';
import { encodedWidth, type FittedColumn } from '../../src/training/preprocessing.ts';
import { generator } from '../support/random-network.ts';
import { roundingBounds } from '../support/rounding.ts';

const rows = 1000;

function column(name: string, more: Partial<FittedColumn> = {}): FittedColumn {
  const plain = { type: 'number', encoding: 'value' } as const;
  return { name, ...plain, steps: [], fill: null, ...more };
}

const scale = (offset: number, spread: number): Step => ({ type: 'scale', offset, spread });

const categories = ['low', 'middling', 'hôch', '高'];
const hot = { type: 'category', encoding: 'one-hot' } as const;
const ordinal = { type: 'category', encoding: 'ordinal', unknown: 'other' } as const;
const numbers = [
  column('year', { steps: [scale(2014.5, 5.8)], fill: 2014 }),
  column('plain'),
  column('constant', { steps: [scale(7, 0)] }),
  column('flag', { type: 'boolean' }),
  column('income', {
    steps: [{ type: 'log' }, { type: 'clip', min: -1, max: 1.5 }, scale(0.25, 0.5)],
    ...{ fill: 1.5, indicator: true },
  }),
  column('visits', { steps: [{ type: 'log1p' }] }),
  column('open', {
    type: 'boolean',
    encoding: 'one-hot',
    categories: ['true', 'false'],
    fill: 'true',
  }),
  column('pixels', { steps: [scale(0, 255)], width: 3 }),
];
const mixed = [
  ...numbers.slice(0, 2),
  column('grade', { type: 'category', encoding: 'one-hot', categories }),
  ...numbers.slice(2),
  column('rank', { ...ordinal, categories: categories.slice(0, 3), steps: [scale(1, 2)] }),
  column('zone', { ...hot, categories: categories.slice(1), unknown: 'other', indicator: true }),
  column('seat', { ...hot, categories: categories.slice(1), unknown: 'ignore', fill: 'hôch' }),
  // A name that the graph uses itself.
  column('encode/Concat', { type: 'category', categories }),
];

const kinds = ['a', 'ß', 'c'];
const outputs: Record<string, SingleOutput> = {
  regression: {
    task: 'regression',
    columns: [column('price', { steps: [{ type: 'log1p' }, scale(-3, 2.5)] }), column('age')],
  },
  'multi-class': {
    task: 'multi-class',
    columns: [column('kind', { type: 'category', encoding: 'one-hot', categories: kinds })],
    classes: kinds,
  },
  binary: { task: 'binary', columns: [column('sold')], classes: ['no', 'yes'] },
  'multi-label': { task: 'multi-label', columns: [column('wet'), column('cold')] },
};

const endings: Record<string, [number, string]> = {
  regression: [2, 'identity'],
  'multi-class': [3, 'softmax'],
  binary: [1, 'sigmoid'],
  'multi-label': [2, 'sigmoid'],
};

function dense(name: string, inputs: string[], units: number, activation: string): LayerSpec {
  const drawn = { weights: 'glorot-uniform', biases: { type: 'normal' } };
  return {
    ...{ type: 'dense', name, inputs, trainable: true, units },
    // Only softmax reads it.
    ...{ activation: { type: activation, temperature: 1 }, ...drawn },
  };
}

/** A version whose layers stand under the names `hidden` and those of the tasks. */
function versionOf(inputs: FittedColumn[], tasks: string[], dtype: Dtype) {
  const inputSize = inputs.reduce((sum, one) => sum + encodedWidth(one), 0);
  const layers = [
    dense('hidden', ['input'], 6, 'tanh'),
    ...tasks.map((task) => dense(task, ['hidden'], ...(endings[task] as [number, string]))),
  ];
  const spec = { dtype, seed: 5, inputSize, layers, outputs: tasks };
  const network = new native.Network(spec);
  network.initialize();
  const parts = tasks.map((task) => {
    return { ...(outputs[task] as SingleOutput), name: task, loss: 'none', weight: 1 };
  });
  const only = parts[0] as SingleOutput;
  const { parameters, parameterCount, parameterBytes } = network.summary;
  const version: ModelVersion = {
    ...{ model: 'm', version: 1, createdAt: '', job: 'job_1', network: 'net_1' },
    dataset: { id: 'ds_1', sha256: 'aa' },
    ...{ spec, parameters, parameterCount, parameterBytes, inputs, loss: null, metrics: {} },
    outputs: parts.length === 1 ? only : { task: 'multi-output', parts },
  };
  return { version, network };
}

type Raw = Record<string, number | string | number[] | null>;

function drawRows(columns: readonly FittedColumn[]): Raw[] {
  const random = generator(11);
  return Array.from({ length: rows }, () =>
    Object.fromEntries(columns.map((one) => [one.name, draw(one, random)])),
  );
}

function draw({ name, type, width }: FittedColumn, random: () => number): Raw[string] {
  if (name === 'income') return random() < 0.1 ? null : random() * 9 + 0.01;
  if (name === 'visits') return Math.floor(random() * 9);
  if (name === 'open' && random() < 0.1) return null;
  if ((name === 'zone' || name === 'seat') && random() < 0.1) return null;
  if (type === 'category') return categories[Math.floor(random() * 4)] as string;
  if (name === 'year') return random() < 0.1 ? null : 1990 + Math.floor(random() * 40);
  if (name === 'constant') return 7;
  if (type === 'boolean') return random() < 0.5 ? 0 : 1;
  if (width !== undefined) return Array.from({ length: width }, () => random() * 255);
  return random() * 4 - 2;
}

function feedsOf(columns: readonly FittedColumn[], raw: readonly Raw[], apart: boolean) {
  const flat = (names: readonly string[]): number[] =>
    raw.flatMap((row) => names.flatMap((name) => row[name] ?? Number.NaN) as number[]);
  if (!apart) {
    const values = flat(columns.map(({ name }) => name));
    const dims = [rows, values.length / rows];
    return { input: new ort.Tensor('float64', Float64Array.from(values), dims) };
  }
  const feeds = columns.map(({ name, type, width = 1 }) => {
    if (type === 'category') {
      const strings = raw.map((row) => (row[name] ?? '') as string);
      return [name, new ort.Tensor('string', strings, [rows, 1])] as const;
    }
    return [
      name,
      new ort.Tensor('float64', Float64Array.from(flat([name])), [rows, width]),
    ] as const;
  });
  return Object.fromEntries(feeds);
}

const fatal = 4;
const options = { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: fatal } as const;

async function sessionOf(version: ModelVersion, values: FloatArray, layout: InputLayout) {
  const file = Buffer.concat(versionToOnnx(version, values, layout, 'test'));
  return ort.InferenceSession.create(file, options);
}

/** Each value of onnxruntime beside nabla's, in units of what rounding allows. */
async function compare(
  columns: FittedColumn[],
  tasks: string[],
  dtype: Dtype,
  layout: InputLayout,
) {
  const { version, network } = versionOf(columns, tasks, dtype);
  const session = await sessionOf(version, network.parameters(), layout);
  const raw = drawRows(columns);
  const apart = session.inputNames.length > 1;
  const found = await session.run(feedsOf(columns, raw, apart));
  const { x } = new InstanceEncoder(columns, dtype).rows(raw, '/instances');
  const y = network.predict(x, rows);
  const bounds = roundingBounds(version.spec, network.parameters(), x, rows);
  const bound = bounds.reduce((most, b) => Math.max(most, b), 0) * 250; // the spread of `price`
  const answers = new AnswerDecoder(version.outputs, dtype).predictions(y, rows);
  for (const task of tasks) {
    const prefix = tasks.length > 1 ? `${task}.` : '';
    const answer = answers.map((one) => (tasks.length > 1 ? (one as never)[task] : one));
    checkAnswers(task, answer, (name) => found[prefix + name] as ort.Tensor, bound);
  }
  return session;
}

function checkAnswers(
  task: string,
  answers: unknown[],
  tensor: (name: string) => ort.Tensor,
  bound: number,
): void {
  const classified = task === 'multi-class' || task === 'binary';
  const values = answers.flatMap((answer) =>
    classified
      ? Object.values((answer as { probabilities: Record<string, number> }).probabilities)
      : (answer as number[]),
  );
  const numbers = tensor(task === 'regression' ? 'predictions' : 'probabilities');
  const found = numbers.data as Float64Array;
  assert.equal(found.length, values.length);
  const worst = values.reduce(
    (most, v, i) => Math.max(most, Math.abs(v - (found[i] as number))),
    0,
  );
  assert.ok(worst <= bound, `${task}: off by ${worst}, ${bound} is what rounding allows`);
  if (!classified) return;
  const labels = tensor('label').data as unknown as string[];
  const expected = answers.map((answer) => (answer as { class: string }).class);
  // Equal but where two classes are equal within rounding.
  const wrong = expected.filter((name, i) => name !== labels[i]).length;
  assert.ok(wrong <= 1, `${task}: ${wrong} labels differ`);
}

for (const dtype of ['float32', 'float64'] as const) {
  test(`every task and column agrees with onnxruntime in ${dtype}`, async () => {
    for (const task of Object.keys(outputs)) {
      await compare(numbers, [task], dtype, 'auto');
      await compare(numbers, [task], dtype, 'columns');
      await compare(mixed, [task], dtype, 'auto');
    }
    await compare(mixed, Object.keys(outputs), dtype, 'columns');
  });
}

test('inputs are one matrix of numbers, or one for each column', async () => {
  const matrix = await compare(numbers, ['binary'], 'float32', 'matrix');
  assert.deepEqual(matrix.inputNames, ['input']);
  assert.deepEqual(matrix.outputNames, ['label', 'probabilities']);
  const columns = await compare(mixed, ['regression'], 'float32', 'auto');
  assert.deepEqual(
    columns.inputNames,
    mixed.map(({ name }) => name),
  );
  assert.deepEqual(columns.outputNames, ['predictions']);
});

test('a category the model does not know is refused or has no number', async () => {
  const known = column('grade', {
    ...{ type: 'category', encoding: 'one-hot', categories },
  });
  const one = versionOf([known], ['regression'], 'float32');
  const feeds = { grade: new ort.Tensor('string', ['unheard of'], [1, 1]) };
  const strict = await sessionOf(one.version, one.network.parameters(), 'auto');
  await assert.rejects(strict.run(feeds));
  const coded = versionOf(
    [column('grade', { type: 'category', categories })],
    ['regression'],
    'float32',
  );
  const session = await sessionOf(coded.version, coded.network.parameters(), 'auto');
  const { predictions } = await session.run(feeds);
  assert.ok((predictions as ort.Tensor).data.every((value) => Number.isNaN(value)));
});
