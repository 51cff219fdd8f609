// Checks a request for a job against its network and its data set, and turns it into the plan a
// trainer works by. Pure: every fault that can be known beforehand is found here, all at once.
import { resolve } from '../catalog/entry.ts';
import { optimizers } from '../catalog/optimizers.ts';
import { isFullBatch, solvers } from '../catalog/solvers.ts';
import { count, invalid } from '../errors.ts';
import type { LossSpec, Native, NetworkSpec, OptimizerSpec, OutputInfo } from '../native.ts';
import { type CheckpointRule, defaultCheckpoints } from './checkpoints.ts';
import {
  checkColumnRules,
  checkWidth,
  planInput,
  planTargets,
  usableColumns,
} from './column-plans.ts';
import {
  checkGoal,
  type Goal,
  lossesOf,
  readGoals,
  settingsOf,
  type TrainableGoal,
} from './goals.ts';
import type { JobSettings } from './job.ts';
import { checkLearning, extraTensors, learningPlan, learningSettings } from './learning.ts';
import { inBytes, memoryDemand } from './memory.ts';
import { planMissing, policyFor } from './missing-plan.ts';
import type { Plan } from './protocol.ts';
import { intervals, type TrainingRequest } from './request.ts';
import { Faults, type Source, type SourceColumn } from './source.ts';
import { planSplit } from './split-plan.ts';
import { targetFault } from './webhook-target.ts';

/** What a submission needs to know of a network. */
export interface Target {
  id: string;
  inputSize: number;
  outputs: readonly OutputInfo[];
  spec: NetworkSpec;
}

/** What the server grants a job. */
export interface Grants {
  /** Threads of a job that does not ask. */
  byDefault: number;
  most: number;
  /** Whether a job that does not say goes on by itself after an interruption. */
  resumes: boolean;
  /** Bytes of all running jobs together. */
  memory: number;
  /** Whether webhooks may go to private addresses. */
  privateWebhooks: boolean;
}

export interface Submission {
  settings: JobSettings;
  goals: TrainableGoal[];
  plan: Plan;
  memoryBytes: number;
}

/** Throws `invalid` with every fault found. */
export function checkSubmission(
  request: TrainingRequest,
  network: Target,
  source: Source,
  server: Grants,
  native: Pick<Native, 'solverFaults' | 'summarize'>,
): Submission {
  const faults = new Faults();
  const goals = readGoals(request, network.outputs, faults);
  const settings = withDefaults(request, goals, network, source, server);
  if (settings.threads > server.most) {
    faults.add('/threads', `this server grants a job at most ${count(server.most, 'thread')}`);
  }
  const { preprocessing, missing } = settings;
  if (goals.length > 0) checkSolver(settings, goals, network, native, faults);
  checkSchedule(request.checkpoint ?? {}, faults);
  checkLearning(settings, validates(settings), source, faults);
  const target = request.webhook && targetFault(request.webhook.url, server.privateWebhooks);
  if (target !== undefined) faults.add('/webhook/url', target);
  const inputs = usableColumns(settings.inputs, '/inputs', source, faults);
  const trainable = allOf(goals.map((goal) => checkGoal(goal, source, faults)));
  const targets = trainable?.flatMap(({ columns }) => columns);
  const roles = rolesOf(inputs ?? [], targets ?? [], source.column(keyColumn(settings)));
  if (inputs && targets) {
    checkColumnRules(preprocessing, new Set([...inputs, ...targets]), source, faults);
  }
  const inputPlans = inputs?.map((column) =>
    planInput(column, preprocessing, policyFor(missing, column.name), source, faults),
  );
  if (inputPlans) checkWidth(inputPlans, network.inputSize, faults);
  const targetPlans = trainable && planTargets(trainable, preprocessing, source, faults);
  const split = planSplit(settings, trainable, source, faults);
  const drop = planMissing(missing, roles, source, faults);
  const memoryBytes = checkMemory(settings, network, source, server, native, faults);
  if (faults.list.length > 0 || !trainable || !inputPlans || !targetPlans) {
    throw invalid(faults.list);
  }
  const columns = { inputs: inputPlans, targets: targetPlans, split, drop };
  const plan = { ...fixedPlan(settings, network, source, trainable), ...columns };
  return { settings, goals: trainable, plan, memoryBytes };
}

function validates({ split }: JobSettings): boolean {
  if (split === null) return false;
  const { column, rows, validation = 0 } = split;
  return column !== undefined || rows?.validation !== undefined || validation > 0;
}

function allOf<T extends object>(items: (T | undefined)[]): T[] | undefined {
  return items.length > 0 && items.every((item) => item !== undefined) ? items : undefined;
}

