// The settings of the server: one table read by loadConfig() and by `--help`. The only reader of the
// environment; nothing here opens a file or a socket.
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';

export interface Config {
  host: string;
  port: number;
  /** Absolute path of the one directory everything is stored under. */
  dataDir: string;
  /** Threads of one training job; 0 = by the cgroup quota and affinity, one core kept for HTTP. */
  threads: number;
  /** Training jobs that run at the same time. */
  slots: number;
  /** Bytes that running jobs may take together; 0 = four fifths of what the container or machine has. */
  jobMemory: number;
  /** Whether webhooks may go to loopback and private addresses. */
  privateWebhooks: boolean;
  /** Whether jobs that do not say go on by themselves after an interruption. */
  resumeJobs: boolean;
  /** Jobs that may wait; beyond that, submitting answers 503. */
  queueLimit: number;
  /** Bytes of a JSON body. */
  bodyLimit: number;
  /** Bytes of an uploaded data set. */
  uploadLimit: number;
  /** Bytes of a network or model brought from elsewhere; it is read into memory. */
  importLimit: number;
  /** Bytes of networks kept in memory for predictions. */
  modelCacheBytes: number;
  /** Bytes of bodies of predictions in work at one time. */
  predictionBytes: number;
  /** Milliseconds a prediction may wait for its turn. */
  predictionTimeout: number;
  maxParameters: number;
  maxRows: number;
  maxColumns: number;
  /** Open event streams and long polls at one time. */
  maxStreams: number;
  /** Milliseconds a whole request may take to arrive, or an upload stand still. */
  requestTimeout: number;
  /** Milliseconds given to requests and jobs to end after SIGTERM. */
  shutdownTimeout: number;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}

interface Setting<K extends keyof Config = keyof Config> {
  key: K;
  env: string;
  fallback: string;
  text: string;
  read: (value: string) => Config[K] | undefined;
}

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

function integer(min: number, max: number): (value: string) => number | undefined {
  return (value) => {
    const number = Number(value);
    return /^\d+$/.test(value) && number >= min && number <= max ? number : undefined;
  };
}

function flag(value: string): boolean | undefined {
  return { true: true, false: false }[value];
}

