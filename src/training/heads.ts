// What a network is asked to do: which task a loss, an output activation and the target columns make
// together, and how targets are encoded for it. Pure; every mismatch is a sentence.

import type { LossEntry } from '../catalog/losses.ts';
import { count } from '../errors.ts';
import type { Task } from '../models/version.ts';
import type { FittedColumn } from './preprocessing.ts';
import { namesClasses } from './source.ts';

/** The part of a data set's column that decides. Figures are over the present values. */
export interface TargetColumn {
  name: string;
  type: string;
  min?: number | null;
  max?: number | null;
  categories?: readonly string[];
}

export interface Head {
  task: Task;
  encoding: FittedColumn['encoding'];
  /** Names of the classes in order of output; one logistic unit: [negative, positive]. */
  classes?: string[];
  /** A number column of class indices: its values must be whole. */
  indices: boolean;
  /** Whether a rule may shift and scale the targets: not what has a meaning as it stands. */
  scalable: boolean;
}

/** What a job keeps of the head of an output. */
export interface JobHead extends Pick<Head, 'task' | 'classes'> {
  /** Of the output; null for all of them taken as one row. */
  name: string | null;
  /** How many target columns it has. */
  columns: number;
}

export interface HeadFault {
  about: 'loss' | 'targets';
  detail: string;
}

/** What the catalogue says of a loss. */
export type LossRule = Pick<LossEntry, 'type' | 'outputActivation' | 'targets'>;

/** The head that fits, or what does not. `targets` are columns that exist, in the order asked for. */
export function decideHead(
  loss: LossRule,
  output: { size: number; activation: string },
  targets: readonly TargetColumn[],
): Head | HeadFault {
  const { outputActivation: needed } = loss;
  if (needed !== null && output.activation !== needed) {
    const detail = `${loss.type} needs a network that ends in ${needed}; this one ends in ${output.activation}`;
    return { about: 'loss', detail };
  }
  if (loss.targets === 'probabilities') return binaryHead(output.size, targets);
  const [only] = targets;
  const classes = loss.targets === 'distribution';
  if (targets.length === 1 && only && (namesClasses(only) || (classes && output.size > 1))) {
    return output.activation === 'softmax'
      ? classHead(output.size, only)
      : categoryHead(output, only);
  }
  if (classes) return distributionHead(output.size, targets);
  const misfit =
    numbersFor(output.size, targets) ?? (loss.targets === 'counts' ? negative(targets) : undefined);
  const scalable = loss.targets === 'numbers';
  return misfit ?? { task: 'regression', encoding: 'value', indices: false, scalable };
}

/** One column of classes for a softmax: categories, or the integers 0…K−1. */
function classHead(size: number, target: TargetColumn): Head | HeadFault {
  if (namesClasses(target)) {
    const classes = target.categories ?? [];
    if (classes.length === size) {
      return {
        task: 'multi-class',
        encoding: 'one-hot',
        classes: [...classes],
        indices: false,
        scalable: false,
      };
    }
    const detail = `column "${target.name}" has ${counted(classes.length, 'category', 'categories')}, but the network has ${count(size, 'output')}`;
    return { about: 'targets', detail };
  }
  if (!withinIndices(target, size)) {
    const detail = `column "${target.name}" must hold the classes 0 to ${size - 1}, one for each output; its values go from ${target.min} to ${target.max}`;
    return { about: 'targets', detail };
  }
  const classes = Array.from({ length: size }, (_, k) => String(k));
  return { task: 'multi-class', encoding: 'one-hot', classes, indices: true, scalable: false };
}

/** One category column for a network without softmax: two categories on one logistic unit. */
function categoryHead(
  output: { size: number; activation: string },
  target: TargetColumn,
): Head | HeadFault {
  if (output.size === 1 && output.activation === 'sigmoid') return binaryHead(1, [target]);
  const detail = `column "${target.name}" holds categories: the network must end in softmax with one output a category, or in one sigmoid unit for two categories; this one ends in ${output.activation}`;
  return { about: 'targets', detail };
}

function binaryHead(size: number, targets: readonly TargetColumn[]): Head | HeadFault {
  const [only] = targets;
  if (size !== 1 || targets.length !== 1 || only === undefined) {
    const misfit = numbersFor(size, targets) ?? outsideUnit(targets);
    return misfit ?? { task: 'multi-label', encoding: 'value', indices: false, scalable: false };
  }
  if (namesClasses(only)) {
    const classes = only.categories ?? [];
    if (classes.length === 2) {
      return {
        task: 'binary',
        encoding: 'value',
        classes: [...classes],
        indices: false,
        scalable: false,
      };
    }
    const detail = `one logistic output tells two categories apart; column "${only.name}" has ${classes.length}`;
    return { about: 'targets', detail };
  }
  const misfit = numbersFor(1, targets) ?? outsideUnit(targets);
  return (
    misfit ?? {
      task: 'binary',
      encoding: 'value',
      classes: ['0', '1'],
      indices: true,
      scalable: false,
    }
  );
}

function distributionHead(size: number, targets: readonly TargetColumn[]): Head | HeadFault {
  const misfit = numbersFor(size, targets) ?? outsideUnit(targets);
  if (misfit !== undefined) return misfit;
  const classes = targets.map(({ name }) => name);
  return { task: 'multi-class', encoding: 'value', classes, indices: false, scalable: false };
}

function numbersFor(size: number, targets: readonly TargetColumn[]): HeadFault | undefined {
  const wrong = targets.find(({ type }) => type !== 'number' && type !== 'boolean');
  if (wrong !== undefined) {
    const detail = `column "${wrong.name}" is of type ${wrong.type}; a target beside others must hold numbers`;
    return { about: 'targets', detail };
  }
  if (targets.length === size) return undefined;
  const detail = `${count(targets.length, 'target column')} given, but the network has ${count(size, 'output')}`;
  return { about: 'targets', detail };
}

function outsideUnit(targets: readonly TargetColumn[]): HeadFault | undefined {
  const wrong = targets.find(({ min, max }) => (min ?? 0) < 0 || (max ?? 0) > 1);
  if (wrong === undefined) return undefined;
  const detail = `column "${wrong.name}" must hold values from 0 to 1; its values go from ${wrong.min} to ${wrong.max}`;
  return { about: 'targets', detail };
}

function negative(targets: readonly TargetColumn[]): HeadFault | undefined {
  const wrong = targets.find(({ min }) => (min ?? 0) < 0);
  if (wrong === undefined) return undefined;
  const detail = `column "${wrong.name}" must hold counts, not less than 0; its values go from ${wrong.min} to ${wrong.max}`;
  return { about: 'targets', detail };
}

function withinIndices({ min, max }: TargetColumn, size: number): boolean {
  return Number.isInteger(min) && Number.isInteger(max) && (min ?? -1) >= 0 && (max ?? size) < size;
}

function counted(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
