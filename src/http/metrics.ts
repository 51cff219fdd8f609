// What Prometheus is told: requests by route template (never by path: no unbounded labels), jobs by
// status, networks in memory, and the process's own figures with the event loop's lag.
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Services } from '../services.ts';

/** 1 ms to 30 s: a small prediction to a long upload. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Registers the metrics and measures every request of `app` from here on. */
export function addMetrics(app: FastifyInstance, services: Services, version: string): Registry {
  const { jobs, loaded, native } = services;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'nabla_build_info',
    help: '1, with the version and the instruction set in use.',
    labelNames: ['version', 'isa'],
    registers: [registry],
  }).set({ version, isa: native.system().isa }, 1);
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
  new Gauge({
    name: 'nabla_loaded_network_bytes',
    help: 'Parameters of networks kept in memory for predictions.',
    registers: [registry],
    collect() {
      this.set(loaded.bytes);
    },
  });
  const seconds = new Histogram({
    name: 'nabla_http_request_duration_seconds',
    help: 'From the last byte of the headers to the last byte of the reply; event streams aside.',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    if (String(reply.getHeader('content-type')).startsWith('text/event-stream')) return;
    const { url: route = 'none', method = request.method } = request.routeOptions;
    const labels = { method: String(method), route, status: String(reply.statusCode) };
    seconds.observe(labels, reply.elapsedTime / 1000);
  });
  return registry;
}
