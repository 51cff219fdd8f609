// Turns the body of POST /v1/datasets into a stored data set: raw or multipart, streamed. Rules of
// HTTP only; what the bytes mean is src/datasets' business.
import type { Multipart } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { isGzip, limited, peeked, tooMuch, unpacked } from '../datasets/compressed.ts';
import type { AnyFormat, DocumentFormat, StreamFormat } from '../datasets/formats/format.ts';
import { json } from '../datasets/formats/json.ts';
import { essence, formatOf, isDocumentFormat, rawTypes } from '../datasets/formats/list.ts';
import type { DatasetRecord } from '../datasets/record.ts';
import type { DatasetService, StagedDataset, UploadOptions } from '../datasets/service.ts';
import type { Spool } from '../datasets/spool.ts';
import { ApiError, badRequest, count, invalidAt } from '../errors.ts';
import { bytesOf, discardRest, gzipped, readable, refuseOtherCharsets } from '../http/incoming.ts';
import { parseJson } from '../http/json-body.ts';
import { isName, nameText, refuseIdAsName } from '../http/names.ts';
import type { DeclaredType } from '../native-data.ts';

export const columnTypes = ['number', 'integer', 'boolean', 'category', 'text', 'skip'] as const;
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

/** In one form; formats set lower limits of their own. */
const maxFiles = 64;

/** For a raw body without `?name=`. */
export const defaultName = 'untitled';

/** What is too large anyway is cut off soon. */
const discardBytesBeyondLimit = 16 * 1024 * 1024;

