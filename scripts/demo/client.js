// The tour's requests, by the TypeScript client, each shown on one line.
import { Nabla, NablaError } from '../../clients/typescript/src/index.ts';
import { style } from './terminal.js';

/** A reply that is not what the tour must get. */
export class TourError extends Error {}

export class Client {
  #nabla;

  constructor(url) {
    this.#nabla = new Nabla(url);
  }

  async #send(path, body, headers) {
    try {
      return await this.#nabla.send(path, body, headers);
    } catch (error) {
      if (!(error instanceof NablaError)) throw error;
      throw new TourError(`${path}: ${error.status} ${error.message}`);
    }
  }

  async get(path) {
    return (await this.#send(path)).json();
  }

  /** POSTs a value as JSON, or a string as `type`; `tell` makes the remark beside the status. */
  async post(path, value, tell, type = 'application/json') {
    const body = typeof value === 'string' ? value : JSON.stringify(value);
    const response = await this.#send(path, body, { 'content-type': type });
    const reply = await response.json();
    const request = `POST ${path}`.padEnd(49);
    console.log(`  ${request} ${style.good(response.status)}  ${style.faint(tell(reply))}`);
    return reply;
  }

  /** Events of a job as `{ type, data }`, until it has ended. */
  events(jobId) {
    return this.#nabla.job(jobId).events();
  }
}
