// Which figures measure which task, and how a result writes them. What each one is stands in
// native/training/metrics.h and classification.h.
import { Type } from 'typebox';
import type { Task } from '../models/version.ts';

/** A number; one for each class; or, of the confusion matrix, a row for each true class. */
export type Metric = number | number[] | number[][];

/** By split, then by metric; of single outputs `<output>.<metric>`. */
export type Measured = Record<string, Record<string, Metric>>;

const ofTwo = [
  'accuracy',
  'precision',
  'recall',
  'f1',
  ...['precision-micro', 'recall-micro', 'f1-micro'],
  ...['precision-per-class', 'recall-per-class', 'f1-per-class'],
  'roc-auc',
  'log-loss',
  'calibration-error',
];

const taskMetrics: Readonly<Record<Task, readonly string[]>> = {
  regression: ['loss', 'mse', 'rmse', 'mae', 'r2'],
  'multi-class': ['loss', ...ofTwo, 'top-3-accuracy', 'top-5-accuracy', 'confusion-matrix'],
  binary: ['loss', ...ofTwo, 'confusion-matrix'],
  'multi-label': ['loss', ...ofTwo],
};

export const metricNames = [...new Set(Object.values(taskMetrics).flat())];

/** The metrics a task can be measured by. */
export function metricsOf(task: Task): readonly string[] {
  return taskMetrics[task];
}

/** Whether a metric, of whatever output, is one number: what a series holds, and a rule can watch. */
export function isScalar(metric: string): boolean {
  return !/(^|\.)(confusion-matrix|\w+-per-class)$/.test(metric);
}

export const metricsDescription =
  'Measured beside the loss on every split. Of a regression, in original units: `mse`, `rmse`, `mae`, `r2`. Of classes: `accuracy`; `precision`, `recall` and `f1` of the second of two classes, else the mean over classes, `-micro` over all decisions, `-per-class` for each; `roc-auc` (mean of one class against the others); `log-loss`; `calibration-error` (15 bins); `top-3-accuracy`, `top-5-accuracy`; `confusion-matrix`, rows the true classes. Lists are in the result alone, numbers in the series too.';

const figure = { anyOf: [{ type: 'number' }, { type: 'null' }] };
const figures = { type: 'array', items: figure };

/** As stored with a result; null is what is not a number. */
export const MeasuredSchema = Type.Unsafe<Measured>({
  title: 'Measured',
  type: 'object',
  additionalProperties: {
    type: 'object',
    additionalProperties: { anyOf: [...figure.anyOf, figures, { type: 'array', items: figures }] },
  },
  description:
    'By split, then by metric, of single outputs `<output>.<metric>`: measured over the whole split with the final weights.',
});
