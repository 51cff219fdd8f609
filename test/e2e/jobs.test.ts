// Training jobs as a client lives with them: waiting, watching, cancelling, sending twice, and what
// happens when a training goes wrong.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { after, before, describe, test } from 'node:test';
import type { Dataset, Job, JobEvent, Network, Page, Problem } from '../support/client.ts';
import { prepareLongJob, training } from '../support/long-training.ts';
import { childrenOf, onLinux, startServer } from '../support/server.ts';
import * as example from '../support/worked-example.ts';

const server = await startServer({ after }, { env: { NABLA_SLOTS: '1' } });
let { client } = server; // another one after a restart
await client.create<Dataset>('/v1/datasets', example.dataset);
await client.create<Network>('/v1/networks', example.network);
const longJob = await prepareLongJob(client);

const shortJob = (change: Record<string, unknown> = {}) => ({
  ...example.job('worked-example', 'worked-example', 20),
  ...change,
});

function cancel(id: string) {
  return client.post<Job>(`/v1/training-jobs/${id}:cancel`);
}

describe('waiting', () => {
  test('a long poll of a running job answers when its time is up', async () => {
    const { id } = await client.submit(longJob);
    await training(client, id);
    const reply = await client.get<Job>(`/v1/training-jobs/${id}`, {
      headers: { prefer: 'wait=1' },
    });
    assert.equal(reply.status, 200);
    assert.equal(reply.body.status, 'running');
    assert.equal(reply.body.terminal, false);
    assert.equal(reply.headers.get('preference-applied'), 'wait=1');
    assert.ok(reply.body.progress > 0 && reply.body.progress < 1);
    await cancel(id);
    await client.finished(id);
  });

  test('a long poll answers as soon as the job ends', async () => {
    const { id } = await client.submit(longJob);
    await training(client, id);
    const poll = client.get<Job>(`/v1/training-jobs/${id}`, { headers: { prefer: 'wait=60' } });
    await cancel(id);
    assert.equal((await poll).body.status, 'cancelled');
  });

  test('a wait that cannot be read is no wait, and no error', async () => {
    const { id } = await client.submit(shortJob());
    const reply = await client.get<Job>(`/v1/training-jobs/${id}`, {
      headers: { prefer: 'wait=soon' },
    });
    assert.equal(reply.status, 200); // RFC 7240: a preference is never an error
    assert.equal(reply.headers.get('preference-applied'), null);
    await client.succeeded(id);
  });
});

describe('cancelling', () => {
  test('a running job ends cancelled, without a model, and its trainer ends', async () => {
    const { id } = await client.submit({ ...longJob, model: 'never' });
    await training(client, id);
    const reply = await cancel(id);
    assert.ok([200, 202].includes(reply.status), reply.text);
    assert.ok(['cancelling', 'cancelled'].includes(reply.body.status));
    const job = await client.finished(id);
    assert.equal(job.status, 'cancelled');
    assert.equal((await client.get('/v1/models/never')).status, 404);
    assert.ok(
      [200, 202].includes((await cancel(id)).status),
      'cancelling twice is cancelling once',
    );
  });

  test('a queued job is cancelled and never starts', async () => {
    const running = await client.submit(longJob);
    await training(client, running.id);
    const queued = await client.submit(shortJob({ model: 'never' }));
    const reply = await cancel(queued.id);
    assert.equal(reply.body.status, 'cancelled');
    await cancel(running.id);
    await client.finished(running.id);
    await client.succeeded((await client.submit(shortJob({ model: 'after' }))).id);
    assert.equal((await client.finished(queued.id)).status, 'cancelled');
    const events = await client.read<Page<JobEvent>>(`/v1/training-jobs/${queued.id}/events`);
    assert.deepEqual(events.items.map(statusOf), ['queued', 'cancelled']);
    assert.equal((await client.get('/v1/models/never')).status, 404);
  });

  test('a job that has succeeded stays so', async () => {
    const { id } = await client.submit(shortJob());
    await client.succeeded(id);
    assert.equal((await cancel(id)).status, 200);
    assert.equal((await client.succeeded(id)).status, 'succeeded');
  });

  test('a data set that a job reads cannot be deleted until the job ends', async () => {
    const { id } = await client.submit(longJob);
    await training(client, id);
    const path = '/v1/datasets/long';
    assert.equal((await client.send('DELETE', path)).status, 409);
    await cancel(id);
    await client.finished(id);
    assert.equal((await client.get(path)).status, 200);
  });
});

