// Runs the real server as its own process on a free port and a temporary data directory, for tests
// that must see what a client and an operator see. No knowledge of the server's inside beyond its
// command line, its environment and its signals.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from './client.ts';

const root = resolve(import.meta.dirname, '../..');

/** Anything with an `after` hook: a `TestContext`, or `{ after }` of `node:test` for a whole file. */
export interface Scope {
  after(hook: () => Promise<void> | void): void;
}

export interface ServerOptions {
  /** Default: a new temporary directory, removed afterwards. */
  dataDir?: string;
  env?: Record<string, string>;
  /** Default: `src/server.ts`, which needs no build. */
  program?: string;
}

/** How a process ended. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

const live = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of live) child.kill('SIGKILL');
});

/** One server process. After `stop` or `kill9`, `restart` starts another on the same data. */
export class Server {
  readonly dataDir: string;
  readonly #env: Record<string, string>;
  readonly #program: string;
  #child: ChildProcess | undefined;
  #exit: Promise<Exit> | undefined;
  #output = '';
  #client: Client | undefined;

  constructor(dataDir: string, env: Record<string, string>, program = 'src/server.ts') {
    this.dataDir = dataDir;
    this.#env = env;
    this.#program = program;
  }

  get client(): Client {
    if (this.#client === undefined) throw new Error('the server is not running');
    return this.#client;
  }

  get pid(): number {
    if (this.#child?.pid === undefined) throw new Error('the server is not running');
    return this.#child.pid;
  }

  /** Everything the process has written to stdout and stderr. */
  get output(): string {
    return this.#output;
  }

  /** Resolves once the process has printed its address; rejects with its output if it ends before. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [join(root, this.#program)], {
      cwd: root,
      env: {
        ...process.env,
        NABLA_HOST: '127.0.0.1',
        NABLA_PORT: '0',
        NABLA_DATA_DIR: this.dataDir,
        NODE_NO_WARNINGS: '1',
        ...this.#env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    live.add(child);
    this.#child = child;
    this.#output = '';
    this.#exit = new Promise((settle) => {
      child.once('exit', (code, signal) => {
        live.delete(child);
        settle({ code, signal });
      });
    });
    this.#client = new Client(await this.#address(child));
  }

  #address(child: ChildProcess): Promise<string> {
    return new Promise((found, fail) => {
      const read = (chunk: Buffer) => {
        this.#output += chunk.toString();
        const address = /http:\/\/127\.0\.0\.1:\d+/.exec(this.#output);
        if (address !== null) found(address[0]);
      };
      child.stdout?.on('data', read);
      child.stderr?.on('data', read);
      child.once('error', fail);
      child.once('close', (code, signal) => {
        fail(new Error(`the server ended (${code ?? signal}) before listening:\n${this.#output}`));
      });
    });
  }

  /** How the process ends, once it does. */
  ended(): Promise<Exit> {
    if (this.#exit === undefined) throw new Error('the server was never started');
    return this.#exit;
  }

  /** Asks for a graceful end by SIGTERM. */
  async stop(): Promise<Exit> {
    this.#child?.kill('SIGTERM');
    return this.ended();
  }

  /** Kills the server process alone: its children are left to notice for themselves. */
  async kill9(): Promise<Exit> {
    this.#child?.kill('SIGKILL');
    return this.ended();
  }

  async restart(): Promise<void> {
    if (this.#child !== undefined && live.has(this.#child)) await this.stop();
    await this.start();
  }

  /** Ends the process and whatever it left running; used by the clean-up after each test. */
  async close(): Promise<void> {
    if (this.#child === undefined || !live.has(this.#child)) return;
    const trainers = onLinux ? childrenOf(this.pid) : [];
    await this.kill9();
    for (const trainer of trainers) if (isAlive(trainer)) process.kill(trainer.pid, 'SIGKILL');
  }
}

/** Starts a server that lives until the scope (a test, or the whole file) ends. */
export async function startServer(scope: Scope, options: ServerOptions = {}): Promise<Server> {
  const { dataDir = mkdtempSync(join(tmpdir(), 'nabla-test-')), env = {} } = options;
  const server = new Server(dataDir, env, options.program);
  scope.after(async () => {
    await server.close();
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  });
  await server.start();
  return server;
}

/** True where /proc tells processes apart; tests that look at children skip elsewhere. */
export const onLinux = process.platform === 'linux' && existsSync('/proc/self/stat');

/** A process as /proc knows it: a pid alone may be given to another process later. */
export interface ProcessIdentity {
  pid: number;
  startTime: string;
}

interface ProcessStat extends ProcessIdentity {
  parent: number;
  state: string;
}

function processStat(pid: number): ProcessStat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' '); // the name may hold spaces
    return {
      pid,
      state: fields[0] ?? '',
      parent: Number(fields[1]),
      startTime: fields[19] ?? '',
    };
  } catch {
    return undefined; // it has ended
  }
}

/** Direct children of a process that are running now. */
export function childrenOf(pid: number): ProcessIdentity[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => processStat(Number(name)))
    .filter((child) => child !== undefined)
    .filter((child) => child.parent === pid && child.state !== 'Z')
    .map(({ pid, startTime }) => ({ pid, startTime }));
}

/** False once the process has ended, even where nobody has collected its status. */
export function isAlive(process: ProcessIdentity): boolean {
  const now = processStat(process.pid);
  return now !== undefined && now.startTime === process.startTime && now.state !== 'Z';
}

/** Every regular file under a directory, by path relative to it, sorted. */
export async function filesUnder(directory: string): Promise<string[]> {
  const names = await readdir(directory, { recursive: true });
  const kept: string[] = [];
  for (const name of names) {
    const found = await stat(join(directory, name)).catch(() => undefined);
    if (found?.isFile()) kept.push(name);
  }
  return kept.sort();
}
