// The one way predictions are computed: small ones at once on the event loop, what comes together for
// one network as one batch, larger ones on native threads in chunks of bounded memory.
import { ApiError, badRequest, count, invalidAt, unavailable } from '../errors.ts';
import type { FloatArray } from '../native.ts';
import type { LoadedNetwork } from './loaded.ts';
import { allocate } from './rows.ts';

/**
 * At 10 GFLOP/s, a tenth of one core, this is 0.1 ms: about what handing a batch to another thread and
 * taking it back costs, and far from being felt by other requests.
 */
const flopsAtOnce = 1e6;
/**
 * A row that costs less gains nothing from others beside it: measured, one of 8-64-1 takes 0.8 µs, less
 * than queueing it; one of 784-512-512-10 takes 74 µs alone and 15 to 20 in a batch, whose weights are
 * read once for all.
 */
const flopsWorthBatching = 1e5;
/** Rows the addon computes together; beyond, a batch gains nothing. */
const batchRows = 256;
/** Values of the widest layer a chunk may hold: 32 MiB of float64. */
const chunkValues = 4 * 1024 * 1024;
/** Of a chunk, some tens of milliseconds: how late it is noticed that nobody waits any more. */
const chunkFlops = 4e9;
/** Numbers one reply may hold: about 160 MB of JSON, a third of the longest string V8 makes. */
const maxOutputValues = 8 * 1024 * 1024;
/** 10¹³: some minutes on two cores. Beyond, the caller has mistaken a request for a job. */
const maxFlops = 1e13;

/** Whoever waits for a result. */
export interface Caller {
  /** True when nobody reads the answer any more. */
  gone(): boolean;
  /** On the clock of `performance.now()`: what has not begun by then is given up. */
  deadline: number;
}

/** Waits for as long as it takes. */
export const patient: Caller = { gone: () => false, deadline: Number.POSITIVE_INFINITY };

/** What a computation took, for those who keep figures. */
export interface Computed {
  rows: number;
  flops: number;
  seconds: number;
}

interface Entry {
  x: FloatArray;
  rows: number;
  caller: Caller;
  resolve(y: FloatArray): void;
  reject(error: unknown): void;
}

/** What waits for one network. */
interface Queue {
  entries: Entry[];
  computing: boolean;
}

export class Compute {
  readonly #threads: number;
  readonly #queues = new WeakMap<LoadedNetwork, Queue>();
  /** Computations on native threads now. */
  #running = 0;
  /** Told of every computation. */
  observe: (computed: Computed) => void = () => undefined;

  /** `threads`: of all computations together, about. */
  constructor(threads: number) {
    this.#threads = threads;
  }

  /**
   * rows × inputSize → rows × Σ output sizes, at once when it is little. The same bits in whatever
   * company a row is computed. Refuses with 422 what no reply could hold.
   */
  forward(
    network: LoadedNetwork,
    x: FloatArray,
    rows: number,
    caller: Caller = patient,
  ): FloatArray | Promise<FloatArray> {
    const { flopsPerRow } = network.summary;
    checkSize(rows, network.outputSize, flopsPerRow);
    if (flopsPerRow < flopsWorthBatching && rows * flopsPerRow <= flopsAtOnce) {
      return this.#atOnce(network, x, rows);
    }
    if (rows * flopsPerRow > flopsAtOnce && rows >= batchRows / 4) {
      return this.#inChunks(network, x, rows, caller);
    }
    return new Promise((resolve, reject) => {
      this.#enqueue(network, { x, rows, caller, resolve, reject });
    });
  }

  /** The same for any number of rows, when the outputs do not stay in memory: for chunks of a stream. */
  stream(
    network: LoadedNetwork,
    x: FloatArray,
    rows: number,
    caller: Caller,
  ): Promise<FloatArray> | FloatArray {
    if (rows * network.summary.flopsPerRow <= flopsAtOnce) return this.#atOnce(network, x, rows);
    return this.#inChunks(network, x, rows, caller);
  }

