// Predictions that nobody waits for: connections cut while they send, while they wait, or while they
// read. Also by itself against the real server, for as many as it is told:
// `node test/support/cut-predictions.ts [requests]` prints what memory did.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { trainPlain } from './served-models.ts';
import { startServer } from './server.ts';

const rows = Array.from({ length: 2000 }, (_, i) => [i / 1000, 1 - i / 500, 0.25]);
const json = JSON.stringify({ instances: rows });
const csv = `a,b,c\n${rows.map((row) => row.join(',')).join('\n')}\n`;

/** Where a connection is cut. */
const cuts = ['in its body', 'before its answer', 'in its answer'] as const;

/** Sends `requests` predictions in turn of every kind, cut in turn at every place; `side` of them at a time. */
export async function cutPredictions(url: string, requests: number, side = 16): Promise<void> {
  const { port } = new URL(url);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < requests; i = next++) {
      const [type, body] = i % 2 === 0 ? ['application/json', json] : ['text/csv', csv];
      await cutOne(Number(port), type as string, body as string, cuts[i % cuts.length]);
    }
  };
  await Promise.all(Array.from({ length: side }, worker));
}

async function cutOne(port: number, type: string, body: string, cut: string | undefined) {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined); // it is cut on purpose
  await once(socket, 'connect');
  const head =
    `POST /v1/models/plain:predict HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\n` +
    `Content-Length: ${body.length}\r\n\r\n`;
  socket.write(head + (cut === 'in its body' ? body.slice(0, body.length >> 1) : body));
  if (cut === 'in its answer') await Promise.race([once(socket, 'data'), once(socket, 'close')]);
  socket.destroy();
  await once(socket, 'close');
}

/** Resident bytes of a process. */
function residentBytes(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

if (import.meta.main) {
  const requests = Number(process.argv[2] ?? 100_000);
  const cleanups: (() => Promise<void> | void)[] = [];
  const scope = { after: (hook: () => Promise<void> | void) => void cleanups.push(hook) };
  const server = await startServer(scope, { env: { NABLA_LOG_LEVEL: 'warn' } });
  const heap = async () => {
    const { text } = await server.client.get('/metrics');
    return Number(/^nodejs_heap_size_used_bytes (\S+)/m.exec(text)?.[1]);
  };
  await trainPlain(server.client);
  const parts = 10;
  for (let part = 0; part <= parts; part += 1) {
    if (part > 0) await cutPredictions(server.client.url, requests / parts);
    const [resident, used] = [residentBytes(server.pid), await heap()].map((n) => n / 2 ** 20);
    const done = Math.round((requests * part) / parts);
    console.log(
      `${done} requests: ${resident?.toFixed(0)} MiB resident, ${used?.toFixed(0)} MiB heap`,
    );
  }
  for (const cleanup of cleanups) await cleanup();
}
