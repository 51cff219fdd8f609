// Turns the body of POST /v1/datasets into a stored data set: raw or multipart, streamed. Rules of
// HTTP only; what the bytes mean is src/datasets' business.
import type { IncomingMessage } from 'node:http';
import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { documentFormats, essence, formatOf, streamFormats } from '../datasets/formats/list.ts';
import type { DatasetRecord } from '../datasets/record.ts';
import type { DatasetService, StagedDataset, UploadOptions } from '../datasets/service.ts';
import { ApiError, badRequest, invalidAt } from '../errors.ts';
import { parseJson } from '../http/json-body.ts';
import { isName, nameText, refuseIdAsName } from '../http/names.ts';
import type { DeclaredType } from '../native-data.ts';

export const columnTypes = ['number', 'category', 'text', 'skip'] as const;
export const delimiters = [',', ';', '|', 'tab'] as const;

/** Fields of a multipart body, and for raw bodies of the query. */
export interface UploadFields {
  name?: string;
  types?: string;
  delimiter?: string;
}

export interface UploadLimits {
  bodyLimit: number;
  uploadLimit: number;
}

/** `{ name, columns, rows, types? }`, its outer form checked by the route's schema. */
export interface TableBody {
  name: string;
  types?: Record<string, DeclaredType>;
}

const fieldNames = ['name', 'types', 'delimiter'] as const;

/** For a raw body without `?name=`. */
export const defaultName = 'untitled';

/**
 * What a refused client may still send before its connection is cut. Many clients read no answer
 * before they have sent all; only what is too large anyway is cut off soon.
 */
const discardMilliseconds = 30_000;
const discardBytesBeyondLimit = 16 * 1024 * 1024;

export async function createFromRequest(
  request: FastifyRequest,
  datasets: DatasetService,
  limits: UploadLimits,
): Promise<DatasetRecord> {
  const fields = request.query as UploadFields;
  try {
    refuseEncodings(request);
    if (request.isMultipart()) return await createFromParts(request, datasets, limits, fields);
    const type = essence(request.headers['content-type']);
    const stream = streamFormats.find(({ mediaTypes }) => mediaTypes.includes(type));
    if (stream === undefined) return await createFromTable(request, datasets, fields);
    const name = checkedName(fields.name ?? defaultName);
    const options = { ...optionsOf(fields), ...tabsOf(type) };
    if (Number(request.headers['content-length']) > limits.uploadLimit)
      throw tooLarge(limits.uploadLimit);
    const input = limited(bytesOf(request.raw), limits.uploadLimit);
    const staged = await datasets.stageStream(stream, input, options);
    return await staged.commit(name);
  } catch (error) {
    const beyond = error instanceof ApiError && error.code === 'body-too-large';
    discardRest(request.raw, beyond ? discardBytesBeyondLimit : limits.uploadLimit);
    throw error;
  }
}

async function createFromTable(
  request: FastifyRequest,
  datasets: DatasetService,
  fields: UploadFields,
): Promise<DatasetRecord> {
  for (const field of fieldNames) {
    if (fields[field] !== undefined)
      throw badRequest(`query parameter ${field}: with a JSON body it stands in the body`);
  }
  const format = formatOf(request.headers['content-type']);
  const document = documentFormats.find((known) => known === format);
  if (document === undefined)
    throw new ApiError('unsupported-media-type', 'this Content-Type is not read here');
  const { name, types } = request.body as TableBody;
  const options = { types: new Map(Object.entries(types ?? {})) };
  refuseIdAsName(name);
  const staged = await datasets.stageDocument(document, request.body, options);
  return staged.commit(name);
}

/** One file, and the fields beside it: `types` and `delimiter` before the file, `name` anywhere. */
async function createFromParts(
  request: FastifyRequest,
  datasets: DatasetService,
  limits: UploadLimits,
  query: UploadFields,
): Promise<DatasetRecord> {
  const fields: UploadFields = { ...query };
  let staged: StagedDataset | undefined;
  let fileName = '';
  try {
    const busboyLimits = {
      files: 1,
      fields: 8,
      parts: 9,
      fieldSize: 1024 * 1024,
      fileSize: limits.uploadLimit,
    };
    for await (const part of readable(request.parts({ limits: busboyLimits }))) {
      if (part.type === 'field') {
        takeField(part, fields, staged !== undefined);
      } else {
        fileName = part.filename;
        staged = await stageFile(part, datasets, limits, fields);
      }
    }
    if (staged === undefined) throw invalidAt('/file', 'expected a part with a file');
    return await staged.commit(checkedName(fields.name ?? nameOfFile(fileName)));
  } catch (error) {
    request.raw.unpipe();
    await staged?.discard();
    throw error;
  }
}

