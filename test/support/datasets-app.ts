// The data set routes alone, on a temporary data directory: everything an upload passes through, and
// no other service.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { loadConfig } from '../../src/config.ts';
import { DatasetService } from '../../src/datasets/service.ts';
import { UploadService } from '../../src/datasets/uploads.ts';
import { parseJson } from '../../src/http/json-body.ts';
import { Problem, sendProblem } from '../../src/http/problems.ts';
import { buildValidator } from '../../src/http/validation.ts';
import { native } from '../../src/native.ts';
import { datasetContentRoutes } from '../../src/routes/dataset-content.ts';
import { datasetRoutes } from '../../src/routes/datasets.ts';
import { uploadRoutes } from '../../src/routes/uploads.ts';
import type { Services } from '../../src/services.ts';
import { openStorage } from '../../src/storage/storage.ts';
import type { Scope } from './server.ts';

export interface DatasetsApp {
  app: FastifyInstance;
  datasets: DatasetService;
  dataDir: string;
}

/** `env`: settings, as the server would read them. Removed with its data when the test ends. */
export async function startDatasets(
  t: Scope,
  env: Record<string, string> = {},
): Promise<DatasetsApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'nabla-datasets-'));
  const storage = openStorage(dataDir);
  const config = { ...loadConfig(env), dataDir };
  const datasets = new DatasetService({ config, native, storage });
  const app = Fastify({
    bodyLimit: config.bodyLimit,
    schemaController: { compilersFactory: { buildValidator: buildValidator as never } },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseJson(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  app.setErrorHandler(sendProblem);
  app.addSchema(Problem);
  const log = pino({ level: 'silent' });
  const uploads = new UploadService({ config, log, storage, datasets });
  uploads.start();
  const services = { config, datasets, uploads } as Services;
  await app.register(datasetRoutes, { services });
  await app.register(datasetContentRoutes, { services });
  await app.register(uploadRoutes, { services });
  t.after(async () => {
    await app.close();
    await uploads.stop();
    storage.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  return { app, datasets, dataDir };
}
