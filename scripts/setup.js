// setup.js <step>: brings a clone to where <step> holds, doing only what is missing, and stays silent
// when nothing is. Runs on any Node from 18 and before any package is there, so it imports none.

import { SetupError, stopCommands } from './setup/command.js';
import { acquireLock } from './setup/lock.js';
import { steps } from './setup/steps.js';

const names = steps.map((step) => step.name);

function stepsUntil(last) {
  const end = names.indexOf(last);
  if (end < 0) throw new SetupError(`unknown step '${last}'; the steps are ${names.join(', ')}`);
  return steps.slice(0, end + 1);
}

async function perform(step) {
  const began = Date.now();
  process.stdout.write(`nabla: ${step.doing} …`);
  try {
    await step.run();
  } catch (error) {
    process.stdout.write('\n');
    throw error;
  }
  process.stdout.write(` ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
}

async function setUp(last) {
  const wanted = stepsUntil(last);
  // A later step may only be looked at when the earlier ones hold, hence no `filter`.
  if (wanted.every((step) => step.holds())) return;
  const release = await acquireLock();
  try {
    for (const step of wanted) if (!step.holds()) await perform(step);
  } finally {
    release();
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => stopCommands(signal));
}

try {
  await setUp(process.argv[2] ?? names.at(-1));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`nabla: ${error.message}\n`);
  process.exitCode = 1;
}
