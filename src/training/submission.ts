// Checks a request for a job against its network and its data set, and turns it into the plan a
// trainer works by. Pure: every fault that can be known beforehand is found here, all at once.
import { resolve } from '../catalog/entry.ts';
import { type LossEntry, losses } from '../catalog/losses.ts';
import { optimizers } from '../catalog/optimizers.ts';
import { isFullBatch, solvers } from '../catalog/solvers.ts';
import { count, invalid, pointerTo } from '../errors.ts';
import type { LossSpec, Native, NetworkSpec, OptimizerSpec, OutputInfo } from '../native.ts';
import { checkColumnRules, planInput, planTarget, usableColumns } from './column-plans.ts';
import { decideHead, type Head, metricsOf } from './heads.ts';
import type { JobSettings } from './job.ts';
import { missingRule, planMissing } from './missing-plan.ts';
import type { ColumnPlan, Plan } from './protocol.ts';
import type { TrainingRequest } from './request.ts';
import { Faults, type Source, type SourceColumn } from './source.ts';
import { planSplit } from './split-plan.ts';

/** What a submission needs to know of a network. */
export interface Target {
  id: string;
  inputSize: number;
  outputs: readonly OutputInfo[];
  spec: NetworkSpec;
}

export interface ThreadLimits {
  /** What a job gets when it does not ask. */
  byDefault: number;
  most: number;
}

export interface Submission {
  settings: JobSettings;
  head: Head;
  plan: Plan;
}

/** Throws `invalid` with every fault found. */
export function checkSubmission(
  request: TrainingRequest,
  network: Target,
  source: Source,
  threads: ThreadLimits,
  native: Pick<Native, 'solverFaults'>,
): Submission {
  const settings = withDefaults(request, network, source, threads);
  const faults = new Faults();
  if (settings.threads > threads.most) {
    faults.add('/threads', `this server grants a job at most ${count(threads.most, 'thread')}`);
  }
  const { preprocessing, missing } = settings;
  checkSolver(settings, network, native, faults);
  const inputs = usableColumns(settings.inputs, '/inputs', source, faults);
  const targets = usableColumns(settings.targets, '/targets', source, faults);
  const head = targets && chooseHead(settings.loss, network, targets, faults);
  const roles = rolesOf(inputs ?? [], targets ?? [], source.column(settings.split?.column ?? ''));
  if (inputs && targets) {
    checkColumnRules(preprocessing, new Set([...inputs, ...targets]), source, faults);
  }
  const inputPlans = inputs?.map((column) =>
    planInput(column, preprocessing, missingRule(missing, column.name), source),
  );
  if (inputPlans) checkWidth(inputPlans, network.inputSize, faults);
  const targetPlans =
    head && targets.map((column) => planTarget(column, preprocessing, head, source, faults));
  if (head) checkMetrics(settings.metrics, head, faults);
  const split = planSplit(settings, head, source, faults);
  const drop = planMissing(missing, roles, source, faults);
  if (faults.list.length > 0 || !head || !inputPlans || !targetPlans) throw invalid(faults.list);
  const columns = { inputs: inputPlans, targets: targetPlans, split, drop };
  return { settings, head, plan: { ...fixedPlan(settings, network, source, head), ...columns } };
}

function withDefaults(
  request: TrainingRequest,
  network: Target,
  source: Source,
  threads: ThreadLimits,
): JobSettings {
  const optimizer = resolve(
    [...optimizers, ...solvers],
    request.optimizer ?? { type: 'sgd', learningRate: 0.01 },
  );
  return {
    network: network.id,
    dataset: source.id,
    inputs: request.inputs,
    targets: request.targets,
    loss: resolve(losses, request.loss),
    optimizer,
    batchSize: request.batchSize ?? (isFullBatch(optimizer.type) ? 'full' : 32),
    epochs: request.epochs,
    shuffle: request.shuffle ?? true,
    seed: request.seed ?? 0,
    split: request.split ?? null,
    preprocessing: request.preprocessing ?? {},
    missing: request.missing ?? null,
    metrics: request.metrics ?? [],
    model: request.model ?? null,
    threads: request.threads ?? threads.byDefault,
  };
}

