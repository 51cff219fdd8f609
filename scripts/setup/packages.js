// The packages of package-lock.json in node_modules/, by `npm ci`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, projectEnvironment, projectNode } from './node.js';
import { root } from './paths.js';

function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

export const packagesStep = {
  name: 'packages',
  doing: 'installing packages (npm ci)',
  // npm writes its hidden lock file last, so an interrupted installation has none.
  holds() {
    const installed = packagesOf('node_modules/.package-lock.json');
    if (!installed) return false;
    return Object.entries(packagesOf('package-lock.json')).every(
      ([path, { version, optional }]) =>
        path === '' || optional || installed[path]?.version === version,
    );
  },
  async run() {
    await npm(projectNode(), ['ci', '--include=dev'], { cwd: root, env: projectEnvironment() });
  },
};