function withDefaults(
  request: TrainingRequest,
  goals: readonly Goal[],
  network: Target,
  source: Source,
  server: Grants,
): JobSettings {
  const optimizer = resolve(
    [...optimizers, ...solvers],
    request.optimizer ?? { type: 'sgd', learningRate: 0.01 },
  );
  return {
    network: network.id,
    dataset: source.id,
    inputs: request.inputs,
    ...settingsOf(goals),
    optimizer,
    batchSize: request.batchSize ?? (isFullBatch(optimizer.type) ? 'full' : 32),
    epochs: request.epochs,
    shuffle: request.shuffle ?? true,
    seed: request.seed ?? 0,
    split: request.split ?? null,
    preprocessing: request.preprocessing ?? {},
    missing: request.missing ?? null,
    ...learningSettings(request),
    model: request.model ?? null,
    threads: request.threads ?? server.byDefault,
    checkpoint: scheduleOf(request.checkpoint),
    priority: request.priority ?? 0,
    resume: request.resume ?? (request.checkpoint !== undefined || server.resumes),
  };
}

function scheduleOf(given: TrainingRequest['checkpoint'] = {}): CheckpointRule {
  const { keep = defaultCheckpoints.keep, ...every } = given;
  const timed = intervals.some((name) => every[name] !== undefined);
  return { ...(timed ? every : { everySeconds: defaultCheckpoints.everySeconds }), keep };
}

function checkSchedule(given: NonNullable<TrainingRequest['checkpoint']>, faults: Faults): void {
  const [first, second] = intervals.filter((name) => given[name] !== undefined);
  if (second === undefined) return;
  faults.add(`/checkpoint/${second}`, `only one interval can be kept, and ${first} is given too`);
}

/** A job that could never start is refused now, with the figures. */
function checkMemory(
  settings: JobSettings,
  { spec }: Target,
  { rowCount: rows }: Source,
  { memory }: Grants,
  native: Pick<Native, 'summarize'>,
  faults: Faults,
): number {
  const { optimizer, batchSize } = settings;
  const needed = memoryDemand(native, {
    ...{ spec, optimizer, batchSize, rows },
    extraTensors: extraTensors(settings),
  });
  if (needed > memory) {
    const { parameterBytes } = native.summarize(spec);
    const pointer = needed > 16 * parameterBytes ? '/batchSize' : '/network';
    const detail = `the training would take about ${inBytes(needed)} of memory, and jobs of this server have ${inBytes(memory)}; a smaller batchSize, a smaller network or float32 takes less`;
    faults.add(pointer, detail);
  }
  return needed;
}

/** The part of the plan that does not depend on columns being right, but for class indices. */
function fixedPlan(
  settings: JobSettings,
  network: Target,
  source: Source,
  goals: readonly TrainableGoal[],
): Omit<Plan, 'inputs' | 'targets' | 'split' | 'drop'> {
  const { batchSize, epochs, shuffle, seed, threads, metrics } = settings;
  const indices = goals.flatMap(({ head, columns: [column] }) =>
    head.indices && column !== undefined
      ? [
          {
            name: column.name,
            place: source.place(column.name),
            classes: head.classes?.length ?? 0,
          },
        ]
      : [],
  );
  return {
    spec: network.spec,
    losses: lossesOf(goals, network.outputs),
    optimizer: settings.optimizer as OptimizerSpec,
    ...{ batchSize, epochs, shuffle, seed, threads, metrics },
    learning: learningPlan(settings, source),
    balanced: balancedOf(goals, source),
    data: { rowBytes: source.rowBytes, rowCount: source.rowCount },
    indices,
  };
}

/** Of losses with balanced classes, which have one column each. */
function balancedOf(goals: readonly TrainableGoal[], source: Source): Plan['balanced'] {
  return goals.flatMap(({ loss, columns: [column], size }, output) =>
    loss.classWeights === 'balanced' && column !== undefined
      ? [{ output, place: source.place(column.name), classes: size }]
      : [],
  );
}

/** Classes whose weights are not known yet count as 1 each. */
function withPlainClasses(losses: readonly LossSpec[], outputs: readonly OutputInfo[]): LossSpec[] {
  return losses.map((loss, i) =>
    loss.classWeights === 'balanced'
      ? { ...loss, classWeights: new Array<number>(outputs[i]?.size ?? 1).fill(1) }
      : loss,
  );
}

/** What a full-batch solver cannot train. */
function checkSolver(
  { batchSize, optimizer }: JobSettings,
  goals: readonly Goal[],
  { spec, outputs }: Target,
  native: Pick<Native, 'solverFaults'>,
  faults: Faults,
): void {
  if (!isFullBatch(optimizer.type)) return;
  if (batchSize !== 'full') {
    const detail = `${optimizer.type} takes all rows at once: batchSize must be "full", not ${batchSize}`;
    faults.add('/batchSize', detail);
  }
  const place = { network: '/network', loss: goals.length > 1 ? '/outputs' : '/loss' };
  const known = withPlainClasses(lossesOf(goals, outputs), outputs);
  for (const { about, detail } of native.solverFaults(spec, known, optimizer)) {
    faults.add(place[about], detail);
  }
}

/** The column that a row's split depends on, but for a target by which classes are kept in proportion. */
function keyColumn({ split }: JobSettings): string {
  const { column, stratify } = split ?? {};
  return column ?? (typeof stratify === 'string' ? stratify : '');
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
