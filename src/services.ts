// Makes the services in the order of their dependence and ends them in the opposite one.
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { DatasetService } from './datasets/service.ts';
import { UploadService } from './datasets/uploads.ts';
import { PredictionService } from './models/predictions.ts';
import { ModelService } from './models/service.ts';
import { type Native, native } from './native.ts';
import type { NativeData } from './native-data.ts';
import { Compute } from './networks/compute.ts';
import { LoadedNetworks } from './networks/loaded.ts';
import { NetworkService } from './networks/service.ts';
import { openStorage, type Storage } from './storage/storage.ts';
import { JobService } from './training/service.ts';

/** What every service is made from; a service takes the others it needs beside it. */
export interface Foundation {
  config: Config;
  log: Logger;
  native: Native & NativeData;
  storage: Storage;
}

export interface Services extends Foundation {
  loaded: LoadedNetworks;
  compute: Compute;
  datasets: DatasetService;
  uploads: UploadService;
  networks: NetworkService;
  models: ModelService;
  predictions: PredictionService;
  jobs: JobService;
  /** False from the moment the server begins to end: readiness answers 503. */
  accepting: boolean;
}

/** Opens the storage, removes what a crash left behind, and starts the queue of jobs. */
export async function createServices(config: Config, log: Logger): Promise<Services> {
  const storage = openStorage(config.dataDir);
  try {
    const foundation: Foundation = { config, log, native: native as Native & NativeData, storage };
    const datasets = new DatasetService(foundation);
    const uploads = new UploadService({ ...foundation, datasets });
    const loaded = new LoadedNetworks(native, config.modelCacheBytes);
    const compute = new Compute(native.system().threads);
    const networks = new NetworkService({ ...foundation, loaded, compute });
    const models = new ModelService({ ...foundation, loaded });
    const predictions = new PredictionService({ ...foundation, models, loaded, compute });
    const jobs = new JobService({ ...foundation, datasets, networks, models });
    const removed = storage.files.sweep({
      datasets: new Set(datasets.contents()),
      uploads: new Set(uploads.ids()),
      networks: new Set(networks.ids()),
      jobs: new Set(jobs.ids()),
      versions: new Set(models.ids()),
    });
    if (removed > 0) log.info({ removed }, 'removed files that no record names');
    storage.idempotency.sweep();
    uploads.start();
    await jobs.start();
    return {
      ...foundation,
      loaded,
      compute,
      datasets,
      uploads,
      networks,
      models,
      predictions,
      jobs,
      accepting: true,
    };
  } catch (error) {
    storage.close();
    throw error;
  }
}

/** Ends the jobs, their streams and long polls (all is safe when stop() resolves), then the storage. */
export async function closeServices(services: Services): Promise<void> {
  services.accepting = false;
  await services.jobs.stop();
  await services.uploads.stop();
  services.storage.close();
}
