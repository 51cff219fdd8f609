// Writes openapi/openapi.json from the routes' schemas, and from that the types of clients/typescript; with
// --check only says whether they are current.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { pino } from 'pino';
import { buildApp } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import { closeServices, createServices } from '../src/services.ts';

const root = join(import.meta.dirname, '..');

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

async function clientTypes(document) {
  // A field with a default is one a request may leave out.
  const types = await openapiTS(document, { defaultNonNullable: false });
  return `// Generated from openapi/openapi.json by npm run openapi. Do not edit.\n\n${astToString(types)}`;
}

function stored(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const document = await generate();
const files = {
  'openapi/openapi.json': document,
  'clients/typescript/src/schema.ts': await clientTypes(document),
};
for (const [name, content] of Object.entries(files)) {
  const path = join(root, name);
  if (!process.argv.includes('--check')) {
    writeFileSync(path, content);
    console.log(`${name} is written`);
  } else if (stored(path) !== content) {
    console.error(`${name} is stale: run npm run openapi`);
    process.exitCode = 1;
  } else {
    console.log(`${name} is current`);
  }
}
