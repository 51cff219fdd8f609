// Starts a trainer process and watches over it: its messages, its signs of life, and how it ended. Knows
// nothing of jobs: it turns one process into one outcome.
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { outOfMemory } from './failure.ts';
import {
  type Failed,
  type Finished,
  type FromTrainer,
  heartbeatInterval,
  heartbeatLimit,
  type Order,
  type ToTrainer,
} from './protocol.ts';

export type Outcome = Finished | Failed | { type: 'cancelled' } | { type: 'paused' };

/** What a trainer says on the way to its outcome. */
export type Report = Exclude<FromTrainer, Outcome | { type: 'heartbeat' }>;

export interface TrainerOrder {
  order: Order;
  onReport: (report: Report) => void;
  /** The last lines the process wrote to stderr, when there were any. */
  onOutput: (text: string) => void;
}

/** Milliseconds a process may take to end after its last word, or after being told to cancel. */
const endLimit = 10_000;
/** Characters of stderr that are kept. */
const keptOutput = 4096;

/** src/ runs as TypeScript, dist/ as JavaScript. */
const entry = new URL(import.meta.url.replace(/trainer-host(\.[jt]s)$/, 'trainer-process$1'));

export class Trainer {
  /** Settles when the process is gone, so nothing of it writes any more. */
  readonly ended: Promise<Outcome>;
  readonly #child: ChildProcess;
  readonly #order: TrainerOrder;
  readonly #oomKills = oomKills();
  #outcome: Outcome | undefined;
  #output = '';
  #silentTicks = 0;
  #unresponsive = false;
  #endTimer: NodeJS.Timeout | undefined;

  constructor(order: TrainerOrder) {
    this.#order = order;
    this.#child = fork(entry, [], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    lowerPriority(this.#child);
    this.ended = this.#watch();
    this.#tell({ type: 'start', ...order.order });
  }

  /** Asks for the end; the outcome is `cancelled` unless the process was done before. */
  cancel(): void {
    this.#tell({ type: 'cancel' });
    this.#endWithin(endLimit);
  }

  /** Asks for a checkpoint and the end; the outcome is `paused` unless the process was done before. */
  pause(): void {
    this.#tell({ type: 'pause' });
  }

  /** Says that a report, and those before it, are stored. */
  heard(serial: number): void {
    this.#tell({ type: 'heard', serial });
  }

  /** Ends the process at once. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #watch(): Promise<Outcome> {
    const child = this.#child;
    child.on('message', (message: FromTrainer) => this.#hear(message));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#output = (this.#output + text).slice(-keptOutput);
    });
    const pulse = setInterval(() => this.#checkPulse(), heartbeatInterval);
    return new Promise((settle) => {
      const finish = (outcome: Outcome) => {
        clearInterval(pulse);
        clearTimeout(this.#endTimer);
        if (this.#output !== '') this.#order.onOutput(this.#output);
        settle(outcome);
      };
      child.once('error', (error) => finish(this.#outcome ?? startFailure(error)));
      child.once('close', (code, signal) =>
        finish(this.#outcome ?? this.#causeOfDeath(code, signal)),
      );
    });
  }

  #hear(message: FromTrainer): void {
    this.#silentTicks = 0;
    if (message.type === 'heartbeat') return;
    if (isReport(message)) {
      this.#order.onReport(message);
      return;
    }
    this.#outcome = message;
    this.#endWithin(endLimit);
  }

  /** Counts turns of this loop, not time: a pause of the server itself is nobody's silence. */
  #checkPulse(): void {
    this.#silentTicks += 1;
    if (this.#silentTicks * heartbeatInterval < heartbeatLimit) return;
    this.#unresponsive = true;
    this.kill();
  }

  #endWithin(limit: number): void {
    this.#endTimer ??= setTimeout(() => this.kill(), limit);
  }

  #tell(message: ToTrainer): void {
    // A channel that is gone means the process is: its end is told by `close`.
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  #causeOfDeath(code: number | null, signal: NodeJS.Signals | null): Failed {
    if (this.#unresponsive) return failed('unresponsive', silence);
    const starved = signal === 'SIGKILL' && oomKills() > this.#oomKills;
    if (starved || /out of memory|bad_alloc/i.test(this.#output)) {
      return failed('out-of-memory', outOfMemory);
    }
    const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
    return failed(
      'crashed',
      `The trainer process ended unexpectedly (${how}); the server and other jobs are unaffected. If it happens again, the log of the server says more.`,
    );
  }
}

const reports: ReadonlySet<FromTrainer['type']> = new Set<Report['type']>([
  'progress',
  'resumed',
  'checkpoint',
  'checkpoint-failed',
]);

function isReport(message: FromTrainer): message is Report {
  return reports.has(message.type);
}

const silence = `The trainer process gave no sign of life for ${heartbeatLimit / 1000} seconds and was ended; the server and other jobs are unaffected.`;

function failed(code: Failed['code'], detail: string): Failed {
  return { type: 'failed', code, detail };
}

function startFailure(error: Error): Failed {
  const starved = 'code' in error && (error.code === 'EAGAIN' || error.code === 'ENOMEM');
  if (starved) return failed('out-of-memory', outOfMemory);
  return failed(
    'crashed',
    'The trainer process could not be started; the log of the server says why.',
  );
}

/** HTTP goes first: whatever training takes, a request finds a core. */
function lowerPriority({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // The process is gone already, or the system does not allow it: it trains all the same.
  }
}

/** Processes the kernel has ended for want of memory, in this cgroup and on this machine; 0 where unknown. */
function oomKills(): number {
  return ['/sys/fs/cgroup/memory.events', '/proc/vmstat'].reduce((sum, path) => {
    try {
      return sum + Number(/^oom_kill (\d+)$/m.exec(readFileSync(path, 'utf8'))?.[1] ?? 0);
    } catch {
      return sum;
    }
  }, 0);
}
