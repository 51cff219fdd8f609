// Health, readiness, metrics and the system.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Registry } from 'prom-client';
import { Type } from 'typebox';
import { unavailable } from '../errors.ts';
import { problems } from '../http/problems.ts';
import type { Services } from '../services.ts';
import { describeSystem } from '../system.ts';

const Status = Type.Object({ status: Type.Literal('ok') });

const System = Type.Object({
  version: Type.String(),
  node: Type.String(),
  platform: Type.String(),
  isa: Type.String({ description: 'The instruction set the kernels run on.' }),
  availableIsas: Type.Array(Type.String()),
  compiler: Type.String(),
  cores: Type.Integer(),
  threads: Type.Integer({ description: 'Granted by affinity and cgroup quota.' }),
  threadsPerJob: Type.Integer(),
  slots: Type.Integer({ description: 'Training jobs at the same time.' }),
  uptimeSeconds: Type.Integer(),
  limits: Type.Record(Type.String(), Type.Integer()),
});

export interface OperationOptions {
  services: Services;
  version: string;
  metrics: Registry;
}

export const operationRoutes: FastifyPluginAsyncTypebox<OperationOptions> = async (
  app,
  { services, version, metrics },
) => {
  const { config, native } = services;
  const system = native.system();

  app.get(
    '/healthz',
    {
      logLevel: 'warn',
      schema: {
        operationId: 'getHealth',
        tags: ['operations'],
        summary: 'Whether the process answers',
        response: { 200: Status },
      },
    },
    async () => ({ status: 'ok' as const }),
  );

  app.get(
    '/readyz',
    {
      logLevel: 'warn',
      schema: {
        operationId: 'getReadiness',
        tags: ['operations'],
        summary: 'Whether requests should be sent here',
        response: { 200: Status, ...problems('unavailable') },
      },
    },
    async () => {
      if (!services.accepting) throw unavailable('the server is ending');
      return { status: 'ok' as const };
    },
  );

  app.get(
    '/v1/system',
    {
      schema: {
        operationId: 'getSystem',
        tags: ['operations'],
        summary: 'Versions, cores, instruction set and limits',
        response: { 200: System },
      },
    },
    async () => describeSystem(config, system, version),
  );

  app.get(
    '/metrics',
    {
      logLevel: 'warn',
      schema: {
        operationId: 'getMetrics',
        tags: ['operations'],
        summary: 'Figures for Prometheus',
        response: {
          200: Type.Unsafe<string>({
            description: 'Prometheus text.',
            content: { 'text/plain': { schema: Type.String() } },
          }),
        },
      },
    },
    async (_request, reply) => {
      const text = await metrics.metrics();
      return reply
        .type(metrics.contentType)
        .serializer((body: unknown) => String(body))
        .send(text);
    },
  );
};
