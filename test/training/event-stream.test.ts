// The stream of a job's events: replay, order, its end, and what a slow reader costs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { JobEvent } from '../../src/storage/jobs-store.ts';
import { type EventSource, EventStream } from '../../src/training/event-stream.ts';

class Log implements EventSource {
  readonly events: JobEvent[] = [];
  ended = false;
  reads = 0;
  readonly #listeners = new Set<() => void>();

  get listeners(): number {
    return this.#listeners.size;
  }

  add(type: JobEvent['type'], fill = ''): void {
    const at = '2026-01-01T00:00:00.000Z';
    this.events.push({ seq: this.events.length + 1, type, at, data: { at, fill } });
    for (const listener of this.#listeners) listener();
  }

  read(after: number, limit: number): JobEvent[] {
    this.reads++;
    return this.events.slice(after, after + limit);
  }

  over(): boolean {
    return this.ended;
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

async function idsOf(stream: EventStream): Promise<number[]> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
}

test('replays what follows, then what comes, and ends after the last', async () => {
  const log = new Log();
  for (let i = 0; i < 100; i++) log.add('epoch');
  const ids = idsOf(new EventStream(log, 40));
  await turn();
  log.add('epoch');
  await turn();
  log.ended = true;
  log.add('status');
  assert.deepEqual(
    await ids,
    Array.from({ length: 62 }, (_, i) => 41 + i),
  );
  assert.equal(log.listeners, 0);
});

test('a frame is what the standard says', async () => {
  const log = new Log();
  log.ended = true;
  log.add('status', 'two\nlines');
  const chunks: string[] = [];
  for await (const chunk of new EventStream(log, 0)) chunks.push(String(chunk));
  const data = JSON.stringify({ at: '2026-01-01T00:00:00.000Z', fill: 'two\nlines' });
  assert.equal(chunks.join(''), `retry: 2000\n\nid: 1\nevent: status\ndata: ${data}\n\n`);
});

test('a reader that does not read costs one page, not the log', async () => {
  const log = new Log();
  const stream = new EventStream(log, 0);
  stream.read(0);
  for (let i = 0; i < 5000; i++) log.add('epoch', 'x'.repeat(1000));
  await turn();
  assert.ok(stream.readableLength < 100_000, `${stream.readableLength} bytes are buffered`);
  assert.ok(log.reads < 20, `${log.reads} reads`);
  log.ended = true;
  assert.equal((await idsOf(stream)).length, 5000);
});

test('a quiet stream beats, one that is behind does not', async () => {
  const log = new Log();
  const stream = new EventStream(log, 0);
  stream.read();
  stream.beat();
  assert.equal(String(stream.read()), ':\n\n');
  stream.beat();
  stream.beat();
  assert.equal(String(stream.read()), ':\n\n');
});

test('ended or destroyed, it stops listening and takes nothing more', async () => {
  const log = new Log();
  const ended = new EventStream(log, 0);
  const dropped = new EventStream(log, 0);
  assert.equal(log.listeners, 2);
  ended.finish();
  ended.finish();
  ended.beat();
  dropped.destroy();
  await turn();
  assert.equal(log.listeners, 0);
  log.add('epoch');
  assert.deepEqual(await idsOf(ended), []);
});
