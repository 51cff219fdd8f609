// nabla predict: rows of a file through a model; predictions on stdout.
import { pipeline } from 'node:stream/promises';
import { CommandError } from './command-error.js';
import { readFile, typeOf } from './files.js';
import { withServer } from './server.js';

const answers = { csv: 'text/csv', json: 'application/json', npy: 'application/x-npy' };

export const predict = {
  usage: '<model> <data file>',
  summary: 'Predicts for every row of a file, or of stdin (-) as CSV.',
  options: {
    version: { type: 'string', text: 'a version number (the newest)' },
    label: { type: 'string', text: 'the version a label points at' },
    format: { type: 'string', text: `${Object.keys(answers).join(', ')} (csv)` },
  },
  async run([model, path, ...rest], { version, label, format = 'csv' }) {
    if (path === undefined || rest.length > 0) {
      throw new CommandError('predict takes a model and a data file');
    }
    if (!Object.hasOwn(answers, format)) {
      throw new CommandError(`--format is ${Object.keys(answers).join(', ')}`);
    }
    const headers = { 'content-type': typeOf(path), accept: answers[format] };
    const rows = readFile(path);
    await withServer(async (nabla) => {
      const reply = await nabla.send(`${targetOf(model, version, label)}:predict`, rows, headers);
      await pipeline(reply.body, process.stdout, { end: false });
    });
  },
};

function targetOf(model, version, label) {
  const path = `/v1/models/${encodeURIComponent(model)}`;
  if (version !== undefined) return `${path}/versions/${encodeURIComponent(version)}`;
  return label === undefined ? path : `${path}/labels/${encodeURIComponent(label)}`;
}
