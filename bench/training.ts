// nabla's side of a race: a trainer in this process over a file of random rows, measured by whole
// epochs, so that shuffling and gathering count.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolve } from '../src/catalog/entry.ts';
import { losses } from '../src/catalog/losses.ts';
import { optimizers } from '../src/catalog/optimizers.ts';
import {
  type Field,
  type NetworkSpec,
  native,
  type OptimizerSpec,
  type TrainerOptions,
} from '../src/native.ts';
import { toSpec } from '../src/networks/spec.ts';
import { flopsPerStep, type Network, type Step } from './work.ts';

type TrainedStep = Pick<Step, 'network' | 'optimizer' | 'stepsPerEpoch'>;

export class Training {
  readonly #directory: string;
  readonly #trainer: InstanceType<typeof native.Trainer>;
  readonly #stepsPerEpoch: number;
  #epochs = 0;

  constructor({ network, optimizer, stepsPerEpoch }: TrainedStep, threads: number) {
    this.#directory = mkdtempSync(join(tmpdir(), 'nabla-bench-'));
    this.#stepsPerEpoch = stepsPerEpoch;
    const spec = specOf(network);
    const start = new native.Network(spec);
    start.initialize();
    const rows = stepsPerEpoch * network.batch;
    this.#trainer = new native.Trainer({
      spec,
      parameters: start.parameters(),
      losses: [{ reduction: 'mean', ...resolve(losses, network.loss) }],
      optimizer: resolve(optimizers, { type: optimizer, learningRate: 0.001 }) as OptimizerSpec,
      batchSize: network.batch,
      seed: 1,
      shuffle: true,
      threads,
      data: writeRows(join(this.#directory, 'rows.bin'), network, rows),
      train: Uint32Array.from({ length: rows }, (_, row) => row),
    });
  }

  /** Seconds for one step, the mean over at least `steps`, in whole epochs. */
  async measure(steps: number): Promise<number> {
    const epochs = Math.max(1, Math.ceil(steps / this.#stepsPerEpoch));
    this.#epochs += epochs;
    const start = performance.now();
    const { state } = await this.#trainer.run(this.#epochs, 600_000);
    const seconds = (performance.now() - start) / 1000;
    if (state !== 'done') throw new Error(`the training is ${state}`);
    return seconds / (epochs * this.#stepsPerEpoch);
  }

  close(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** Steps that take about `seconds` at 30 GFLOP/s, and at least as many as 2 µs a step allow. */
export function stepsFor(network: Network, seconds: number): number {
  return Math.max(1, Math.round(seconds / Math.max(flopsPerStep(network) / 30e9, 2e-6)));
}

/** The network as a client would write it, with the catalogue's defaults. */
export function specOf({ dims }: Network): NetworkSpec {
  return toSpec({ name: 'bench', seed: 1, inputSize: dims[0], layers: dense(dims) });
}

/** A chain of dense layers of these widths, after the input's. */
export function dense(dims: readonly number[]) {
  const last = dims.length - 2;
  const output = dims[dims.length - 1] > 1 ? 'softmax' : 'identity';
  return dims
    .slice(1)
    .map((units, i) => ({ type: 'dense', units, activation: i === last ? output : 'relu' }));
}

const plain = { fill: Number.NaN };

/** Rows as a data set keeps them: float32 inputs, then the class or the target, 8-byte aligned. */
function writeRows(path: string, { dims, loss }: Network, rows: number): TrainerOptions['data'] {
  const width = dims[0];
  const classes = dims[dims.length - 1];
  const rowBytes = Math.ceil((4 * width + 4) / 8) * 8;
  const bytes = new DataView(new ArrayBuffer(rows * rowBytes));
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < width; i++) bytes.setFloat32(row * rowBytes + 4 * i, random(), true);
    const at = row * rowBytes + 4 * width;
    if (loss === 'cross-entropy') bytes.setInt32(at, Math.floor(random() * classes), true);
    else bytes.setFloat32(at, random(), true);
  }
  writeFileSync(path, bytes);
  const inputs: Field[] = [
    { offset: 0, type: 'f32', count: width, encoding: 'value', classes: 0, ...plain },
  ];
  const targets: Field[] =
    loss === 'cross-entropy'
      ? [{ offset: 4 * width, type: 'i32', count: 1, encoding: 'one-hot', classes, ...plain }]
      : [{ offset: 4 * width, type: 'f32', count: 1, encoding: 'value', classes: 0, ...plain }];
  return { path, rowBytes, inputs, targets };
}
