// The trainer process: one job, from `start` to its one final message, then the end. Holds the channel
// to the server and the job's files; what training is stands in training-run.ts.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { native } from '../native.ts';
import { readStored, toSafetensors } from '../networks/parameters.ts';
import { writeSynced } from '../storage/durable.ts';
import { CheckpointFolder } from './checkpoints.ts';
import { failureOf } from './failure.ts';
import {
  checkpointFolder,
  type FromTrainer,
  heartbeatInterval,
  type Order,
  type Plan,
  planFile,
  resultFile,
  startFile,
  type ToTrainer,
} from './protocol.ts';
import { runTraining } from './training-run.ts';

/** An estimate that is exceeded by more is a leak or a fault, and ends this process rather than the server. */
const memoryMargin = 1.5;
const memorySlack = 512 * 2 ** 20; // of heaps, stacks and arenas that are mapped and hardly used

const cancelled = new AbortController();
const paused = new AbortController();
let hear: (serial: number) => void = () => undefined;

// When memory runs out the kernel is to take this process, not the server. Only Linux knows the file.
writeFile('/proc/self/oom_score_adj', '1000').catch(() => undefined);

// A signal to the whole process group is for the server to judge: it tells this process what to do.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
// Without the server nobody waits for a result, and another server may already be on these files.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', (message: ToTrainer) => {
  if (message.type === 'cancel') cancelled.abort();
  else if (message.type === 'pause') paused.abort();
  else if (message.type === 'heard') hear(message.serial);
  else void train(message).then(end);
});
setInterval(() => send({ type: 'heartbeat' }), heartbeatInterval);

/** The final message. Failures end here too, so that a job always has a reason. */
async function train(order: Order): Promise<FromTrainer> {
  const { directory, dataPath, checkpoints: rule, memoryBytes } = order;
  native.limitMemory(memoryBytes * memoryMargin + memorySlack);
  try {
    const plan = JSON.parse(await readFile(join(directory, planFile), 'utf8')) as Plan;
    const { parameters: manifest } = native.summarize(plan.spec);
    const parameters = await readStored(join(directory, startFile), manifest, plan.spec.dtype);
    const folder = new CheckpointFolder(join(directory, checkpointFolder));
    const input = { plan, parameters, dataPath, checkpoints: { folder, rule } };
    const signals = { cancelled: cancelled.signal, paused: paused.signal };
    const outcome = await runTraining(native, input, send, signals, (listener) => {
      hear = listener;
    });
    if (typeof outcome === 'string') return { type: outcome };
    const { parameters: trained, ...finished } = outcome;
    // The server moves the file to its place: nobody reads it before.
    await writeSynced(join(directory, resultFile), toSafetensors(manifest, trained));
    return { type: 'finished', ...finished };
  } catch (error) {
    const failure = failureOf(error);
    // What a person cannot act on is for the server's log.
    if (failure.code === 'internal') process.stderr.write(`${inspect(error)}\n`);
    return failure;
  }
}

/** Sends the last message; the server ends a process that does not end by itself. */
function end(message: FromTrainer): void {
  process.send?.(message, () => process.exit(0));
}

function send(message: FromTrainer): void {
  process.send?.(message);
}
