// The tour's HTTP client: requests as any client would send them, each shown on one line.
import { style } from './terminal.js';

/** A reply that is not what the tour must get. */
export class TourError extends Error {}

export class Client {
  #url;

  constructor(url) {
    this.#url = url;
  }

  async #fetch(method, path, { body, type, headers } = {}) {
    const response = await fetch(this.#url + path, {
      method,
      headers: { ...(type && { 'content-type': type }), ...headers },
      body,
    });
    if (response.ok) return response;
    throw new TourError(`${method} ${path}: ${response.status} ${await response.text()}`);
  }

  async get(path, headers) {
    return (await this.#fetch('GET', path, { headers })).json();
  }

  /** POSTs a value as JSON, or a string as `type`; `tell` makes the remark beside the status. */
  async post(path, value, tell, type = 'application/json') {
    const body = typeof value === 'string' ? value : JSON.stringify(value);
    const response = await this.#fetch('POST', path, { body, type });
    const reply = await response.json();
    const request = `POST ${path}`.padEnd(49);
    console.log(`  ${request} ${style.good(response.status)}  ${style.faint(tell(reply))}`);
    return reply;
  }

  /** Server-Sent Events of a job as `{ type, data }`, to the end of the stream. */
  async *events(jobId) {
    const path = `/v1/training-jobs/${jobId}/events`;
    const { body } = await this.#fetch('GET', path, { headers: { accept: 'text/event-stream' } });
    let pending = '';
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      const blocks = (pending + chunk).split('\n\n');
      pending = blocks.pop();
      for (const block of blocks) {
        const type = /^event: ?(.*)$/m.exec(block)?.[1];
        const data = /^data: ?(.*)$/m.exec(block)?.[1];
        if (type && data) yield { type, data: JSON.parse(data) };
      }
    }
  }
}
