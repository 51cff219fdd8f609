// What Prometheus is told: requests by route template (never by path: no unbounded labels), jobs by
// status, predictions, training, and the process's own figures with the event loop's lag. Seconds.
import { performance } from 'node:perf_hooks';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Services } from '../services.ts';
import { Durations, type Series } from './durations.ts';

/** 1 ms to 30 s: a small prediction to a long upload. */
const requestBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** 1 µs, one row of a small network, to 10 s; a training step is of the same order. */
const computeBuckets = [1e-6, 1e-5, 1e-4, 2.5e-4, 0.001, 0.0025, 0.01, 0.025, 0.1, 0.25, 1, 10];
/** Jobs wait for nobody, or for hours. */
const waitBuckets = [0.01, 0.1, 1, 10, 60, 300, 1800, 3600, 21_600, 86_400];
const lagBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];
/** Milliseconds between looks at the event loop's lag. */
const lagInterval = 100;

/** Registers the metrics and measures every request of `app` from here on. */
export function addMetrics(app: FastifyInstance, services: Services, version: string): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'nabla_build_info',
    help: '1, with the version, of Node too, and the instruction set in use.',
    labelNames: ['version', 'node', 'isa'],
    registers: [registry],
  }).set({ version, node: process.version, isa: services.native.system().isa }, 1);
  addRequests(app, registry);
  addPredictions(services, registry);
  addJobs(services, registry);
  addLag(app, registry);
  return registry;
}

/** Event streams aside, which last as long as a job does. */
function addRequests(app: FastifyInstance, registry: Registry): void {
  const durations = new Durations({
    name: 'nabla_http_request_duration_seconds',
    help: 'From the last byte of the headers to the last byte of the reply; event streams aside.',
    buckets: requestBuckets,
    registry,
  });
  const measured = (method: string, route: string) => {
    const byStatus = new Map<number, Series>();
    return (_request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
      const status = reply.statusCode;
      let series = byStatus.get(status);
      if (series === undefined) {
        series = durations.series({ method, route, status: String(status) });
        byStatus.set(status, series);
      }
      if (!isStream(reply)) series.observe(reply.elapsedTime / 1000);
      done();
    };
  };
  app.addHook('onRoute', (route) => {
    const observe = measured([route.method].flat().join(','), route.url);
    route.onResponse = [...[route.onResponse ?? []].flat(), observe];
  });
  const unknown = new Map<string, ReturnType<typeof measured>>();
  app.addHook('onResponse', (request, reply, done) => {
    if (request.is404) {
      // Node takes no methods but those it knows, so these are few.
      const observe = unknown.get(request.method) ?? measured(request.method, 'none');
      unknown.set(request.method, observe);
      observe(request, reply, done);
    } else done();
  });
}

function isStream(reply: FastifyReply): boolean {
  return String(reply.getHeader('content-type')).startsWith('text/event-stream');
}

function addPredictions({ compute, loaded }: Services, registry: Registry): void {
  const seconds = new Durations({
    name: 'nabla_predict_compute_seconds',
    help: 'Of one pass through a network for predictions, of however many rows and requests.',
    buckets: computeBuckets,
    registry,
  }).series();
  let rows = 0;
  let flops = 0;
  compute.observe = (computed) => {
    seconds.observe(computed.seconds);
    rows += computed.rows;
    flops += computed.flops;
  };
  addTotal(registry, 'nabla_predict_rows_total', 'Rows predicted.', () => rows);
  const help = 'Floating-point operations of predictions, a multiply-add counted as two.';
  addTotal(registry, 'nabla_predict_flops_total', help, () => flops);
  new Gauge({
    name: 'nabla_loaded_network_bytes',
    help: 'Parameters of networks kept in memory for predictions.',
    registers: [registry],
    collect() {
      this.set(loaded.bytes);
    },
  });
}

/** A counter that is read where it is counted. */
function addTotal(registry: Registry, name: string, help: string, total: () => number): void {
  new Counter({
    ...{ name, help, registers: [registry] },
    collect() {
      this.reset();
      this.inc(total());
    },
  });
}

function addJobs({ jobs }: Services, registry: Registry): void {
  new Gauge({
    name: 'nabla_jobs',
    help: 'Training jobs by status.',
    labelNames: ['status'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [status, n] of Object.entries(jobs.countByStatus())) this.set({ status }, n);
    },
  });
  const wait = new Durations({
    name: 'nabla_job_queue_wait_seconds',
    help: 'From the submission of a training job to its start.',
    buckets: waitBuckets,
    registry,
  }).series();
  const step = new Durations({
    name: 'nabla_train_step_seconds',
    help: 'Of one step of training on a batch, from the speed that a running job reports.',
    buckets: computeBuckets,
    registry,
  }).series();
  jobs.observe = {
    waited: (seconds) => wait.observe(seconds),
    stepped: (seconds) => step.observe(seconds),
  };
}

/** How late a timer is: what every request feels. */
function addLag(app: FastifyInstance, registry: Registry): void {
  const lag = new Durations({
    name: 'nabla_event_loop_lag_seconds',
    help: `How late a timer of ${lagInterval} ms fires.`,
    buckets: lagBuckets,
    registry,
  }).series();
  let due = performance.now() + lagInterval;
  const timer = setInterval(() => {
    const now = performance.now();
    lag.observe(Math.max(0, now - due) / 1000);
    due = now + lagInterval;
  }, lagInterval);
  timer.unref();
  app.addHook('onClose', async () => clearInterval(timer));
}
