// Files on their way to one data set: which format each is of, unpacked, counted while it arrives. How
// they came (a body, a form, parts put one by one) is not known here.
import { ApiError, count, invalidAt } from '../errors.ts';
import { parseJson } from '../http/json-body.ts';
import { typesFor } from './appending.ts';
import { isGzip, limited, peeked, unpacked } from './compressed.ts';
import type { AnyFormat, DocumentFormat, StreamFormat } from './formats/format.ts';
import { formatOf, isDocumentFormat } from './formats/list.ts';
import type { DatasetRecord } from './record.ts';
import type { DatasetService, StagedDataset, UploadOptions } from './service.ts';
import type { Spool } from './spool.ts';

export interface IntakeLimits {
  /** Bytes of a JSON document. */
  bodyLimit: number;
  /** Bytes of one file, packed and unpacked. */
  uploadLimit: number;
}

/** A file as it arrives. */
export interface Arriving {
  bytes: AsyncIterable<Uint8Array>;
  /** Media type without parameters; empty when unknown. */
  type: string;
  fileName: string;
  /** Of a form. */
  field: string;
  /** Said to be gzip; what only looks so is unpacked too. */
  packed: boolean;
}

/** How far it is. */
export interface IntakeProgress {
  /** That have arrived, as they came. */
  bytes: number;
  /** That have been read. */
  rows: number;
}

export interface IntakeContext {
  parent?: DatasetRecord | undefined;
  progress?: IntakeProgress | undefined;
}

export class Intake {
  readonly #datasets: DatasetService;
  readonly #limits: IntakeLimits;
  readonly #options: () => UploadOptions;
  readonly #parent: DatasetRecord | undefined;
  readonly #spool: Spool;
  readonly progress: IntakeProgress;
  #format: AnyFormat | undefined;
  #staged: StagedDataset | undefined;

  /** `options` are asked for when the first file comes; `parent`: what the rows are appended to, if anything. */
  constructor(
    datasets: DatasetService,
    limits: IntakeLimits,
    options: () => UploadOptions,
    { parent, progress = { bytes: 0, rows: 0 } }: IntakeContext = {},
  ) {
    this.progress = progress;
    this.#datasets = datasets;
    this.#limits = limits;
    this.#options = options;
    this.#parent = parent;
    this.#spool = datasets.spool();
  }

  async add({ bytes, type, fileName, field, packed }: Arriving): Promise<void> {
    const { uploadLimit } = this.#limits;
    const arrived = await peeked(limited(this.#counted(bytes), uploadLimit));
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
      await this.#spool.add(whole, { stem: stemOf(fileName), field });
    } else {
      this.#staged = await this.#stage(format, whole, type, fileName);
    }
  }

  /** A document that was parsed before. */
  async addDocument(format: DocumentFormat, document: unknown): Promise<void> {
    this.#format = format;
    this.#staged = await this.#datasets.stageDocument(format, document, this.#readOptions());
  }

  /** Call once, after the last file; of appended rows the name is that of the parent. */
  async commit(name: string, also?: (record: DatasetRecord) => void): Promise<DatasetRecord> {
    if (this.#format !== undefined && 'readFiles' in this.#format) {
      this.#staged = await this.#datasets.stageFiles(
        this.#format,
        this.#spool,
        this.#readOptions(),
      );
    }
    const staged = this.#staged;
    if (staged === undefined) throw new RangeError('no file was added');
    const record =
      this.#parent === undefined
        ? await staged.commit(name, also)
        : await staged.appendTo(this.#parent, also);
    this.#staged = undefined;
    return record;
  }

  /** Removes what is left. */
  async close(): Promise<void> {
    await this.#staged?.discard();
    await this.#spool.discard();
  }

  async *#counted(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      this.progress.bytes += chunk.length;
      yield chunk;
    }
  }

  #readOptions(): UploadOptions {
    const options = { ...this.#options(), progress: this.progress };
    if (this.#parent === undefined) return options;
    if ((options.types?.size ?? 0) > 0)
      throw invalidAt('/types', 'the columns have the types of the data set appended to');
    return { ...options, types: typesFor(this.#parent) };
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
    const options = this.#readOptions();
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

/** `iris` of `iris.csv` and of `iris.csv.gz`. */
export function stemOf(fileName: string): string {
  return fileName.replace(/\.gz$/i, '').replace(/\.[^.]*$/, '');
}

async function collected(input: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of input) chunks.push(chunk);
  return Buffer.concat(chunks);
}