/** A count of bytes, with an optional KiB, MiB or GiB. */
function bytes(min: number, max: number): (value: string) => number | undefined {
  return (value) => {
    const match = /^(\d+)\s*(KiB|MiB|GiB)?$/i.exec(value);
    if (match === null) return undefined;
    const unit = { kib: KiB, mib: MiB, gib: GiB }[(match[2] ?? '').toLowerCase()] ?? 1;
    const number = Number(match[1]) * unit;
    return number >= min && number <= max ? number : undefined;
  };
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

function setting<K extends keyof Config>(
  key: K,
  env: string,
  fallback: string,
  text: string,
  read: (value: string) => Config[K] | undefined,
): Setting {
  return { key, env, fallback, text, read } as Setting;
}

/** Every setting there is; `--help` and docs/ print this table. */
export const settings: readonly Setting[] = [
  setting(
    'host',
    'NABLA_HOST',
    '127.0.0.1',
    'address to listen on; loopback only, for no key is asked for',
    (v) => v || undefined,
  ),
  setting(
    'port',
    'NABLA_PORT',
    '8080',
    'port; 0 picks a free one and prints it',
    integer(0, 65535),
  ),
  setting('dataDir', 'NABLA_DATA_DIR', './data', 'directory of everything stored', (v) =>
    v === '' || v.includes('\0') ? undefined : resolve(v),
  ),
  setting(
    'threads',
    'NABLA_THREADS',
    '0',
    'threads of a job; 0 = cores the container grants less one',
    integer(0, 1024),
  ),
  setting(
    'slots',
    'NABLA_SLOTS',
    '1',
    'training jobs running at the same time, sharing those threads',
    integer(1, 256),
  ),
  setting(
    'jobMemory',
    'NABLA_JOB_MEMORY',
    '0',
    'memory of all running jobs; 0 = four fifths of what the container or machine has',
    bytes(0, 2 ** 50),
  ),
  setting(
    'resumeJobs',
    'NABLA_RESUME_JOBS',
    'false',
    'whether jobs without "resume" or "checkpoint" go on by themselves after a restart',
    flag,
  ),
  setting(
    'privateWebhooks',
    'NABLA_PRIVATE_WEBHOOKS',
    'false',
    'whether webhooks may go to loopback and private addresses',
    flag,
  ),
  setting(
    'queueLimit',
    'NABLA_QUEUE_LIMIT',
    '10000',
    'training jobs that may wait; beyond, 503',
    integer(1, 1_000_000),
  ),
  setting('bodyLimit', 'NABLA_BODY_LIMIT', '64MiB', 'largest JSON body', bytes(KiB, 512 * MiB)),
  setting(
    'uploadLimit',
    'NABLA_UPLOAD_LIMIT',
    '16GiB',
    'largest uploaded data set',
    bytes(KiB, 2 ** 50),
  ),
  setting(
    'importLimit',
    'NABLA_IMPORT_LIMIT',
    '512MiB',
    'largest file of a network or model to import',
    bytes(KiB, 2 * GiB - 1),
  ),
  setting(
    'modelCacheBytes',
    'NABLA_MODEL_CACHE',
    '1GiB',
    'networks kept in memory for predictions',
    bytes(0, 2 ** 50),
  ),
  setting(
    'predictionBytes',
    'NABLA_PREDICTION_BYTES',
    '128MiB',
    'bodies of predictions in work at one time; more are put off with 503',
    bytes(KiB, 2 ** 50),
  ),
  setting(
    'predictionTimeout',
    'NABLA_PREDICTION_TIMEOUT',
    '30000',
    'milliseconds a prediction may wait for its turn',
    integer(1, 3_600_000),
  ),
  setting(
    'maxParameters',
    'NABLA_MAX_PARAMETERS',
    String(2 ** 31),
    'parameters of one network',
    integer(1, 2 ** 40),
  ),
  setting('maxRows', 'NABLA_MAX_ROWS', '1000000000', 'rows of one data set', integer(1, 2 ** 31)),
  setting(
    'maxColumns',
    'NABLA_MAX_COLUMNS',
    '100000',
    'columns of one data set',
    integer(1, 1_000_000),
  ),
  setting(
    'maxStreams',
    'NABLA_MAX_STREAMS',
    '10000',
    'open event streams and long polls',
    integer(1, 1_000_000),
  ),
  setting(
    'requestTimeout',
    'NABLA_REQUEST_TIMEOUT',
    '300000',
    'milliseconds a request may take to arrive, an upload may stand still',
    integer(1000, 86_400_000),
  ),
  setting(
    'shutdownTimeout',
    'NABLA_SHUTDOWN_TIMEOUT',
    '20000',
    'milliseconds to end in after SIGTERM',
    integer(100, 600_000),
  ),
  setting('logLevel', 'NABLA_LOG_LEVEL', 'info', logLevels.join(', '), (v) =>
    logLevels.find((level) => level === v),
  ),
];

/** Reads the settings; throws an Error that names the variable when a value cannot be. */
export function loadConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Config {
  const config: Record<string, unknown> = {};
  for (const { key, env: name, fallback, text, read } of settings) {
    const given = env[name];
    const value = read(given === undefined || given === '' ? fallback : given.trim());
    if (value === undefined)
      throw new Error(`${name}=${JSON.stringify(given)} is not valid (${text})`);
    config[key] = value;
  }
  return config as unknown as Config;
}

/** Threads a job gets when it does not ask: `granted` is what affinity and cgroup quota allow. */
export function defaultThreads(config: Config, granted: number = availableParallelism()): number {
  return config.threads > 0 ? config.threads : Math.max(1, granted - 1);
}

export function helpText(): string {
  const width = Math.max(...settings.map(({ env }) => env.length));
  const lines = settings.map(
    ({ env, fallback, text }) => `  ${env.padEnd(width)}  ${text} (${fallback})`,
  );
  return [
    'nabla trains and serves neural networks over HTTP.',
    '',
    'Usage: npm start            serve',
    '       npm start -- --help  this text',
    '',
    'Settings, read from the environment (default in parentheses):',
    ...lines,
    '',
  ].join('\n');
}
