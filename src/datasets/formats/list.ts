// Every format data sets are read from. A new one is its file and its row here.
import { arrow } from './arrow.ts';
import { csv } from './csv.ts';
import type { AnyFormat, DocumentFormat } from './format.ts';
import { idx } from './idx.ts';
import { json } from './json.ts';
import { ndjson } from './ndjson.ts';
import { npy } from './npy.ts';
import { npz } from './npz.ts';
import { parquet } from './parquet.ts';

export const formats: readonly AnyFormat[] = [csv, json, ndjson, npy, npz, idx, arrow, parquet];

export function isDocumentFormat(format: AnyFormat): format is DocumentFormat {
  return 'readDocument' in format;
}

/** What browsers, curl and gzip send a file as when they do not know it. */
export const genericTypes: readonly string[] = [
  'application/octet-stream',
  'application/gzip',
  'application/x-gzip',
];

/** Media types whose bytes are read as they are, not parsed as JSON first. */
export const rawTypes: readonly string[] = [
  ...formats.filter((format) => !isDocumentFormat(format)).flatMap(({ mediaTypes }) => mediaTypes),
  ...genericTypes,
];

/** By media type, else by the ending of the name, else by the first bytes (once unpacked). */
export function formatOf(
  mediaType: string | undefined,
  fileName: string,
  head: Uint8Array,
): AnyFormat | undefined {
  const type = essence(mediaType);
  const name = fileName.toLowerCase().replace(/\.gz$/, '');
  return (
    formats.find(({ mediaTypes }) => mediaTypes.includes(type)) ??
    formats.find(({ extensions }) => extensions.some((ending) => name.endsWith(ending))) ??
    formats.find(({ begins }) => begins?.(head))
  );
}

/** `text/csv` of `Text/CSV; charset=utf-8`. */
export function essence(mediaType: string | undefined): string {
  return (mediaType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
