// `npm run bench:check [-- --record]`: counts the instructions of four small fixed workloads under
// valgrind, which gives the same number in every run, and compares them with those recorded in
// instructions.json. What a clock on a busy machine cannot tell from noise, this shows: a kernel that
// takes more instructions than it did. `--record` writes the new counts.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
const recordPath = join(import.meta.dirname, 'instructions.json');

/** What a count may differ by before it is worth a look. */
const tolerance = 0.03;
/** Valgrind knows no AVX-512. */
const isa = 'avx2';

interface Recorded {
  /** Another compiler gives other counts: record anew with it. */
  compiler: string;
  instructions: Record<string, number>;
}

const workloads: Readonly<Record<string, string>> = {
  wide: '4 steps of 784-128-10, batch 64, SGD',
  deep: '4 steps of 48-96-96-96-12, batch 320, Adam',
  tiny: '400 steps of 8-10-1, batch 64, SGD',
  predict: '2,000 rows through 8-64-1, one by one',
};

async function count(workload: string): Promise<number> {
  const program = join(root, 'build', 'bench_workloads');
  const callgrind = ['--tool=callgrind', '--callgrind-out-file=/dev/null'];
  const { stderr } = await run(
    'valgrind',
    [...callgrind, '--collect-atstart=no', '--toggle-collect=measured', program, workload],
    // glibc picks its own functions by the processor: these are the ones every machine has.
    { env: { PATH: '/usr/bin:/bin', NABLA_ISA: isa } },
  );
  const collected = /Collected : (\d+)/.exec(stderr)?.[1];
  if (collected === undefined) throw new Error(`valgrind counted nothing:\n${stderr}`);
  return Number(collected);
}

async function compiler(): Promise<string> {
  const cache = readFileSync(join(root, 'build', 'CMakeCache.txt'), 'utf8');
  const path = /^CMAKE_CXX_COMPILER:\w+=(.+)$/m.exec(cache)?.[1] ?? 'c++';
  const { stdout } = await run(path, ['--version']);
  return stdout.split('\n')[0] ?? path;
}

const { values: flags } = parseArgs({ options: { record: { type: 'boolean', default: false } } });
await run('cmake', ['--build', join(root, 'build'), '--target', 'bench_workloads']);
const recorded = JSON.parse(readFileSync(recordPath, 'utf8')) as Recorded;
const used = await compiler();
const instructions: Record<string, number> = {};
let failed = false;
for (const [workload, what] of Object.entries(workloads)) {
  const counted = await count(workload);
  instructions[workload] = counted;
  const before = recorded.instructions[workload] ?? counted;
  const change = counted / before - 1;
  const verdict =
    change > tolerance ? 'SLOWER' : change < -tolerance ? 'fewer: record it' : 'holds';
  if (Math.abs(change) > tolerance) failed = true;
  console.log(
    `${workload.padEnd(8)} ${counted.toLocaleString('en').padStart(12)} instructions, ` +
      `${(100 * change).toFixed(2)} % from ${before.toLocaleString('en')}: ${verdict} (${what})`,
  );
}
if (used !== recorded.compiler) {
  console.log(`This is ${used}; the counts were recorded with ${recorded.compiler}.`);
}
if (flags.record) {
  const record: Recorded = { compiler: used, instructions };
  writeFileSync(recordPath, `${JSON.stringify(record, null, 2)}\n`);
} else if (failed) process.exitCode = 1;
