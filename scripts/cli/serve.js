// nabla serve: becomes the server, so that signals and the exit code are the server's.
import { execPath, execve } from 'node:process';
import { CommandError } from './command-error.js';
import { entry } from './server.js';

const variables = { host: 'NABLA_HOST', port: 'NABLA_PORT', data: 'NABLA_DATA_DIR' };

export const serve = {
  usage: '[--host …] [--port …] [--data …]',
  summary: 'Serves until it is told to end. Other settings are environment variables.',
  options: {
    host: { type: 'string', text: 'address to listen on (127.0.0.1)' },
    port: { type: 'string', text: 'port (8080)' },
    data: { type: 'string', text: 'directory of everything stored (./data)' },
    help: { type: 'boolean', text: 'every setting' },
  },
  async run(positionals, { help, ...given }) {
    if (positionals.length > 0) throw new CommandError(`serve takes no '${positionals[0]}'`);
    const named = Object.entries(given).map(([name, value]) => [variables[name], value]);
    const args = help ? [entry, '--help'] : [entry];
    execve(execPath, [execPath, ...args], { ...process.env, ...Object.fromEntries(named) });
  },
};
