// The process: settings → services → listen → end. Nothing else.
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { buildApp } from './app.ts';
import { type Config, helpText, loadConfig } from './config.ts';
import { closeServices, createServices, type Services } from './services.ts';
import { giveBackMemory } from './system.ts';

/** Milliseconds in which two signals are one: npm passes on the Ctrl-C that the terminal sent here too. */
const echo = 500;

if (process.argv.includes('--help') || process.argv.includes('-h')) {
  process.stdout.write(helpText());
} else {
  await serve().catch((error: unknown) => {
    process.stderr.write(`nabla: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}

async function serve(): Promise<void> {
  const config = loadConfig();
  // The log goes to stderr: stdout has the two lines a person or a script waits for.
  const log = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: true }));
  refuseOpenDoor(config);
  const services = await createServices(config, log);
  const app = await buildApp(services);
  try {
    await app.listen({
      host: config.host,
      port: config.port,
      listenTextResolver: () => 'listening',
    });
  } catch (error) {
    await closeServices(services);
    throw explain(error, config);
  }
  endOnSignals(app, services);
  giveBackMemory();
  const address = addressOf(app.server.address(), config);
  process.stdout.write(`nabla listening on ${address}\ndocs at ${address}/docs\n`);
}

/** Nobody is asked for a key yet, so nobody beyond this machine may reach the port. */
function refuseOpenDoor({ host }: Config): void {
  if (host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)) return;
  throw new Error(
    `NABLA_HOST=${host} would open the server to others, and it asks for no key; use 127.0.0.1 behind a proxy`,
  );
}

function addressOf(bound: AddressInfo | string | null, config: Config): string {
  const port = typeof bound === 'object' && bound !== null ? bound.port : config.port;
  return `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
}

function explain(error: unknown, { host, port }: Config): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return new Error(`port ${port} is taken; set NABLA_PORT to another`);
  if (code === 'EACCES') return new Error(`port ${port} may not be used by this user`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new Error(`NABLA_HOST=${host} is not an address of this machine`);
  }
  return error;
}

/** The first SIGTERM or SIGINT ends in good order, a second one at once. */
function endOnSignals(app: FastifyInstance, services: Services): void {
  const { log, config } = services;
  let endingSince: number | undefined;
  const end = (signal: NodeJS.Signals): void => {
    if (endingSince !== undefined) {
      if (performance.now() - endingSince < echo) return;
      log.warn({ signal }, 'second signal: ending at once');
      process.exit(130);
    }
    endingSince = performance.now();
    services.accepting = false;
    log.info({ signal }, 'ending');
    setTimeout(() => {
      log.error('the time to end in has passed: ending at once');
      process.exit(1);
    }, config.shutdownTimeout).unref();
    app
      .close()
      .then(() => closeServices(services))
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log.fatal({ err: error }, 'could not end in good order');
          process.exit(1);
        },
      );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}
