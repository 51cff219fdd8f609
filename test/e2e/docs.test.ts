// The documentation page as a newcomer uses it: every operation works with the example it offers,
// one after another, first as plain requests, then by clicking in a browser.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, test } from 'node:test';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import type { Client, Job, Page as ListPage } from '../support/client.ts';
import {
  type Document,
  exampleRequests,
  inSequence,
  type Operation,
  operations,
  takesFile,
} from '../support/openapi.ts';
import { startServer } from '../support/server.ts';

/** Every job made so far has ended, so that what follows finds its results. */
async function settled(client: Client): Promise<void> {
  const { items } = await client.read<ListPage<Job>>('/v1/training-jobs?limit=200');
  for (const job of items) await client.finished(job.id);
}

/** The files a person would choose for the operations that take one, as the others give them. */
const files: Readonly<Record<string, (client: Client) => Promise<Uint8Array>>> = {
  putUploadPart: async () => Buffer.from('x,y\n1,2\n3,4\n'),
  importNetwork: (client) => download(client, '/v1/networks/worked-example/export?format=onnx'),
  importModelVersion: (client) =>
    download(client, '/v1/models/worked-example/versions/1/export?format=archive'),
};

async function download({ url }: Client, path: string): Promise<Uint8Array> {
  const response = await fetch(url + path);
  assert.equal(response.status, 200, path);
  return response.bytes();
}

async function fileFor(operation: Operation, client: Client): Promise<Uint8Array | undefined> {
  if (!takesFile(operation)) return undefined;
  const file = files[operation.operationId];
  assert.ok(file !== undefined, `no file for ${operation.operationId}`);
  return file(client);
}

describe('the OpenAPI document', () => {
  test('describes every operation in full', async (t) => {
    const { client } = await startServer(t);
    const document = await client.read<Document>('/openapi.json');
    assert.match(document.openapi, /^3\.1\./);
    const all = operations(document);
    assert.ok(all.length >= 20, `${all.length} operations`);
    const ids = all.map(({ operationId }) => operationId);
    assert.equal(new Set(ids).size, ids.length, 'operationIds are unique');
    for (const operation of all) {
      const where = `${operation.method} ${operation.path}`;
      assert.match(operation.operationId ?? '', /^[a-z][A-Za-z0-9]*$/, where);
      assert.ok((operation.tags ?? []).length > 0, `${where} has a tag`);
      assert.ok((operation.summary ?? '').length > 0, `${where} has a summary`);
      const statuses = Object.keys(operation.responses);
      assert.ok(
        statuses.some((status) => /^[23]/.test(status)),
        `${where} says how it succeeds`,
      );
      if (operation.path.includes('{')) {
        assert.ok(
          statuses.some((status) => /^4/.test(status)),
          `${where} says how it fails`,
        );
      }
      const requests = exampleRequests(operation, new Uint8Array());
      assert.ok(requests.length > 0, `${where} has an example`);
    }
  });

  test('every example works, in sequence, and its status is documented', async (t) => {
    const { client } = await startServer(t);
    const document = await client.read<Document>('/openapi.json');
    for (const operation of inSequence(document)) {
      const file = await fileFor(operation, client);
      for (const { method, path, headers, body } of exampleRequests(operation, file)) {
        const reply = await client.send(method, path, body, { headers });
        const what = `${method} ${path} → ${reply.status}: ${reply.text.slice(0, 1000)}`;
        assert.ok(reply.status < 400, what);
        assert.ok(String(reply.status) in operation.responses, `undocumented: ${what}`);
      }
      if (operation.path === '/v1/training-jobs') await settled(client);
    }
  });
});

const executable = process.env.NABLA_TEST_CHROMIUM ?? '/usr/bin/chromium';
const noBrowser = existsSync(executable) ? false : `no browser at ${executable}`;

async function openPage(t: { after(hook: () => Promise<void>): void }, url: string): Promise<Page> {
  const browser: Browser = await chromium.launch({
    executablePath: executable,
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  t.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(url);
  return page;
}

/** Opens an operation, chooses its file if it takes one, presses "Try it out" and "Execute", and gives the status the page shows. */
async function execute(
  page: Page,
  operation: Operation,
  file: Uint8Array | undefined,
): Promise<{ status: number; text: string }> {
  const block: Locator = page.locator(
    `[id="operations-${operation.tags?.[0]?.replaceAll(' ', '_')}-${operation.operationId}"]`,
  );
  await block.locator('.opblock-summary-control').click();
  const tryOut = block.getByRole('button', { name: 'Try it out' });
  await block.getByRole('button', { name: 'Execute', exact: true }).or(tryOut).first().waitFor();
  if (await tryOut.isVisible()) await tryOut.click();
  if (file !== undefined) {
    const buffer = Buffer.from(file);
    await block
      .locator('input[type=file]')
      .setInputFiles({ name: 'file', mimeType: 'application/octet-stream', buffer });
  }
  await block.getByRole('button', { name: 'Execute', exact: true }).click();
  const live = block.locator('.live-responses-table');
  const status = await live.locator('tbody .response-col_status').first().textContent();
  const text = (await live.locator('tbody .response-col_description').first().textContent()) ?? '';
  await block.locator('.opblock-summary-control').click();
  return { status: Number.parseInt(status ?? '', 10), text };
}

describe('the documentation page', { skip: noBrowser }, () => {
  test('"Try it out" and "Execute" work for every operation in sequence', async (t) => {
    const { client } = await startServer(t);
    const document = await client.read<Document>('/openapi.json');
    const problems: string[] = [];
    const page = await openPage(t, `${client.url}/docs`);
    page.on('pageerror', (error) => problems.push(`script error: ${error.message}`));
    await page.locator('.opblock').first().waitFor();
    for (const operation of inSequence(document)) {
      const file = await fileFor(operation, client);
      const { status, text } = await execute(page, operation, file);
      if (!(status < 400))
        problems.push(`${operation.operationId} → ${status}: ${text.slice(0, 500)}`);
      if (operation.path === '/v1/training-jobs') await settled(client);
    }
    assert.deepEqual(problems, []);
  });

  test('the page asks nothing of other hosts', async (t) => {
    const { client } = await startServer(t);
    const page = await openPage(t, 'about:blank');
    const foreign: string[] = [];
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== client.url) foreign.push(request.url());
    });
    await page.goto(`${client.url}/docs`);
    await page.locator('.opblock').first().waitFor();
    assert.deepEqual(foreign, []);
  });
});
