// nabla from TypeScript, in Node and in browsers: every operation typed from the OpenAPI document, and by
// hand only what that cannot say: following jobs, and tensors as bytes.
import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import { NablaError, unwrap } from './errors.ts';
import { TrainingJob } from './jobs.ts';
import { fromNpy, type Tensor, toNpy } from './npy.ts';
import type { components, paths } from './schema.ts';

export { NablaError, type Problem, unwrap } from './errors.ts';
export { type EventsOptions, type JobEvent, TrainingJob, type TrainingJobView } from './jobs.ts';
export { fromNpy, type Tensor, toNpy } from './npy.ts';
export type { components, operations, paths } from './schema.ts';

export type TrainingJobRequest =
  paths['/v1/training-jobs']['post']['requestBody']['content']['application/json'];

export type Problems = components['schemas']['Problem'];

/** Text, bytes, a Blob, a stream. */
export type FileBody = NonNullable<RequestInit['body']>;

/** Which version answers: the newest, one by number, or the one a label points at. */
export interface VersionChoice {
  version?: number;
  label?: string;
}

export class Nabla {
  readonly url: string;
  /** Every operation by its path, typed: `http.GET('/v1/networks')`. See openapi-fetch. */
  readonly http: Client<paths>;
  readonly #fetch: typeof globalThis.fetch;

  /** `url`: where the server is, `http://127.0.0.1:8080`; `options.fetch` stands in for the global one. */
  constructor(url: string, options: Omit<ClientOptions, 'baseUrl'> = {}) {
    this.url = url.replace(/\/+$/, '');
    this.http = createClient<paths>({ ...options, baseUrl: this.url });
    this.#fetch = (options.fetch as typeof globalThis.fetch | undefined) ?? globalThis.fetch;
  }

  /** Submits a job; `idempotencyKey` makes it safe to send again when no answer came. */
  async train(job: TrainingJobRequest, idempotencyKey?: string): Promise<TrainingJob> {
    const header = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
    const made = unwrap(await this.http.POST('/v1/training-jobs', { body: job, headers: header }));
    return this.job(made.id);
  }

  /** A job that exists, by id or name. */
  job(idOrName: string): TrainingJob {
    return new TrainingJob(this.http, idOrName);
  }

  /** Rows in, outputs out, as one tensor each, in NPY: a tenth of the bytes of JSON and none of its parsing. */
  async predictTensor(model: string, x: Tensor, choice: VersionChoice = {}): Promise<Tensor> {
    const reply = await this.send(`${pathOf(model, choice)}:predict`, toNpy(x), {
      'content-type': npyType,
      accept: npyType,
    });
    return fromNpy(await bytesOf(reply));
  }

  /** A network or model as a file; `format` as in `…/export`. */
  async exportVersion(
    model: string,
    version: number,
    format: 'onnx' | 'safetensors' | 'archive',
  ): Promise<Uint8Array> {
    return bytesOf(await this.send(`${pathOf(model, { version })}/export?format=${format}`));
  }

  /** Makes a data set of a file: CSV, NPY, Parquet … as `type` says. */
  async upload(
    name: string,
    body: FileBody,
    type: string,
  ): Promise<components['schemas']['Dataset']> {
    const path = `/v1/datasets?name=${encodeURIComponent(name)}`;
    const reply = await this.send(path, body, { 'content-type': type });
    return (await reply.json()) as components['schemas']['Dataset'];
  }

  /** A request outside the types: POST with a body, else GET. Throws NablaError for what is not 2xx. */
  async send(
    path: string,
    body?: FileBody,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const init: RequestInit = body === undefined ? { headers } : { method: 'POST', body, headers };
    const response = await this.#fetch(this.url + path, init);
    if (response.ok) return response;
    throw await NablaError.of(response);
  }
}

const npyType = 'application/x-npy';

function pathOf(model: string, { version, label }: VersionChoice): string {
  const path = `/v1/models/${encodeURIComponent(model)}`;
  if (version !== undefined) return `${path}/versions/${version}`;
  return label === undefined ? path : `${path}/labels/${encodeURIComponent(label)}`;
}

async function bytesOf(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}
