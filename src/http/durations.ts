// A Prometheus histogram of seconds that costs a request almost nothing: who observes holds the series
// of its labels, so that no labels are looked up. prom-client only reads it.
import type { Metric, Registry } from 'prom-client';

export interface Series {
  observe(seconds: number): void;
}

class Counts implements Series {
  readonly labels: Readonly<Record<string, string>>;
  /** By bucket, not summed up; the last one is beyond the last bound. */
  readonly counts: Float64Array;
  readonly #bounds: readonly number[];
  sum = 0;

  constructor(labels: Readonly<Record<string, string>>, bounds: readonly number[]) {
    this.labels = labels;
    this.#bounds = bounds;
    this.counts = new Float64Array(bounds.length + 1);
  }

  observe(seconds: number): void {
    let bucket = 0;
    while (bucket < this.#bounds.length && seconds > (this.#bounds[bucket] as number)) bucket += 1;
    this.counts[bucket] = (this.counts[bucket] as number) + 1;
    this.sum += seconds;
  }
}

export interface DurationsOptions {
  name: string;
  help: string;
  /** Upper bounds in seconds, rising. */
  buckets: readonly number[];
  registry: Registry;
}

export class Durations {
  readonly #options: DurationsOptions;
  readonly #series: Counts[] = [];

  constructor(options: DurationsOptions) {
    this.#options = options;
    const { name, help, registry } = options;
    const metric = {
      ...{ name, help, type: 'histogram', aggregator: 'sum' },
      get: async () => ({ ...metric, values: this.#values() }),
    };
    registry.registerMetric(metric as unknown as Metric);
  }

  /** A new series; make it once for each set of labels. */
  series(labels: Readonly<Record<string, string>> = {}): Series {
    const counts = new Counts(labels, this.#options.buckets);
    this.#series.push(counts);
    return counts;
  }

  #values(): object[] {
    const { name, buckets } = this.#options;
    return this.#series.flatMap(({ labels, counts, sum }) => {
      let total = 0;
      const rows = [...buckets, '+Inf'].map((le, bucket) => {
        total += counts[bucket] as number;
        return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: total };
      });
      return [
        ...rows,
        { metricName: `${name}_sum`, labels, value: sum },
        { metricName: `${name}_count`, labels, value: total },
      ];
    });
  }
}
