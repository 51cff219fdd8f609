// What a submission is refused for, with the pointer and the sentence; and the plan of one that is not.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiError } from '../../src/errors.ts';
import type { NetworkSpec, NetworkSummary, SolverFault } from '../../src/native.ts';
import type { TrainingRequest } from '../../src/training/request.ts';
import { Source, type SourceColumn } from '../../src/training/source.ts';
import { checkSubmission, type Target } from '../../src/training/submission.ts';

const columns: SourceColumn[] = [
  { name: 'x1', type: 'number', min: 0, max: 1, missing: 0 },
  { name: 'x2', type: 'number', min: 0, max: 1, missing: 2 },
  { name: 'y', type: 'number', min: -3, max: 5, missing: 0 },
  { name: 'digit', type: 'number', min: 0, max: 2, missing: 0 },
  { name: 'species', type: 'category', categories: ['a', 'b', 'c'], missing: 0 },
  { name: 'colour', type: 'category', categories: ['red', 'blue'], missing: 1 },
  { name: 'part', type: 'category', categories: ['train', 'test'], missing: 0 },
  { name: 'note', type: 'text', missing: 0 },
  { name: 'void', type: 'number', min: null, max: null, missing: 10 },
];

const places = new Map(
  columns.map(({ name, type }, i) => [
    name,
    { offset: 8 * i, type: type === 'category' ? 'i32' : 'f64' } as const,
  ]),
);
const source = new Source({
  id: 'ds_1',
  rowCount: 10,
  rowBytes: 8 * columns.length,
  columns,
  places,
});

function network(inputSize: number, size: number, activation: string): Target {
  const spec = { dtype: 'float32' as const, seed: 0, inputSize, layers: [], outputs: ['out'] };
  return { id: 'net_1', inputSize, outputs: [{ name: 'out', size, activation }], spec };
}

const request: TrainingRequest = {
  ...{ network: 'net', dataset: 'ds', inputs: ['x1'], targets: ['y'] },
  ...{ loss: 'half-squared-error', epochs: 3 },
};
const threads = { byDefault: 1, most: 2, resumes: false, memory: 2 ** 30, privateWebhooks: false };

/** The addon, which finds nothing wrong but with what is said. */
const playedNative = (faults: SolverFault[] = []) => ({
  solverFaults: () => faults,
  summarize: (_spec: NetworkSpec, rows = 1) =>
    ({ parameterBytes: 1000, trainingBytes: 1000 * rows, parameterCount: 250 }) as NetworkSummary,
});

function submit(
  changes: Partial<TrainingRequest>,
  target = network(1, 1, 'identity'),
  native = playedNative(),
) {
  return checkSubmission({ ...request, ...changes }, target, source, threads, native);
}

/** The faults of a refused submission as `pointer: detail`. */
function faults(changes: Partial<TrainingRequest>, target?: Target): string[] {
  try {
    submit(changes, target);
  } catch (error) {
    assert.ok(error instanceof ApiError && error.status === 422, String(error));
    return (error.errors ?? []).map((fault) => {
      assert.ok('pointer' in fault);
      return `${fault.pointer}: ${fault.detail}`;
    });
  }
  return [];
}

function refused(changes: Partial<TrainingRequest>, expected: RegExp, target?: Target): void {
  const found = faults(changes, target);
  assert.equal(found.length, 1, found.join('\n'));
  assert.match(found[0] as string, expected);
}

const classifier = network(1, 3, 'softmax');

describe('defaults', () => {
  test('are those of the contract', () => {
    const { settings, plan, goals } = submit({});
    assert.deepEqual(settings.optimizer, {
      ...settings.optimizer,
      type: 'sgd',
      learningRate: 0.01,
    });
    assert.deepEqual(
      [settings.loss?.type, settings.loss?.reduction],
      ['half-squared-error', 'mean'],
    );
    assert.deepEqual([settings.batchSize, settings.shuffle, settings.seed], [32, true, 0]);
    assert.deepEqual([settings.threads, settings.model, settings.split], [1, null, null]);
    assert.deepEqual(
      [goals[0]?.head.task, plan.split, plan.drop],
      ['regression', { by: 'none' }, []],
    );
  });

  test('a full-batch solver takes all rows', () => {
    const { settings, plan } = submit({ optimizer: 'l-bfgs' });
    assert.deepEqual([settings.batchSize, plan.batchSize], ['full', 'full']);
    assert.equal(submit({ optimizer: 'l-bfgs', batchSize: 'full' }).plan.optimizer.memory, 10);
  });

  test('a loss keeps the reduction it asks for', () => {
    const loss = { type: 'half-squared-error', reduction: 'sum' };
    assert.equal(submit({ loss }).settings.loss?.reduction, 'sum');
  });
});

