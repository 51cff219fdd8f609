// The course of a training around the addon, which is played here: what it is given, when it is asked
// to measure, what is reported, and how it ends. The arithmetic itself is tested in test/native.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type {
  Native,
  NativeTrainer,
  StateArray,
  TrainerOptions,
  TrainerProgress,
} from '../../src/native.ts';
import type { NativeData } from '../../src/native-data.ts';
import {
  type Checkpoint,
  CheckpointFolder,
  type CheckpointInfo,
  type CheckpointRule,
} from '../../src/training/checkpoints.ts';
import type { Signals } from '../../src/training/epoch-loop.ts';
import { TrainingFailure } from '../../src/training/failure.ts';
import type { Plan, Progress } from '../../src/training/protocol.ts';
import { runTraining } from '../../src/training/training-run.ts';

interface Play {
  /** Milliseconds an epoch and a measurement take. */
  epochTime: number;
  measureTime: number;
  divergesIn?: number;
  convergesIn?: number;
  finalLoss?: number;
  /** Of the epochs. */
  losses?: number[];
}

/** Plays a trainer whose loss is 1/epoch. */
class PlayedTrainer implements NativeTrainer {
  static last: PlayedTrainer;
  readonly options: TrainerOptions;
  readonly play: Play;
  epoch = 0;
  measured = 0;
  cancelled = false;

  constructor(options: TrainerOptions, play: Play) {
    this.options = options;
    this.play = play;
    PlayedTrainer.last = this;
  }

  async run(epochs: number, budgetMs: number): Promise<TrainerProgress> {
    const start = performance.now();
    const losses: number[] = [];
    const last = Math.min(epochs, this.play.convergesIn ?? epochs);
    while (this.epoch < last && performance.now() - start < budgetMs && !this.cancelled) {
      await delay(this.play.epochTime);
      if (this.play.divergesIn === this.epoch + 1) return this.progress('diverged', losses);
      this.epoch++;
      losses.push(this.play.losses?.[this.epoch - 1] ?? 1 / this.epoch);
    }
    if (this.play.convergesIn === this.epoch) return this.progress('converged', losses);
    if (this.cancelled) return this.progress('cancelled', losses);
    return this.progress(this.epoch === epochs ? 'done' : 'running', losses);
  }

  progress(state: TrainerProgress['state'], losses: number[]): TrainerProgress {
    return {
      ...{ epoch: this.epoch, step: 2 * this.epoch, stepsPerEpoch: 2, state },
      epochLosses: Float64Array.from(losses),
      epochRates: new Float64Array(losses.length).fill(0.1),
      observations: [],
      rows: losses.length * this.options.train.length,
      seconds: (losses.length * this.play.epochTime) / 1000,
      ...(state === 'diverged' ? { divergedAt: { epoch: this.epoch + 1, step: 2 } } : {}),
    };
  }

  async evaluate(rows: Uint32Array, metrics: string[]): Promise<Record<string, number>> {
    this.measured++;
    await delay(this.play.measureTime);
    const loss = this.play.finalLoss ?? rows.length;
    return Object.fromEntries(metrics.map((name) => [name, loss]));
  }

  cancel(): void {
    this.cancelled = true;
  }

  parameters(): Float32Array {
    return this.options.parameters as Float32Array;
  }

  restoreBest(): number {
    return 0;
  }

  state(): StateArray[] {
    return [{ name: 'run.epoch', shape: [], values: Float64Array.of(this.epoch) }];
  }

  /** Knows its epoch from the one number it keeps. */
  restore([epoch]: readonly StateArray[]): void {
    this.epoch = epoch?.values[0] ?? 0;
  }
}

const place = { offset: 0, type: 'f64' } as const;

function plan(changes: Partial<Plan> = {}): Plan {
  const number = { kind: 'number', name: 'x', place, fill: null, indicator: false } as const;
  return {
    spec: { dtype: 'float32', seed: 0, inputSize: 1, layers: [], outputs: [] },
    losses: [{ type: 'squared-error', reduction: 'mean' }],
    ...{ optimizer: { type: 'sgd', learningRate: 0.5 }, batchSize: 32, epochs: 4, shuffle: true },
    ...{
      seed: 0,
      threads: 1,
      metrics: [],
      data: { rowBytes: 8, rowCount: 10 },
      drop: [],
      indices: [],
      balanced: [],
      learning: { batchesPerStep: 1, replacement: false, stopping: {} },
    },
    inputs: [{ ...number, rules: [{ type: 'standardize' }] }],
    targets: [{ ...number, name: 'y', rules: [] }],
    split: { by: 'none' },
    ...changes,
  };
}

const folder = mkdtempSync(join(tmpdir(), 'nabla-run-'));
after(() => rmSync(folder, { recursive: true }));
let runs = 0;