async function stageFile(
  part: MultipartFile,
  datasets: DatasetService,
  { bodyLimit, uploadLimit }: UploadLimits,
  fields: UploadFields,
): Promise<StagedDataset> {
  const format = formatOf(part.mimetype, part.filename);
  if (format === undefined) {
    throw new ApiError(
      'unsupported-media-type',
      `the file is of no format that is read here (${part.mimetype})`,
    );
  }
  const options = optionsOf(fields);
  const bytes = readable<Uint8Array>(part.file);
  if ('readDocument' in format) {
    const document = parseJson(await collected(limited(bytes, bodyLimit)));
    return datasets.stageDocument(format, document, options);
  }
  const tabs = tabsOf(essence(part.mimetype));
  const staged = await datasets.stageStream(format, limited(bytes, uploadLimit), {
    ...options,
    ...tabs,
  });
  if (!part.file.truncated) return staged;
  await staged.discard();
  throw tooLarge(uploadLimit);
}

function takeField(part: Multipart & { type: 'field' }, fields: UploadFields, late: boolean): void {
  const field = fieldNames.find((known) => known === part.fieldname);
  const pointer = `/${part.fieldname}`;
  if (field === undefined)
    throw invalidAt(pointer, `unknown field; known are ${fieldNames.join(', ')} and a file`);
  if (fields[field] !== undefined) throw invalidAt(pointer, 'this field is given twice');
  if (late && field !== 'name') throw invalidAt(pointer, 'this field must come before the file');
  fields[field] = typeof part.value === 'string' ? part.value : JSON.stringify(part.value);
}

function checkedName(name: string): string {
  if (!isName(name)) {
    throw invalidAt('/name', `expected ${nameText}`);
  }
  refuseIdAsName(name);
  return name;
}

/** `iris` of `iris.csv`. */
function nameOfFile(fileName: string): string {
  return fileName.replace(/\.[^.]*$/, '');
}

function optionsOf({ types, delimiter }: UploadFields): UploadOptions {
  if (delimiter !== undefined && !delimiters.some((known) => known === delimiter)) {
    throw invalidAt(
      '/delimiter',
      `expected one of ${delimiters.map((known) => JSON.stringify(known)).join(', ')}`,
    );
  }
  return { types: typesOf(types), delimiter: delimiter === 'tab' ? '\t' : delimiter };
}

function tabsOf(mediaType: string): { delimiter?: string } {
  return mediaType === 'text/tab-separated-values' ? { delimiter: '\t' } : {};
}

/** A JSON object from column names to types. */
function typesOf(text: string | undefined): Map<string, DeclaredType> {
  if (text === undefined) return new Map();
  const fault = `expected a JSON object such as {"zip":"category"}; types are ${columnTypes.join(', ')}`;
  let types: unknown;
  try {
    types = JSON.parse(text);
  } catch {
    throw invalidAt('/types', fault);
  }
  if (typeof types !== 'object' || types === null || Array.isArray(types))
    throw invalidAt('/types', fault);
  const entries = Object.entries(types);
  const wrong = entries.find(([, type]) => !columnTypes.includes(type));
  if (wrong !== undefined) throw invalidAt('/types', fault);
  return new Map(entries as [string, DeclaredType][]);
}

function refuseEncodings({ headers }: FastifyRequest): void {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    throw new ApiError('unsupported-media-type', 'the body is compressed; send it as it is');
  }
  const charset =
    /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  if (!['utf-8', 'utf8', 'us-ascii'].includes(charset.toLowerCase())) {
    throw new ApiError('unsupported-media-type', 'text is read as UTF-8 only');
  }
}

function tooLarge(limit: number): ApiError {
  return new ApiError('body-too-large', `an upload may have ${limit.toLocaleString('en')} bytes`);
}

/** The body, without destroying the connection when reading ends early: an answer must still go out. */
function bytesOf(request: IncomingMessage): AsyncIterable<Uint8Array> {
  return readable(request.iterator({ destroyOnReturn: false }));
}

/** 413 as soon as more than `limit` bytes have come. */
async function* limited(
  input: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of input) {
    bytes += chunk.length;
    if (bytes > limit) throw tooLarge(limit);
    yield chunk;
  }
}

async function collected(input: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of input) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What the source itself throws is a broken body: cut off, or multipart that is none. */
async function* readable<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* source;
  } catch (cause) {
    const status = (cause as { statusCode?: number }).statusCode;
    if (status === 413)
      throw new ApiError('body-too-large', 'the form has too many or too large parts', { cause });
    throw new ApiError(
      'malformed-body',
      'the body ended early or is not what its Content-Type says',
      { cause },
    );
  }
}

/**
 * A client that still sends reads the answer only if its connection lives. What it sends is thrown
 * away, up to a bound.
 */
function discardRest(request: IncomingMessage, allowance: number): void {
  if (request.readableEnded || request.destroyed) return;
  let bytes = 0;
  const timer = setTimeout(() => request.destroy(), discardMilliseconds);
  timer.unref();
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > allowance) request.destroy();
  });
  request.once('close', () => clearTimeout(timer));
  request.resume();
}