describe('columns', () => {
  test('unknown, with the nearest name', () => {
    refused({ inputs: ['x'] }, /^\/inputs\/0: unknown column `x`; did you mean `x1`\?$/);
    refused({ targets: ['speceis'] }, /^\/targets\/0: .*did you mean `species`/);
  });

  test('every fault is told at once', () => {
    const found = faults({ inputs: ['p', 'x1', 'x1'], targets: ['q'], threads: 3 });
    assert.deepEqual(
      found.map((fault) => fault.split(':')[0]),
      ['/threads', '/inputs/0', '/inputs/2', '/targets/0'],
    );
  });

  test('text and columns without a value', () => {
    refused({ inputs: ['note'] }, /^\/inputs\/0: column "note" holds text/);
    refused({ inputs: ['void'] }, /^\/inputs\/0: column "void" has no values/);
  });

  test('the same column may be input and target: an autoencoder', () => {
    assert.deepEqual(faults({ inputs: ['x1'], targets: ['x1'] }), []);
  });

  test('the width of the inputs counts categories', () => {
    refused(
      { inputs: ['x1', 'species'] },
      /^\/inputs: 2 input columns give 4 values \("species" 3 \+ 1 other 1\), but the network takes 2$/,
      network(2, 1, 'identity'),
    );
    assert.deepEqual(faults({ inputs: ['x1', 'species'] }, network(4, 1, 'identity')), []);
  });

  test('targets that do not fit the output or the loss', () => {
    refused(
      { targets: ['y', 'x1'] },
      /^\/targets: 2 target columns given, but the network has 1 output$/,
    );
    refused(
      { loss: 'cross-entropy' },
      /^\/loss: cross-entropy needs a network that ends in softmax/,
    );
  });
});

describe('missing values', () => {
  test('without a rule: the column and the count', () => {
    refused({ inputs: ['x2'] }, /^\/missing: column "x2" has 2 missing values: say how/);
    refused({ inputs: ['x2'], missing: { x1: 'mean' } }, /^\/missing\/x2: column "x2" has 2/);
  });

  test('drop names the places, mean and median fill', () => {
    const dropped = submit({ inputs: ['x2'], missing: 'drop' });
    assert.deepEqual(dropped.plan.drop, [source.place('x2')]);
    const filled = submit({ inputs: ['x2'], missing: { x2: 'median' } });
    assert.equal(filled.plan.inputs[0]?.fill, 'median');
    assert.deepEqual(filled.plan.drop, []);
  });

  test('a category or a target can only be dropped', () => {
    const two = network(2, 1, 'identity');
    refused(
      { inputs: ['colour'], missing: 'mean' },
      /mean does not fit a category; say \{ "colour": "drop" \}/,
      two,
    );
    refused({ targets: ['x2'], missing: 'median' }, /median does not fit a target column/);
    assert.deepEqual(faults({ inputs: ['colour'], missing: 'drop' }, two), []);
  });

  test('a rule for a column that is not there', () => {
    refused({ missing: { x9: 'drop' } }, /^\/missing\/x9: unknown column/);
  });
});

describe('preprocessing', () => {
  test('the rule of a column goes before the rule for all', () => {
    const preprocessing = { inputs: 'standardize', columns: { x1: 'none' } } as const;
    const { plan } = submit({ inputs: ['x1', 'digit'], preprocessing }, network(2, 1, 'identity'));
    assert.deepEqual(
      plan.inputs.map(({ rules }) => rules.map(({ type }) => type)),
      [[], ['standardize']],
    );
  });

  test('rules that do not fit', () => {
    refused(
      { preprocessing: { columns: { x1: 'one-hot' } } },
      /^\/preprocessing\/columns\/x1: column "x1" holds numbers/,
    );
    refused({ preprocessing: { columns: { digit: 'none' } } }, /neither an input nor a target/);
    refused({ preprocessing: { columns: { xx: 'none' } } }, /unknown column/);
    refused(
      { targets: ['species'], loss: 'cross-entropy', preprocessing: { targets: 'standardize' } },
      /^\/preprocessing\/targets: .*not scaled$/,
      classifier,
    );
  });
});

