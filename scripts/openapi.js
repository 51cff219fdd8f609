// Writes openapi/openapi.json from the routes' schemas; with --check only says whether it is current.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { buildApp } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import { closeServices, createServices } from '../src/services.ts';

const target = join(import.meta.dirname, '..', 'openapi', 'openapi.json');

async function generate() {
  const directory = mkdtempSync(join(tmpdir(), 'nabla-openapi-'));
  const config = loadConfig({ NABLA_DATA_DIR: directory });
  const services = await createServices(config, pino({ level: 'silent' }));
  try {
    const app = await buildApp(services);
    await app.ready();
    const document = app.swagger();
    await app.close();
    return `${JSON.stringify(document, null, 2)}\n`;
  } finally {
    await closeServices(services);
    rmSync(directory, { recursive: true, force: true });
  }
}

function stored() {
  try {
    return readFileSync(target, 'utf8');
  } catch {
    return '';
  }
}

const document = await generate();
if (!process.argv.includes('--check')) {
  writeFileSync(target, document);
  console.log(`${target} is written`);
} else if (stored() !== document) {
  console.error('openapi/openapi.json is stale: run npm run openapi');
  process.exitCode = 1;
} else {
  console.log('openapi/openapi.json is current');
}
