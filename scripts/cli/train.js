// nabla train: a data set, a network and a job from files; progress on stderr, the finished job on stdout.
import { basename, extname } from 'node:path';
import { unwrap } from '../../clients/typescript/src/index.ts';
import { CommandError } from './command-error.js';
import { readFile, readJson, typeOf } from './files.js';
import { withServer } from './server.js';

const form =
  'a spec is { "network": { … }, "job": { … } }, as POST /v1/networks and /v1/training-jobs take them';

export const train = {
  usage: '<spec.json> <data file>',
  summary: `Trains a model; ${form}.`,
  options: {
    model: { type: 'string', text: "the model's name (the job's own, else that of the spec file)" },
    epochs: { type: 'string', text: "instead of the job's own" },
    quiet: { type: 'boolean', text: 'no progress' },
  },
  async run([specPath, dataPath, ...rest], { model, epochs, quiet = false }) {
    if (dataPath === undefined || rest.length > 0) {
      throw new CommandError('train takes a spec and a data file');
    }
    const { network, job, ...unknown } = readJson(specPath);
    if (!network || !job || Object.keys(unknown).length > 0) {
      throw new CommandError(`${specPath}: ${form}`);
    }
    const name = model ?? job.model ?? nameOf(specPath);
    const asked = epochs === undefined ? {} : { epochs: wholeNumber(epochs) };
    const data = readFile(dataPath);
    const finished = await withServer(async (nabla) => {
      const dataset = await nabla.upload(name, data, typeOf(dataPath));
      const made = unwrap(await nabla.http.POST('/v1/networks', { body: network }));
      const request = { ...job, ...asked, network: made.id, dataset: dataset.id, model: name };
      const training = await nabla.train(request);
      if (!quiet) await follow(training);
      return training.finished();
    });
    if (finished.status !== 'succeeded') {
      throw new CommandError(`the job ended ${finished.status}: ${finished.error?.detail}`);
    }
    process.stdout.write(`${JSON.stringify(finished.result, null, 2)}\n`);
  },
};

/** A model name from that of a file. */
function nameOf(path) {
  const name = basename(path, extname(path))
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-');
  return name.replace(/^[^a-z0-9]+/, '').slice(0, 64) || 'model';
}

function wholeNumber(text) {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new CommandError(`--epochs takes a whole number, not '${text}'`);
}

async function follow(training) {
  for await (const { type, data } of training.events()) {
    if (type !== 'epoch') continue;
    const { epoch, epochs, loss } = data;
    process.stderr.write(`epoch ${epoch} of ${epochs}  loss ${loss?.toPrecision(5) ?? '–'}\n`);
  }
}
