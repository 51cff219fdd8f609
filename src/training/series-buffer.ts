// Collects what is measured between two reports, epoch by epoch, bounded in size however fast epochs go.
import { downsample, type Series } from './downsample.ts';

/** Points of one report; a trainer that does more epochs between two thins them out. */
const maxPoints = 1024;

const empty = (): Series => ({ epoch: [], values: { 'train.loss': [] } });

export class SeriesBuffer {
  #series = empty();

  /** Training losses of the epochs from `first` on. */
  addLosses(first: number, losses: Float64Array): void {
    const { epoch, values } = this.#series;
    for (const [i, loss] of losses.entries()) {
      epoch.push(first + i);
      for (const column of Object.values(values)) column.push(null);
      (values['train.loss'] as (number | null)[])[epoch.length - 1] = finite(loss);
    }
    if (epoch.length > 16 * maxPoints) this.#series = downsample(this.#series, maxPoints);
  }

  /** A value of an epoch whose loss has been added. */
  addValue(epoch: number, name: string, value: number): void {
    const { epoch: epochs, values } = this.#series;
    const at = epochs.lastIndexOf(epoch);
    if (at < 0) return;
    values[name] ??= new Array<null>(epochs.length).fill(null);
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
