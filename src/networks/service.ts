// Networks: made from a spec, listed, changed, removed; their parameters read and written; computed
// with and looked into. Jobs and models take copies, so nothing else depends on a network staying.
import { link } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { ApiError, count, fromNative, invalidAt, notFound } from '../errors.ts';
import { refuseIdAsName } from '../http/names.ts';
import { checkIfMatch } from '../http/preconditions.ts';
import type {
  Dtype,
  FloatArray,
  Native,
  NetworkSpec,
  NetworkSummary,
  ParameterInfo,
} from '../native.ts';
import type { Page, PageRequest } from '../storage/document-store.ts';
import { newId } from '../storage/ids.ts';
import { NetworkStore } from '../storage/networks-store.ts';
import type { Storage } from '../storage/storage.ts';
import type { Compute } from './compute.ts';
import { inspect } from './inspection.ts';
import type { LoadedNetworks, LoadRequest } from './loaded.ts';
import {
  fromJson,
  fromSafetensors,
  fromStateDict,
  readStored,
  setNamed,
  toJson,
  toSafetensors,
} from './parameters.ts';
import { layerViews, type NetworkRecord, type NetworkView, viewOf } from './record.ts';
import type { InspectRequest, NetworkPatch, NetworkRequest } from './request.ts';
import { nest, readRows } from './rows.ts';
import { toSpec, withoutValues } from './spec.ts';

export interface NetworkFoundation {
  config: Pick<Config, 'maxParameters'>;
  native: Native;
  storage: Pick<Storage, 'files' | 'database'>;
  loaded: LoadedNetworks;
  compute: Compute;
}

/** A network and its ETag's number. */
export interface Revised<T> {
  value: T;
  revision: number;
}

/** Modules of a state dict by modules of the network; undefined for nabla's own names. */
export type StateDictMapping = ReadonlyMap<string, string> | undefined;

/** What `:validate` tells: the network as it would be, and what it would take. */
export type Validation = Omit<NetworkView, 'id' | 'createdAt' | 'updatedAt'> & {
  valid: true;
  /** Peak of training at the batch size of 32. */
  trainingBytes: number;
};

/** Numbers a JSON reply of parameters may hold; more go as safetensors. */
const maxJsonParameters = 4 * 1024 * 1024;

export class NetworkService {
  readonly #foundation: NetworkFoundation;
  readonly #store: NetworkStore<NetworkRecord>;

  constructor(foundation: NetworkFoundation) {
    this.#foundation = foundation;
    this.#store = new NetworkStore(foundation.storage.database.records);
  }

  /**
   * Draws the parameters, or takes those `given` by name, stores them, then the record: a network that is
   * listed is complete.
   */
  async create(
    request: NetworkRequest,
    given: ReadonlyMap<string, ArrayLike<number>> = new Map(),
  ): Promise<NetworkView> {
    refuseIdAsName(request.name);
    const { spec, summary } = this.#compile(request);
    const { files } = this.#foundation.storage;
    const id = newId('net');
    const path = files.networkParameters(id);
    const values = this.#draw(spec, summary);
    setNamed(summary.parameters, values, given);
    await files.writeDurably(path, toSafetensors(summary.parameters, values));
    const record = { id, ...describe(request, spec, summary) };
    try {
      this.#store.insert(record);
    } catch (error) {
      await files.remove(path);
      throw error;
    }
    return viewOf(record);
  }

  validate(request: NetworkRequest): Validation {
    refuseIdAsName(request.name);
    const { spec, summary } = this.#compile(request);
    const {
      id: _,
      createdAt: __,
      updatedAt: ___,
      ...view
    } = viewOf({
      id: '',
      ...describe(request, spec, summary),
    });
    return { valid: true, ...view, trainingBytes: summary.trainingBytes };
  }

