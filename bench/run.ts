// `npm run bench [-- --quick]`: measures nabla beside its peers in turns on this machine, prints one
// table, and writes bench/results/latest.json. See README.md for what the columns mean.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { native } from '../src/native.ts';
import { chart } from './chart.ts';
import { healthUnderLoad } from './health-under-load.ts';
import { JobRace } from './job.ts';
import { Peer, PeerAbsent } from './peer.ts';
import { buildProducts, measureProduct } from './product.ts';
import { benchServing } from './serving.ts';
import { type Sample, summarize } from './statistics.ts';
import { printTable, type Row } from './table.ts';
import { stepsFor, Training } from './training.ts';
import * as work from './work.ts';

const { values: flags } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
/** Runs of each side, in turns; their median counts. */
const runs = flags.quick ? 3 : 7;
/** Seconds of one run, about. */
const runSeconds = flags.quick ? 0.2 : 0.6;

const rows: Row[] = [];
const skipped: string[] = [];
const { threads: cores } = native.system();
const threadCounts = [1, 2].filter((threads) => threads <= cores);

const gigaflops = (flops: number, seconds: number) =>
  `${(flops / seconds / 1e9).toFixed(1)} GFLOP/s`;
const micros = (seconds: number) => `${(seconds * 1e6).toFixed(seconds < 1e-5 ? 2 : 0)} µs`;

/** Peers' threads spin for a while after their last step; the next side waits for quiet. */
const pause = () => delay(100);

/** Each side in turns; the peak probe runs beside them because the clock drifts. */
async function inTurns<K extends string>(
  sides: Record<K, () => Promise<number> | number>,
): Promise<Record<K, Sample & { values: number[] }>> {
  const names = Object.keys(sides) as K[];
  const values = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
    K,
    number[]
  >;
  for (const name of names) await sides[name](); // warm
  for (let run = 0; run < runs; run++) {
    for (const name of names) {
      await pause();
      values[name].push(await sides[name]());
    }
  }
  const samples = names.map((name) => [name, { ...summarize(values[name]), values: values[name] }]);
  return Object.fromEntries(samples) as Record<K, Sample & { values: number[] }>;
}

async function benchProducts(): Promise<void> {
  try {
    await buildProducts();
  } catch (error) {
    const [reason] = String(error).split('\n');
    skipped.push(`the products, because their program could not be built: ${reason}`);
    return;
  }
  for (const { product, threads, isa, gate, stretch } of work.products) {
    if (threads > cores || (isa !== undefined && !native.system().available.includes(isa)))
      continue;
    const measured = await measureProduct(product, threads, flags.quick ? 10 : 40, isa);
    const rate = summarize(measured.map((run) => run.product));
    rows.push({
      work: isa === undefined ? product.work : `${product.work}, ${isa}`,
      peer: isa === undefined ? 'FMA peak' : `FMA peak of ${isa}`,
      threads,
      nabla: `${rate.median.toFixed(1)} GFLOP/s`,
      other: `${summarize(measured.map((run) => run.peak)).median.toFixed(1)} GFLOP/s`,
      ratio: summarize(measured.map((run) => run.product / run.peak)).median,
      spread: rate.spread,
      gate,
      stretch,
    });
  }
}

/** Of all threads together, in FLOP/s. */
function peakOf(threads: number): number {
  return threads * native.fmaPeak('float32') * 1e9;
}

async function benchStep(step: work.Step, threads: number): Promise<void> {
  const training = new Training(step, threads);
  const count = stepsFor(step.network, runSeconds);
  const peers: { race: work.Race; peer: Peer }[] = [];
  try {
    for (const race of step.races) {
      const peer = await openPeer(step, race, threads);
      if (peer !== undefined) peers.push({ race, peer });
    }
    const sides: Record<string, () => Promise<number> | number> = {
      peak: () => peakOf(threads),
      nabla: () => training.measure(count),
    };
    for (const { race, peer } of peers) sides[race.peer] = () => peer.measure(count);
    const samples = await inTurns(sides);
    if (step === work.steps[0]) rows.push(floorRow(step, threads, samples.nabla, samples.peak));
    for (const { race } of peers)
      rows.push(raceRow(step, threads, race, samples.nabla, samples[race.peer]));
  } finally {
    for (const { peer } of peers) peer.close();
    training.close();
  }
}

async function openPeer(
  step: work.Step,
  race: work.Race,
  threads: number,
): Promise<Peer | undefined> {
  const { dims, batch, loss } = step.network;
  if (race.goals[threads] === undefined) return undefined;
  try {
    const options = { dims: dims.join(','), batch, threads, loss, ...race.options };
    return await Peer.open(race.script, options);
  } catch (error) {
    skip(`${step.work}, ${threads} threads, beside ${race.peer}`, error);
    return undefined;
  }
}

/** Notes that a peer is not there; throws whatever else has happened. */
function skip(what: string, error: unknown): void {
  if (!(error instanceof PeerAbsent)) throw error;
  skipped.push(`${what}: ${error.message}`);
}

function raceRow(
  step: work.Step,
  threads: number,
  race: work.Race,
  ours: Sample,
  theirs: Sample,
): Row {
  return timesRow(
    { work: step.work, peer: race.peer, ...race.goals[threads] },
    threads,
    ours,
    theirs,
  );
}