describe('splits', () => {
  test('fractions that leave a split empty, or add up to more than all rows', () => {
    refused({ split: { test: 0.01 } }, /^\/split\/test: 0.01 of 10 rows is no row$/);
    refused(
      { split: { train: 0.8, test: 0.3 } },
      /^\/split: the fractions add up to 1.1, which is more than 1$/,
    );
    refused({ split: { test: 1 } }, /^\/split\/train: of 10 rows none is left/);
  });

  test('the seed of the job is that of the split, unless it has its own', () => {
    const seedOf = (changes: Partial<TrainingRequest>) => {
      const { split } = submit(changes).plan;
      return split.by === 'fraction' ? split.seed : undefined;
    };
    assert.equal(seedOf({ seed: 4, split: { test: 0.3 } }), 4);
    assert.equal(seedOf({ seed: 4, split: { test: 0.3, seed: 9 } }), 9);
  });

  test('by a column that says which', () => {
    const { split } = submit({ split: { column: 'part' } }).plan;
    assert.deepEqual(split, {
      by: 'column',
      place: source.place('part'),
      names: ['train', 'test'],
    });
    refused(
      { split: { column: 'species' } },
      /^\/split\/column: column "species" holds "a" beside/,
    );
    refused({ split: { column: 'x1' } }, /must hold the words train, validation and test/);
    refused(
      { split: { column: 'part', test: 0.2 } },
      /^\/split\/test: does not go together with `column`/,
    );
  });

  test('one of several folds, in proportion to a column when asked', () => {
    const { split } = submit({
      seed: 4,
      split: { kFold: { folds: 5, fold: 4 }, stratify: 'part' },
    }).plan;
    const stratify = source.place('part');
    assert.deepEqual(split, { by: 'fold', folds: 5, fold: 4, seed: 4, stratify });
    refused({ split: { kFold: { folds: 5, fold: 5 } } }, /fold: of 5 folds the last is 4, not 5$/);
    refused({ split: { kFold: { folds: 11, fold: 0 } } }, /10 rows do not make 11 folds$/);
    refused({ split: { kFold: { folds: 2, fold: 0 }, test: 0.3 } }, /^\/split\/test: does not go/);
    refused({ split: { test: 0.3, stratify: 'x1' } }, /column "x1" holds numbers, not classes/);
  });

  test('by ranges of rows', () => {
    const rows = { train: [[0, 6]], test: [[6, 10]] } as { train: [number, number][] };
    assert.deepEqual(submit({ split: { rows } }).plan.split, { by: 'ranges', ranges: rows });
    const refusedRows = (test: [number, number][], pattern: RegExp) =>
      refused({ split: { rows: { train: [[0, 6]], test } } }, pattern);
    refusedRows([[5, 9]], /^\/split\/rows\/test\/0: row 5 is in train\/0 too$/);
    refusedRows([[6, 11]], /^\/split\/rows\/test\/0: the data set has 10 rows, not 11$/);
    refusedRows([[8, 8]], /a range goes up: 8 is not below 8$/);
    refused({ split: { rows: { train: [[0, 6]] }, seed: 1 } }, /^\/split\/seed: does not go/);
    refused({ split: { rows: { train: [[0, 6]] }, column: 'part' } }, /together with `column`/);
  });

  test('stratified only where there are classes', () => {
    refused({ split: { test: 0.3, stratify: true } }, /^\/split\/stratify: there are no classes/);
    const { split } = submit(
      { targets: ['digit'], loss: 'cross-entropy', split: { test: 0.3, stratify: true } },
      classifier,
    ).plan;
    assert.deepEqual(split.by === 'fraction' && split.stratify, source.place('digit'));
  });
});