  get(idOrName: string): Revised<NetworkView> {
    const record = this.find(idOrName);
    return { value: viewOf(record), revision: this.#store.revision(record.id) };
  }

  /** The stored record, with the spec; 404 when there is none. */
  find(idOrName: string): NetworkRecord {
    const record = this.#store.find(idOrName);
    if (record === undefined) throw notFound('network', idOrName);
    return record;
  }

  list(request: PageRequest): Page<NetworkView> {
    const { items, next } = this.#store.list(request);
    return { items: items.map(viewOf), next };
  }

  ids(): string[] {
    return this.#store.ids();
  }

  patch(idOrName: string, patch: NetworkPatch, ifMatch?: string): Revised<NetworkView> {
    refuseIdAsName(patch.name);
    const record = this.find(idOrName);
    checkIfMatch(ifMatch, this.#store.revision(record.id), false);
    const changed = { ...record, ...patch, updatedAt: new Date().toISOString() };
    return { value: viewOf(changed), revision: this.#store.revise(changed) };
  }

  async remove(idOrName: string, ifMatch?: string): Promise<void> {
    const { id } = this.find(idOrName);
    const revision = this.#store.revision(id);
    checkIfMatch(ifMatch, revision, false);
    this.#store.remove(id);
    this.#foundation.loaded.drop(keyOf(id, revision));
    await this.#foundation.storage.files.remove(this.parametersPath(id));
  }

  /** Of the safetensors file; it is only ever replaced as a whole. */
  parametersPath(id: string): string {
    return this.#foundation.storage.files.networkParameters(id);
  }

  /** Gives the parameters as they are now a second name, at `path`; later changes do not reach it. */
  async snapshot(idOrName: string, path: string): Promise<NetworkRecord> {
    const record = this.find(idOrName);
    await this.#orGone(record, link(this.parametersPath(record.id), path));
    return record;
  }

  /** A network with its parameters, as they are now. */
  async source(idOrName: string): Promise<{ record: NetworkRecord; values: FloatArray }> {
    const record = this.find(idOrName);
    return { record, values: await this.#read(record) };
  }

  async parametersAsJson(idOrName: string): Promise<Revised<unknown>> {
    const record = this.find(idOrName);
    const { parameterCount, parameters } = record;
    if (parameterCount > maxJsonParameters) {
      throw new ApiError(
        'not-acceptable',
        `${count(parameterCount, 'parameter')} are too many for JSON; ask for application/vnd.safetensors`,
      );
    }
    const revision = this.#store.revision(record.id);
    return { value: toJson(parameters, await this.#read(record)), revision };
  }

  /**
   * `body` is what JSON held, or the bytes of a safetensors file; with `torch`, of a state dict, whose modules
   * it names by those of the network where that cannot be inferred.
   */
  async putParameters(
    idOrName: string,
    body: unknown,
    { ifMatch, torch }: { ifMatch?: string | undefined; torch?: StateDictMapping } = {},
  ): Promise<number> {
    const { files } = this.#foundation.storage;
    const { id, parameters, dtype } = this.find(idOrName);
    checkIfMatch(ifMatch, this.#store.revision(id), false);
    const values = parametersFrom(parameters, dtype, body, torch);
    const staged = await files.stage(toSafetensors(parameters, values));
    try {
      // From here on nothing waits: a DELETE or another PUT comes wholly before or wholly after.
      const record = this.find(id);
      const before = this.#store.revision(id);
      checkIfMatch(ifMatch, before, false);
      files.replaceSync(staged, this.parametersPath(id));
      this.#foundation.loaded.drop(keyOf(id, before));
      return this.#store.revise({ ...record, updatedAt: new Date().toISOString() });
    } finally {
      await files.remove(staged);
    }
  }

  /** Outputs of raw rows, nothing encoded or decoded. */
  async predict(idOrName: string, instances: readonly unknown[]): Promise<unknown[]> {
    const record = this.find(idOrName);
    const rows = instances.length;
    const x = readRows(instances, record.inputSize, record.dtype, '/instances');
    const { loaded, compute } = this.#foundation;
    const y = await loaded.use(this.#loadRequest(record), (network) =>
      compute.forward(network, x, rows),
    );
    return nest(y, [rows, y.length / rows]) as unknown[];
  }

  async inspect(idOrName: string, request: InspectRequest): Promise<Record<string, unknown>> {
    const record = this.find(idOrName);
    const network = await this.#foundation.loaded.get(this.#loadRequest(record));
    try {
      return inspect(network.native, record, request);
    } catch (error) {
      throw fromNative(error);
    }
  }

  #loadRequest(record: NetworkRecord): LoadRequest {
    const { id, spec, parameterBytes } = record;
    const key = keyOf(id, this.#store.revision(id));
    return { key, spec, parameterBytes, read: () => this.#read(record) };
  }

  #read(record: NetworkRecord): Promise<FloatArray> {
    const { id, parameters, dtype } = record;
    return this.#orGone(record, readStored(this.parametersPath(id), parameters, dtype));
  }

  /** A file that is missing because the network was removed meanwhile is a 404. */
  async #orGone<T>({ id }: NetworkRecord, work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (this.#store.get(id) === undefined) throw notFound('network', id);
      throw error;
    }
  }

  /** Shapes and sizes, before anything is allocated. */
  #compile(request: NetworkRequest): { spec: NetworkSpec; summary: NetworkSummary } {
    const spec = toSpec(request);
    const summary = this.#summarize(spec);
    const { maxParameters } = this.#foundation.config;
    if (summary.parameterCount > maxParameters) {
      throw invalidAt(
        '/layers',
        `${count(summary.parameterCount, 'parameter')} are more than this server allows (${count(maxParameters, 'parameter')})`,
      );
    }
    return { spec, summary };
  }

  #summarize(spec: NetworkSpec): NetworkSummary {
    try {
      return this.#foundation.native.summarize(spec, 32);
    } catch (error) {
      throw fromNative(error, { unbuilt: true });
    }
  }

  #draw(spec: NetworkSpec, { parameterBytes }: NetworkSummary): FloatArray {
    // Packed once in the addon and once row-major for the file.
    if (2 * parameterBytes > process.availableMemory()) {
      throw new ApiError('unavailable', 'there is not enough memory for this network now');
    }
    try {
      const network = new this.#foundation.native.Network(spec);
      network.initialize();
      return network.parameters();
    } catch (error) {
      throw fromNative(error);
    }
  }
}

function parametersFrom(
  manifest: readonly ParameterInfo[],
  dtype: Dtype,
  body: unknown,
  torch: StateDictMapping,
): FloatArray {
  if (!(body instanceof Uint8Array)) return fromJson(manifest, dtype, body);
  if (torch !== undefined) return fromStateDict(manifest, dtype, body, torch);
  return fromSafetensors(manifest, dtype, body);
}

function keyOf(id: string, revision: number): string {
  return `${id}@${revision}`;
}

function describe(
  request: NetworkRequest,
  spec: NetworkSpec,
  summary: NetworkSummary,
): Omit<NetworkRecord, 'id'> {
  const now = new Date().toISOString();
  const { dtype, seed, inputSize } = spec;
  const { parameterCount, parameterBytes, flopsPerRow, outputs, parameters } = summary;
  return {
    name: request.name ?? null,
    notes: request.notes ?? null,
    ...{ dtype, seed, inputSize },
    layers: layerViews(spec, summary),
    ...{ outputs, parameterCount, parameterBytes, flopsPerRow },
    createdAt: now,
    updatedAt: now,
    spec: withoutValues(spec),
    parameters,
  };
}
