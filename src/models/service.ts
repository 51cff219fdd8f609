// Models: named, with versions that never change and labels that move between them. Made by jobs that
// succeed; what they predict is predictions.ts' business.

import { ApiError, conflict, count, invalidAt, notFound } from '../errors.ts';
import { checkIfMatch } from '../http/preconditions.ts';
import type { FloatArray, Native } from '../native.ts';
import type { LoadedNetworks } from '../networks/loaded.ts';
import { readStored, toJson, toSafetensors } from '../networks/parameters.ts';
import { type LabelRow, type ModelRow, ModelStore } from '../storage/models-store.ts';
import type { Storage } from '../storage/storage.ts';
import {
  keyOf,
  type ModelVersion,
  type NewVersion,
  type Task,
  type VersionView,
  viewOf,
} from './version.ts';

export interface ModelFoundation {
  native: Native;
  storage: Pick<Storage, 'files' | 'database'>;
  loaded: LoadedNetworks;
}

export interface ModelView {
  name: string;
  createdAt: string;
  /** Null while there is no version left. */
  newestVersion: number | null;
  task: Task | 'multi-output' | null;
  /** Version by label. */
  labels: Record<string, number>;
}

export interface LabelView {
  model: string;
  label: string;
  version: number;
  updatedAt: string;
}

/** Which version is meant: a number, a label, or the newest. */
export type Selector = { version: number } | { label: string } | 'newest';

/** Numbers a JSON reply of parameters may hold; more go as safetensors. */
const maxJsonParameters = 4 * 1024 * 1024;

/** Versions remembered by how they were asked for. */
const maxSelected = 1024;

export class ModelService {
  readonly #foundation: ModelFoundation;
  readonly #store: ModelStore<ModelVersion>;
  /** By what selected it; emptied by every change. */
  readonly #selected = new Map<string, ModelVersion>();

  constructor(foundation: ModelFoundation) {
    this.#foundation = foundation;
    this.#store = new ModelStore(foundation.storage.database.records);
  }

