// nabla <command>: serve, train from files, predict. Each command is a row; what it does is in cli/.
import { parseArgs } from 'node:util';
import { NablaError } from '../clients/typescript/src/index.ts';
import { CommandError } from './cli/command-error.js';
import { predict } from './cli/predict.js';
import { serve } from './cli/serve.js';
import { train } from './cli/train.js';

const commands = { serve, train, predict };

function help() {
  const lines = Object.entries(commands).flatMap(([name, { usage, summary, options }]) => [
    `  nabla ${name} ${usage}`.trimEnd(),
    `      ${summary}`,
    ...Object.entries(options).map(([key, { text }]) => `      --${key.padEnd(9)} ${text}`),
    '',
  ]);
  return [
    'Usage:',
    '',
    ...lines,
    'train and predict use the server at NABLA_URL, else the one on the default port, else one of their own',
    'for as long as they run, on NABLA_DATA_DIR (./data). nabla serve --help lists every setting.',
    '',
  ].join('\n');
}

async function run([name, ...args]) {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(help());
    return;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined)
    throw new CommandError(`there is no command '${name}'; see nabla help`);
  const { values, positionals } = parseArgs({
    args,
    options: command.options,
    allowPositionals: true,
  });
  await command.run(positionals, values);
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  const told = error instanceof CommandError || error instanceof NablaError;
  if (!told && !String(error?.code).startsWith('ERR_PARSE_ARGS')) throw error;
  process.stderr.write(`nabla: ${error.message}\n`);
  for (const { pointer, row, column, detail } of error.problem?.errors ?? []) {
    const where = pointer ?? `row ${row}${column === undefined ? '' : `, ${column}`}`;
    process.stderr.write(`  ${where}: ${detail}\n`);
  }
  process.exitCode = 1;
}
