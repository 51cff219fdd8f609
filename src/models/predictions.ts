// Predictions by versions of models: which version is meant, its network in memory, rows encoded,
// computed and decoded. Every row of a request is answered by the one version selected at its start.
import type { Readable } from 'node:stream';
import type { Config } from '../config.ts';
import { limited } from '../datasets/compressed.ts';
import { fromNative, invalidAt } from '../errors.ts';
import type { FloatArray } from '../native.ts';
import type { NativeData } from '../native-data.ts';
import { type Caller, type Compute, checkCaller } from '../networks/compute.ts';
import type { LoadedNetwork, LoadedNetworks, LoadRequest } from '../networks/loaded.ts';
import { readStored } from '../networks/parameters.ts';
import { Overflow } from '../storage/overflow.ts';
import type { Storage } from '../storage/storage.ts';
import type { AnswerFormat } from './answer-formats.ts';
import { AnswerDecoder, type AnswerOptions, type Prediction } from './answers.ts';
import { type Encoded, InstanceEncoder } from './instances.ts';
import { inspectServed, type ServedInspection } from './served-inspection.ts';
import type { ModelService, Selector } from './service.ts';
import { type Arriving, readTable } from './table-input.ts';
import { keyOf, type ModelVersion } from './version.ts';

export interface PredictionFoundation {
  config: Pick<Config, 'uploadLimit' | 'maxColumns'>;
  native: NativeData;
  storage: Pick<Storage, 'files'>;
  models: ModelService;
  loaded: LoadedNetworks;
  compute: Compute;
}

/** The body of a prediction: one of the three. */
export interface PredictBody {
  /** Rows: arrays in the order of the inputs, or objects by column name. */
  instances?: unknown[];
  columns?: Record<string, unknown>;
  /** TensorFlow Serving's name for either; the answer is then in `outputs`. */
  inputs?: unknown[] | Record<string, unknown>;
}

/** Whether a version is in memory. */
export interface Residence {
  model: string;
  version: number;
  loaded: boolean;
  bytes: number;
  loadedBytes: number;
}

export interface Streamed {
  mediaType: string;
  /** Bytes. */
  size: number;
  stream: Readable;
}

/** A version, with what every request to it needs and nothing changes. */
export interface Served {
  readonly version: ModelVersion;
  readonly encoder: InstanceEncoder;
  readonly decoder: AnswerDecoder;
  readonly request: LoadRequest;
}

export class PredictionService {
  readonly #foundation: PredictionFoundation;
  readonly #served = new WeakMap<ModelVersion, Served>();

  constructor(foundation: PredictionFoundation) {
    this.#foundation = foundation;
  }

  /** At once when the model is in memory and the request is small. */
  predict(
    served: Served,
    body: PredictBody,
    options: AnswerOptions,
    caller: Caller,
  ): Prediction[] | Promise<Prediction[]> {
    const encoded = encodeBody(served.encoder, body);
    const y = this.outputs(served, encoded, caller);
    const answer = (outputs: FloatArray) =>
      served.decoder.predictions(outputs, encoded.rows, options);
    return y instanceof Promise ? y.then(answer) : answer(y);
  }

  /** Outputs of the network for rows that are encoded. */
  outputs(served: Served, { x, rows }: Encoded, caller: Caller): FloatArray | Promise<FloatArray> {
    return this.compute(served, (network) =>
      this.#foundation.compute.forward(network, x, rows, caller),
    );
  }

  /** The same, answered in another format than JSON. */
  async predictAs(
    format: AnswerFormat,
    served: Served,
    body: PredictBody,
    options: AnswerOptions,
    caller: Caller,
  ): Promise<Uint8Array> {
    const { encoder, decoder, version } = served;
    const encoded = encodeBody(encoder, body);
    const writer = format.writer(decoder, options, version.spec.dtype);
    const answer = writer.write(await this.outputs(served, encoded, caller), encoded.rows);
    return Buffer.concat([writer.begin(), answer, writer.end()]);
  }

