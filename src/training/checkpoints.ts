// The checkpoints of one job: files written by its trainer, listed and sent by the server. Knows
// neither process nor job record. A file is safetensors: tensors named as the trainer's state is
// (`hidden.weights`, `optimizer.mean.hidden.weights`, `run.step`), and metadata with epoch, step, a
// checksum, and in `run` what the loop around the trainer goes on from.
import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StateArray } from '../native.ts';
import {
  decodeSafetensors,
  encodeSafetensors,
  headerEnd,
  type NamedTensor,
  SafetensorsError,
  safetensorsMetadata,
} from '../networks/safetensors.ts';
import { replaceDurably, syncDirectory } from '../storage/durable.ts';

/** When checkpoints are written (one of the three), and how many of the newest are kept beside the best. */
export interface CheckpointRule {
  everySeconds?: number;
  everyEpochs?: number;
  everySteps?: number;
  keep: number;
}

/** At most a minute of training is lost; the one before the newest covers for a damaged disk. */
export const defaultCheckpoints: CheckpointRule = { everySeconds: 60, keep: 2 };

export interface CheckpointInfo {
  /** 1, 2, … within the job. */
  number: number;
  /** Whole epochs finished, and steps. */
  epoch: number;
  step: number;
  createdAt: string;
  bytes: number;
  /** Values measured last by `<split>.<metric>`. */
  metrics: Record<string, number>;
  /** The lowest loss of those there are: of the validation split if there is one. */
  best: boolean;
}

/** What is written; `Run` is the loop's, anything JSON can hold. */
export interface Checkpoint<Run> {
  epoch: number;
  step: number;
  metrics: Record<string, number>;
  state: readonly StateArray[];
  run: Run;
}

const fileName = /^(\d{1,9})\.safetensors$/;

export class CheckpointFolder {
  readonly #directory: string;

  /** `directory` need not exist before the first is written. */
  constructor(directory: string) {
    this.#directory = directory;
  }

  path(number: number): string {
    return join(this.#directory, `${number}.safetensors`);
  }

  /** Oldest first. What cannot be read, or has gone meanwhile, is left out. */
  async list(): Promise<CheckpointInfo[]> {
    const found = await Promise.all((await this.#numbers()).map((number) => this.#look(number)));
    const infos = found.filter((info) => info !== undefined);
    const best = bestOf(infos);
    return infos.map((info) => ({ ...info, best: info === best }));
  }

  /** Durable when this resolves. What it does not keep by `keep` is removed. */
  async write<Run>(checkpoint: Checkpoint<Run>, keep: number): Promise<CheckpointInfo> {
    await this.#prepare();
    const number = ((await this.#numbers()).at(-1) ?? 0) + 1;
    await replaceDurably(this.path(number), encode(checkpoint));
    const infos = await this.list();
    const kept = new Set(infos.slice(-keep));
    for (const info of infos) {
      if (!kept.has(info) && !info.best) await rm(this.path(info.number), { force: true });
    }
    const written = infos.find((info) => info.number === number);
    if (written === undefined) throw new Error(`checkpoint ${number} cannot be read back`);
    return written;
  }

  /** The newest one whose checksum holds; undefined when there is none. */
  async newest<Run>(): Promise<(Checkpoint<Run> & { number: number }) | undefined> {
    for (const number of (await this.#numbers()).reverse()) {
      const checkpoint = await this.read<Run>(number).catch(refuseDamaged);
      if (checkpoint !== undefined) return { ...checkpoint, number };
    }
    return undefined;
  }

  /** Throws SafetensorsError when the file is damaged. */
  async read<Run>(number: number): Promise<Checkpoint<Run>> {
    return decode<Run>(await readFile(this.path(number)));
  }

  async #prepare(): Promise<void> {
    const made = await mkdir(this.#directory, { recursive: true });
    if (made !== undefined) await syncDirectory(join(this.#directory, '..'));
    for (const name of await readdir(this.#directory)) {
      if (!fileName.test(name)) await rm(join(this.#directory, name), { force: true });
    }
  }

  async #numbers(): Promise<number[]> {
    const names = await readdir(this.#directory).catch(emptyIfMissing);
    const numbers = names.map((name) => Number(fileName.exec(name)?.[1] ?? 0));
    return numbers.filter((number) => number > 0).sort((a, b) => a - b);
  }

  async #look(number: number): Promise<CheckpointInfo | undefined> {
    try {
      const { size, head } = await readHead(this.path(number));
      const { epoch, step, createdAt, metrics } = safetensorsMetadata(head);
      return {
        ...{ number, epoch: Number(epoch), step: Number(step), createdAt: createdAt ?? '' },
        ...{ bytes: size, metrics: JSON.parse(metrics ?? '{}'), best: false },
      };
    } catch (error) {
      if (error instanceof SyntaxError) return undefined; // of the metrics' JSON
      return refuseDamaged(error);
    }
  }
}

/** The earliest of the lowest, so that a value that was not measured again keeps its place. */
function bestOf(infos: readonly CheckpointInfo[]): CheckpointInfo | undefined {
  const loss = ({ metrics }: CheckpointInfo) =>
    metrics['validation.loss'] ?? metrics['train.loss'] ?? Number.POSITIVE_INFINITY;
  const lowest = Math.min(...infos.map(loss));
  return infos.find((info) => loss(info) === lowest);
}

function encode<Run>({ epoch, step, metrics, state, run }: Checkpoint<Run>): Uint8Array[] {
  const metadata = {
    ...{ format: 'nabla-checkpoint', epoch: `${epoch}`, step: `${step}` },
    ...{ createdAt: new Date().toISOString(), metrics: JSON.stringify(metrics) },
    run: JSON.stringify(run),
  };
  const checksum = digest(encodeSafetensors(state, { ...metadata, checksum: noChecksum }));
  return encodeSafetensors(state, { ...metadata, checksum });
}

function decode<Run>(file: Buffer): Checkpoint<Run> {
  const tensors = decodeSafetensors(file);
  const { epoch, step, metrics = '{}', run = '', checksum = '' } = safetensorsMetadata(file);
  if (checksum !== digest(withoutChecksum(file, checksum))) {
    throw new SafetensorsError('the checksum does not hold');
  }
  return {
    ...{ epoch: Number(epoch), step: Number(step), metrics: JSON.parse(metrics) },
    ...{ state: tensors.map(toStateArray), run: JSON.parse(run) as Run },
  };
}

/** Stands in the file while its digest is taken, so that the digest can cover all of it. */
const noChecksum = '0'.repeat(64);

function digest(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

function withoutChecksum(file: Buffer, checksum: string): Uint8Array[] {
  const at = file.indexOf(`"checksum":"${checksum}"`) + '"checksum":"'.length;
  return [file.subarray(0, at), Buffer.from(noChecksum), file.subarray(at + checksum.length)];
}

function toStateArray({ name, shape, values }: NamedTensor): StateArray {
  return { name, shape: [...shape], values };
}

async function readHead(path: string): Promise<{ size: number; head: Uint8Array }> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const length = Buffer.alloc(8);
    await file.read(length, 0, 8, 0);
    const head = Buffer.alloc(headerEnd(length));
    await file.read(head, 0, head.length, 0);
    return { size, head };
  } finally {
    await file.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function emptyIfMissing(error: unknown): string[] {
  if (isMissing(error)) return [];
  throw error;
}

function refuseDamaged(error: unknown): undefined {
  if (error instanceof SafetensorsError || isMissing(error)) return undefined;
  throw error;
}
