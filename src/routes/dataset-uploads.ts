// Turns the body of POST /v1/datasets into a stored data set: raw or multipart, streamed. Rules of
// HTTP only; what the bytes mean is src/datasets' business.
import type { Multipart } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { tooMuch } from '../datasets/compressed.ts';
import { json } from '../datasets/formats/json.ts';
import { essence, rawTypes } from '../datasets/formats/list.ts';
import { Intake, type IntakeLimits, stemOf } from '../datasets/intake.ts';
import type { DatasetRecord } from '../datasets/record.ts';
import type { UploadOptions } from '../datasets/service.ts';
import { ApiError, badRequest, invalidAt } from '../errors.ts';
import { bytesOf, discardRest, gzipped, readable, refuseOtherCharsets } from '../http/incoming.ts';
import { isName, nameText, refuseIdAsName } from '../http/names.ts';
import type { DeclaredType } from '../native-data.ts';
import type { Services } from '../services.ts';

export const columnTypes = [
  'number',
  'integer',
  'boolean',
  'timestamp',
  'category',
  'text',
  'skip',
] as const;
export const errorRules = ['fail', 'skip'] as const;
export const delimiters = [',', ';', '|', 'tab'] as const;

/** Fields of a multipart body, and for raw bodies of the query. */
export interface UploadFields {
  name?: string;
  types?: string;
  delimiter?: string;
  onError?: string;
}

export type UploadServices = Pick<Services, 'datasets' | 'uploads' | 'config'>;

/** `{ name, columns, rows, types?, onError? }`, its outer form checked by the route's schema. */
export interface TableBody {
  name: string;
  types?: Record<string, DeclaredType>;
  onError?: 'fail' | 'skip';
}

const fieldNames = ['name', 'types', 'delimiter', 'onError'] as const;

/** In one form; formats set lower limits of their own. */
const maxFiles = 64;

/** For a raw body without `?name=`. */
export const defaultName = 'untitled';

/** What is too large anyway is cut off soon. */
const discardBytesBeyondLimit = 16 * 1024 * 1024;

/** `parent`: the data set the rows are appended to. */
export async function createFromRequest(
  request: FastifyRequest,
  services: UploadServices,
  parent?: DatasetRecord,
): Promise<DatasetRecord> {
  const fields: UploadFields = { ...(request.query as UploadFields) };
  const { datasets, uploads, config } = services;
  const intake = new Intake(datasets, config, () => optionsOf(fields), { parent });
  const size = Number(request.headers['content-length'] ?? Number.NaN);
  const shown = parent?.name ?? fields.name ?? defaultName;
  const hide = uploads.show(shown, Number.isNaN(size) ? null : size, intake.progress);
  try {
    refuseCharset(request);
    if (request.isMultipart()) return await createFromParts(request, intake, fields, config);
    const type = essence(request.headers['content-type']);
    if (!rawTypes.includes(type)) return await createFromTable(request, intake, fields, parent);
    const name = checkedName(fields.name ?? defaultName);
    if (size > config.uploadLimit) throw tooMuch(config.uploadLimit);
    const packed = gzipped(request);
    await intake.add({ bytes: bytesOf(request.raw), type, fileName: '', field: '', packed });
    return await intake.commit(name);
  } catch (error) {
    const beyond = error instanceof ApiError && error.code === 'body-too-large';
    discardRest(request.raw, beyond ? discardBytesBeyondLimit : config.uploadLimit);
    throw error;
  } finally {
    await intake.close();
    hide();
  }
}

async function createFromTable(
  request: FastifyRequest,
  intake: Intake,
  fields: UploadFields,
  parent: DatasetRecord | undefined,
): Promise<DatasetRecord> {
  for (const field of fieldNames) {
    if (fields[field] !== undefined)
      throw badRequest(`query parameter ${field}: with a JSON body it stands in the body`);
  }
  if (essence(request.headers['content-type']) !== 'application/json')
    throw new ApiError('unsupported-media-type', 'this Content-Type is not read here');
  const { name, types, onError } = request.body as TableBody;
  if (types !== undefined) fields.types = JSON.stringify(types);
  if (onError !== undefined) fields.onError = onError;
  if (parent === undefined) refuseIdAsName(name);
  await intake.addDocument(json, request.body);
  return intake.commit(name);
}

/** Files, and the fields beside them: all but `name` before the first. */
async function createFromParts(
  request: FastifyRequest,
  intake: Intake,
  fields: UploadFields,
  { uploadLimit }: IntakeLimits,
): Promise<DatasetRecord> {
  let fileName: string | undefined;
  try {
    const limits = {
      files: maxFiles,
      fields: 8,
      parts: maxFiles + 8,
      fieldSize: 1024 * 1024,
      fileSize: uploadLimit,
    };
    for await (const part of readable(request.parts({ limits }))) {
      if (part.type === 'field') {
        takeField(part, fields, fileName !== undefined);
      } else {
        fileName ??= part.filename;
        await intake.add({
          bytes: readable<Uint8Array>(part.file),
          type: essence(part.mimetype),
          fileName: part.filename,
          field: part.fieldname,
          packed: false,
        });
        if (part.file.truncated) throw tooMuch(uploadLimit);
      }
    }
    if (fileName === undefined) throw invalidAt('/file', 'expected a part with a file');
    return await intake.commit(checkedName(fields.name ?? stemOf(fileName)));
  } catch (error) {
    request.raw.unpipe();
    throw error;
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

function optionsOf({ types, delimiter, onError = 'fail' }: UploadFields): UploadOptions {
  if (!errorRules.some((known) => known === onError))
    throw invalidAt('/onError', 'expected "fail" or "skip"');
  if (delimiter !== undefined && !delimiters.some((known) => known === delimiter)) {
    throw invalidAt(
      '/delimiter',
      `expected one of ${delimiters.map((known) => JSON.stringify(known)).join(', ')}`,
    );
  }
  return {
    types: typesOf(types),
    delimiter: delimiter === 'tab' ? '\t' : delimiter,
    skipRows: onError === 'skip',
  };
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
