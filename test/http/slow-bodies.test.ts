// Bodies that do not arrive: what is cut, and what may take as long as it needs. Time is the test's.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import Fastify from 'fastify';
import { endSlowBodies } from '../../src/http/slow-bodies.ts';

const timeout = 1000;
const enough = 64 * 1024;

/** A server whose routes count what has come, and a client that has sent the head of a request. */
async function begun(t: TestContext, path: string) {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const app = Fastify();
  app.addContentTypeParser('*', (_request, body, done) => done(null, body));
  endSlowBodies(app, timeout);
  let received = 0;
  const read = async (request: { raw: AsyncIterable<Buffer> }) => {
    for await (const chunk of request.raw) received += chunk.length;
    return { received };
  };
  app.post('/upload', { config: { upload: true } }, read);
  app.post('/other', read);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  t.after(async () => {
    socket.destroy();
    await app.close();
  });
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: ${4 * enough}\r\n\r\n`,
  );
  const send = async (bytes: number): Promise<void> => {
    const wanted = received + bytes;
    socket.write(Buffer.alloc(bytes));
    while (received < wanted) await new Promise((turn) => setImmediate(turn));
  };
  await send(1);
  return { send, socket };
}

async function answer(socket: Socket): Promise<string> {
  const [bytes] = await once(socket, 'data');
  return String(bytes).split('\r\n', 1)[0] as string;
}

test('an upload that moves is not cut, one that stands still is', async (t) => {
  const { send, socket } = await begun(t, '/upload');
  for (let i = 0; i < 3; i += 1) {
    await send(enough);
    t.mock.timers.tick(timeout);
  }
  const cut = answer(socket);
  await send(10);
  t.mock.timers.tick(timeout);
  assert.match(await cut, /408/);
});

test('an upload that has come is not cut while it is read', async (t) => {
  const { send, socket } = await begun(t, '/upload');
  const done = answer(socket);
  await send(4 * enough - 1);
  t.mock.timers.tick(5 * timeout);
  assert.match(await done, /200/);
});

test('any other body has a time for the whole', async (t) => {
  const { send, socket } = await begun(t, '/other');
  const cut = answer(socket);
  await send(enough);
  t.mock.timers.tick(timeout);
  assert.match(await cut, /408/);
});
