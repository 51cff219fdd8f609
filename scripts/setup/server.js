// The server in plain JavaScript, compiled from src/ into dist/.
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.js';
import { projectEnvironment, projectNode } from './node.js';
import { digest, root, stampIs, writeStamp } from './paths.js';

const STAMP = 'dist/.stamp';
const FRESH = join(root, 'dist-fresh');
const DIST = join(root, 'dist');

function sources() {
  return digest(['src', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json']);
}

export const serverStep = {
  name: 'server',
  doing: 'compiling the server (tsc)',
  holds() {
    return stampIs(STAMP, sources());
  },
  // Into a new folder, put in place whole: a running server forks trainers from dist/.
  async run() {
    const made = sources();
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const args = [tsc, '-p', 'tsconfig.build.json', '--outDir', FRESH];
    rmSync(FRESH, { recursive: true, force: true });
    await run(projectNode(), args, { cwd: root, env: projectEnvironment() });
    rmSync(DIST, { recursive: true, force: true });
    renameSync(FRESH, DIST);
    writeStamp(STAMP, made);
  },
};
