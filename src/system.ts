// What this server is: versions, the machine, and the limits it keeps to.

import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Config, defaultThreads } from './config.ts';
import { maxDepth } from './http/json-body.ts';
import type { SystemInfo } from './native.ts';
import { maxLayers, maxWidth } from './networks/request.ts';

export interface SystemView {
  version: string;
  node: string;
  platform: string;
  isa: string;
  availableIsas: string[];
  compiler: string;
  cores: number;
  /** Granted by affinity and cgroup quota. */
  threads: number;
  threadsPerJob: number;
  slots: number;
  uptimeSeconds: number;
  limits: Record<string, number>;
}

export function describeSystem(config: Config, native: SystemInfo, version: string): SystemView {
  return {
    version,
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    isa: native.isa,
    availableIsas: native.available,
    compiler: native.compiler,
    cores: Math.max(native.cores, availableParallelism()),
    threads: native.threads,
    threadsPerJob: defaultThreads(config, native.threads),
    slots: config.slots,
    uptimeSeconds: Math.round(process.uptime()),
    limits: {
      bodyBytes: config.bodyLimit,
      uploadBytes: config.uploadLimit,
      bodyDepth: maxDepth,
      parameters: config.maxParameters,
      layers: maxLayers,
      units: maxWidth,
      rows: config.maxRows,
      columns: config.maxColumns,
      queuedJobs: config.queueLimit,
      streams: config.maxStreams,
    },
  };
}

/**
 * Collects what building the app left behind, some 200 MB of schemas and of what their validators were
 * made from, and gives the memory back: V8 by itself would keep it for as long as little else is allocated.
 */
export function giveBackMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: object) => void;
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
