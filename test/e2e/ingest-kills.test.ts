// kill -9 at random moments of ingest: after each restart no partial data set and no temporary file, and
// every data set that was acknowledged is whole. NABLA_KILLS says how often; CI is content with a handful.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { filesUnder, type Server, startServer } from '../support/server.ts';

const kills = Number(process.env.NABLA_KILLS ?? 4);
/** Uploads under way at once, each of its own size. */
const uploads = 4;
/** Within these the first upload has begun and the last has ended. */
const moments = 600;

interface Stored {
  id: string;
  name: string;
  rowCount: number;
  valuesSha256: string;
}

/** Numerical Recipes' generator: the same moments in every run. */
function* randomNumbers(seed: number): Generator<number, never> {
  for (let state = seed >>> 0; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Row i of every data set is i, its square and a text, so that a whole one is known by its rows. */
function bodyOf(round: number, upload: number): string {
  const rows = 500 * 8 ** upload + round;
  return `i,square,note\n${Array.from({ length: rows }, (_, i) => `${i},${i * i},text ${i}\n`).join('')}`;
}

/** What the server acknowledged, and nothing of what broke off. */
async function send(server: Server, round: number, upload: number): Promise<Stored | undefined> {
  try {
    const response = await fetch(`${server.client.url}/v1/datasets?name=r${round}-u${upload}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: bodyOf(round, upload),
    });
    assert.equal(response.status, 201);
    return (await response.json()) as Stored;
  } catch (error) {
    if (error instanceof TypeError || (error as Error).name === 'AbortError') return undefined;
    throw error;
  }
}

async function listed(server: Server): Promise<Stored[]> {
  const all: Stored[] = [];
  for (let cursor = ''; ; ) {
    const path = `/v1/datasets?limit=200${cursor && `&cursor=${cursor}`}`;
    const page = await server.client.read<{ items: Stored[]; nextCursor: string | null }>(path);
    all.push(...page.items);
    if (page.nextCursor === null) return all;
    cursor = page.nextCursor;
  }
}

/** Its first and last row, read through their checksums. */
async function checkWhole(server: Server, { id, rowCount }: Stored): Promise<void> {
  const part = `format=csv&limit=1&offset=${rowCount - 1}`;
  const response = await fetch(`${server.client.url}/v1/datasets/${id}/content?${part}`);
  const last = rowCount - 1;
  assert.equal(await response.text(), `i,square,note\n${last},${last * last},text ${last}\n`);
}

test(`${kills} times`, async (t) => {
  const server = await startServer(t);
  const random = randomNumbers(5);
  const acknowledged = new Map<string, Stored>();
  for (let round = 0; round < kills; round += 1) {
    const sent = Array.from({ length: uploads }, (_, upload) => send(server, round, upload));
    await delay(moments * random.next().value);
    await server.kill9();
    for (const stored of await Promise.all(sent)) {
      if (stored !== undefined) acknowledged.set(stored.id, stored);
    }
    await server.restart();
    assert.deepEqual(readdirSync(join(server.dataDir, 'tmp')), []);
    const found = new Map((await listed(server)).map((stored) => [stored.id, stored]));
    for (const stored of acknowledged.values()) assert.deepEqual(found.get(stored.id), stored);
    for (const stored of found.values()) {
      const [, of = '', upload = ''] = /^r(\d+)-u(\d+)$/.exec(stored.name) ?? [];
      assert.equal(stored.rowCount, 500 * 8 ** Number(upload) + Number(of));
      if (Number(of) === round) await checkWhole(server, stored);
    }
    const contents = new Set([...found.values()].map(({ valuesSha256 }) => valuesSha256));
    const directories = new Set(
      (await filesUnder(join(server.dataDir, 'datasets'))).map((file) => file.split('/')[0]),
    );
    assert.equal(directories.size, contents.size);
  }
  t.diagnostic(
    `${acknowledged.size} of ${kills * uploads} uploads were acknowledged before a kill`,
  );
});
