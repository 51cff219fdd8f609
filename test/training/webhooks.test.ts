// Webhooks: where they may go, how they are signed, and that each is in the outbox from the moment its
// job is over until somebody has taken it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pino } from 'pino';
import { isPrivate, publicLookup, targetFault } from '../../src/training/webhook-target.ts';
import { signed, WebhookSender } from '../../src/training/webhooks.ts';
import { until } from '../support/client.ts';
import { openJournal } from './job-records.ts';

const log = pino({ level: 'silent' });
const secret = 'a secret of some length';

async function journalFor(t: TestContext) {
  const directory = await mkdtemp(join(tmpdir(), 'nabla-webhooks-'));
  const path = join(directory, 'nabla.db');
  const opened = openJournal(path);
  t.after(async () => {
    opened.database.close();
    await rm(directory, { recursive: true });
  });
  return { ...opened, path };
}

interface Taken {
  headers: IncomingMessage['headers'];
  body: string;
}

/** A receiver that answers with each of `statuses` in turn, then 200. */
async function receiver(t: TestContext, statuses: number[] = []) {
  const taken: Taken[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    taken.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    const status = statuses.shift() ?? 200;
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end('ignored');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return { taken, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

test('addresses that are not on the public Internet are refused, however they are written', () => {
  const never = [
    ...['http://127.0.0.1/', 'http://127.1/', 'http://2130706433/', 'http://0x7f.0.0.1/'],
    ...['http://0.0.0.0/', 'http://10.1.2.3/', 'http://172.31.0.1/', 'http://192.168.0.1/'],
    ...['http://169.254.169.254/latest/meta-data', 'http://100.64.0.1/', 'http://224.0.0.1/'],
    ...['http://[::1]/', 'http://[::]/', 'http://[::ffff:127.0.0.1]/', 'http://[fe80::1]/'],
    ...[
      'http://[fd00::1]/',
      'http://[64:ff9b::7f00:1]/',
      'http://localhost/',
      'http://a.LOCALHOST./',
    ],
  ];
  for (const url of never) assert.match(targetFault(url, false) ?? '', /private/, url);
  for (const url of never) assert.equal(targetFault(url, true), undefined, url);
  for (const url of [
    'https://example.com/hook',
    'http://8.8.8.8:8080/',
    'https://[2606:4700::1]/',
  ]) {
    assert.equal(targetFault(url, false), undefined, url);
  }
  for (const url of [
    'ftp://example.com/',
    'file:///etc/passwd',
    '/hook',
    'https://a:b@example.com/',
  ]) {
    assert.notEqual(targetFault(url, true), undefined, url);
  }
  assert.ok(!isPrivate('172.32.0.1') && !isPrivate('11.0.0.1') && !isPrivate('2606:4700::1'));
});

test('a name is judged by what it is looked up as, at the moment of connecting', async () => {
  const error = await new Promise((done) => publicLookup('localhost', {}, done));
  assert.match(String(error), /localhost is a loopback or private address/);
});

test('the signature is that of Standard Webhooks', () => {
  // The worked example of the specification's reference libraries.
  const headers = signed(
    {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      body: '{"test": 2432232314}',
    },
    1614265330 * 1000,
  );
  assert.equal(headers['webhook-timestamp'], '1614265330');
  assert.equal(headers['webhook-signature'], 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test('stored with the end of the job, delivered after a restart, tried until it is taken', async (t) => {
  const { journal, outbox, path } = await journalFor(t);
  const { taken, url } = await receiver(t, [503]);
  const job = journal.get('job_1');
  assert.ok(job !== undefined);
  const running = journal.move({ ...job, webhook: { url, secret } }, 'running');
  assert.deepEqual(outbox.pending(), [], 'nothing is told before the end');
  journal.move(running, 'failed', { error: { code: 'crashed', detail: 'it did' } });
  assert.equal(outbox.pending().length, 1);

  const again = openJournal(path); // as the next server finds it
  const sender = new WebhookSender({ store: again.outbox, log, allowPrivate: true });
  t.after(() => again.database.close());
  sender.wake();
  sender.wake();
  await until('it is taken', () => again.outbox.pending().length === 0);
  sender.stop();
  assert.equal(taken.length, 2, 'refused once, then taken');
  const [first, second] = taken as [Taken, Taken];
  assert.equal(first.headers['webhook-id'], second.headers['webhook-id']);
  assert.equal(first.body, second.body);
  const { type, data } = JSON.parse(second.body);
  assert.deepEqual([type, data.id, data.status], ['training-job.failed', 'job_1', 'failed']);
  assert.deepEqual([data.terminal, data.error.code, data.webhook], [true, 'crashed', { url }]);
  assert.ok(!second.body.includes(secret));
  const expected = signed(
    { id: second.headers['webhook-id'] as string, secret, body: second.body },
    1000 * Number(second.headers['webhook-timestamp']),
  );
  assert.equal(second.headers['webhook-signature'], expected['webhook-signature']);
});

test('a private address is not connected to, and one that says gone is left alone', async (t) => {
  const { outbox } = await journalFor(t);
  const { taken, url } = await receiver(t, [410]);
  outbox.add({ id: 'msg_1', url, secret, body: '{}' });
  const strict = new WebhookSender({ store: outbox, log, allowPrivate: false });
  strict.wake();
  await until('it is given up', () => outbox.pending().length === 0);
  assert.equal(taken.length, 0);
  outbox.add({ id: 'msg_2', url, secret, body: '{}' });
  const open = new WebhookSender({ store: outbox, log, allowPrivate: true });
  open.wake();
  await until('it is given up', () => outbox.pending().length === 0);
  assert.equal(taken.length, 1);
});

test('a redirection is not followed', async (t) => {
  const { outbox } = await journalFor(t);
  const { taken, url } = await receiver(t, [302]);
  outbox.add({ id: 'msg_1', url, secret, body: '{}' });
  const sender = new WebhookSender({ store: outbox, log, allowPrivate: true });
  sender.wake();
  await until('it is tried again', () => outbox.pending().length === 0);
  assert.equal(taken.length, 2, 'the same address twice, and no other');
});
