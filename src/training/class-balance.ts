// Weights that make every class count alike, from how often each comes in the training split.
import type { LossSpec } from '../native.ts';
import type { Plan } from './protocol.ts';
import { scanRecords } from './record-scan.ts';

/** P/(K·n) for a class of n of the P rows; 1 for a class without any. */
export function balancedWeights(counts: readonly number[]): number[] {
  const rows = counts.reduce((sum, n) => sum + n, 0);
  return counts.map((n) => (n === 0 ? 1 : rows / (counts.length * n)));
}

/** The losses of a plan, `balanced` replaced by the weights of the classes in the rows `train`. */
export async function balancedLosses(
  { losses, balanced, data }: Plan,
  path: string,
  train: Uint32Array,
): Promise<LossSpec[]> {
  if (balanced.length === 0) return losses;
  const counts = balanced.map(({ classes }) => new Array<number>(classes).fill(0));
  const trains = new Uint8Array(data.rowCount);
  for (const row of train) trains[row] = 1;
  const places = balanced.map(({ place }) => place);
  await scanRecords({ path, ...data }, places, (row, values) => {
    if (trains[row] === 0) return;
    for (const [i, classes] of counts.entries()) {
      const code = values[i] as number;
      classes[code] = (classes[code] as number) + 1;
    }
  });
  return losses.map((loss, output) => {
    const at = balanced.findIndex((entry) => entry.output === output);
    return at < 0 ? loss : { ...loss, classWeights: balancedWeights(counts[at] ?? []) };
  });
}
