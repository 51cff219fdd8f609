// Levenberg–Marquardt beside tuned SGD on the sine figure: 50 points, three tanh units, from the same
// weights to the same error, on one thread. `node bench/sine-fit.ts` prints a line a seed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Resolved, resolve } from '../src/catalog/entry.ts';
import { losses } from '../src/catalog/losses.ts';
import { optimizers } from '../src/catalog/optimizers.ts';
import { solvers } from '../src/catalog/solvers.ts';
import { type Field, type LossSpec, native, type OptimizerSpec } from '../src/native.ts';
import { toSpec } from '../src/networks/spec.ts';
import { summarize } from './statistics.ts';

/** The training RMSE to be reached: what Levenberg–Marquardt must show in the tests. */
const goal = 0.001;
const seeds = [1, 2, 3, 4, 5, 6];
const rates = [0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.3];
const batchSizes = [1, 2, 5, 10, 50];
const points = 50;
const repeats = 7;

interface Fit {
  settings: string;
  epochs: number;
  ms: number;
}

class SineFit {
  readonly #directory = mkdtempSync(join(tmpdir(), 'nabla-bench-'));
  readonly #path = join(this.#directory, 'rows.bin');

  constructor() {
    const x = Array.from({ length: points }, (_, i) => (2 * i + 1) / points - 1);
    writeFileSync(this.#path, Float64Array.from(x.flatMap((value) => [value, Math.sin(value)])));
  }

  /** Milliseconds inside the addon until the goal is met, or undefined after `most` epochs. */
  async run(
    seed: number,
    optimizer: Resolved,
    batchSize: number,
    stride: number,
    most: number,
  ): Promise<Fit | undefined> {
    const trainer = this.#trainer(seed, optimizer, batchSize);
    let seconds = 0;
    for (let epoch = stride; epoch <= most; epoch += stride) {
      const progress = await trainer.run(epoch, 60_000);
      seconds += progress.seconds;
      if (progress.state === 'diverged') return undefined;
      if (Math.sqrt(2 * (progress.epochLosses.at(-1) ?? Number.NaN)) <= goal) {
        const settings = `rate ${optimizer.learningRate}, batch ${batchSize}`;
        return { settings, epochs: progress.epoch, ms: seconds * 1000 };
      }
    }
    return undefined;
  }

  #trainer(seed: number, optimizer: Resolved, batchSize: number) {
    const spec = toSpec({
      ...{ dtype: 'float64', seed, inputSize: 1 },
      layers: [
        { type: 'dense', units: 3, activation: 'tanh' },
        { type: 'dense', units: 1 },
      ],
    });
    const start = new native.Network(spec);
    start.initialize();
    const field = (offset: number): Field => ({
      ...{ offset, type: 'f64', count: 1, encoding: 'value', classes: 0 },
      ...{ offsetValue: 0, spread: 1, fill: Number.NaN },
    });
    return new native.Trainer({
      ...{ spec, parameters: start.parameters(), batchSize, seed: 1, shuffle: true, threads: 1 },
      losses: [resolve(losses, 'half-squared-error') as LossSpec],
      optimizer: optimizer as OptimizerSpec,
      data: { path: this.#path, rowBytes: 16, inputs: [field(0)], targets: [field(8)] },
      train: Uint32Array.from({ length: points }, (_, i) => i),
    });
  }

  /** The median of several runs. */
  async solver(seed: number): Promise<Fit> {
    const optimizer = resolve(solvers, 'levenberg-marquardt');
    const fits: Fit[] = [];
    for (let i = 0; i < repeats; i++) {
      const fit = await this.run(seed, optimizer, points, 1, 2000);
      if (fit === undefined) throw new Error(`seed ${seed} does not reach ${goal}`);
      fits.push(fit);
    }
    return { ...(fits[0] as Fit), ms: summarize(fits.map(({ ms }) => ms)).median };
  }

  /** The fastest of all rates and batch sizes; looked at every 20 epochs, so that looking costs little. */
  async descent(seed: number): Promise<Fit | undefined> {
    let best: Fit | undefined;
    for (const batchSize of batchSizes) {
      for (const learningRate of rates) {
        const optimizer = resolve(optimizers, { type: 'sgd', learningRate });
        const fit = await this.run(seed, optimizer, batchSize, 20, 100_000);
        if (fit !== undefined && (best === undefined || fit.ms < best.ms)) best = fit;
      }
    }
    return best;
  }

  close(): void {
    rmSync(this.#directory, { recursive: true });
  }
}

const fit = new SineFit();
try {
  const ratios: number[] = [];
  for (const seed of seeds) {
    const solver = await fit.solver(seed);
    const descent = await fit.descent(seed);
    if (descent === undefined) throw new Error(`SGD does not reach ${goal} from seed ${seed}`);
    ratios.push(descent.ms / solver.ms);
    const left = `seed ${seed}: Levenberg–Marquardt ${solver.ms.toFixed(2)} ms (${solver.epochs} steps)`;
    const right = `SGD ${descent.ms.toFixed(2)} ms (${descent.epochs} epochs, ${descent.settings})`;
    console.log(`${left}, ${right}: ${(descent.ms / solver.ms).toFixed(1)} times`);
  }
  console.log(`median: ${summarize(ratios).median.toFixed(1)} times`);
} finally {
  fit.close();
}
