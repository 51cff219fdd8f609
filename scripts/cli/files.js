// Files a command is given by name; `-` is stdin.
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { CommandError } from './command-error.js';

const types = {
  '.csv': 'text/csv',
  '.json': 'application/json',
  '.ndjson': 'application/x-ndjson',
  '.npy': 'application/x-npy',
  '.npz': 'application/x-npz',
  '.arrow': 'application/vnd.apache.arrow.file',
  '.parquet': 'application/vnd.apache.parquet',
};

/** The media type of a file by its ending; CSV for stdin. */
export function typeOf(path) {
  if (path === '-') return types['.csv'];
  const type = types[extname(path).toLowerCase()];
  if (type !== undefined) return type;
  throw new CommandError(`${path}: a file ends in ${Object.keys(types).join(', ')}`);
}

export function readFile(path) {
  try {
    return readFileSync(path === '-' ? 0 : path);
  } catch (error) {
    throw new CommandError(`${path} cannot be read (${error.code})`);
  }
}

export function readJson(path) {
  const text = readFile(path).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(`${path} is not JSON: ${error.message}`);
  }
}
