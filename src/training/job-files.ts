// The directory of a job: what its trainer reads and writes, and what of it stays. Knows no states.
import { link, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataDirectory } from '../storage/files.ts';
import { CheckpointFolder } from './checkpoints.ts';
import { checkpointFolder, type Plan, planFile, resultFile, startFile } from './protocol.ts';

export class JobFiles {
  readonly #files: DataDirectory;

  constructor(files: DataDirectory) {
    this.#files = files;
  }

  directory(id: string): string {
    return this.#files.jobDirectory(id);
  }

  /** Lays out what a trainer needs, durably. `snapshot` puts the network's parameters at a path. */
  async prepare(
    id: string,
    plan: Plan,
    snapshot: (path: string) => Promise<unknown>,
  ): Promise<void> {
    const copy = this.#files.temporaryPath();
    await snapshot(copy);
    await this.#files.moveDurably(copy, join(this.directory(id), startFile));
    const text = Buffer.from(JSON.stringify(plan));
    await this.#files.writeDurably(join(this.directory(id), planFile), [text]);
  }

  async plan(id: string): Promise<Plan> {
    return JSON.parse(await readFile(join(this.directory(id), planFile), 'utf8')) as Plan;
  }

  /** A second name for the file of the result, to be moved away: storing it may have to be repeated. */
  async linkResult(id: string): Promise<string> {
    const copy = this.#files.temporaryPath();
    await link(join(this.directory(id), resultFile), copy);
    return copy;
  }

  /** Gives room back once a job is over: its start, and its result unless that is the only copy. */
  async tidy(id: string, keepResult: boolean): Promise<void> {
    await this.#files.remove(join(this.directory(id), startFile));
    if (!keepResult) await this.#files.remove(join(this.directory(id), resultFile));
  }

  checkpoints(id: string): CheckpointFolder {
    return new CheckpointFolder(join(this.directory(id), checkpointFolder));
  }

  remove(id: string): Promise<void> {
    return this.#files.remove(this.directory(id));
  }
}
