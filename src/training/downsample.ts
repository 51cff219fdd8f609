// Shortening of metric series for storage and for drawing. Pure.

/** Values by name, each as long as `epoch`. A value that was not measured, or not finite, is null. */
export interface Series {
  epoch: number[];
  values: Record<string, (number | null)[]>;
}

/**
 * At most `maxPoints` (≥ 2) of the points, first and last kept. Points are cut into equal runs, and of
 * each run the points where some series is lowest or highest are kept, so no spike is lost.
 */
export function downsample(series: Series, maxPoints: number): Series {
  const count = series.epoch.length;
  if (count <= maxPoints) return series;
  const columns = Object.values(series.values);
  const runs = Math.floor((maxPoints - 2) / (2 * Math.max(1, columns.length)));
  if (runs === 0) return pick(series, evenly(count, maxPoints));
  const kept = new Set([0, count - 1]);
  for (let run = 0; run < runs; run++) {
    const from = 1 + Math.floor((run * (count - 2)) / runs);
    const to = 1 + Math.floor(((run + 1) * (count - 2)) / runs);
    for (const column of columns) for (const at of extremes(column, from, to)) kept.add(at);
  }
  return pick(
    series,
    [...kept].sort((a, b) => a - b),
  );
}

/** Too few points for the extremes of every series. */
function evenly(count: number, points: number): number[] {
  return Array.from({ length: points }, (_, i) => Math.round((i * (count - 1)) / (points - 1)));
}

/** The positions of the lowest and the highest value in [from, to); none when all are null. */
function extremes(column: readonly (number | null)[], from: number, to: number): number[] {
  let low = -1;
  let high = -1;
  for (let at = from; at < to; at++) {
    const value = column[at];
    if (value === null || value === undefined) continue;
    if (low < 0 || value < (column[low] as number)) low = at;
    if (high < 0 || value > (column[high] as number)) high = at;
  }
  return low < 0 ? [] : [low, high];
}

function pick(series: Series, positions: readonly number[]): Series {
  const chosen = <T>(column: readonly T[]) => positions.map((at) => column[at] as T);
  const values = Object.entries(series.values).map(([name, column]) => [name, chosen(column)]);
  return { epoch: chosen(series.epoch), values: Object.fromEntries(values) };
}

/** The points of the epochs that `keep` is true for. */
export function part(series: Series, keep: (epoch: number) => boolean): Series {
  const positions = series.epoch.flatMap((epoch, at) => (keep(epoch) ? [at] : []));
  return pick(series, positions);
}

/** One series after another; a name that one of them lacks is null there. */
export function concatenated(parts: readonly Series[]): Series {
  const names = new Set(parts.flatMap((part) => Object.keys(part.values)));
  const values: Series['values'] = {};
  for (const name of names) {
    values[name] = parts.flatMap(
      (part) => part.values[name] ?? new Array<null>(part.epoch.length).fill(null),
    );
  }
  return { epoch: parts.flatMap((part) => part.epoch), values };
}
