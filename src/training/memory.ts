// What memory a training takes, estimated before it is queued, and what there is for all of them.
// Pure but for one look at the machine.
import { totalmem } from 'node:os';
import type { Native, NetworkSpec } from '../native.ts';

export interface Demand {
  spec: NetworkSpec;
  optimizer: { type: string; [parameter: string]: unknown };
  batchSize: number | 'full';
  /** Of the data set. */
  rows: number;
  /** Tensors as large as the weights that the job keeps beside the optimiser's. */
  extraTensors?: number;
}

const MiB = 2 ** 20;

/** A trainer process that trains nothing: Node, the addon, their stacks. */
const processBytes = 96 * MiB;
/** Tensors as large as the weights that the greediest optimiser keeps. */
const optimizerTensors = 3;
/** Row numbers: of all rows, of the splits, and of those that are used. */
const bytesPerRow = 12;
/** What a full-batch solver's blocks of rows are kept to (native/training/full_batch.h). */
const blockBytes = 64 * MiB;
const blockRows = 256;

/**
 * Bytes, from above: weights and optimiser, the buffers of a batch, one copy of all of it on its way
 * into a checkpoint and one into its file, and the process. Mapped data are not counted: the system
 * takes them back when it must.
 */
export function memoryDemand(native: Pick<Native, 'summarize'>, demand: Demand): number {
  const { spec, optimizer, batchSize, rows, extraTensors = 0 } = demand;
  const solver = solverBytes(native, demand);
  const batch = solver > 0 ? Math.min(rows, blockRows) : batchSize === 'full' ? rows : batchSize;
  const { trainingBytes, parameterBytes } = native.summarize(spec, Math.min(batch, rows));
  const kept = solver > 0 ? solver : optimizerTensors * parameterBytes;
  const state = kept + extraTensors * parameterBytes;
  const copies = 2 * (parameterBytes + (optimizer.type === 'levenberg-marquardt' ? 0 : state));
  return processBytes + trainingBytes + state + copies + rows * bytesPerRow;
}

/** What a full-batch solver keeps in float64; 0 for other optimisers. */
function solverBytes(native: Pick<Native, 'summarize'>, { spec, optimizer }: Demand): number {
  const { parameterCount: n } = native.summarize(spec);
  const { type, memory = 10 } = optimizer;
  if (type === 'l-bfgs') return blockBytes + 8 * n * (2 * Number(memory) + 6);
  if (type === 'levenberg-marquardt') return 2 * blockBytes + 8 * n * (2 * n + 6);
  if (type === 'least-squares') return 2 * blockBytes;
  return 0;
}

/** Bytes that this process and its children may take, by the container or else the machine. */
export function grantedMemory(): number {
  const container = process.constrainedMemory(); // 0 or more than there is: no limit
  return container > 0 ? Math.min(container, totalmem()) : totalmem();
}

/** `1.4 GiB`, `96 MiB`. */
export function inBytes(bytes: number): string {
  const inMiB = bytes / MiB;
  return inMiB >= 1024 ? `${(inMiB / 1024).toFixed(1)} GiB` : `${Math.ceil(inMiB)} MiB`;
}
