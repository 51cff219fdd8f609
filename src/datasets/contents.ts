// What data sets hold, each content stored once under a digest of itself: found again by whoever
// uploads the same, checked when it is read, removed with the last data set that has it.
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { DataDirectory } from '../storage/files.ts';
import { blockCount, CheckedFile, damaged } from './checksums.ts';
import { contentPaths, type Staging } from './staging.ts';

/** What a record says of its content. */
export interface ContentRecord {
  /** Its name on disk. */
  content: string;
  /** Digest of the file of checksums, which vouch for the rest. */
  checksums: string;
  rowCount: number;
  rowBytes: number;
  /** Of rows and texts together. */
  bytes: number;
}

export interface OpenContent {
  rows: CheckedFile;
  /** Absent when no column has texts. */
  texts: CheckedFile | undefined;
  close(): Promise<void>;
}

export class Contents {
  readonly #files: DataDirectory;
  /** How many data sets have a content. */
  readonly #uses: (content: string) => number;
  /** Contents that a data set is being made of, and how many. */
  readonly #held = new Map<string, number>();
  /** By content: settles when nobody is putting it in its place. */
  readonly #turns = new Map<string, Promise<void>>();
  /** By content: the files as they were when all of them were last read, or written. */
  readonly #checked = new Map<string, string>();

  constructor(files: DataDirectory, uses: (content: string) => number) {
    this.#files = files;
    this.#uses = uses;
  }

  /**
   * Puts sealed files in their place, or removes them when their content is there already. It stays at
   * least until `record` has settled.
   */
  async keep<T>(staging: Staging, content: ContentRecord, record: () => T): Promise<T> {
    const { content: name } = content;
    this.#held.set(name, (this.#held.get(name) ?? 0) + 1);
    try {
      const turn = (this.#turns.get(name) ?? Promise.resolve()).then(() =>
        this.#place(staging, content),
      );
      this.#turns.set(
        name,
        turn.catch(() => undefined),
      );
      await turn;
      return record();
    } finally {
      const held = (this.#held.get(name) ?? 1) - 1;
      if (held > 0) {
        this.#held.set(name, held);
      } else {
        this.#held.delete(name);
        this.#turns.delete(name);
      }
      await this.release(name);
    }
  }

  /** What is there and damaged is replaced. */
  async #place(staging: Staging, content: ContentRecord): Promise<void> {
    if (await this.#isSound(content)) return staging.discard();
    const directory = this.#files.datasetDirectory(content.content);
    await this.#files.remove(directory);
    await this.#files.moveDurably(staging.directory, directory);
    this.#checked.set(content.content, await this.#stamp(content.content));
  }

  /** Removes a content that no data set has any more. */
  async release(content: string): Promise<void> {
    if (this.#held.has(content) || this.#uses(content) > 0) return;
    this.#checked.delete(content);
    // In one step with the look at its uses: whoever uploads the same from now on writes it anew.
    await this.#files.remove(this.#files.takeAwaySync(this.#files.datasetDirectory(content)));
  }

  /** Files that check what they give away. */
  open(record: ContentRecord): Promise<OpenContent> {
    return openContent(this.#files.datasetDirectory(record.content), record);
  }

  /**
   * Reads all of a content, unless this process has read or written it and its files have not been
   * touched since. Rejects with a `data-damaged` error.
   */
  async check(record: ContentRecord): Promise<void> {
    const stamp = await this.#stamp(record.content);
    if (this.#checked.get(record.content) === stamp) return;
    const { rows, texts, close } = await this.open(record);
    try {
      await rows.check();
      await texts?.check();
    } finally {
      await close();
    }
    this.#checked.set(record.content, stamp);
  }

  async #isSound(record: ContentRecord): Promise<boolean> {
    try {
      await this.check(record);
      return true;
    } catch {
      return false;
    }
  }

  /** Changes whenever a file is written to or replaced. */
  async #stamp(content: string): Promise<string> {
    const paths = Object.values(contentPaths(this.#files.datasetDirectory(content)));
    const all = await Promise.all(
      paths.map(async (path) => {
        const found = await stat(path, { bigint: true }).catch(() => undefined);
        return found && [found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ');
      }),
    );
    return all.join(', ');
  }
}

/** The sealed files in `directory`. Rejects with a `data-damaged` error when they are not those of the record. */
export async function openContent(
  directory: string,
  record: Omit<ContentRecord, 'content'>,
): Promise<OpenContent> {
  const paths = contentPaths(directory);
  const rowBytes = record.rowCount * record.rowBytes;
  const textBytes = record.bytes - rowBytes;
  const split = blockCount(rowBytes);
  const checksums = await readChecksums(
    paths.checksums,
    record.checksums,
    split + blockCount(textBytes),
  );
  const rows = await CheckedFile.open(paths.rows, rowBytes, checksums.slice(0, split));
  try {
    const texts =
      textBytes === 0
        ? undefined
        : await CheckedFile.open(paths.texts, textBytes, checksums.slice(split));
    const close = async () => {
      await rows.close();
      await texts?.close();
    };
    return { rows, texts, close };
  } catch (error) {
    await rows.close();
    throw error;
  }
}

async function readChecksums(path: string, digest: string, blocks: number): Promise<number[]> {
  const file = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'ENOENT' ? damaged() : cause;
  });
  const found = createHash('sha256').update(file).digest('hex');
  if (found !== digest || file.length !== 4 * blocks) throw damaged();
  return Array.from({ length: blocks }, (_, block) => file.readUInt32LE(4 * block));
}
