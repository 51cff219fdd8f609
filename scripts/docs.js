// Writes docs/catalog from the catalogue and the addon (a page for each kind, a plot for each row where one
// says something) and the table of docs/configuration.md. With --check only says whether they are current.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { renderCatalog } from '../src/catalog/index.ts';
import { layerPlot } from './docs/layer-plots.js';
import { indexPage, kinds, page } from './docs/pages.js';
import { activationPlot, lossPlot } from './docs/scalar-plots.js';
import { withSettings } from './docs/settings.js';
import { initializerPlot, optimizerPlot, schedulePlot, solverPlot } from './docs/training-plots.js';

const folder = join(import.meta.dirname, '..', 'docs', 'catalog');
const configuration = '../configuration.md';

const plots = {
  activations: activationPlot,
  losses: lossPlot,
  initializers: initializerPlot,
  optimizers: (entry) => (entry.fullBatch ? solverPlot(entry) : optimizerPlot(entry)),
  schedules: schedulePlot,
  layers: layerPlot,
};

/** Every generated file's text by its path below docs/catalog. */
async function generate() {
  const catalog = renderCatalog();
  const settings = withSettings(readFileSync(join(folder, configuration), 'utf8'));
  const files = new Map([
    ['index.md', indexPage(catalog)],
    [configuration, settings],
  ]);
  for (const kind of Object.keys(kinds)) {
    const pictures = {};
    for (const entry of catalog[kind]) {
      const picture = await plots[kind](entry);
      if (picture === undefined) continue;
      pictures[entry.type] = `plots/${kind}-${entry.type}.svg`;
      files.set(pictures[entry.type], picture);
    }
    files.set(`${kind}.md`, page(kind, catalog[kind], pictures));
  }
  return files;
}

/** What lies in docs/catalog now, by path, and the page of settings. */
function stored() {
  mkdirSync(folder, { recursive: true });
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const all = [...paths, configuration];
  return new Map(all.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

const made = await generate();
const found = stored();
const stale = [...made.keys()].filter((path) => found.get(path) !== made.get(path));
const left = [...found.keys()].filter((path) => !made.has(path));

if (!process.argv.includes('--check')) {
  for (const path of left) rmSync(join(folder, path));
  for (const path of stale) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), made.get(path));
  }
  console.log(`docs: ${made.size} files, ${stale.length} written, ${left.length} removed`);
} else if (stale.length + left.length > 0) {
  console.error(`docs is stale: run npm run docs\n${[...stale, ...left].join('\n')}`);
  process.exitCode = 1;
} else {
  console.log('docs is current');
}
