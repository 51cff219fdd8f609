// Every row of the catalogue over HTTP: the requests its page in docs/catalog prints, in both dtypes,
// train a network and predict with it. The pages are the script; what they leave out is not tested here.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { CatalogEntry } from '../../src/catalog/entry.ts';
import { type CatalogKind, catalog } from '../../src/catalog/index.ts';
import type { Client } from '../support/client.ts';
import { startServer } from '../support/server.ts';

const pages = join(import.meta.dirname, '../../docs/catalog');

interface Request {
  path: string;
  body: Record<string, unknown>;
}

/** The `post` lines of the shell blocks of a text. */
function requestsIn(text: string): Request[] {
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block ?? '');
  const posts = blocks.flatMap((block) => [...block.matchAll(/^post (\S+) '([^']*)'$/gm)]);
  return posts.map(([, path, body]) => ({ path: path ?? '', body: JSON.parse(body ?? '') }));
}

interface ExamplePage {
  /** The first block: the address, `post`, the data set. */
  setUp: string;
  /** Of each row, by type. */
  sections: Map<string, string>;
}

function readPage(kind: string): ExamplePage {
  const [head = '', ...rest] = readFileSync(join(pages, `${kind}.md`), 'utf8').split(/^## /m);
  const sections = rest.map((text): [string, string] => [text.slice(0, text.indexOf('\n')), text]);
  return { setUp: head, sections: new Map(sections) };
}

/** Every number in a reply, at any depth. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}

const instances = [
  [0.2, 0.25],
  [1.7, 1.75],
];

/** Trains a row's example and gives the loss of each epoch and that of the result. */
async function train(client: Client, [network, job]: [Request, Request], dtype: string) {
  const made = await client.create<{ id: string }>(network.path, { ...network.body, dtype });
  const submitted = await client.submit({ ...job.body, network: made.id });
  const { result } = await client.succeeded(submitted.id);
  const series = await client.read<Record<string, number[]>>(
    `/v1/training-jobs/${submitted.id}/metrics`,
  );
  const reply = await client.create<{ predictions: unknown[] }>(
    `/v1/models/${result.model}/versions/${result.version}:predict`,
    { instances },
    200,
  );
  assert.equal(reply.predictions.length, instances.length);
  const predicted = numbersIn(reply.predictions);
  assert.ok(predicted.length >= instances.length && predicted.every(Number.isFinite));
  return { losses: series['train.loss'] ?? [], last: result.metrics.train?.loss ?? Number.NaN };
}

const server = await startServer({ after }, { env: { NABLA_SLOTS: '2' } });

before(async () => {
  const [upload] = requestsIn(readPage('activations').setUp);
  await server.client.create(upload?.path ?? '', upload?.body);
});

describe('every row of the catalogue trains over HTTP', () => {
  for (const kind of Object.keys(catalog) as CatalogKind[]) {
    const { sections } = readPage(kind);
    test(`${kind}: the page has a section for each row and no other`, () => {
      const types = catalog[kind].map(({ type }: CatalogEntry) => type);
      assert.deepEqual([...sections.keys()], types);
    });
    for (const [type, text] of sections) {
      for (const dtype of ['float32', 'float64']) {
        test(`${kind}: ${type} in ${dtype}`, async () => {
          const [network, job, ...more] = requestsIn(text);
          assert.ok(network && job && more.length === 0, 'a network and a job');
          const { losses, last } = await train(server.client, [network, job], dtype);
          const [first = Number.NaN, ...later] = losses;
          // A solver that is done after one epoch reports what it found, in other rounding.
          const limit = later.length > 0 ? first : first * 1.001;
          assert.ok(last < limit, `the loss does not fall: ${first} → ${last}`);
        });
      }
    }
  }

  test('GET /v1/catalog says what the pages say', async () => {
    const { layerFields, ...answered } = await server.client.read<
      Record<CatalogKind, CatalogEntry[]> & { layerFields: CatalogEntry['parameters'] }
    >('/v1/catalog');
    assert.deepEqual(Object.keys(answered), Object.keys(catalog));
    assert.deepEqual(Object.keys(layerFields), ['name', 'inputs', 'trainable']);
    const page = readFileSync(join(pages, 'layers.md'), 'utf8');
    for (const [name, schema] of Object.entries(layerFields)) {
      assert.ok(page.includes(`| \`${name}\` |`));
      assert.ok(page.includes((schema as { description: string }).description), name);
    }
    for (const [kind, entries] of Object.entries(answered)) {
      const { sections } = readPage(kind);
      for (const { type, summary, formula, derivative = '', parameters, example } of entries) {
        const text = sections.get(type) ?? '';
        const said = Object.entries(parameters).flatMap(([name, schema]) => [
          `\`${name}\``,
          (schema as { description?: string }).description ?? '',
        ]);
        for (const fact of [summary, formula, derivative, ...said]) {
          assert.ok(
            text.includes(fact.replaceAll('|', '\\|')) || text.includes(fact),
            `${type}: ${fact}`,
          );
        }
        assert.ok(example !== undefined, `${type} has an example`);
      }
    }
  });

  test('a page works pasted into a shell', async () => {
    const { setUp, sections } = readPage('activations');
    const texts = [setUp, sections.get('gelu') ?? ''];
    const blocks = texts.map((text) => /```sh\n([\s\S]*?)```/.exec(text)?.[1] ?? '');
    const script = blocks.join('').replace('http://127.0.0.1:8080', server.client.url);
    const replies = execFileSync('sh', ['-eu'], { input: script, encoding: 'utf8' });
    const [dataset, network, job] = replies
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.equal(dataset.rowCount, 24);
    assert.equal(network.name, 'gelu');
    await server.client.succeeded(job.id);
  });
});