export async function createFromRequest(
  request: FastifyRequest,
  datasets: DatasetService,
  limits: UploadLimits,
): Promise<DatasetRecord> {
  const fields = request.query as UploadFields;
  try {
    refuseCharset(request);
    if (request.isMultipart()) return await createFromParts(request, datasets, limits, fields);
    const type = essence(request.headers['content-type']);
    if (!rawTypes.includes(type)) return await createFromTable(request, datasets, fields);
    const name = checkedName(fields.name ?? defaultName);
    if (Number(request.headers['content-length']) > limits.uploadLimit)
      throw tooMuch(limits.uploadLimit);
    const upload = new Upload(datasets, limits, fields);
    const packed = gzipped(request);
    try {
      await upload.add({ bytes: bytesOf(request.raw), type, fileName: '', field: '', packed });
      return await upload.commit(name);
    } finally {
      await upload.close();
    }
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
  if (essence(request.headers['content-type']) !== 'application/json')
    throw new ApiError('unsupported-media-type', 'this Content-Type is not read here');
  const { name, types } = request.body as TableBody;
  const options = { types: new Map(Object.entries(types ?? {})) };
  refuseIdAsName(name);
  const staged = await datasets.stageDocument(json, request.body, options);
  return staged.commit(name);
}

/** Files, and the fields beside them: `types` and `delimiter` before the first, `name` anywhere. */
async function createFromParts(
  request: FastifyRequest,
  datasets: DatasetService,
  limits: UploadLimits,
  query: UploadFields,
): Promise<DatasetRecord> {
  const fields: UploadFields = { ...query };
  const upload = new Upload(datasets, limits, fields);
  let fileName: string | undefined;
  try {
    const busboyLimits = {
      files: maxFiles,
      fields: 8,
      parts: maxFiles + 8,
      fieldSize: 1024 * 1024,
      fileSize: limits.uploadLimit,
    };
    for await (const part of readable(request.parts({ limits: busboyLimits }))) {
      if (part.type === 'field') {
        takeField(part, fields, fileName !== undefined);
      } else {
        fileName ??= part.filename;
        await upload.add({
          bytes: readable<Uint8Array>(part.file),
          type: essence(part.mimetype),
          fileName: part.filename,
          field: part.fieldname,
          packed: false,
        });
        if (part.file.truncated) throw tooMuch(limits.uploadLimit);
      }
    }
    if (fileName === undefined) throw invalidAt('/file', 'expected a part with a file');
    return await upload.commit(checkedName(fields.name ?? nameOfFile(fileName)));
  } catch (error) {
    request.raw.unpipe();
    throw error;
  } finally {
    await upload.close();
  }
}

/** A file as it arrives. */
interface Arriving {
  bytes: AsyncIterable<Uint8Array>;
  type: string;
  fileName: string;
  field: string;
  /** Said to be gzip; what only looks so is unpacked too. */
  packed: boolean;
}

/** One or several files on their way to one data set. */
class Upload {
  readonly #datasets: DatasetService;
  readonly #limits: UploadLimits;
  /** Filled while the parts of a form arrive. */
  readonly #fields: UploadFields;
  readonly #spool: Spool;
  #format: AnyFormat | undefined;
  #staged: StagedDataset | undefined;

  constructor(datasets: DatasetService, limits: UploadLimits, fields: UploadFields) {
    this.#datasets = datasets;
    this.#limits = limits;
    this.#fields = fields;
    this.#spool = datasets.spool();
  }

  async add({ bytes, type, fileName, field, packed }: Arriving): Promise<void> {
    const { uploadLimit } = this.#limits;
    const arrived = await peeked(limited(bytes, uploadLimit));
    const { head, whole } =
      packed || isGzip(arrived.head) ? await peeked(unpacked(arrived.whole, uploadLimit)) : arrived;
    const format = formatOf(type, fileName, head);
    if (format === undefined) {
      const detail = `the file is of no format that is read here (${type || 'no Content-Type'})`;
      await whole.return(undefined);
      throw new ApiError('unsupported-media-type', detail);
    }
    this.#checkCompany(format);
    if ('readFiles' in format) {
      await this.#spool.add(whole, { stem: nameOfFile(fileName), field });
    } else {
      this.#staged = await this.#stage(format, whole, type, fileName);
    }
  }

  /** Call once, after the last file. */
  async commit(name: string): Promise<DatasetRecord> {
    if (this.#format !== undefined && 'readFiles' in this.#format) {
      const options = optionsOf(this.#fields);
      this.#staged = await this.#datasets.stageFiles(this.#format, this.#spool, options);
    }
    if (this.#staged === undefined) throw new RangeError('no file was added');
    const record = await this.#staged.commit(name);
    this.#staged = undefined;
    return record;
  }

  /** Removes what is left. */
  async close(): Promise<void> {
    await this.#staged?.discard();
    await this.#spool.discard();
  }

  #checkCompany(format: AnyFormat): void {
    const others = this.#spool.files.length + (this.#staged === undefined ? 0 : 1);
    const most = 'maxFiles' in format ? format.maxFiles : 1;
    if (others > 0 && this.#format !== format)
      throw invalidAt('/file', 'the files have different formats');
    if (others >= most)
      throw invalidAt(
        '/file',
        `a data set is made of at most ${count(most, 'file')} of this format`,
      );
    this.#format = format;
  }

  async #stage(
    format: StreamFormat | DocumentFormat,
    bytes: AsyncIterable<Uint8Array>,
    type: string,
    fileName: string,
  ): Promise<StagedDataset> {
    const options = optionsOf(this.#fields);
    if (isDocumentFormat(format)) {
      const document = parseJson(await collected(limited(bytes, this.#limits.bodyLimit)));
      return this.#datasets.stageDocument(format, document, options);
    }
    const tabs = type === 'text/tab-separated-values' || /\.(tsv|tab)(\.gz)?$/i.test(fileName);
    return this.#datasets.stageStream(format, bytes, {
      ...options,
      ...(tabs && options.delimiter === undefined ? { delimiter: '\t' } : {}),
    });
  }
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

/** `iris` of `iris.csv` and of `iris.csv.gz`. */
function nameOfFile(fileName: string): string {
  return fileName.replace(/\.gz$/i, '').replace(/\.[^.]*$/, '');
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

function refuseCharset(request: FastifyRequest): void {
  const { headers } = request;
  const packed = gzipped(request);
  if (packed && !rawTypes.includes(essence(headers['content-type']))) {
    throw new ApiError('unsupported-media-type', 'a body of this type is not read compressed');
  }
  refuseOtherCharsets(request);
}

async function collected(input: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of input) chunks.push(chunk);
  return Buffer.concat(chunks);
}
