// Every format rows leave in. A new one is its file and its row here.
import { arrowFile, arrowStream } from './arrow.ts';
import { csv } from './csv.ts';
import { json } from './json.ts';
import { ndjson } from './ndjson.ts';
import { npy } from './npy.ts';
import type { Output } from './output.ts';
import { parquet } from './parquet.ts';

/** The first is that of a client which says nothing. */
export const outputs: readonly Output[] = [csv, json, ndjson, npy, arrowStream, arrowFile, parquet];