describe('the queue', () => {
  test('with one slot, jobs run one at a time in the order they came', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push((await client.submit(shortJob())).id);
    for (const id of ids) await client.succeeded(id);
    const spans = await Promise.all(
      ids.map((id) => client.read<JobTimes>(`/v1/training-jobs/${id}`)),
    );
    for (const [i, span] of spans.entries()) {
      assert.ok(span.startedAt <= span.finishedAt);
      const previous = spans[i - 1];
      if (previous !== undefined) assert.ok(previous.finishedAt <= span.startedAt);
    }
  });
});

describe('the line', () => {
  test('a higher priority starts first; a waiting job says its place and why', async () => {
    const running = await client.submit(longJob);
    await training(client, running.id);
    const low = await client.submit(shortJob({ priority: -1 }));
    const first = await client.submit(shortJob());
    const second = await client.submit(shortJob());
    const urgent = await client.submit(shortJob({ priority: 5 }));
    const line = [urgent, first, second, low].map(({ id }) => id);
    for (const [i, id] of line.entries()) {
      const { waiting } = await client.read<Job>(`/v1/training-jobs/${id}`);
      const ahead = i === 0 ? '' : `${i} ${i === 1 ? 'job' : 'jobs'} before it; `;
      assert.deepEqual(waiting, {
        ...{ place: i + 1, reason: 'slots', detail: `${ahead}the one slot is taken` },
      });
    }
    const { items } = await client.read<Page<Job>>('/v1/training-jobs?status=queued');
    const places = new Map(items.map(({ id, waiting }) => [id, waiting?.place]));
    assert.deepEqual(
      line.map((id) => places.get(id)),
      [1, 2, 3, 4],
    );
    const { speed } = await client.read<Job>(`/v1/training-jobs/${running.id}`);
    assert.ok(speed !== null && speed.rowsPerSecond > 0 && (speed.gflops ?? 0) > 0);
    await cancel(running.id);
    const started: string[] = [];
    for (const id of line) {
      const { waiting, startedAt } = await client.succeeded(id);
      assert.equal(waiting, null);
      started.push(startedAt ?? '');
    }
    assert.deepEqual(started, [...started].sort());
  });
});

interface JobTimes {
  startedAt: string;
  finishedAt: string;
}

function statusOf(event: JobEvent | undefined): unknown {
  return event?.type === 'status' ? event.data.status : undefined;
}

