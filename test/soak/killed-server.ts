// Many tiny jobs on a server that is killed again and again, and readers that drop their streams every
// second: each job ends once, none is lost, none makes two versions, no log has a gap, and each reader
// has seen every event once and in order. `npm run soak -- 1000` for a release; the test runs it short.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { type Client, type Job, type JobEvent, type Page, until } from '../support/client.ts';
import { prepareLongJob } from '../support/long-training.ts';
import { generator } from '../support/random-network.ts';
import { type Scope, type Server, startServer } from '../support/server.ts';
import * as example from '../support/worked-example.ts';

export interface Soak {
  program?: string;
  jobs: number;
  slots: number;
  /** How many jobs are followed by readers that drop. */
  followed: number;
  /** Seconds the server lives, at least and at most. */
  life: [number, number];
  seed: number;
}

export interface Seen {
  jobs: number;
  kills: number;
  interruptions: number;
  versions: number;
  streamsDropped: number;
  eventsFollowed: number;
  seconds: number;
}

/** A server that is down, or going down, is asked again. */
async function insist<T>(server: Server, ask: (client: Client) => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask(server.client);
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      await delay(50);
    }
  }
}

/** Under one key until it is answered: what a careful client does. */
async function submit(server: Server, number: number): Promise<string> {
  const job = { ...example.job('worked-example', 'worked-example', 20), model: 'soak' };
  const headers = { 'idempotency-key': `job-${number}` };
  for (;;) {
    const { status, body, text } = await insist(server, (client) =>
      client.post<Job>('/v1/training-jobs', job, { headers }),
    );
    if (status === 202) return body.id;
    assert.ok(status === 409 || status === 503, text); // still at work, or about to end
    await delay(50);
  }
}

/** Reads a job's events to the last; a connection that has told something is given up after a second. */
async function follow(server: Server, id: string): Promise<{ events: JobEvent[]; drops: number }> {
  const events: JobEvent[] = [];
  let drops = 0;
  while (events.at(-1)?.data.terminal !== true) {
    const before = events.length;
    const dropAt = performance.now() + 1000;
    try {
      for await (const event of server.client.events(id, events.at(-1)?.id ?? 0)) {
        events.push(event);
        if (performance.now() > dropAt) break;
      }
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      await delay(50); // the server is down
    }
    if (events.length > before) drops++;
  }
  return { events, drops };
}

async function log(client: Client, id: string): Promise<JobEvent[]> {
  const events: JobEvent[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Page<JobEvent> = await client.read(
      `/v1/training-jobs/${id}/events?limit=200${query}`,
    );
    events.push(...page.items);
    cursor = page.nextCursor;
  }
  return events;
}

function checkOrder(events: readonly JobEvent[], id: string): void {
  for (const [i, event] of events.entries()) assert.equal(Number(event.id), i + 1, id);
  const ends = events.filter(({ data }) => data.terminal === true);
  assert.equal(ends.length, 1, `${id} ends once`);
  assert.equal(ends[0], events.at(-1), `${id} ends last`);
}

const named = (events: readonly JobEvent[], status: string) =>
  events.filter(({ type, data }) => type === 'status' && data.status === status).length;

interface Version {
  version: number;
  job: string;
}

/** Versions of the model, all pages. */
async function versions(client: Client): Promise<Version[]> {
  const all: Version[] = [];
  for (let path: string | null = '/v1/models/soak/versions?limit=200'; path !== null; ) {
    const page: Page<Version> = await client.read(path);
    all.push(...page.items);
    const { nextCursor } = page;
    const next = `/v1/models/soak/versions?limit=200&cursor=${encodeURIComponent(nextCursor ?? '')}`;
    path = nextCursor === null ? null : next;
  }
  return all;
}

export async function soak(
  scope: Scope,
  { program = 'src/server.ts', jobs, slots, followed, life, seed }: Soak,
): Promise<Seen> {
  const began = performance.now();
  const random = generator(seed);
  const env = { NABLA_SLOTS: `${slots}`, NABLA_RESUME_JOBS: 'true', NABLA_LOG_LEVEL: 'error' };
  const server = await startServer(scope, { env, program });
  await server.client.create('/v1/datasets', example.dataset);
  await server.client.create('/v1/networks', example.network);

  let over = false;
  let kills = 0;
  const killing = (async () => {
    const [least, most] = life;
    while (!over) {
      await delay(1000 * (least + random() * (most - least)));
      if (over) break;
      await server.kill9();
      kills++;
      await server.restart();
    }
  })();

  const ids: string[] = [];
  const following: ReturnType<typeof follow>[] = [];
  for (let i = 0; i < jobs; i++) {
    const id = await submit(server, i);
    ids.push(id);
    if (i % Math.ceil(jobs / followed) === 0) following.push(follow(server, id));
  }
  assert.equal(new Set(ids).size, jobs, 'each key made one job');
  for (const id of ids) {
    for (let terminal = false; !terminal; ) {
      ({ terminal } = await insist(server, (client) =>
        client.read<Job>(`/v1/training-jobs/${id}`),
      ));
      if (!terminal) await delay(200);
    }
  }
  over = true;
  await killing;

  const { client } = server;
  const counts = new Map<string, number>();
  let interruptions = 0;
  for (const id of ids) {
    const events = await log(client, id);
    checkOrder(events, id);
    assert.equal(named(events, 'succeeded'), 1, id);
    interruptions += named(events, 'interrupted');
    assert.equal(named(events, 'running'), 1 + named(events, 'interrupted'), id);
  }
  const made = await versions(client);
  for (const { job } of made) counts.set(job, (counts.get(job) ?? 0) + 1);
  assert.deepEqual([...counts.keys()].sort(), [...ids].sort(), 'each job made a version');
  assert.equal(made.length, jobs, 'and only one');
  const followers = await Promise.all(following);
  for (const [i, { events }] of followers.entries()) checkOrder(events, `reader ${i}`);
  return {
    ...{ jobs, kills, interruptions, versions: made.length },
    streamsDropped: followers.reduce((sum, { drops }) => sum + drops, 0),
    eventsFollowed: followers.reduce((sum, { events }) => sum + events.length, 0),
    seconds: Math.round((performance.now() - began) / 1000),
  };
}

/** A job that runs until its reader has dropped a few times. */
export async function followLong(scope: Scope): Promise<{ events: number; drops: number }> {
  const server = await startServer(scope);
  const { id } = await server.client.submit(await prepareLongJob(server.client));
  const following = follow(server, id);
  await until('the log is long', async () => {
    const { items } = await server.client.read<Page<JobEvent>>(
      `/v1/training-jobs/${id}/events?limit=200`,
    );
    return items.length > 20;
  });
  await server.client.post(`/v1/training-jobs/${id}:cancel`);
  const { events, drops } = await following;
  checkOrder(events, id);
  assert.deepEqual(
    events.map(({ id: number }) => Number(number)),
    (await log(server.client, id)).map(({ id: number }) => Number(number)),
  );
  return { events: events.length, drops };
}

if (import.meta.main) {
  const hooks: (() => Promise<void> | void)[] = [];
  const jobs = Number(process.argv[2] ?? 1000);
  try {
    const seen = await soak(
      { after: (hook) => hooks.push(hook) },
      { program: 'dist/server.js', jobs, slots: 4, followed: 20, life: [3, 8], seed: 1 },
    );
    process.stdout.write(`${JSON.stringify(seen)}\n`);
  } finally {
    for (const hook of hooks) await hook();
  }
}
