// Every format data sets are read from. A new one is its file and its row here.
import { csv } from './csv.ts';
import type { DocumentFormat, Format, StreamFormat } from './format.ts';
import { json } from './json.ts';

export const streamFormats: readonly StreamFormat[] = [csv];
export const documentFormats: readonly DocumentFormat[] = [json];

const formats: readonly (StreamFormat | DocumentFormat)[] = [...streamFormats, ...documentFormats];

/**
 * The format of an uploaded file: by its media type, else by the ending of its name, since browsers
 * and curl send many a file as `application/octet-stream` or `text/plain`.
 */
export function formatOf(
  mediaType: string | undefined,
  fileName?: string,
): StreamFormat | DocumentFormat | undefined {
  const type = essence(mediaType);
  const byType = formats.find((format) => format.mediaTypes.includes(type));
  return byType ?? (fileName === undefined ? undefined : byExtension(fileName));
}

/** `text/csv` of `Text/CSV; charset=utf-8`. */
export function essence(mediaType: string | undefined): string {
  return (mediaType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function byExtension(fileName: string): (typeof formats)[number] | undefined {
  const lower = fileName.toLowerCase();
  return formats.find((format: Format) =>
    format.extensions.some((ending) => lower.endsWith(ending)),
  );
}