function timesRow(
  goals: Pick<Row, 'work' | 'peer' | 'gate' | 'stretch'>,
  threads: number,
  ours: Sample,
  theirs: Sample,
): Row {
  return {
    ...goals,
    threads,
    nabla: micros(ours.median),
    other: micros(theirs.median),
    ratio: theirs.median / ours.median,
    spread: Math.max(ours.spread, theirs.spread),
  };
}

/** The floor under the large step: a share of the peak, or a rate on every core, whichever is lower. */
function floorRow(step: work.Step, threads: number, ours: Sample, peak: Sample): Row {
  const flops = work.flopsPerStep(step.network);
  const { flopsPerCore, shareOfPeak } = work.stepFloor;
  return {
    work: step.work,
    peer: 'FMA peak',
    threads,
    nabla: gigaflops(flops, ours.median),
    other: `${(peak.median / 1e9).toFixed(1)} GFLOP/s`,
    ratio: flops / ours.median / peak.median,
    spread: ours.spread,
    gate: Math.min(shareOfPeak, (threads * flopsPerCore) / peak.median),
    stretch: 0.7,
  };
}

/** Both sides twice at once, each with as many threads as it takes by itself. */
async function benchConcurrent(): Promise<void> {
  const { step, peer, gate, stretch, work: name } = work.concurrent;
  const options = {
    dims: step.network.dims.join(','),
    batch: step.network.batch,
    loss: step.network.loss,
    threads: 0,
  };
  const peers: Peer[] = [];
  const trainings = [new Training(step, cores), new Training(step, cores)];
  try {
    for (let i = 0; i < 2; i++) peers.push(await Peer.open('torch_step.py', options));
    const slower = async (times: Promise<number>[]) => Math.max(...(await Promise.all(times)));
    const samples = await inTurns({
      nabla: () => slower(trainings.map((training) => training.measure(step.stepsPerEpoch))),
      peer: () => slower(peers.map((each) => each.measure(step.stepsPerEpoch))),
    });
    rows.push(timesRow({ work: name, peer, gate, stretch }, cores, samples.nabla, samples.peer));
  } catch (error) {
    skip(`${name}, beside ${peer}`, error);
  } finally {
    for (const each of peers) each.close();
    for (const training of trainings) training.close();
  }
}

/** The longer the job, the less its start counts: some seconds, as the smallest jobs of use take. */
async function benchJob(): Promise<void> {
  const { work: name, peer, gate, stretch, network, rows: count } = work.job;
  const stepsPerEpoch = count / network.batch;
  const training = new Training({ network, optimizer: 'sgd', stepsPerEpoch }, 1);
  const race = new JobRace();
  try {
    await race.open();
    const step = await training.measure(stepsPerEpoch);
    const epochs = Math.ceil((flags.quick ? 4 : 20) / (step * stepsPerEpoch));
    const times = { nabla: [] as number[], peer: [] as number[] };
    for (let run = 0; run < (flags.quick ? 1 : 3); run++) {
      times.nabla.push(await race.seconds(epochs));
      const steps = epochs * stepsPerEpoch;
      times.peer.push((await training.measure(steps)) * steps);
    }
    const [ours, theirs] = [summarize(times.nabla), summarize(times.peer)];
    rows.push(timesRow({ work: name, peer, gate, stretch }, 1, ours, theirs));
  } finally {
    training.close();
    await race.close();
  }
}

async function benchHealth(): Promise<void> {
  for (const threads of threadCounts) {
    const { p50, p99, requests } = await healthUnderLoad(threads, flags.quick ? 4 : 15);
    rows.push({
      work: `GET /healthz p99 of ${requests.toLocaleString('en')} while a job trains`,
      peer: `${work.healthLimitMs} ms`,
      threads,
      nabla: `${p99.toFixed(2)} ms (median ${p50.toFixed(2)})`,
      other: `${work.healthLimitMs} ms`,
      ratio: work.healthLimitMs / p99,
      spread: 0,
      gate: 1,
      stretch: 4,
    });
  }
}

function writeResults(): void {
  const directory = join(import.meta.dirname, 'results');
  mkdirSync(directory, { recursive: true });
  const kept = rows.map(({ work, peer, threads, ratio, gate, stretch }) => ({
    work,
    peer,
    threads,
    ratio,
    gate,
    stretch,
  }));
  const report = {
    measuredAt: new Date().toISOString(),
    system: native.system(),
    rows: kept,
    skipped,
  };
  writeFileSync(join(directory, 'latest.json'), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(directory, 'latest.svg'), chart(rows));
}

await benchProducts();
for (const step of work.steps)
  for (const threads of threadCounts) {
    const wanted = step === work.steps[0] || step.races.some((race) => threads in race.goals);
    if (wanted) await benchStep(step, threads);
  }
if (cores > 1) await benchConcurrent();
await benchJob();
await benchHealth();
rows.push(...(await benchServing()));
printTable(rows);
if (threadCounts.length < 2) skipped.push('everything on 2 threads: one core is granted here');
skipped.push(...work.missing);
for (const reason of skipped) console.log(`skipped: ${reason}`);
writeResults();