  #atOnce(network: LoadedNetwork, x: FloatArray, rows: number): FloatArray {
    const began = performance.now();
    const y = network.native.predict(x, rows);
    this.#tell(network, rows, began);
    return y;
  }

  #enqueue(network: LoadedNetwork, entry: Entry): void {
    const queue = this.#queues.get(network) ?? { entries: [], computing: false };
    this.#queues.set(network, queue);
    queue.entries.push(entry);
    if (queue.computing) return;
    queue.computing = true;
    // What arrived in the same turn of the event loop joins; nothing waits for longer.
    setImmediate(() => void this.#drain(network, queue));
  }

  async #drain(network: LoadedNetwork, queue: Queue): Promise<void> {
    while (queue.entries.length > 0) {
      const batch = takeBatch(queue.entries);
      try {
        if (batch.length > 0) await this.#computeBatch(network, batch);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    queue.computing = false;
  }

  async #computeBatch(network: LoadedNetwork, batch: readonly Entry[]): Promise<void> {
    const [first] = batch;
    if (first === undefined) return;
    const rows = batch.reduce((sum, entry) => sum + entry.rows, 0);
    const x = batch.length === 1 ? first.x : joined(batch);
    const small = rows * network.summary.flopsPerRow <= flopsAtOnce;
    const y = small
      ? this.#atOnce(network, x, rows)
      : await this.#onThread(network, x, rows, this.#crew());
    let row = 0;
    for (const entry of batch) {
      entry.resolve(y.subarray(row * network.outputSize, (row + entry.rows) * network.outputSize));
      row += entry.rows;
    }
  }

  async #inChunks(
    network: LoadedNetwork,
    x: FloatArray,
    rows: number,
    caller: Caller,
  ): Promise<FloatArray> {
    const { flopsPerRow, layers } = network.summary;
    const inputSize = x.length / rows;
    const widest = layers.reduce((most, layer) => Math.max(most, layer.outputSize), inputSize);
    const most = Math.min(chunkValues / widest, chunkFlops / Math.max(1, flopsPerRow));
    const chunk = Math.max(1, Math.floor(most));
    if (chunk >= rows) {
      checkCaller(caller);
      return this.#onThread(network, x, rows, this.#crew());
    }
    const y = allocate(
      x instanceof Float32Array ? 'float32' : 'float64',
      rows * network.outputSize,
    );
    for (let row = 0; row < rows; row += chunk) {
      checkCaller(caller);
      const end = Math.min(row + chunk, rows);
      const part = x.subarray(row * inputSize, end * inputSize);
      const crew = this.#crew();
      y.set(await this.#onThread(network, part, end - row, crew), row * network.outputSize);
    }
    return y;
  }

  /** Alone a computation takes every thread; beside others its share. */
  #crew(): number {
    return Math.max(1, Math.floor(this.#threads / (this.#running + 1)));
  }

  async #onThread(
    network: LoadedNetwork,
    x: FloatArray,
    rows: number,
    threads: number,
  ): Promise<FloatArray> {
    const began = performance.now();
    this.#running += 1;
    try {
      return await network.native.predictAsync(x, rows, threads);
    } finally {
      this.#running -= 1;
      this.#tell(network, rows, began);
    }
  }

  #tell({ summary }: LoadedNetwork, rows: number, began: number): void {
    const seconds = (performance.now() - began) / 1000;
    this.observe({ rows, flops: rows * summary.flopsPerRow, seconds });
  }
}

/** The next entries that somebody waits for, together at most `batchRows` rows or one entry. */
function takeBatch(entries: Entry[]): Entry[] {
  const batch: Entry[] = [];
  let rows = 0;
  let taken = 0;
  for (const entry of entries) {
    if (batch.length > 0 && rows + entry.rows > batchRows) break;
    taken += 1;
    const refusal = refusalOf(entry.caller);
    if (refusal !== undefined) entry.reject(refusal);
    else {
      batch.push(entry);
      rows += entry.rows;
    }
  }
  entries.splice(0, taken);
  return batch;
}

function joined(batch: readonly Entry[]): FloatArray {
  const length = batch.reduce((sum, { x }) => sum + x.length, 0);
  const x = allocate(batch[0]?.x instanceof Float32Array ? 'float32' : 'float64', length);
  let at = 0;
  for (const entry of batch) {
    x.set(entry.x, at);
    at += entry.x.length;
  }
  return x;
}

function refusalOf({ gone, deadline }: Caller): ApiError | undefined {
  if (gone()) return badRequest('the request was cut off');
  if (performance.now() > deadline) {
    return unavailable('the prediction has waited too long for its turn');
  }
  return undefined;
}

/** Throws when nobody waits any more. */
export function checkCaller(caller: Caller): void {
  const refusal = refusalOf(caller);
  if (refusal !== undefined) throw refusal;
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