async function train(
  play: Play,
  changes: Partial<Plan> = {},
  given: Partial<Signals> & { rule?: CheckpointRule; folder?: CheckpointFolder } = {},
) {
  const fit = { mean: 3, std: 2, min: 0, max: 9, median: 3, count: 10, missing: 0, quantiles: [] };
  const Trainer = class extends PlayedTrainer {
    constructor(options: TrainerOptions) {
      super(options, play);
    }
  };
  const native = {
    Trainer,
    summarize: () => ({ flopsPerRow: 100 }),
    fmaPeak: () => 50,
    fitColumns: async (_path: string, _bytes: number, fields: readonly unknown[]) =>
      fields.map(() => fit),
  } as unknown as Native & NativeData;
  const said: Parameters<Parameters<typeof runTraining>[2]>[0][] = [];
  const checkpoints = {
    folder: given.folder ?? new CheckpointFolder(join(folder, `${runs++}`)),
    rule: given.rule ?? { everySeconds: 1000, keep: 2 },
  };
  const input = { plan: plan(changes), parameters: Float32Array.of(1, 2), dataPath: '/nowhere' };
  const never = new AbortController().signal;
  const signals = { cancelled: given.cancelled ?? never, paused: given.paused ?? never };
  const ended = await runTraining(
    native,
    { ...input, checkpoints },
    (message) => said.push(message),
    signals,
  );
  const reports = said.filter((message): message is Progress => message.type === 'progress');
  const outcome = typeof ended === 'string' ? undefined : ended;
  return { ended, outcome, said, reports, trainer: PlayedTrainer.last, folder: checkpoints.folder };
}

test('what the addon is given: fitted fields, a batch no larger than the split', async () => {
  const { trainer, outcome } = await train(
    { epochTime: 0, measureTime: 0 },
    { split: { by: 'fraction', fractions: { test: 0.3 }, seed: 1 } },
  );
  const { data, batchSize, train: rows } = trainer.options;
  assert.deepEqual([rows.length, batchSize], [7, 7]);
  assert.deepEqual(data.inputs[0]?.steps, [{ type: 'scale', offset: 3, spread: 2 }]);
  assert.deepEqual(data.targets[0]?.steps, []);
  assert.deepEqual(outcome?.metrics, { train: { loss: 7 }, test: { loss: 3 } });
  assert.deepEqual([outcome?.epochs, outcome?.parameters], [4, Float32Array.of(1, 2)]);
});

test('a short training is one report, with every epoch and what the end measured', async () => {
  const { reports } = await train(
    { epochTime: 1, measureTime: 0 },
    { split: { by: 'fraction', fractions: { validation: 0.2 }, seed: 1 }, metrics: ['mae'] },
  );
  assert.equal(reports.length, 1);
  const [{ epoch, progress, loss, series }] = reports as [Progress];
  assert.deepEqual([epoch, progress, loss], [4, 1, 0.25]);
  assert.deepEqual(
    [series.epoch, series.values['train.loss']],
    [
      [1, 2, 3, 4],
      [1, 1 / 2, 1 / 3, 1 / 4],
    ],
  );
  assert.deepEqual(Object.keys(series.values).sort(), [
    'learningRate',
    'train.loss',
    'validation.loss',
    'validation.mae',
  ]);
  assert.equal(series.values['validation.loss']?.at(-1), 2);
});

test('reports come at most four times a second', async () => {
  const start = performance.now();
  const { reports } = await train({ epochTime: 2, measureTime: 0 }, { epochs: 300 });
  const seconds = (performance.now() - start) / 1000;
  assert.ok(
    reports.length >= 2 && reports.length <= 4 * seconds + 1,
    `${reports.length} in ${seconds} s`,
  );
  assert.deepEqual(
    reports.map(({ epoch }) => epoch),
    reports.map(({ epoch }) => epoch).sort((a, b) => a - b),
  );
});

test('measuring a costly split does not take over', async () => {
  const { trainer } = await train(
    { epochTime: 1, measureTime: 10 },
    { split: { by: 'fraction', fractions: { test: 0.2 }, seed: 1 }, epochs: 200 },
  );
  // A fifth of the time: after one epoch in fifty. Twice that for timers that are late, and the end's two.
  assert.ok(trainer.measured >= 4 && trainer.measured <= 10, `${trainer.measured} measurements`);
});

test('divergence: where, and what to try', async () => {
  await assert.rejects(train({ epochTime: 0, measureTime: 0, divergesIn: 3 }), (error) => {
    assert.ok(error instanceof TrainingFailure);
    assert.deepEqual([error.code, error.at], ['diverged', { epoch: 3, step: 2 }]);
    assert.match(
      error.message,
      /in epoch 3, step 2\. A learning rate of 0\.5 is likely too high: try 0\.05\.$/,
    );
    return true;
  });
});

test('a full-batch solver ends when it has converged, and gives no advice on learning rates', async () => {
  const optimizer = { type: 'l-bfgs' };
  const split = { by: 'fraction', fractions: { validation: 0.2 }, seed: 1 } as const;
  const converged = await train(
    { epochTime: 1, measureTime: 0, convergesIn: 7 },
    { optimizer, epochs: 100, split },
  );
  assert.deepEqual([converged.outcome?.epochs, converged.outcome?.converged], [7, true]);
  assert.equal(converged.reports.at(-1)?.epoch, 7);
  const ended = await train({ epochTime: 1, measureTime: 0 }, { optimizer });
  assert.deepEqual([ended.outcome?.epochs, ended.outcome?.converged], [4, false]);
  const plain = await train({ epochTime: 1, measureTime: 0 });
  assert.equal(plain.outcome?.converged, null);
  await assert.rejects(train({ epochTime: 0, measureTime: 0, divergesIn: 1 }, { optimizer }), {
    message: 'The loss became NaN or infinite in epoch 1, step 2. Start from smaller weights.',
  });
});

