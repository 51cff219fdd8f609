// A data set larger than the memory it may take: writes a CSV of 10 million rows × 20 numbers (1.9 GB),
// uploads it to a server held to one core, beside DuckDB's and pandas' readers, then trains on it and on a
// part that lies in cache. `npm run build`, then `node bench/large-data.ts [rows]`; Linux; needs 6 GB of disk, all given back.
import { spawnSync } from 'node:child_process';
import {
  createReadStream,
  createWriteStream,
  mkdtempSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { childrenOf, startServer } from '../test/support/server.ts';

const columns = 20;
const rows = Number(process.argv[2] ?? 10_000_000);
/** Small enough for the cache of the processor: 16 MB of records. */
const cachedRows = Math.min(rows, 100_000);
const ticksPerSecond = 100; // what Linux reports CPU time in, on every platform Node runs on

const directory = mkdtempSync(join(tmpdir(), 'nabla-large-'));
const hooks: (() => Promise<void> | void)[] = [];
try {
  await measure();
} finally {
  for (const hook of hooks.reverse()) await hook();
  await rm(directory, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const file = join(directory, 'large.csv');
  await pipeline(Readable.from(lines(rows)), createWriteStream(file));
  const megabytes = statSync(file).size / 1e6;
  console.log(
    `${rows.toLocaleString('en')} rows × ${columns}, ${megabytes.toFixed(0)} MB of CSV\n`,
  );
  const server = await startServer(
    { after: (hook) => hooks.push(hook) },
    { dataDir: join(directory, 'data'), program: 'dist/server.js' },
  );
  const { url } = server.client;
  spawnSync('taskset', ['-a', '-p', '-c', '0', String(server.pid)]);
  report('reader', 'MB/s', 'MB/s of CPU', 'peak MB');
  report('nabla', ...(await ingest(url, server.pid, file, megabytes)));
  spawnSync('taskset', ['-a', '-p', '-c', '0-4095', String(server.pid)]);
  for (const peer of ['duckdb', 'pandas']) {
    const script = join(import.meta.dirname, 'peers', 'read_csv.py');
    const { stdout, stderr } = spawnSync('taskset', ['-c', '0', 'python3', script, peer, file], {
      encoding: 'utf8',
    });
    if (stdout === '') {
      console.log(`${peer}: ${stderr.trim().split('\n').at(-1)}`);
      continue;
    }
    const { seconds, cpu, peakMB } = JSON.parse(stdout);
    report(peer, megabytes / seconds, megabytes / cpu, peakMB);
  }
  await rm(file);
  await upload(url, 'cached', Readable.toWeb(Readable.from(lines(cachedRows))));
  const network = {
    name: 'n',
    seed: 1,
    inputSize: columns - 1,
    layers: [
      { type: 'dense', units: 64, activation: 'relu' },
      { type: 'dense', units: 1 },
    ],
  };
  await post(`${url}/v1/networks`, network);
  report('\ntraining on', 'rows/s', 'rows/s of CPU', 'peak MB');
  const cached = await train(url, server.pid, 'cached', cachedRows, Math.ceil(rows / cachedRows));
  report(`${cachedRows.toLocaleString('en')} rows, in cache`, ...cached);
  const large = await train(url, server.pid, 'large', rows, 1);
  report(`${rows.toLocaleString('en')} rows`, ...large);
  console.log(`\nlarge over cached, by CPU time: ${(large[1] / cached[1]).toFixed(3)}`);
}

function report(name: string, ...figures: readonly (number | string)[]): void {
  const cells = figures.map((figure) => (typeof figure === 'string' ? figure : figure.toFixed(0)));
  console.log(name.padEnd(24), ...cells.map((cell) => cell.padStart(14)));
}

/** A header, then rows of seven-digit numbers in [0, 1), the same every time. */
function* lines(count: number): Generator<Buffer> {
  yield Buffer.from(`${Array.from({ length: columns }, (_, i) => `c${i}`).join(',')}\n`);
  const heads = Array.from({ length: 10_000 }, (_, i) => `0.${String(i).padStart(4, '0')}`);
  const tails = Array.from({ length: 1000 }, (_, i) => String(i).padStart(3, '0'));
  let state = 1;
  const cell = (): string => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' generator
    const high = state >>> 8;
    return `${heads[high % 10_000]}${tails[(high >>> 4) % 1000]}`;
  };
  for (let row = 0; row < count; ) {
    const end = Math.min(count, row + 5000);
    let text = '';
    for (; row < end; row += 1) {
      for (let c = 1; c < columns; c += 1) text += `${cell()},`;
      text += `${cell()}\n`;
    }
    yield Buffer.from(text, 'latin1');
  }
}

async function post(url: string, body: unknown): Promise<{ id: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as { id: string };
}

async function upload(url: string, name: string, body: unknown): Promise<void> {
  const options = { method: 'POST', headers: { 'content-type': 'text/csv' }, body, duplex: 'half' };
  const response = await fetch(`${url}/v1/datasets?name=${name}`, options as RequestInit);
  if (response.status !== 201) throw new Error(await response.text());
}

/** MB/s of wall and of CPU time, and the peak of resident memory. */
async function ingest(url: string, pid: number, file: string, megabytes: number) {
  writeFileSync(`/proc/${pid}/clear_refs`, '5'); // what the start of the server took does not count
  const before = cpuSeconds(pid);
  const began = performance.now();
  await upload(
    url,
    'large',
    Readable.toWeb(createReadStream(file, { highWaterMark: 1024 * 1024 })),
  );
  const seconds = (performance.now() - began) / 1000;
  return [megabytes / seconds, megabytes / (cpuSeconds(pid) - before), peakMegabytes(pid)] as const;
}

/** Rows a second of wall and of CPU time, between a tenth and nine tenths of the way, and the trainer's peak. */
async function train(url: string, server: number, dataset: string, count: number, epochs: number) {
  const inputs = Array.from({ length: columns - 1 }, (_, i) => `c${i}`);
  const job = {
    ...{ network: 'n', dataset, inputs, targets: [`c${columns - 1}`], loss: 'squared-error' },
    ...{
      optimizer: { type: 'sgd', learningRate: 0.001 },
      batchSize: 64,
      epochs,
      threads: 1,
      model: 'large',
    },
  };
  const { id } = await post(`${url}/v1/training-jobs`, job);
  const points: { at: number; cpu: number; progress: number; peak: number }[] = [];
  for (;;) {
    const found = (await (await fetch(`${url}/v1/training-jobs/${id}`)).json()) as {
      progress: number;
      terminal: boolean;
      status: string;
    };
    if (found.terminal && found.status !== 'succeeded') throw new Error(JSON.stringify(found));
    const [trainer] = childrenOf(server);
    if (found.terminal || trainer === undefined) {
      if (found.terminal) break;
    } else if (found.progress >= 0.1 && found.progress <= 0.9) {
      const { pid } = trainer;
      points.push({
        at: performance.now() / 1000,
        cpu: cpuSeconds(pid),
        progress: found.progress,
        peak: peakMegabytes(pid),
      });
    }
    await delay(100);
  }
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || first === last)
    throw new Error('too few rows to measure');
  const done = (last.progress - first.progress) * count * epochs;
  return [done / (last.at - first.at), done / (last.cpu - first.cpu), last.peak] as const;
}

/** Of all threads, user and system. */
function cpuSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

function peakMegabytes(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
