// The server the tour talks to: the one of NABLA_URL, the one on the default port, or its own.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TourError } from './client.js';

const DEFAULT_URL = 'http://127.0.0.1:8080';
const ENTRY = fileURLToPath(new URL('../../dist/server.js', import.meta.url));

/** True when a nabla, and not something else, answers there. */
async function answers(url) {
  try {
    const { info } = await (await fetch(`${url}/openapi.json`)).json();
    return info.title === 'nabla';
  } catch {
    return false;
  }
}

async function startOwn() {
  const data = mkdtempSync(join(tmpdir(), 'nabla-tour-'));
  const env = { ...process.env, NABLA_PORT: '0', NABLA_DATA_DIR: data, NABLA_LOG_LEVEL: 'warn' };
  const child = spawn(process.execPath, [ENTRY], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = await new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const address = /http:\/\/\S+:\d+/.exec(output)?.[0];
      if (address) resolve(address);
    });
    ended.then((code) => reject(new TourError(`the server ended with ${code}`)));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  return { url, own: true, stop };
}

/** `{ url, own, stop }`; call `stop` at the end. */
export async function findServer() {
  const running = { own: false, stop: async () => {} };
  const given = process.env.NABLA_URL?.replace(/\/+$/, '');
  if (given && !(await answers(given))) throw new TourError(`no nabla answers at ${given}`);
  if (given) return { url: given, ...running };
  return (await answers(DEFAULT_URL)) ? { url: DEFAULT_URL, ...running } : startOwn();
}
