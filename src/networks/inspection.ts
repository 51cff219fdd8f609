// Looking inside a network for a batch: checks what is asked for, bounds what it costs, and turns the
// addon's tensors into nested arrays by name.
import type { Resolved } from '../catalog/entry.ts';
import { resolve } from '../catalog/entry.ts';
import { losses, smoothingFault } from '../catalog/losses.ts';
import { count, type Fault, invalid, invalidAt, pointerTo } from '../errors.ts';
import type {
  Dtype,
  Inspection,
  InspectionName,
  InspectionRequest,
  LossSpec,
  NativeNetwork,
  OutputInfo,
  Tensor,
} from '../native.ts';
import { namingFaults } from './output-names.ts';
import type { InspectRequest } from './request.ts';
import { nest, readRows } from './rows.ts';

/** What needs no loss. */
const forwardOnly: ReadonlySet<InspectionName> = new Set(['outputs', 'activations', 'jacobian']);
/** Runs on the event loop: 10⁹ operations are a tenth to half a second. */
const maxFlops = 1e9;
/** Numbers of one reply. */
const maxValues = 4 * 1024 * 1024;

export function inspect(
  network: NativeNetwork,
  { dtype, inputSize }: { dtype: Dtype; inputSize: number },
  request: InspectRequest,
): Record<string, unknown> {
  const outputSize = network.summary.outputs.reduce((sum, { size }) => sum + size, 0);
  checkNeeds(request);
  checkCost(network, request, inputSize, outputSize);
  const rows = request.instances.length;
  const asked: InspectionRequest = {
    x: readRows(request.instances, inputSize, dtype, '/instances'),
    rows,
    want: request.want,
  };
  if (request.targets !== undefined) {
    asked.targets = readRows(request.targets, outputSize, dtype, '/targets');
  }
  const losses = lossesOf(request, network.summary.outputs);
  if (losses !== undefined) asked.losses = losses;
  return render(network.inspect(asked));
}

function lossOf(loss: string | Resolved, { size }: OutputInfo, pointer: string): LossSpec {
  const resolved = resolve(losses, loss);
  const flaw = smoothingFault(resolved, size);
  if (flaw !== undefined) throw invalidAt(`${pointer}/labelSmoothing`, flaw);
  return { reduction: 'mean', ...resolved };
}

/** One for each output: the same, or its own. */
function lossesOf(
  { loss, outputs }: InspectRequest,
  infos: readonly OutputInfo[],
): LossSpec[] | undefined {
  if (outputs === undefined) {
    return loss === undefined ? undefined : infos.map((info) => lossOf(loss, info, '/loss'));
  }
  const faults = namingFaults(
    outputs,
    infos.map(({ name }) => name),
  );
  if (loss !== undefined) {
    faults.push({ pointer: '/loss', detail: 'does not go together with `outputs`' });
  }
  if (faults.length > 0) throw invalid(faults);
  return infos.map((info) => {
    const { loss, weight = 1 } = outputs[info.name] as { loss: string | Resolved; weight?: number };
    const pointer = pointerTo(pointerTo('/outputs', info.name), 'loss');
    return { ...lossOf(loss, info, pointer), weight };
  });
}

function checkNeeds({ want, targets, loss, outputs, instances }: InspectRequest): void {
  const needing = want.find((name) => !forwardOnly.has(name));
  const faults: Fault[] = [];
  if (needing !== undefined && targets === undefined) {
    faults.push({
      pointer: '/targets',
      detail: `missing field \`targets\`: \`${needing}\` needs it`,
    });
  }
  if (needing !== undefined && loss === undefined && outputs === undefined) {
    faults.push({ pointer: '/loss', detail: `missing field \`loss\`: \`${needing}\` needs it` });
  }
  if (targets !== undefined && targets.length !== instances.length) {
    const detail = `expected ${count(instances.length, 'row')}, as many as instances, got ${targets.length}`;
    faults.push({ pointer: '/targets', detail });
  }
  if (faults.length > 0) throw invalid(faults);
}

function checkCost(
  network: NativeNetwork,
  { want, instances }: InspectRequest,
  inputSize: number,
  outputSize: number,
): void {
  const { flopsPerRow, parameterCount, layers } = network.summary;
  const rows = instances.length;
  const has = (name: InspectionName): boolean => want.includes(name);
  const units = layers.reduce((sum, layer) => sum + layer.outputSize, 0);
  // Passes over the batch: forward and backward; one backward an output; two forwards a parameter.
  const passes =
    3 + (has('jacobian') ? 2 * outputSize : 0) + (has('gradientCheck') ? 2 * parameterCount : 0);
  const values =
    rows * outputSize +
    (has('activations') ? 2 * rows * units : 0) +
    (has('deltas') ? rows * units : 0) +
    (has('gradients') ? parameterCount : 0) +
    (has('inputGradient') ? rows * inputSize : 0) +
    (has('jacobian') ? rows * outputSize * inputSize : 0);
  if (passes * rows * flopsPerRow > maxFlops) {
    throw invalidAt(
      '/want',
      `this takes ${(passes * rows * flopsPerRow).toExponential(1)} operations; an inspection may take ${maxFlops.toExponential(0)}`,
    );
  }
  if (values > maxValues) {
    throw invalidAt(
      '/want',
      `this is ${count(values, 'number')}; a reply may hold ${count(maxValues, 'number')}`,
    );
  }
}

function render(inspection: Inspection): Record<string, unknown> {
  const {
    outputs,
    activations,
    deltas,
    gradients,
    inputGradient,
    jacobian,
    rowLosses,
    gradientCheck,
  } = inspection;
  return {
    ...(outputs && { outputs: nested(outputs) }),
    ...(activations && {
      activations: mapValues(activations, ({ preActivation, output }) => ({
        ...(preActivation && { preActivation: nested(preActivation) }),
        output: nested(output),
      })),
    }),
    ...(deltas && { deltas: mapValues(deltas, nested) }),
    ...(gradients && { gradients: mapValues(gradients, (layer) => mapValues(layer, nested)) }),
    ...(inputGradient && { inputGradient: nested(inputGradient) }),
    ...(jacobian && { jacobian: nested(jacobian) }),
    ...(rowLosses && { rowLosses: nested(rowLosses) }),
    ...(gradientCheck && { gradientCheck }),
  };
}

function nested({ values, shape }: Tensor): unknown {
  return nest(values, shape);
}

function mapValues<A, B>(record: Record<string, A>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
