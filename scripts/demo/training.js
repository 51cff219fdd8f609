// Submits a training job, follows it by its events, and draws what it measured.
import { TourError } from './client.js';
import { CURVE_WIDTH, curve, ProgressBar, style } from './terminal.js';

/** Resolves with the finished job; throws when it did anything but succeed. */
export async function train(client, job) {
  const { id } = await client.post('/v1/training-jobs', job, (reply) => reply.id);
  const bar = new ProgressBar();
  for await (const { type, data } of client.events(id)) {
    if (type !== 'epoch' && type !== 'status') continue;
    const share = data.status === 'succeeded' ? 1 : (data.progress ?? 0);
    bar.show(share, `epoch ${data.epoch} of ${job.epochs}`);
  }
  bar.end();
  const finished = await client.get(`/v1/training-jobs/${id}`);
  if (finished.status === 'succeeded') return finished;
  throw new TourError(`the job ended ${finished.status}: ${finished.error?.detail}`);
}

/** Draws the loss on the training rows over the epochs. */
export async function drawLoss(client, job) {
  const series = await client.get(
    `/v1/training-jobs/${job.id}/metrics?names=train.loss&maxPoints=200`,
  );
  console.log(`\n  ${style.faint('training loss over epochs, both logarithmic')}`);
  console.log(curve(series.epoch, series['train.loss']).join('\n'));
  const [first, last] = [`${series.epoch[0]}`, `${series.epoch.at(-1)}`];
  const axis = first + last.padStart(CURVE_WIDTH - first.length);
  console.log(`${' '.repeat(12)}${style.faint(axis)}\n`);
}
