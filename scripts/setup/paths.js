// Where things are in the clone, and digests of what the built things were made from.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

function* filesUnder(path) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) yield* filesUnder(child);
    else yield child;
  }
}

/**
 * SHA-256 over names and contents of files and folders (paths from the root). Contents, not times:
 * a checkout touches files without changing them.
 */
export function digest(paths, salt = '') {
  const hash = createHash('sha256').update(salt);
  for (const path of paths) {
    const absolute = join(root, path);
    const files = /\.\w+$/.test(path) ? [absolute] : [...filesUnder(absolute)].sort();
    for (const file of files) hash.update(`\0${relative(root, file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** True when the stamp file (path from the root) was written for this digest. */
export function stampIs(path, value) {
  try {
    return readFileSync(join(root, path), 'utf8') === value;
  } catch {
    return false;
  }
}

export function writeStamp(path, value) {
  writeFileSync(join(root, path), value);
}
