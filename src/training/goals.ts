// What the outputs of a network are trained for: the two forms of a request, `targets` with `loss` and
// `outputs`, as one list of goals, each checked against the data set. Pure.
import { resolve } from '../catalog/entry.ts';
import { type LossEntry, losses, smoothingFault } from '../catalog/losses.ts';
import { count, pointerTo } from '../errors.ts';
import type { LossSpec, OutputInfo } from '../native.ts';
import { namingFaults } from '../networks/output-names.ts';
import { usableColumns } from './column-plans.ts';
import { decideHead, type Head } from './heads.ts';
import type { JobSettings } from './job.ts';
import { metricsOf } from './metrics.ts';
import type { OutputGoal, TrainingRequest } from './request.ts';
import type { Faults, Source, SourceColumn } from './source.ts';

/** What one output, or all of them taken as one row of numbers, is trained for. */
export interface Goal extends Required<OutputGoal> {
  /** Of the output; null for all of them. */
  name: string | null;
  /** Where the goal stands in the request. */
  pointer: string;
  size: number;
  activation: string;
  loss: LossSpec;
}

/** A goal that can be trained for. */
export interface TrainableGoal extends Goal {
  columns: SourceColumn[];
  head: Head;
}

/** In the order of the network's outputs; empty when the request's form is at fault. */
export function readGoals(
  request: TrainingRequest,
  outputs: readonly OutputInfo[],
  faults: Faults,
): Goal[] {
  return request.outputs === undefined
    ? readSingle(request, outputs, faults)
    : readNamed(request, request.outputs, outputs, faults);
}

/** Stands where the activation of the only output would. */
const severalOutputs = 'several outputs, which can have a loss each in `outputs`';

function readSingle(
  { targets, loss, metrics }: TrainingRequest,
  outputs: readonly OutputInfo[],
  faults: Faults,
): Goal[] {
  for (const [name, value] of Object.entries({ targets, loss })) {
    if (value !== undefined) continue;
    const detail = `missing field \`${name}\`; a network with several outputs can have \`outputs\` in its place`;
    faults.add(`/${name}`, detail);
  }
  if (targets === undefined || loss === undefined) return [];
  const size = outputs.reduce((sum, output) => sum + output.size, 0);
  const [first] = outputs;
  const activation = outputs.length === 1 && first ? first.activation : severalOutputs;
  return [goalOf({ targets, loss, metrics }, { name: null, pointer: '', size, activation })];
}

function readNamed(
  request: TrainingRequest,
  goals: Readonly<Record<string, OutputGoal>>,
  outputs: readonly OutputInfo[],
  faults: Faults,
): Goal[] {
  for (const field of ['targets', 'loss', 'metrics'] as const) {
    if (request[field] === undefined) continue;
    faults.add(`/${field}`, 'does not go together with `outputs`, where each output has its own');
  }
  const names = outputs.map(({ name }) => name);
  faults.list.push(...namingFaults(goals, names));
  return outputs.flatMap(({ name, size, activation }) => {
    const pointer = pointerTo('/outputs', name);
    const given = Object.hasOwn(goals, name) ? goals[name] : undefined;
    return given === undefined ? [] : [goalOf(given, { name, pointer, size, activation })];
  });
}

function goalOf(
  { targets, loss, weight = 1, metrics = [] }: OutputGoal,
  output: Pick<Goal, 'name' | 'pointer' | 'size' | 'activation'>,
): Goal {
  return { ...output, targets, loss: resolve(losses, loss) as LossSpec, weight, metrics };
}

/** The parts of a job's settings that the goals are. */
export function settingsOf(
  goals: readonly Goal[],
): Pick<JobSettings, 'targets' | 'loss' | 'outputs' | 'metrics'> {
  const [first] = goals;
  const targets = goals.flatMap((goal) => goal.targets);
  if (first === undefined || first.name === null) {
    return { targets, loss: first?.loss ?? null, outputs: null, metrics: first?.metrics ?? [] };
  }
  const named = goals.map(({ name, targets, loss, weight, metrics }) => [
    name,
    { targets, loss, weight, metrics },
  ]);
  const metrics = goals.flatMap((goal) =>
    [...new Set(['loss', ...goal.metrics])].map((metric) => `${goal.name}.${metric}`),
  );
  return { targets, loss: null, outputs: Object.fromEntries(named), metrics };
}

/** One for each output of the network. */
export function lossesOf(goals: readonly Goal[], outputs: readonly OutputInfo[]): LossSpec[] {
  const [first] = goals;
  if (first?.name !== null) return goals.map(({ loss, weight }) => ({ ...loss, weight }));
  return outputs.map(() => first.loss);
}

/** The goal with its columns and its head, or undefined when something does not fit. */
export function checkGoal(goal: Goal, source: Source, faults: Faults): TrainableGoal | undefined {
  const columns = usableColumns(goal.targets, `${goal.pointer}/targets`, source, faults);
  if (columns === undefined) return undefined;
  checkLoss(goal, faults);
  const head = decideHead(ruleOf(goal.loss.type), goal, columns);
  if ('about' in head) {
    faults.add(`${goal.pointer}/${head.about}`, head.detail);
    return undefined;
  }
  if (goal.loss.classWeights === 'balanced' && head.encoding !== 'one-hot') {
    const detail = 'only the classes of one column can be balanced: one output for each of them';
    faults.add(`${goal.pointer}/loss/classWeights`, detail);
  }
  checkMetrics(goal, head, faults);
  return { ...goal, columns, head };
}

function checkLoss({ pointer, loss, size }: Goal, faults: Faults): void {
  const { classWeights } = loss;
  if (Array.isArray(classWeights) && classWeights.length !== size) {
    const detail = `${count(classWeights.length, 'weight')} for ${count(size, 'output')}`;
    faults.add(`${pointer}/loss/classWeights`, detail);
  }
  const flaw = smoothingFault(loss, size);
  if (flaw !== undefined) faults.add(`${pointer}/loss/labelSmoothing`, flaw);
}

function ruleOf(type: string): LossEntry {
  const rule = losses.find((entry) => entry.type === type);
  if (rule === undefined) throw new RangeError(`no loss ${type}`);
  return rule;
}

function checkMetrics({ pointer, metrics, loss }: Goal, head: Head, faults: Faults): void {
  if (ruleOf(loss.type).logarithmic === true && metrics.length > 0) {
    const detail = `with ${loss.type} the output is the logarithm of what is expected: no metric compares it with the targets`;
    faults.add(`${pointer}/metrics`, detail);
    return;
  }
  const offered = metricsOf(head.task);
  for (const [i, name] of metrics.entries()) {
    if (offered.includes(name)) continue;
    const detail = `${name} does not measure a ${head.task} job; it can have ${offered.join(', ')}`;
    faults.add(pointerTo(`${pointer}/metrics`, i), detail);
  }
}
