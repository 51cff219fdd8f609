// A version of a model from the file another nabla made of it.
import { fromNative, invalidAt } from '../errors.ts';
import type { NetworkSpec, NetworkSummary } from '../native.ts';
import { toSpec } from '../networks/spec.ts';
import { type ArchiveDocument, checkColumns, readDocument, readWeights } from './archive.ts';
import type { ModelService } from './service.ts';
import type { VersionView } from './version.ts';

export interface ImportSurroundings {
  models: ModelService;
  summarize(spec: NetworkSpec): NetworkSummary;
  maxParameters: number;
  /** Holds a document against the schema of archives; throws 422. */
  check(document: unknown): ArchiveDocument;
}

/** The archive as the next version of `model`. Throws 422 for a file that is not what nabla writes. */
export async function importVersion(
  { models, summarize, maxParameters, check }: ImportSurroundings,
  model: string,
  file: Uint8Array,
): Promise<VersionView> {
  const read = readDocument(file);
  const document = check(read.document);
  const spec = toSpec(document.spec as Parameters<typeof toSpec>[0]);
  const summary = summaryOf(spec, summarize);
  if (summary.parameterCount > maxParameters) {
    throw invalidAt('/spec', `${summary.parameterCount} parameters; ${maxParameters} are allowed`);
  }
  const values = readWeights(file, read, spec, summary);
  checkColumns(document, summary);
  const { model: from, version, createdAt, ...rest } = document;
  const origin = { model: from, version, createdAt };
  return models.addVersion({ ...rest, model, spec, origin }, values);
}

function summaryOf(spec: NetworkSpec, summarize: ImportSurroundings['summarize']): NetworkSummary {
  try {
    return summarize(spec);
  } catch (error) {
    throw fromNative(error, { unbuilt: true });
  }
}