  /**
   * Makes a version of parameters that are synced already, at `path`, which is moved away. `also` runs
   * in the transaction that stores the version: what it writes and the version are stored together.
   */
  async createVersion(
    doc: NewVersion,
    path: string,
    also?: (version: ModelVersion) => void,
  ): Promise<ModelVersion> {
    const { files } = this.#foundation.storage;
    const { parameters, parameterCount, parameterBytes } = this.#foundation.native.summarize(
      doc.spec,
    );
    const createdAt = new Date().toISOString();
    const version = this.#store.reserveVersion(doc.model);
    const destination = files.versionParameters(doc.model, version);
    const complete = { ...doc, version, createdAt, parameters, parameterCount, parameterBytes };
    try {
      await files.moveDurably(path, destination);
      this.#store.atomically(() => {
        this.#store.insertVersion(complete);
        also?.(complete);
      });
      this.#selected.clear();
    } catch (error) {
      await files.remove(destination);
      throw error;
    }
    return complete;
  }

  /** A version that was not trained here. */
  async addVersion(doc: NewVersion, values: FloatArray): Promise<VersionView> {
    const { native, storage } = this.#foundation;
    const { parameters } = native.summarize(doc.spec);
    const staged = await storage.files.stage(toSafetensors(parameters, values));
    return this.#view(await this.createVersion(doc, staged));
  }

  list(limit: number, after?: string): { items: ModelView[]; next: string | null } {
    const rows = this.#store.models(limit + 1, after);
    const items = rows.slice(0, limit).map((row) => this.#modelView(row));
    return { items, next: rows.length > limit ? (items.at(-1)?.name ?? null) : null };
  }

  get(name: string): ModelView {
    return this.#modelView(this.#model(name));
  }

  #model(name: string): ModelRow {
    const row = this.#store.model(name);
    if (row === undefined) throw notFound('model', name);
    return row;
  }

  #modelView({ name, createdAt }: ModelRow): ModelView {
    const newest = this.#store.newest(name);
    const labels = this.#store.labels(name).map(({ label, version }) => [label, version]);
    return {
      name,
      createdAt,
      newestVersion: newest?.version ?? null,
      task: newest?.outputs.task ?? null,
      labels: Object.fromEntries(labels) as Record<string, number>,
    };
  }

  versions(
    name: string,
    limit: number,
    before?: number,
  ): { items: VersionView[]; next: number | null } {
    this.#model(name);
    const docs = this.#store.versions(name, limit + 1, before);
    const items = docs.slice(0, limit).map((doc) => this.#view(doc));
    return { items, next: docs.length > limit ? (items.at(-1)?.version ?? null) : null };
  }

  /** Of every version, rising. */
  versionNumbers(name: string): number[] {
    return this.#store.versionNumbers(name);
  }

  version(name: string, version: number): VersionView {
    return this.#view(this.select(name, { version }));
  }

  #view(doc: ModelVersion): VersionView {
    const labels = this.#store.labels(doc.model).filter(({ version }) => version === doc.version);
    return viewOf(
      doc,
      labels.map(({ label }) => label),
    );
  }

  /** Removes the versions and labels; their numbers are not used again. */
  async remove(name: string): Promise<void> {
    this.#model(name);
    const gone = this.#store.keys().filter(({ model }) => model === name);
    this.#store.removeModel(name);
    this.#selected.clear();
    for (const { version } of gone) await this.#forget(name, version);
  }

  /** 409 while a label points at it. */
  async removeVersion(name: string, version: number): Promise<void> {
    this.select(name, { version });
    const holding = this.#store.labels(name).find((label) => label.version === version);
    if (holding !== undefined) {
      throw conflict(
        `the label ${holding.label} points at version ${version}; move or remove it first`,
      );
    }
    this.#store.removeVersion(name, version);
    this.#selected.clear();
    await this.#forget(name, version);
  }

  async #forget(name: string, version: number): Promise<void> {
    const { files } = this.#foundation.storage;
    this.#foundation.loaded.drop(keyOf(name, version));
    await files.remove(files.versionParameters(name, version));
  }

  labels(name: string): LabelView[] {
    this.#model(name);
    return this.#store.labels(name).map((row) => labelView(name, row));
  }

  label(name: string, label: string): { value: LabelView; etag: number } {
    const row = this.#labelRow(name, label);
    return { value: labelView(name, row), etag: row.etag };
  }

  /** Points a label at a version; one that exists only moves under If-Match. */
  setLabel(
    name: string,
    label: string,
    version: number,
    ifMatch?: string,
  ): { value: LabelView; etag: number; created: boolean } {
    this.#model(name);
    const set = this.#store.atomically(() => {
      const before = this.#store.label(name, label);
      checkIfMatch(ifMatch, before?.etag ?? 0, true);
      if (this.#store.version(name, version) === undefined) {
        throw invalidAt('/version', `model ${name} has no version ${version}`);
      }
      this.#store.setLabel(name, label, version, new Date().toISOString());
      return { ...this.label(name, label), created: before === undefined };
    });
    this.#selected.clear();
    return set;
  }

  removeLabel(name: string, label: string, ifMatch?: string): void {
    checkIfMatch(ifMatch, this.#labelRow(name, label).etag, false);
    this.#store.removeLabel(name, label);
    this.#selected.clear();
  }

  #labelRow(name: string, label: string): LabelRow {
    const row = this.#store.label(name, label);
    if (row === undefined) throw notFound('label', `${name}/${label}`);
    return row;
  }

  parametersPath(name: string, version: number): string {
    this.select(name, { version });
    return this.#foundation.storage.files.versionParameters(name, version);
  }

  /** A version as it is stored, with its parameters. */
  async source(
    name: string,
    version: number,
  ): Promise<{ version: ModelVersion; values: FloatArray }> {
    const doc = this.select(name, { version });
    const path = this.#foundation.storage.files.versionParameters(name, version);
    return { version: doc, values: await readStored(path, doc.parameters, doc.spec.dtype) };
  }

  async parametersAsJson(name: string, version: number): Promise<unknown> {
    const doc = this.select(name, { version });
    if (doc.parameterCount > maxJsonParameters) {
      throw new ApiError(
        'not-acceptable',
        `${count(doc.parameterCount, 'parameter')} are too many for JSON; ask for application/vnd.safetensors`,
      );
    }
    const path = this.#foundation.storage.files.versionParameters(name, version);
    return toJson(doc.parameters, await readStored(path, doc.parameters, doc.spec.dtype));
  }

  /** The version that is meant: the same object until something changes, for it is asked at every prediction. */
  select(name: string, selector: Selector): ModelVersion {
    const key = keyOfSelector(name, selector);
    const known = this.#selected.get(key);
    if (known !== undefined) return known;
    const doc = this.#lookUp(name, selector);
    if (this.#selected.size >= maxSelected) this.#selected.clear();
    this.#selected.set(key, doc);
    return doc;
  }

  #lookUp(name: string, selector: Selector): ModelVersion {
    if (selector === 'newest') {
      const newest = this.#store.newest(name);
      if (newest === undefined) {
        this.#model(name);
        throw notFound('model version', `${name}/newest`);
      }
      return newest;
    }
    const version =
      'version' in selector ? selector.version : this.#labelRow(name, selector.label).version;
    const doc = this.#store.version(name, version);
    if (doc === undefined) throw notFound('model version', `${name}/${version}`);
    return doc;
  }

  /** `<model>/<version>` of every version. */
  ids(): string[] {
    return this.#store.keys().map(({ model, version }) => keyOf(model, version));
  }
}

function keyOfSelector(name: string, selector: Selector): string {
  if (selector === 'newest') return name;
  return 'version' in selector ? `${name}/${selector.version}` : `${name}/labels/${selector.label}`;
}

function labelView(model: string, { label, version, updatedAt }: LabelRow): LabelView {
  return { model, label, version, updatedAt };
}