  /**
   * A table of any number of rows, in bounded memory: while one chunk is computed, the next is read. The
   * answer is there when all rows have been read, so that a fault in the last is a 422 like any other.
   */
  async predictTable(
    served: Served,
    arriving: Arriving,
    format: AnswerFormat,
    options: AnswerOptions,
    caller: Caller,
  ): Promise<Streamed> {
    const { storage, compute, config, native } = this.#foundation;
    const { decoder, encoder, version } = served;
    const writer = format.writer(decoder, options, version.spec.dtype);
    const overflow = new Overflow(storage.files);
    const { uploadLimit: maxBytes, maxColumns } = config;
    const context = { native, files: storage.files, maxBytes, maxColumns };
    const limitedBytes = limited(arriving.bytes, maxBytes);
    try {
      await this.compute(served, async (network) => {
        let computing: Promise<() => Promise<void>> | undefined;
        const finish = async () => await (await computing)?.();
        await readTable(
          context,
          { ...arriving, bytes: limitedBytes },
          encoder,
          async ({ x, rows }) => {
            checkCaller(caller);
            const before = computing;
            const y = Promise.resolve(compute.stream(network, x, rows, caller));
            computing = y.then((outputs) => () => overflow.append(writer.write(outputs, rows)));
            computing.catch(() => undefined); // reported by whoever awaits it next
            await (await before)?.();
          },
        );
        await finish();
      });
      await overflow.append(writer.end());
      const head = writer.begin();
      const size = head.length + overflow.size;
      return { mediaType: format.mediaType, size, stream: await overflow.stream(head) };
    } catch (error) {
      await overflow.discard();
      throw fromNative(error);
    }
  }

  async inspect(served: Served, request: ServedInspection): Promise<Record<string, unknown>> {
    return this.compute(served, ({ native }) => {
      try {
        return inspectServed(native, served.encoder, request);
      } catch (error) {
        throw fromNative(error);
      }
    });
  }

  async load(served: Served): Promise<Residence> {
    await this.compute(served, () => undefined);
    return this.#residence(served);
  }

  /** Requests that compute with it now go on undisturbed. */
  unload(served: Served): Residence {
    this.#foundation.loaded.drop(served.request.key);
    return this.#residence(served);
  }

  #residence({ version: { model, version }, request }: Served): Residence {
    const { loaded } = this.#foundation;
    const { key, parameterBytes: bytes } = request;
    return { model, version, loaded: loaded.has(key), bytes, loadedBytes: loaded.bytes };
  }

  /** Calls `work` with the version's network; at once when that is in memory and `work` does not wait. */
  compute<T>(
    { request, version }: Served,
    work: (network: LoadedNetwork) => T | Promise<T>,
  ): T | Promise<T> {
    const { loaded, models } = this.#foundation;
    const network = loaded.peek(request.key);
    if (network !== undefined) {
      const result = work(network);
      return result instanceof Promise ? loaded.use(request, () => result) : result;
    }
    return loaded.use(request, work).catch((error: unknown) => {
      // Removed between the look-up and the reading of its file.
      models.select(version.model, { version: version.version });
      throw error;
    });
  }

  serve(name: string, selector: Selector): Served {
    const version = this.#foundation.models.select(name, selector);
    const known = this.#served.get(version);
    if (known !== undefined) return known;
    const served = this.#prepare(version);
    this.#served.set(version, served);
    return served;
  }

  #prepare(doc: ModelVersion): Served {
    const { model, version, spec, parameters, parameterBytes, inputs, outputs } = doc;
    const path = this.#foundation.storage.files.versionParameters(model, version);
    const request: LoadRequest = {
      key: keyOf(model, version),
      spec,
      parameterBytes,
      read: () => readStored(path, parameters, spec.dtype),
    };
    const encoder = new InstanceEncoder(inputs, spec.dtype);
    return { version: doc, request, encoder, decoder: new AnswerDecoder(outputs, spec.dtype) };
  }
}

const bodyFields = ['instances', 'columns', 'inputs'] as const;

function encodeBody(encoder: InstanceEncoder, body: PredictBody): Encoded {
  const given = bodyFields.filter((field) => body[field] !== undefined);
  const [field] = given;
  if (field === undefined) {
    throw invalidAt(
      '/instances',
      'missing field `instances`: expected an array of at least 1 item',
    );
  }
  if (given.length > 1) {
    const detail = `\`${field}\` is there already; a request has one of ${bodyFields.join(', ')}`;
    throw invalidAt(`/${given[1]}`, detail);
  }
  const values = body[field];
  return Array.isArray(values)
    ? encoder.rows(values, `/${field}`)
    : encoder.byColumn(values as Record<string, unknown>, `/${field}`);
}
