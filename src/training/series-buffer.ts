// Collects what is measured between two reports, epoch by epoch, bounded in size however fast epochs go.
import { downsample, type Series } from './downsample.ts';

/** Points of one report; a trainer that does more epochs between two thins them out. */
const maxPoints = 1024;

const empty = (): Series => ({ epoch: [], values: { 'train.loss': [] } });

export class SeriesBuffer {
  #series = empty();

  /** Training losses of the epochs from `first` on, and the learning rates they ended with. */
  addLosses(first: number, losses: Float64Array, rates: Float64Array = new Float64Array()): void {
    const { epoch, values } = this.#series;
    for (const [i, loss] of losses.entries()) {
      epoch.push(first + i);
      for (const column of Object.values(values)) column.push(null);
      (values['train.loss'] as (number | null)[])[epoch.length - 1] = finite(loss);
      const rate = rates[i];
      if (rate !== undefined) this.#set(epoch.length - 1, 'learningRate', rate);
    }
    if (epoch.length > 16 * maxPoints) this.#series = downsample(this.#series, maxPoints);
  }

  /** A value of an epoch whose loss has been added. */
  addValue(epoch: number, name: string, value: number): void {
    const at = this.#series.epoch.lastIndexOf(epoch);
    if (at >= 0) this.#set(at, name, value);
  }

  #set(at: number, name: string, value: number): void {
    const { epoch, values } = this.#series;
    values[name] ??= new Array<null>(epoch.length).fill(null);
    values[name][at] = finite(value);
  }

  /** What take() would give. */
  peek(): Series {
    return downsample(this.#series, maxPoints);
  }

  /** What was added since the last call. */
  take(): Series {
    const series = this.peek();
    this.#series = empty();
    return series;
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
