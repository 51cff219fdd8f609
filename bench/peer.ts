// Another framework as a process of its own that stays warm and waits: started once, told how many
// steps to train, answering with the seconds they took. Knows nothing of what is compared.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';

/** A peer that is not on this machine, or cannot do this work. Named in the report, never guessed. */
export class PeerAbsent extends Error {}

export class Peer {
  readonly version: string;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: ChildProcess, lines: AsyncIterator<string>, version: string) {
    this.#child = child;
    this.#lines = lines;
    this.version = version;
  }

  /** Starts `bench/peers/<script>` with Python and waits until it is warm; throws PeerAbsent. */
  static async open(script: string, options: Record<string, string | number>): Promise<Peer> {
    const flags = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
    const path = join(import.meta.dirname, 'peers', script);
    const child = spawn('python3', [path, ...flags], { stdio: ['pipe', 'pipe', 'pipe'] });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    child.on('error', (error) => {
      complaint += error.message;
    });
    child.stdin.on('error', () => {}); // it has ended: the next line is missing, which says so
    const lines: Interface = createInterface({ input: child.stdout });
    const iterator = lines[Symbol.asyncIterator]();
    const first = await iterator.next();
    if (first.done === true) {
      const reason = complaint.trim().split('\n').at(-1) ?? '';
      throw new PeerAbsent(reason === '' ? 'it ended at once' : reason);
    }
    const { version } = JSON.parse(first.value) as { version: string };
    return new Peer(child, iterator, version);
  }

  /** Seconds for one step, the mean over `steps`. */
  async measure(steps: number): Promise<number> {
    this.#child.stdin?.write(`${steps}\n`);
    const line = await this.#lines.next();
    if (line.done === true) throw new Error('the peer ended while it was measured');
    return (JSON.parse(line.value) as { seconds: number }).seconds / steps;
  }

  close(): void {
    this.#child.stdin?.end();
    this.#child.kill();
  }
}
