// The direction of includes in native/, from the binding down to the kernels. Prints each include that
// goes up, and ends non-zero when there is one.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const native = join(dirname(fileURLToPath(import.meta.url)), '..', 'native');

// What a folder may include besides itself.
const below = {
  binding: ['training', 'core', 'data', 'layers', 'activations', 'losses', 'optimizers', 'kernels'],
  training: [
    'core',
    'data',
    'layers',
    'activations',
    'losses',
    'optimizers',
    'schedules',
    'solvers',
    'kernels',
  ],
  core: ['layers', 'activations', 'losses', 'optimizers', 'initializers', 'kernels'],
  layers: ['activations', 'initializers', 'kernels'],
  initializers: ['kernels'],
  data: ['kernels'],
  solvers: ['kernels'],
  schedules: [],
  activations: ['kernels'],
  losses: ['activations', 'kernels'],
  optimizers: ['kernels'],
  kernels: [],
};

// The words core speaks with those below it: they include each other and nothing else of nabla.
const vocabulary = /^core\/(checked|error|options|random|spec|state|value)\.h$/;
const speaksIt = new Set(['layers', 'initializers', 'data', 'solvers']);

// The instruction sets build every activation, loss and optimiser from the lists; the table names them.
const instantiates = /^kernels\/(isa\/|weight_gradient\.h|elementwise(_kernels\.h|\.cpp)$)/;
const instantiated = new Set(['activations', 'losses', 'optimizers']);

function allowed(file, included) {
  const [from, to] = [file, included].map((path) => path.split('/')[0]);
  if (!(to in below)) return included !== 'napi.h' || from === 'binding';
  if (vocabulary.test(file)) return vocabulary.test(included) || included === 'kernels/types.h';
  if (speaksIt.has(from) && vocabulary.test(included)) return true;
  if (instantiates.test(file) && instantiated.has(to)) return true;
  return from === to || below[from].includes(to);
}

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.(h|cpp)$/.test(entry.name)) yield path;
  }
}

let faults = 0;
for (const path of sources(native)) {
  const file = relative(native, path);
  const lines = readFileSync(path, 'utf8').split('\n');
  lines.forEach((line, index) => {
    const included = /^\s*#\s*include\s*["<]([^">]+)[">]/.exec(line)?.[1];
    if (included === undefined || allowed(file, included)) return;
    faults++;
    console.error(`native/${file}:${index + 1}: may not include ${included}`);
  });
}
if (faults > 0) process.exitCode = 1;
else console.log('every include goes down');
