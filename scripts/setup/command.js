// Runs the commands of the set-up: silent while they succeed, their output shown when they fail.
import { spawn } from 'node:child_process';

/** A failure the person at the keyboard can act on: shown without a stack. */
export class SetupError extends Error {}

const running = new Set();
let stopped;

const GRACE_MS = 1000; // npm rolls back for seconds; the next set-up cleans up as well

/** Ends the commands under way, with all their children; what awaits them fails. */
export function stopCommands(signal) {
  stopped = signal;
  const end = (how) => {
    for (const child of running) killGroup(child.pid, how);
  };
  end('SIGTERM');
  setTimeout(end, GRACE_MS, 'SIGKILL').unref();
}

function killGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // it has ended, its output is not read to the end yet
  }
}

const TAIL_LINES = 60;

function tail(output) {
  return output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
}

/** Resolves with the standard output and error of `file args…`; rejects with SetupError when it fails. */
export function run(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    if (stopped) throw new SetupError(`stopped by ${stopped}`);
    // A process group of its own, so that make's compilers end with make.
    const child = spawn(file, args, {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    running.add(child);
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => {
      running.delete(child);
      reject(new SetupError(`cannot run ${file}: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      running.delete(child);
      const output = Buffer.concat(chunks).toString();
      if (code === 0) return resolve(output);
      const how = stopped ? `stopped by ${stopped}` : `failed (${signal ?? `exit ${code}`})`;
      reject(new SetupError(`${[file, ...args].join(' ')} ${how}\n${tail(output)}`));
    });
  });
}
