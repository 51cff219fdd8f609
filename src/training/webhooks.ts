// Delivers the webhooks of the outbox: signed as Standard Webhooks asks, tried again with longer and
// longer pauses, and after a restart too. Delivery is at least once; the id tells a repeat.
// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
import { createHmac } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { Logger } from 'pino';
import type { Webhook, WebhookStore } from '../storage/webhooks-store.ts';
import { hostOf, isPrivate, publicLookup, RefusedTarget } from './webhook-target.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Pauses between attempts; after the last one a webhook is given up. */
const pauses = [second, 10 * second, minute, 10 * minute, hour, 6 * hour, 24 * hour];

/** Milliseconds for one attempt, from the look-up to the head of the answer. */
const attemptLimit = 10 * second;

/** Deliveries at one time: a receiver that hangs keeps one of these, not all. */
const mostAtOnce = 8;

export interface SenderContext {
  store: WebhookStore;
  log: Logger;
  allowPrivate: boolean;
}

export class WebhookSender {
  readonly #context: SenderContext;
  /** Ids that are being delivered or wait for their next attempt. */
  readonly #busy = new Map<string, NodeJS.Timeout | undefined>();
  #stopped = false;

  constructor(context: SenderContext) {
    this.#context = context;
  }

  /** Begins to deliver what the outbox holds and nobody delivers yet. */
  wake(): void {
    if (this.#stopped) return;
    for (const webhook of this.#context.store.pending()) {
      if (this.#busy.size >= mostAtOnce) return; // the end of one wakes this again
      if (!this.#busy.has(webhook.id)) this.#attempt(webhook);
    }
  }

  /** Nothing is sent any more; what is under way is sent again by the next server. */
  stop(): void {
    this.#stopped = true;
    for (const timer of this.#busy.values()) clearTimeout(timer);
  }

  #attempt(webhook: Webhook): void {
    this.#busy.set(webhook.id, undefined);
    deliver(webhook, this.#context.allowPrivate).then(
      (status) => this.#settle(webhook, status),
      (error: unknown) => this.#settle(webhook, error),
    );
  }

  /** `outcome`: the status of the answer, or why there is none. */
  #settle(webhook: Webhook, outcome: unknown): void {
    if (this.#stopped) return;
    const { store, log } = this.#context;
    const { id, url, attempts } = webhook;
    const taken = typeof outcome === 'number' && outcome >= 200 && outcome < 300;
    const pause = pauses[attempts];
    const hopeless = outcome === 410 || outcome instanceof RefusedTarget || pause === undefined;
    if (taken || hopeless) {
      if (!taken) log.warn({ webhook: id, url, err: outcome }, 'a webhook was given up');
      store.remove(id);
      this.#busy.delete(id);
      this.wake();
      return;
    }
    store.attempted(id);
    const again = () => this.#attempt({ ...webhook, attempts: attempts + 1 });
    this.#busy.set(id, setTimeout(again, pause).unref());
  }
}

/** The status of the answer. Redirections are not followed: they would lead anywhere. */
async function deliver(webhook: Webhook, allowPrivate: boolean): Promise<number> {
  const url = new URL(webhook.url);
  const host = hostOf(url);
  // A literal address is connected to without a look-up.
  if (!allowPrivate && isIP(host) > 0 && isPrivate(host)) throw new RefusedTarget(host);
  const body = Buffer.from(webhook.body);
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, {
      method: 'POST',
      headers: { ...signed(webhook), 'content-length': body.length },
      signal: AbortSignal.timeout(attemptLimit),
      agent: false,
      ...(allowPrivate ? {} : { lookup: publicLookup }),
    });
    request.once('response', (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy(); // nobody reads what a receiver says
    });
    request.once('error', reject);
    request.end(body);
  });
}

/** Headers that prove who sent it and when: HMAC-SHA256 of `<id>.<timestamp>.<body>`. */
export function signed(
  { id, secret, body }: Pick<Webhook, 'id' | 'secret' | 'body'>,
  now = Date.now(),
): Record<string, string> {
  const timestamp = `${Math.floor(now / 1000)}`;
  const hmac = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`);
  return {
    'content-type': 'application/json',
    'user-agent': 'nabla',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${hmac.digest('base64')}`,
  };
}

/** `whsec_` is followed by base64; any other secret is its own bytes. */
function keyOf(secret: string): Buffer {
  const prefix = 'whsec_';
  if (secret.startsWith(prefix)) return Buffer.from(secret.slice(prefix.length), 'base64');
  return Buffer.from(secret);
}
