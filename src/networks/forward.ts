// The one way predictions are computed: small ones at once, larger ones off the event loop, in chunks
// of bounded memory, with a bound on what one request may ask for.
import { ApiError, count, invalidAt } from '../errors.ts';
import type { FloatArray, NativeNetwork } from '../native.ts';
import { allocate } from './rows.ts';

/**
 * At 10 GFLOP/s, a tenth of one core, this is 0.1 ms: about what handing a batch to another thread and
 * taking it back costs, and far from being felt by other requests.
 */
const flopsAtOnce = 1e6;
/** Values of the widest layer a chunk may hold: 32 MiB of float64. */
const chunkValues = 4 * 1024 * 1024;
/** Numbers one reply may hold: about 160 MB of JSON, a third of the longest string V8 makes. */
const maxOutputValues = 8 * 1024 * 1024;
/** 10¹³: some minutes on two cores. Beyond, the caller has mistaken a request for a job. */
const maxFlops = 1e13;

/** rows × inputSize → rows × Σ output sizes. Refuses with 422 what no reply could hold. */
export async function forward(
  network: NativeNetwork,
  x: FloatArray,
  rows: number,
): Promise<FloatArray> {
  const { flopsPerRow, layers, outputs } = network.summary;
  const outputSize = outputs.reduce((sum, { size }) => sum + size, 0);
  checkSize(rows, outputSize, flopsPerRow);
  if (rows * flopsPerRow <= flopsAtOnce) return network.predict(x, rows);
  const inputSize = x.length / rows;
  const widest = layers.reduce((most, layer) => Math.max(most, layer.outputSize), inputSize);
  const chunk = Math.max(1, Math.floor(chunkValues / widest));
  if (chunk >= rows) return network.predictAsync(x, rows);
  const y = allocate(x instanceof Float32Array ? 'float32' : 'float64', rows * outputSize);
  for (let row = 0; row < rows; row += chunk) {
    const end = Math.min(row + chunk, rows);
    const part = x.subarray(row * inputSize, end * inputSize);
    y.set(await network.predictAsync(part, end - row), row * outputSize);
  }
  return y;
}

function checkSize(rows: number, outputSize: number, flopsPerRow: number): void {
  if (rows * outputSize > maxOutputValues) {
    const most = Math.max(1, Math.floor(maxOutputValues / outputSize));
    throw invalidAt(
      '/instances',
      `${count(rows, 'row')} of ${count(outputSize, 'output')} are more than one reply holds; send at most ${most} at a time`,
    );
  }
  if (rows * flopsPerRow > maxFlops) {
    throw new ApiError(
      'invalid-input',
      'this is too much to compute in one request; send fewer rows',
      {
        errors: [
          {
            pointer: '/instances',
            detail: `send at most ${count(Math.max(1, Math.floor(maxFlops / flopsPerRow)), 'row')}`,
          },
        ],
      },
    );
  }
}