describe('the rest', () => {
  test('metrics that do not measure the task', () => {
    refused(
      { metrics: ['accuracy'] },
      /^\/metrics\/0: accuracy does not measure a regression job; it can have loss, mse/,
    );
    refused(
      { metrics: ['r2'], targets: ['species'], loss: 'cross-entropy' },
      /^\/metrics\/0/,
      classifier,
    );
  });

  test('metrics of an output that is a logarithm', () => {
    const counts = { targets: ['digit'], loss: 'poisson' };
    assert.deepEqual(faults(counts), []);
    refused(
      { ...counts, metrics: ['mse'] },
      /^\/metrics: with poisson the output is the logarithm/,
    );
  });

  test('class weights that are not one for each output', () => {
    const loss = { type: 'half-squared-error', classWeights: [1, 2] };
    refused({ loss }, /^\/loss\/classWeights: 2 weights for 1 output$/);
  });

  test('label smoothing that leaves the true class no likelier than the others', () => {
    const smoothed = (labelSmoothing: number) => ({
      ...{ targets: ['digit'], loss: { type: 'cross-entropy', labelSmoothing } },
    });
    refused(
      smoothed(0.34),
      /^\/loss\/labelSmoothing: expected less than 1\/3 \(0.333\) with 3 classes, got 0.34/,
      classifier,
    );
    assert.deepEqual(faults(smoothed(0.33), classifier), []);
  });

  test('more threads than the server grants', () => {
    refused({ threads: 3 }, /^\/threads: this server grants a job at most 2 threads$/);
  });

  test('a column of class indices is checked row by row when it is read', () => {
    const { plan, goals } = submit({ targets: ['digit'], loss: 'cross-entropy' }, classifier);
    assert.deepEqual(plan.indices, [{ name: 'digit', place: source.place('digit'), classes: 3 }]);
    assert.deepEqual(goals[0]?.head.classes, ['0', '1', '2']);
  });
});

test('full-batch solvers: a batch size, and what the addon cannot train, each at its place', () => {
  refused({ optimizer: 'l-bfgs', batchSize: 32 }, /^\/batchSize: l-bfgs .*"full", not 32$/);
  const found = [
    { about: 'network', detail: 'a layer' },
    { about: 'loss', detail: 'no square' },
  ] as const;
  assert.throws(
    () => submit({ optimizer: 'l-bfgs' }, undefined, playedNative([...found])),
    (error) => {
      assert.ok(error instanceof ApiError);
      assert.deepEqual(error.errors, [
        { pointer: '/network', detail: 'a layer' },
        { pointer: '/loss', detail: 'no square' },
      ]);
      return true;
    },
  );
  assert.deepEqual(submit({ batchSize: 8 }, undefined, playedNative([])).settings.batchSize, 8);
});

test('a schedule of checkpoints has one interval, by default a minute', () => {
  const settingsOf = (changes: Partial<TrainingRequest>) => submit(changes).settings;
  assert.deepEqual(settingsOf({}).checkpoint, { everySeconds: 60, keep: 2 });
  assert.deepEqual(settingsOf({ checkpoint: { everySteps: 7 } }).checkpoint, {
    everySteps: 7,
    keep: 2,
  });
  assert.deepEqual(settingsOf({ checkpoint: { keep: 5 } }).checkpoint, {
    everySeconds: 60,
    keep: 5,
  });
  assert.deepEqual(faults({ checkpoint: { everySteps: 7, everyEpochs: 1 } }), [
    '/checkpoint/everySteps: only one interval can be kept, and everyEpochs is given too',
  ]);
});

test('a job that could never have the memory is refused, with the figures', () => {
  const { memoryBytes } = submit({ batchSize: 1 });
  assert.ok(memoryBytes > 96 * 2 ** 20 && memoryBytes < 97 * 2 ** 20, `${memoryBytes}`);
  const small = { ...threads, memory: 64 * 2 ** 20 };
  assert.throws(
    () => checkSubmission(request, network(1, 1, 'identity'), source, small, playedNative()),
    {
      code: 'invalid-input',
      message:
        '/batchSize: the training would take about 97 MiB of memory, and jobs of this server have 64 MiB; a smaller batchSize, a smaller network or float32 takes less',
    },
  );
});

test('a job that asks for checkpoints goes on by itself, another as the server says', () => {
  const resumes = (changes: Partial<TrainingRequest>) => submit(changes).settings.resume;
  assert.equal(resumes({}), false);
  assert.equal(resumes({ checkpoint: {} }), true);
  assert.equal(resumes({ checkpoint: {}, resume: false }), false);
  assert.equal(resumes({ resume: true }), true);
});
