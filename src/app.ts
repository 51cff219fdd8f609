// Builds the HTTP application: limits, validation, errors, documentation and the routes. Never listens.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
} from 'fastify';
import { ApiError, notFound } from './errors.ts';
import { AllowedMethods } from './http/allowed-methods.ts';
import { onClientError } from './http/client-errors.ts';
import { isInference, sendInferenceError } from './http/inference-errors.ts';
import { parseJson } from './http/json-body.ts';
import { addMetrics } from './http/metrics.ts';
import { negotiate } from './http/negotiation.ts';
import { docsPage, openapiOptions } from './http/openapi.ts';
import { Problem, sendProblem } from './http/problems.ts';
import { requestId } from './http/request-id.ts';
import { endSlowBodies } from './http/slow-bodies.ts';
import { traceContext } from './http/trace-context.ts';
import { buildValidator } from './http/validation.ts';
import { catalogRoutes } from './routes/catalog.ts';
import { datasetContentRoutes } from './routes/dataset-content.ts';
import { datasetRoutes } from './routes/datasets.ts';
import { exportRoutes } from './routes/exports.ts';
import { importRoutes } from './routes/imports.ts';
import { inferenceRoutes } from './routes/inference.ts';
import { modelRoutes } from './routes/models.ts';
import { networkRoutes } from './routes/networks.ts';
import { operationRoutes } from './routes/operations.ts';
import { sharedSchemas } from './routes/schemas.ts';
import { trainingJobRoutes } from './routes/training-jobs.ts';
import { uploadRoutes } from './routes/uploads.ts';
import type { Services } from './services.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Media types a route can answer with; `application/json` when not given. */
    produces?: readonly string[];
  }
}

/** A client that sends its headers slower than this is not one of ours. */
const headersTimeout = 20_000;
/** How often slow requests are looked for; Node's own 30 s would let them live longer than their limit. */
const connectionsCheckingInterval = 5_000;
/** Longer than the 60 s a proxy in front usually keeps an idle connection, so it never meets a closed one. */
const keepAliveTimeout = 72_000;
/** As long as a request line can be: that a name is too long is said by its schema. */
const maxParamLength = 16 * 1024;

const resourceRoutes = [
  datasetRoutes,
  datasetContentRoutes,
  uploadRoutes,
  networkRoutes,
  importRoutes,
  trainingJobRoutes,
  modelRoutes,
  catalogRoutes,
];

export async function buildApp(services: Services): Promise<FastifyInstance> {
  const { config, log } = services;
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    bodyLimit: config.bodyLimit,
    requestTimeout: 0, // src/http/slow-bodies.ts
    keepAliveTimeout,
    // Streams are ended by the jobs' service before close(); idle keep-alive connections are cut.
    forceCloseConnections: 'idle',
    http: {
      headersTimeout: Math.min(headersTimeout, config.requestTimeout),
      connectionsCheckingInterval,
    },
    genReqId: requestId,
    childLoggerFactory: (logger, bindings, options, request) =>
      logger.child({ ...bindings, ...traceContext(request) }, options),
    routerOptions: { maxParamLength },
    clientErrorHandler: onClientError,
    frameworkErrors: sendProblem,
    schemaController: { compilersFactory: { buildValidator: buildValidator as never } },
  }).withTypeProvider<TypeBoxTypeProvider>();
  const methods = new AllowedMethods();
  // Event streams and long polls end with the jobs, or close() would wait for them.
  app.addHook('preClose', () => services.jobs.stop());
  app.addHook('onRoute', ({ method, url }) => methods.add(method, url));
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  addParsers(app);
  addHooks(app);
  endSlowBodies(app as unknown as FastifyInstance, config.requestTimeout);
  app.setErrorHandler((error, request, reply) =>
    (isInference(request) ? sendInferenceError : sendProblem)(error, request, reply),
  );
  app.setNotFoundHandler((request) => {
    throw unknownRoute(request, methods);
  });
  app.addSchema(Problem);
  for (const schema of sharedSchemas) app.addSchema(schema);
  const version = packageVersion();
  const metrics = addMetrics(app, services, version);
  await app.register(fastifySwagger, openapiOptions(version));
  await app.register(fastifySwaggerUi, docsPage);
  for (const routes of resourceRoutes) await app.register(routes, { services });
  await app.register(exportRoutes, { services, version });
  await app.register(inferenceRoutes, { services, version });
  await app.register(operationRoutes, { services, version, metrics });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  return app as unknown as FastifyInstance;
}

/** JSON only; a route that reads more adds its parsers in its own plugin. */
function addParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const none = body.length === 0 && request.routeOptions.schema?.body === undefined;
    try {
      done(null, none ? undefined : parseJson(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** By callbacks: a promise for each would cost a small prediction a tenth of its time. */
function addHooks(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
    const { accept } = request.headers;
    const anything = accept === undefined || accept === '*/*';
    done(anything || !request.url.startsWith('/v1/') ? undefined : unacceptable(request));
  });
  app.addHook('preValidation', (request, _reply, done) => {
    const expected = request.body === undefined && request.routeOptions.schema?.body !== undefined;
    const inParts = request.headers['content-type']?.startsWith('multipart/') === true;
    const missing = expected && !inParts;
    done(missing ? new ApiError('malformed-body', 'a JSON body is expected') : undefined);
  });
}

/** The 406 for what the client does not take, or undefined. */
function unacceptable(request: FastifyRequest): ApiError | undefined {
  const { accept } = request.headers;
  const offers = request.routeOptions.config.produces ?? ['application/json'];
  // A client that only wants errors described may say so; then JSON is meant.
  if (negotiate(accept, [...offers, 'application/problem+json']) !== undefined) return undefined;
  return new ApiError('not-acceptable', `this is offered as ${offers.join(', ')}`);
}

function unknownRoute(request: FastifyRequest, methods: AllowedMethods): ApiError {
  const path = request.url.split('?', 1)[0] ?? '';
  const allowed = methods.of(path);
  if (allowed.length === 0) return notFound('route', `${request.method} ${path}`);
  return new ApiError('method-not-allowed', `${path.slice(0, 200)} takes ${allowed.join(', ')}`, {
    headers: { allow: allowed.join(', ') },
  });
}

/** package.json is two levels up from src/ and from dist/ alike. */
export function packageVersion(): string {
  const path = join(import.meta.dirname, '..', 'package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}
