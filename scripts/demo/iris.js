// Second stop: a file of real measurements, a classifier, and what it makes of rows it never saw.
import { readFileSync } from 'node:fs';
import { checkShare } from './checks.js';
import { TourError } from './client.js';
import { confusionMatrix, style } from './terminal.js';
import { drawLoss, train } from './training.js';

const file = new URL('../../examples/iris.csv', import.meta.url);
const inputs = ['sepal_length', 'sepal_width', 'petal_length', 'petal_width'];

const network = {
  name: 'iris',
  seed: 3,
  inputSize: 4,
  layers: [
    { type: 'dense', units: 16, activation: 'relu' },
    { type: 'dense', units: 3, activation: 'softmax' },
  ],
};

const job = {
  inputs,
  targets: ['species'],
  split: { column: 'use' },
  preprocessing: { inputs: 'standardize' },
  loss: 'cross-entropy',
  optimizer: { type: 'sgd', learningRate: 0.05 },
  batchSize: 16,
  epochs: 60,
  seed: 5,
  metrics: ['accuracy'],
  model: 'iris',
};

// Three flowers of ten are kept for the test, spread over the file, which is sorted by species. The
// tour chooses them itself, in a column of its own, so that it can count each of them afterwards.
const isTest = (row) => [1, 4, 8].includes(row % 10);

function readFlowers() {
  const [header, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const uses = lines.map((line, row) => `${line},${isTest(row) ? 'test' : 'train'}`);
  const csv = [`${header},use`, ...uses, ''].join('\n');
  const tests = lines.filter((_, row) => isTest(row)).map((line) => line.split(','));
  return { csv, tests };
}

function countConfusions(classes, tests, predictions) {
  const counts = classes.map(() => classes.map(() => 0));
  tests.forEach(([, , , , species], row) => {
    counts[classes.indexOf(species)][classes.indexOf(predictions[row].class)]++;
  });
  return counts;
}

function showPrediction(flower, { class: species, probabilities }) {
  const shares = Object.entries(probabilities)
    .map(([name, share]) => `${name} ${(share * 100).toFixed(1)} %`)
    .join(', ');
  console.log(`\n  a flower of ${flower.join(', ')} cm → ${style.title(species)}  (${shares})`);
}

export async function iris(client) {
  console.log(style.title('\nFisher’s iris: classification from a CSV file\n'));
  const { csv, tests } = readFlowers();
  const dataset = await client.post(
    '/v1/datasets?name=iris',
    csv,
    ({ id, rowCount, columns }) => `${id}, ${rowCount} rows, ${columns.length} columns`,
    'text/csv',
  );
  const { id } = await client.post(
    '/v1/networks',
    network,
    (made) => `${made.id}, ${made.parameterCount} parameters`,
  );
  const trained = await train(client, { network: id, dataset: dataset.id, ...job });
  await drawLoss(client, trained);

  const { model, version, metrics } = trained.result;
  const flower = [6.6, 3.1, 5.7, 2.2];
  const instances = [...tests.map((cells) => cells.slice(0, 4).map(Number)), flower];
  const { predictions } = await client.post(
    `/v1/models/${model}/versions/${version}:predict`,
    { instances },
    (reply) => `${reply.predictions.length} predictions`,
  );
  const classes = dataset.columns.find(({ name }) => name === 'species').categories;
  const counts = countConfusions(classes, tests, predictions);
  console.log(`\n${confusionMatrix(classes, counts).join('\n')}\n`);

  const right = counts.reduce((sum, row, species) => sum + row[species], 0) / tests.length;
  checkShare(`accuracy on the ${tests.length} test rows`, right, 0.9);
  if (Math.abs(right - metrics.test.accuracy) > 1e-6) {
    throw new TourError(`the job measured an accuracy of ${metrics.test.accuracy}`);
  }
  showPrediction(flower, predictions.at(-1));
}
