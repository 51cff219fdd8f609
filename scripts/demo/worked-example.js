// First stop: eight rows, a network with given weights, and figures that are known beforehand.
import { checkClose } from './checks.js';
import { style } from './terminal.js';
import { drawLoss, train } from './training.js';

const columns = ['x1', 'x2', 'd1', 'd2'];
const rows = [
  [0.77, 0.02, 0.44, -0.42],
  [0.63, 0.75, 0.84, 0.43],
  [0.5, 0.22, 0.09, -0.72],
  [0.2, 0.76, -0.25, 0.35],
  [0.17, 0.09, -0.12, -0.13],
  [0.69, 0.95, 0.24, 0.03],
  [0.0, 0.51, 0.3, 0.2],
  [0.81, 0.61, 0.61, 0.04],
];

const explicit = (...values) => ({ type: 'explicit', values });
const network = {
  name: 'worked-example',
  dtype: 'float64',
  seed: 1,
  inputSize: 2,
  layers: [
    {
      type: 'dense',
      name: 'hidden',
      units: 3,
      activation: 'sigmoid',
      weights: explicit([-3.97, 1.1, 0.42], [2.79, -2.64, 3.13]),
    },
    {
      type: 'dense',
      name: 'output',
      units: 2,
      weights: explicit([3.58, -1.58], [-3.58, -1.75], [-3.38, 2.88]),
    },
  ],
};

const job = {
  inputs: ['x1', 'x2'],
  targets: ['d1', 'd2'],
  loss: { type: 'half-squared-error', reduction: 'sum' },
  optimizer: { type: 'sgd', learningRate: 0.05 },
  batchSize: 'full',
  epochs: 1000,
  model: 'worked-example',
};

export async function workedExample(client) {
  console.log(style.title('The worked example: regression with given weights\n'));
  const dataset = await client.post(
    '/v1/datasets',
    { name: 'worked-example', columns, rows },
    ({ id, rowCount }) => `${id}, ${rowCount} rows`,
  );
  const { id } = await client.post(
    '/v1/networks',
    network,
    (made) => `${made.id}, ${made.parameterCount} parameters`,
  );
  const trained = await train(client, { network: id, dataset: dataset.id, ...job });
  await drawLoss(client, trained);

  const { model, version, metrics } = trained.result;
  const { predictions } = await client.post(
    `/v1/models/${model}/versions/${version}:predict`,
    { instances: rows.map(([x1, x2]) => [x1, x2]) },
    (reply) => `${reply.predictions.length} predictions`,
  );
  const summedSquares = rows.map(([, , d1, d2], row) => {
    const [y1, y2] = predictions[row];
    return (y1 - d1) ** 2 + (y2 - d2) ** 2;
  });
  const mean = summedSquares.reduce((sum, value) => sum + value, 0) / rows.length;
  console.log();
  checkClose('training loss, ½ Σ (y − d)²', metrics.train.loss, 0.42855, 1e-5);
  checkClose('mean over rows of Σ (y − d)²', mean, 0.10714, 1e-5);
}