async function collect(events: AsyncIterable<JobEvent>): Promise<JobEvent[]> {
  const seen: JobEvent[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

describe('events', () => {
  let id: string;
  let whole: JobEvent[];

  before(async () => {
    ({ id } = await client.submit(shortJob({ epochs: 2000 })));
    whole = await collect(client.events(id)); // opened while the job is alive; ends by itself
  });

  test('ids rise by one and the terminal event comes last', () => {
    assert.deepEqual(
      whole.map((event) => Number(event.id)),
      whole.map((_, i) => i + 1),
    );
    assert.equal(statusOf(whole[0]), 'queued');
    assert.equal(statusOf(whole[1]), 'running');
    assert.equal(statusOf(whole.at(-1)), 'succeeded');
    assert.deepEqual(
      whole.map(({ data }) => data.terminal === true),
      whole.map((_, i) => i === whole.length - 1),
    );
    const epochs = whole.filter(({ type }) => type === 'epoch').map(({ data }) => data.epoch);
    assert.ok(epochs.length > 0);
    assert.deepEqual(
      epochs,
      [...epochs].sort((a, b) => Number(a) - Number(b)),
    );
  });

  test('a finished job is replayed the same', async () => {
    assert.deepEqual(await collect(client.events(id)), whole);
  });

  test('Last-Event-ID replays what came after it', async () => {
    const middle = Math.floor(whole.length / 2);
    const rest = await collect(client.events(id, String(middle)));
    assert.deepEqual(rest, whole.slice(middle));
    assert.deepEqual(await collect(client.events(id, String(whole.length))), []);
  });

  test('a bad Last-Event-ID is refused', async () => {
    const reply = await client.get<Problem>(`/v1/training-jobs/${id}/events`, {
      headers: { accept: 'text/event-stream', 'last-event-id': 'x' },
    });
    assert.equal(reply.status, 400, reply.text);
  });

  test('the same events as JSON, page by page', async () => {
    const pages: JobEvent[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string =
        cursor === '' ? 'limit=2' : `limit=2&cursor=${encodeURIComponent(cursor)}`;
      const page: Page<JobEvent> = await client.read(`/v1/training-jobs/${id}/events?${query}`);
      assert.ok(page.items.length <= 2);
      pages.push(...page.items);
      cursor = page.nextCursor;
    }
    const shape = ({ id, type, data }: JobEvent) => ({ id: String(id), type, data });
    assert.deepEqual(pages.map(shape), whole.map(shape));
  });

  test('a stream that joins late misses nothing and repeats nothing', async () => {
    const { id } = await client.submit(longJob);
    await training(client, id);
    const first: JobEvent[] = [];
    for await (const event of client.events(id)) {
      first.push(event);
      if (first.length === 3) break; // the connection is dropped
    }
    const rest = collect(client.events(id, first.at(-1)?.id));
    await cancel(id);
    const seen = [...first, ...(await rest)];
    assert.deepEqual(
      seen.map((event) => Number(event.id)),
      seen.map((_, i) => i + 1),
    );
    assert.equal(statusOf(seen.at(-1)), 'cancelled');
  });
});

type Metrics = Record<string, (number | null)[]>;

describe('metrics', () => {
  test('series are columnar, downsampled, chosen by name', async () => {
    const { id } = await client.submit(shortJob({ epochs: 500 }));
    const { result } = await client.succeeded(id);
    const path = `/v1/training-jobs/${id}/metrics`;
    const all = await client.read<Metrics>(path);
    const losses = all['train.loss'];
    assert.equal(losses.length, all.epoch.length);
    assert.equal(all.epoch.at(-1), 500);
    assert.ok((losses.at(-1) as number) < (losses[0] as number));
    assert.ok(Math.abs((losses.at(-1) as number) - (result.metrics.train?.loss as number)) < 0.01);

    const few = await client.read<Metrics>(`${path}?maxPoints=20&names=train.loss`);
    assert.ok(few.epoch.length <= 20 && few.epoch.length >= 2);
    assert.deepEqual([few.epoch[0], few.epoch.at(-1)], [all.epoch[0], all.epoch.at(-1)]);
    assert.equal(few['train.loss'].length, few.epoch.length);
  });

  test('an unknown name is refused', async () => {
    const { id } = await client.submit(shortJob());
    await client.succeeded(id);
    const reply = await client.get<Problem>(`/v1/training-jobs/${id}/metrics?names=train.lose`);
    assert.equal(reply.status, 400, reply.text);
    assert.match(reply.body.detail, /train\.loss/);
  });
});

describe('Idempotency-Key', () => {
  const post = (key: string, body: unknown) =>
    client.post<Job & Problem>('/v1/training-jobs', body, { headers: { 'idempotency-key': key } });
  const count = async () => {
    const { items } = await client.read<Page<Job>>('/v1/training-jobs?limit=200');
    return items.length;
  };

  test('a hundred posts at once make one job', async () => {
    const before = await count();
    const body = shortJob({ seed: 100 });
    const replies = await Promise.all(Array.from({ length: 100 }, () => post('once', body)));
    const accepted = replies.filter(({ status }) => status === 202);
    assert.ok(accepted.length > 0);
    assert.equal(new Set(accepted.map((reply) => reply.body.id)).size, 1);
    for (const { status, text } of replies) assert.ok([202, 409].includes(status), text);
    assert.equal((await count()) - before, 1);
    await client.succeeded(accepted[0]?.body.id as string);
  });

  test('sent again it gives the first answer, across a restart too', async () => {
    const body = shortJob({ seed: 101 });
    const first = await post('again', body);
    assert.equal(first.status, 202, first.text);
    await client.succeeded(first.body.id);
    const second = await post('again', body);
    await server.restart();
    client = server.client;
    const third = await post('again', body);
    for (const reply of [second, third]) {
      assert.equal(reply.status, 202);
      assert.deepEqual(reply.body, first.body);
      assert.equal(reply.headers.get('location'), first.headers.get('location'));
    }
    const other = await post('again', shortJob({ seed: 102 }));
    assert.equal(other.status, 422, other.text);
  });

  test('a refused request does not use the key up', async () => {
    const refused = await post('mended', shortJob({ epochs: -1 }));
    assert.equal(refused.status, 422);
    const mended = await post('mended', shortJob());
    assert.equal(mended.status, 202, mended.text);
    await client.succeeded(mended.body.id);
  });
});

/** Trains in float32 and gives a hash of every weight of the result, to the bit. */
async function trainedHash(change: Record<string, unknown>): Promise<string> {
  const model = 'hashed';
  const { id } = await client.submit({ ...longJob, epochs: 5, threads: 1, model, ...change });
  const { result } = await client.succeeded(id);
  const path = `/v1/models/${model}/versions/${result.version}/parameters`;
  const reply = await client.get(path);
  assert.equal(reply.status, 200);
  return createHash('sha256').update(reply.text).digest('hex');
}

describe('determinism', () => {
  const oneCore = availableParallelism() >= 2 ? false : 'needs two cores';

  test('the same seed gives the same bits, another seed others', async () => {
    const first = await trainedHash({ seed: 11 });
    assert.equal(await trainedHash({ seed: 11 }), first);
    assert.notEqual(await trainedHash({ seed: 12 }), first);
  });

  for (const batchSize of [1, 50, 'full']) {
    test(`two threads give the bits of one, batches of ${batchSize}`, {
      skip: oneCore,
    }, async () => {
      const one = await trainedHash({ batchSize });
      assert.equal(await trainedHash({ batchSize, threads: 2 }), one);
      assert.equal(await trainedHash({ batchSize, threads: 2 }), one);
    });
  }
});

describe('a training that goes wrong', () => {
  const linuxOnly = { skip: onLinux ? false : 'needs /proc to find the trainer' };

  test('a killed trainer fails its job and nothing else', linuxOnly, async () => {
    const { id } = await client.submit({ ...longJob, model: 'crashed' });
    await training(client, id);
    const waiting = await client.submit(shortJob());
    for (const trainer of childrenOf(server.pid)) process.kill(trainer.pid, 'SIGKILL');
    const job = await client.finished(id);
    assert.equal(job.status, 'failed');
    assert.equal(job.error?.code, 'crashed');
    assert.equal((await client.get('/v1/models/crashed')).status, 404);
    await client.succeeded(waiting.id);
    assert.equal((await client.get('/healthz')).status, 200);
  });

  test('a diverging training says so, with the epoch', async () => {
    const { id } = await client.submit({
      ...longJob,
      optimizer: { type: 'sgd', learningRate: 1e6 },
      epochs: 100,
      model: 'diverged',
    });
    const job = await client.finished(id);
    assert.equal(job.status, 'failed');
    assert.equal(job.error?.code, 'diverged');
    assert.match(JSON.stringify(job.error), /epoch/);
    const metrics = await client.get(`/v1/training-jobs/${id}/metrics`);
    assert.equal(metrics.status, 200);
    assert.equal((await client.get('/v1/models/diverged')).status, 404);
  });

  test('a job needs what it names at the time it is submitted only', async () => {
    const { id: network } = await client.create<Network>('/v1/networks', {
      ...example.network,
      name: 'short-lived',
    });
    const running = await client.submit(longJob);
    const queued = await client.submit(shortJob({ network, model: 'orphan' }));
    const removed = await client.send('DELETE', `/v1/networks/${network}`);
    assert.equal(removed.status, 204, removed.text);
    await training(client, running.id);
    await cancel(running.id);
    const job = await client.succeeded(queued.id); // it copied the weights when it was submitted
    assert.equal(job.result.model, 'orphan');
  });
});
