// The server a command talks to: that of NABLA_URL, the one on the default port, or its own, which ends with
// the command and leaves what it stored.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Nabla } from '../../clients/typescript/src/index.ts';
import { CommandError } from './command-error.js';

export const entry = join(import.meta.dirname, '../../dist/server.js');
const defaultUrl = 'http://127.0.0.1:8080';

async function answers(url) {
  try {
    const { info } = await (await fetch(`${url}/openapi.json`)).json();
    return info.title === 'nabla';
  } catch {
    return false;
  }
}

async function startOwn() {
  const env = { ...process.env, NABLA_PORT: '0' };
  env.NABLA_LOG_LEVEL ??= 'error';
  const child = spawn(process.execPath, [entry], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = await new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const address = /http:\/\/\S+:\d+/.exec(output)?.[0];
      if (address) resolve(address);
    });
    ended.then((code) => reject(new CommandError(`the server ended with ${code}`)));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { url, stop };
}

async function find() {
  const running = { stop: async () => {} };
  const given = process.env.NABLA_URL?.replace(/\/+$/, '');
  if (given && !(await answers(given))) throw new CommandError(`no nabla answers at ${given}`);
  if (given) return { url: given, ...running };
  return (await answers(defaultUrl)) ? { url: defaultUrl, ...running } : startOwn();
}

/** Gives `work` a client, and ends the server afterwards when it is the command's own. */
export async function withServer(work) {
  const { url, stop } = await find();
  try {
    return await work(new Nabla(url));
  } finally {
    await stop();
  }
}