test('a loss that is finite while training but not over the whole split has diverged too', async () => {
  await assert.rejects(
    train({ epochTime: 0, measureTime: 0, finalLoss: Number.POSITIVE_INFINITY }),
    (error) => error instanceof TrainingFailure && error.code === 'diverged',
  );
});

test('cancelled: at once, without an outcome', async () => {
  const cancel = new AbortController();
  setTimeout(() => cancel.abort(), 30);
  const { ended, trainer } = await train(
    { epochTime: 5, measureTime: 0 },
    { epochs: 1e6 },
    { cancelled: cancel.signal },
  );
  assert.equal(ended, 'cancelled');
  assert.ok(trainer.epoch < 100);
});

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

test('checkpoints every n epochs: the newest and the best stay, and the rest goes on from there', async () => {
  const rule = { everyEpochs: 3, keep: 2 };
  const first = await train({ epochTime: 0, measureTime: 0 }, { epochs: 20 }, { rule });
  const written = first.said.flatMap((m) => (m.type === 'checkpoint' ? [m.checkpoint.epoch] : []));
  assert.deepEqual(written, [3, 6, 9, 12, 15, 18]);
  const list = await first.folder.list();
  assert.deepEqual(
    list.map(({ number, epoch, step, best }) => [number, epoch, step, best]),
    [
      [5, 15, 30, false],
      [6, 18, 36, true],
    ],
  );
  assert.deepEqual(list[1]?.metrics, { 'train.loss': 1 / 18 });
  const { folder } = first;
  const second = await train({ epochTime: 0, measureTime: 0 }, { epochs: 21 }, { rule, folder });
  const [resumed] = second.said;
  assert.ok(resumed?.type === 'resumed');
  assert.deepEqual([resumed.checkpoint, resumed.epoch, resumed.step], [6, 18, 36]);
  assert.deepEqual(resumed.series.epoch, upTo(18), 'nobody has said that it stored any');
  assert.deepEqual(
    second.reports.flatMap(({ series }) => series.epoch),
    [19, 20, 21],
  );
  assert.deepEqual(second.outcome?.inputs, first.outcome?.inputs);
});

test('a best checkpoint outlives newer ones', async () => {
  const play = { epochTime: 0, measureTime: 0, losses: [5, 3, 4, 6, 7, 8, 9, 9] };
  const { folder } = await train(play, { epochs: 8 }, { rule: { everyEpochs: 1, keep: 1 } });
  const list = await folder.list();
  assert.deepEqual(
    list.map(({ epoch, best }) => [epoch, best]),
    [
      [2, true],
      [7, false],
    ],
  );
});

test('paused: a checkpoint of where it was', async () => {
  const pause = new AbortController();
  setTimeout(() => pause.abort(), 30);
  const { ended, folder, trainer, reports } = await train(
    { epochTime: 5, measureTime: 0 },
    { epochs: 1e6 },
    { paused: pause.signal },
  );
  assert.equal(ended, 'paused');
  const [checkpoint] = await folder.list();
  assert.equal(checkpoint?.epoch, trainer.epoch);
  assert.equal(reports.at(-1)?.epoch, trainer.epoch, 'what it holds has been reported');
});

/** A disk that is full for the first `refusals` checkpoints. */
class FullDisk extends CheckpointFolder {
  refusals = 1;

  override write<Run>(checkpoint: Checkpoint<Run>, keep: number): Promise<CheckpointInfo> {
    if (this.refusals === 0) return super.write(checkpoint, keep);
    this.refusals -= 1;
    const details = { code: 'ENOSPC', syscall: 'write' };
    return Promise.reject(Object.assign(new Error('no space left on device'), details));
  }
}

test('a checkpoint the disk does not take costs nothing but itself', async () => {
  const given = { rule: { everyEpochs: 2, keep: 2 }, folder: new FullDisk(join(folder, 'full')) };
  const { outcome, said } = await train({ epochTime: 0, measureTime: 0 }, { epochs: 5 }, given);
  assert.equal(outcome?.epochs, 5);
  const about = said.filter(({ type }) => type.startsWith('checkpoint')).map(({ type }) => type);
  assert.deepEqual(about, ['checkpoint-failed', 'checkpoint']);
});

test('a pause waits until its checkpoint is stored', async () => {
  const pause = new AbortController();
  pause.abort();
  const given = { paused: pause.signal, folder: new FullDisk(join(folder, 'filled')) };
  const { ended, said, folder: after } = await train({ epochTime: 1, measureTime: 0 }, {}, given);
  assert.equal(ended, 'paused');
  assert.deepEqual(
    said.slice(0, 2).map(({ type }) => type),
    ['checkpoint-failed', 'checkpoint'],
  );
  assert.equal((await after.list()).length, 1);
});
