// A version of a model as one file that another nabla takes in: safetensors, because the weights are that
// already and every reader of it can look inside, with the rest of the version as JSON in its metadata.
import { createHash } from 'node:crypto';
import { type Static, Type } from 'typebox';
import { count, type Fault, invalid, invalidAt } from '../errors.ts';
import type { FloatArray, NetworkSummary } from '../native.ts';
import { fromSafetensors, tensorsOf } from '../networks/parameters.ts';
import { NetworkRequest } from '../networks/request.ts';
import {
  encodeSafetensors,
  SafetensorsError,
  safetensorsMetadata,
} from '../networks/safetensors.ts';
import { encodedWidth, type FittedColumn } from '../training/preprocessing.ts';
import { longestChain, StepSchema } from '../training/transforms.ts';
import type { ModelVersion, SingleOutput } from './version.ts';

const strict = { additionalProperties: false };
const Text = Type.String({ maxLength: 1000 });

const Column = Type.Object(
  {
    name: Text,
    type: Type.Enum(['number', 'boolean', 'category']),
    encoding: Type.Enum(['value', 'one-hot', 'ordinal']),
    steps: Type.Array(StepSchema, { maxItems: 2 * longestChain }),
    fill: Type.Union([Type.Number(), Text, Type.Null()]),
    indicator: Type.Optional(Type.Boolean()),
    unknown: Type.Optional(Type.Enum(['ignore', 'other'])),
    categories: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
    width: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  strict,
);
const Columns = Type.Array(Column, { minItems: 1 });

const output = {
  task: Type.Enum(['regression', 'multi-class', 'binary', 'multi-label']),
  columns: Columns,
  classes: Type.Optional(Type.Array(Type.String())),
};
const part = { ...output, name: Text, loss: Type.Unknown(), weight: Type.Number() };
const Several = Type.Object(
  {
    task: Type.Literal('multi-output'),
    parts: Type.Array(Type.Object(part, strict), { minItems: 1 }),
  },
  strict,
);

/** Where a version was before it was brought here. */
export const Origin = Type.Object(
  { model: Text, version: Type.Integer({ minimum: 1 }), createdAt: Text },
  strict,
);

/** What the metadata say of a version; the network is said as a request would say it. */
export const ArchiveDocument = Type.Object(
  {
    ...Origin.properties,
    job: Text,
    network: Text,
    dataset: Type.Object({ id: Text, sha256: Text }, strict),
    spec: Type.Unsafe<ModelVersion['spec']>(NetworkRequest),
    inputs: Columns,
    outputs: Type.Unsafe<ModelVersion['outputs']>({
      anyOf: [Type.Object(output, strict), Several],
    }),
    loss: Type.Unknown(),
    metrics: Type.Record(
      Type.String(),
      Type.Record(Type.String(), Type.Union([Type.Number(), Type.Null()])),
    ),
  },
  strict,
);

export type ArchiveDocument = Static<typeof ArchiveDocument>;

const documentKey = 'nabla.version';
const digestKey = 'nabla.sha256';

/** The file in parts; the weights are not copied. */
export function encodeArchive(version: ModelVersion, values: FloatArray): Uint8Array[] {
  const fields = Object.keys(ArchiveDocument.properties) as (keyof ModelVersion)[];
  const document = JSON.stringify(Object.fromEntries(fields.map((key) => [key, version[key]])));
  return encodeSafetensors(tensorsOf(version.parameters, values), {
    format: 'nabla',
    [documentKey]: document,
    [digestKey]: digestOf(document, values),
  });
}

/** Of the document, then of the weights in manifest order. */
function digestOf(document: string, values: FloatArray): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return createHash('sha256').update(document).update(bytes).digest('hex');
}

/** What the file says the version is, not yet checked against ArchiveDocument. Throws 422. */
export function readDocument(file: Uint8Array): {
  document: unknown;
  text: string;
  digest: string;
} {
  const metadata = metadataOf(file);
  const text = metadata[documentKey];
  if (text === undefined) {
    throw invalidAt('', 'this is no archive of nabla: its metadata name no version');
  }
  try {
    return { document: JSON.parse(text), text, digest: metadata[digestKey] ?? '' };
  } catch {
    throw invalidAt('', 'the version in the metadata is not JSON');
  }
}

function metadataOf(file: Uint8Array): Record<string, string> {
  try {
    return safetensorsMetadata(file);
  } catch (error) {
    if (error instanceof SafetensorsError) throw invalidAt('', error.message);
    throw error;
  }
}

/** The weights, held against the network and the digest. Throws 422. */
export function readWeights(
  file: Uint8Array,
  { text, digest }: { text: string; digest: string },
  { dtype }: ModelVersion['spec'],
  { parameters }: NetworkSummary,
): FloatArray {
  const values = fromSafetensors(parameters, dtype, file);
  if (digestOf(text, values) === digest) return values;
  throw invalidAt('', 'the digest in the metadata is not that of the version and its weights');
}

/** Columns as wide as the network; classes as many as its outputs. Throws 422. */
export function checkColumns(
  { spec, inputs, outputs }: ArchiveDocument,
  summary: NetworkSummary,
): void {
  const faults: Fault[] = [];
  const expect = (pointer: string, found: number, needed: number, noun: string): void => {
    if (found === needed) return;
    faults.push({ pointer, detail: `${count(found, noun)} for ${needed} of the network` });
  };
  expect('/inputs', widthOf(inputs), spec.inputSize, 'number');
  const sizes = summary.outputs.map(({ size }) => size);
  const heads: [SingleOutput, number, string][] =
    'parts' in outputs
      ? outputs.parts.map((one, i) => [one, sizes[i] ?? 0, `/outputs/parts/${i}`])
      : [[outputs, sizes.reduce((sum, size) => sum + size, 0), '/outputs']];
  if ('parts' in outputs) expect('/outputs/parts', heads.length, sizes.length, 'output');
  for (const [{ columns, classes, task }, size, pointer] of heads) {
    expect(`${pointer}/columns`, widthOf(columns), size, 'number');
    const needed = task === 'binary' ? 2 : task === 'multi-class' ? size : (classes?.length ?? 0);
    expect(`${pointer}/classes`, classes?.length ?? 0, needed, 'class name');
  }
  if (faults.length > 0) throw invalid(faults);
}

function widthOf(columns: readonly FittedColumn[]): number {
  return columns.reduce((sum, column) => sum + encodedWidth(column), 0);
}
