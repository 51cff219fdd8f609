// The native addon, built by CMake into build/Release/nabla.node.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { run, SetupError } from './command.js';
import { projectEnvironment, projectNode } from './node.js';
import { digest, root, stampIs, writeStamp } from './paths.js';

const ADDON = join(root, 'build', 'Release', 'nabla.node');
const STAMP = 'build/.stamp';

const TOOLS_MISSING =
  'CMake and a C++20 compiler are needed: apt install cmake g++ make (Debian, Ubuntu), ' +
  'dnf install cmake gcc-c++ make (Fedora), brew install cmake && xcode-select --install (macOS)';

const CHECKS = 'test/native'; // its .cpp files become executables beside the addon

function sources() {
  const platform = `${process.platform}-${process.arch}`;
  const checks = readdirSync(join(root, CHECKS)).filter((file) => file.endsWith('.cpp'));
  const paths = checks.map((file) => `${CHECKS}/${file}`);
  return digest(['native', 'CMakeLists.txt', 'package-lock.json', ...paths], platform);
}

function present(...commands) {
  return commands.some((command) => spawnSync(command, ['--version']).status === 0);
}

function checkTools() {
  const compilers = [process.env.CXX, 'c++', 'g++', 'clang++'].filter(Boolean);
  const found = present('cmake') && present(...compilers) && present('make', 'ninja');
  if (!found) throw new SetupError(TOOLS_MISSING);
}

// CMake refuses a build folder that was made in another place, such as a copied clone.
function dropForeignBuild() {
  const cache = join(root, 'build', 'CMakeCache.txt');
  if (!existsSync(cache)) return;
  if (readFileSync(cache, 'utf8').includes(`CMAKE_HOME_DIRECTORY:INTERNAL=${root}\n`)) return;
  rmSync(join(root, 'build'), { recursive: true });
}

export const addonStep = {
  name: 'addon',
  doing: 'building the native addon (CMake)',
  holds() {
    return existsSync(ADDON) && stampIs(STAMP, sources());
  },
  async run() {
    checkTools();
    dropForeignBuild();
    const made = sources(); // before the build: what is edited meanwhile is built next time
    rmSync(join(root, STAMP), { force: true });
    const cmakeJs = join(root, 'node_modules', 'cmake-js', 'bin', 'cmake-js');
    const jobs = String(availableParallelism());
    const env = { ...projectEnvironment(), CMAKE_BUILD_PARALLEL_LEVEL: jobs };
    await run(projectNode(), [cmakeJs, 'compile'], { cwd: root, env });
    writeStamp(STAMP, made);
  },
};
