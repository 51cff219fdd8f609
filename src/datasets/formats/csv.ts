// CSV and TSV: feeds the native reader (native/data/csv_reader.h tells the rules) and stores what it
// has finished.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { invalid } from '../../errors.ts';
import type { StreamFormat } from './format.ts';

/**
 * Parsing runs on the main thread: a piece of this size takes about 0.2 ms, so nobody waits longer,
 * and back-pressure goes from the disk to the client's socket without a queue in between.
 */
const pieceBytes = 64 * 1024;
/** Stored in blocks of about this size, so that a file write is paid once for many pieces. */
const blockBytes = 256 * 1024;

export const csv: StreamFormat = {
  name: 'csv',
  skips: true,
  mediaTypes: ['text/csv', 'text/tab-separated-values'],
  extensions: ['.csv', '.tsv', '.tab'],
  async read(native, input, options, store) {
    const { types, only, delimiter, skipRows = false, maxRows, maxColumns } = options;
    const reader = new native.CsvReader({
      types: [...types],
      maxRows,
      maxColumns,
      ...(only === undefined ? {} : { only: [...only] }),
      skipRows,
      ...(delimiter === undefined ? {} : { delimiter }),
    });
    for await (const chunk of input) {
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        if (!reader.push(chunk.subarray(at, at + pieceBytes))) throw invalid(reader.faults());
        if (reader.pending() >= blockBytes) await store(reader);
        else if (at + pieceBytes < chunk.length) await nextTurn();
      }
    }
    if (!reader.finish()) throw invalid(reader.faults());
    await store(reader);
    const summary = reader.summary();
    if (!skipRows) return summary;
    return { ...summary, skipped: { rows: reader.skipped(), faults: reader.faults() } };
  },
};