/** The part of the plan that does not depend on columns being right, but for class indices. */
function fixedPlan(
  settings: JobSettings,
  network: Target,
  source: Source,
  head: Head,
): Omit<Plan, 'inputs' | 'targets' | 'split' | 'drop'> {
  const { batchSize, epochs, shuffle, seed, threads, metrics } = settings;
  const [name] = settings.targets;
  const classes = head.classes?.length ?? 0;
  const indices = head.indices &&
    name !== undefined && { name, place: source.place(name), classes };
  return {
    spec: network.spec,
    losses: network.outputs.map(() => settings.loss as LossSpec),
    optimizer: settings.optimizer as OptimizerSpec,
    ...{ batchSize, epochs, shuffle, seed, threads, metrics },
    data: { rowBytes: source.rowBytes, rowCount: source.rowCount },
    ...(indices ? { indices } : {}),
  };
}

/** What a full-batch solver cannot train. */
function checkSolver(
  { batchSize, optimizer, loss }: JobSettings,
  { spec, outputs }: Target,
  native: Pick<Native, 'solverFaults'>,
  faults: Faults,
): void {
  if (!isFullBatch(optimizer.type)) return;
  if (batchSize !== 'full') {
    const detail = `${optimizer.type} takes all rows at once: batchSize must be "full", not ${batchSize}`;
    faults.add('/batchSize', detail);
  }
  const losses = outputs.map(() => loss as LossSpec);
  for (const { about, detail } of native.solverFaults(spec, losses, optimizer)) {
    faults.add(`/${about}`, detail);
  }
}

/** Several outputs are taken as one row of numbers, which only a regression can be. */
function chooseHead(
  loss: JobSettings['loss'],
  { outputs }: Target,
  targets: readonly SourceColumn[],
  faults: Faults,
): Head | undefined {
  const [first] = outputs;
  const size = outputs.reduce((sum, output) => sum + output.size, 0);
  const activation = outputs.length === 1 && first ? first.activation : 'several outputs';
  const { classWeights } = loss;
  if (Array.isArray(classWeights) && classWeights.length !== size) {
    const detail = `${count(classWeights.length, 'weight')} for ${count(size, 'output')}`;
    faults.add('/loss/classWeights', detail);
  }
  const head = decideHead(ruleOf(loss.type), { size, activation }, targets);
  if ('task' in head) return head;
  faults.add(`/${head.about}`, head.detail);
  return undefined;
}

function ruleOf(type: string): LossEntry {
  const rule = losses.find((entry) => entry.type === type);
  if (rule === undefined) throw new RangeError(`no loss ${type}`);
  return rule;
}

function rolesOf(
  inputs: readonly SourceColumn[],
  targets: readonly SourceColumn[],
  split: SourceColumn | undefined,
): Map<SourceColumn, 'input' | 'target' | 'split'> {
  const roles = new Map<SourceColumn, 'input' | 'target' | 'split'>();
  for (const column of inputs) roles.set(column, 'input');
  for (const column of targets) roles.set(column, 'target');
  if (split !== undefined) roles.set(split, 'split');
  return roles;
}

function checkWidth(inputs: readonly ColumnPlan[], inputSize: number, faults: Faults): void {
  const width = inputs.reduce(
    (sum, plan) =>
      sum + (plan.kind === 'category' ? plan.categories.length : (plan.place.count ?? 1)),
    0,
  );
  if (width === inputSize) return;
  const wide = inputs.flatMap((plan) => {
    if (plan.kind === 'category') return [`"${plan.name}" takes ${plan.categories.length}`];
    const { count: values = 1 } = plan.place;
    return values > 1 ? [`"${plan.name}" takes ${values}`] : [];
  });
  const listed = wide.slice(0, 5).join(', ') + (wide.length > 5 ? ', …' : '');
  const kinds = inputs.some((plan) => plan.kind === 'category') ? 'category' : 'value';
  const because = wide.length > 0 ? ` (one for each ${kinds}: ${listed})` : '';
  const verb = inputs.length === 1 ? 'gives' : 'give';
  const given = `${count(inputs.length, 'input column')} ${verb} ${count(width, 'value')}`;
  const needed = `but the network takes ${inputSize.toLocaleString('en')}`;
  faults.add('/inputs', `${given}${because}, ${needed}`);
}

function checkMetrics(metrics: readonly string[], head: Head, faults: Faults): void {
  const offered = metricsOf(head.task);
  for (const [i, name] of metrics.entries()) {
    if (offered.includes(name)) continue;
    const detail = `${name} does not measure a ${head.task} job; it can have ${offered.join(', ')}`;
    faults.add(pointerTo('/metrics', i), detail);
  }
}
