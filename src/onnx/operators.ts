// The ONNX operators nabla reads, one row each: which layers of the catalogue stand for a node. What is not
// here is refused by name. Knows neither files nor the order of nodes; see import.ts.
import type { FloatArray } from '../native.ts';
import { type Constant, type OnnxError, sizeOf } from './tensors.ts';

/** What a layer gives: rows × the product of `dims`. */
export interface Flow {
  layer: string;
  /** Beside the rows; one number but for an input that is still to be flattened. */
  dims: readonly number[];
  /** Several nodes read it, or the graph gives it out: what made it must stay as it is. */
  shared: boolean;
}

export interface NodeUse {
  opType: string;
  /** Number of inputs, those left out at the end not counted. */
  inputs: number;
  /** How many rows the graph was written for, where it says so. */
  rows: number | undefined;
  flow(i: number): Flow;
  /** Undefined where the input is left out. */
  constant(i: number): Constant | undefined;
  isConstant(i: number): boolean;
  /** An attribute, or what the standard says it is without. */
  number(name: string, fallback: number): number;
  text(name: string, fallback: string): string;
  /** Of rank 2: a dimension counted from the end as one from the front. */
  axis(fallback: number): number;
  /** Adds a layer. `tensors` are its parameters as nabla names them. */
  add(
    type: string,
    parameters: Readonly<Record<string, unknown>>,
    sources: readonly Flow[],
    width: number,
    tensors?: Readonly<Record<string, ArrayLike<number>>>,
  ): Flow;
  /** The layer that made a flow, when nobody else reads it: it may be completed. */
  maker(flow: Flow): MutableLayer | undefined;
  refuse(why: string): OnnxError;
}

/** A layer of the request that is being put together, and its parameters. */
export interface MutableLayer {
  type: string;
  name: string;
  [parameter: string]: unknown;
  tensors: Map<string, ArrayLike<number>>;
}

export type Operator = (use: NodeUse) => Flow;

function widthOf(flow: Flow): number {
  return sizeOf(flow.dims);
}

function vector(use: NodeUse, i: number): Flow {
  const flow = use.flow(i);
  if (flow.dims.length === 1) return flow;
  throw use.refuse(`reads ${flow.dims.length + 1} dimensions; nabla has rows of numbers`);
}

function matrix(use: NodeUse, i: number): Constant {
  const constant = use.constant(i);
  if (constant?.dims.length === 2) return constant;
  throw use.refuse('needs a matrix of weights stored in the file');
}

/** As many numbers as the row, from one number, a row or a 1 × row matrix. */
function alongRow(use: NodeUse, constant: Constant, width: number): ArrayLike<number> {
  const { dims, values } = constant;
  if (values.length === 1) return new Array<number>(width).fill(values[0] as number);
  if (values.length === width && dims.at(-1) === width) return values;
  throw use.refuse(`has a constant of shape [${dims.join(', ')}] for rows of ${width}`);
}

/** An activation: part of the dense layer before it, when only this reads that, else a layer. */
function activate(
  use: NodeUse,
  choice: object,
  tensors: Record<string, ArrayLike<number>> = {},
): Flow {
  const flow = vector(use, 0);
  const maker = use.maker(flow);
  if (maker?.type === 'dense' && maker.activation === undefined) {
    maker.activation = choice;
    for (const [name, values] of Object.entries(tensors)) maker.tensors.set(name, values);
    return flow;
  }
  return use.add('activation', { activation: choice }, [flow], widthOf(flow), tensors);
}

function activation(type: string): Operator {
  return (use) => activate(use, { type });
}

/** An activation with one number, under its name in ONNX and in nabla. */
function shaped(type: string, attribute: string, fallback: number, name: string): Operator {
  return (use) => activate(use, { type, [name]: use.number(attribute, fallback) });
}

/** Softmax and its kin: over the row, whatever the standard's way of saying so. */
function overRow(type: string, parameters: object = {}): Operator {
  return (use) => {
    if (use.axis(-1) !== 1) throw use.refuse('works along the rows, not within them');
    return activate(use, { type, ...parameters });
  };
}

function passing(use: NodeUse): Flow {
  return use.flow(0);
}

/** y = factor·x + term by column. */
function scaled(
  use: NodeUse,
  flow: Flow,
  factor: (column: number) => number,
  term: (column: number) => number,
): Flow {
  const width = widthOf(flow);
  const scale = Float64Array.from({ length: width }, (_, c) => factor(c));
  const shift = Float64Array.from({ length: width }, (_, c) => term(c));
  return use.add('scale', {}, [flow], width, { scale, shift });
}

const one = () => 1;
const none = () => 0;

function merge(use: NodeUse, mode: string, flows: readonly Flow[]): Flow {
  if (flows.length === 1) return flows[0] as Flow;
  const widths = flows.map(widthOf);
  const sum = widths.reduce((total, width) => total + width, 0);
  if (mode !== 'concat' && widths.some((width) => width !== widths[0])) {
    throw use.refuse(`joins rows of ${[...new Set(widths)].join(' and ')} numbers`);
  }
  return use.add('merge', { mode }, flows, mode === 'concat' ? sum : (widths[0] as number));
}

function everyFlow(use: NodeUse): Flow[] {
  return Array.from({ length: use.inputs }, (_, i) => vector(use, i));
}

/** An operator that joins two flows, or shifts or scales one by a constant. */
function binary(
  mode: string,
  byConstant: (use: NodeUse, flow: Flow, values: ArrayLike<number>) => Flow,
): Operator {
  return (use) => {
    const at = [0, 1].find((i) => use.isConstant(i));
    if (at === undefined) return merge(use, mode, everyFlow(use));
    const flow = vector(use, 1 - at);
    return byConstant(use, flow, alongRow(use, use.constant(at) as Constant, widthOf(flow)));
  };
}

const number = (values: ArrayLike<number>, i: number): number => values[i] as number;

/** Biases of the dense layer before, where it has none yet; else a layer of its own. */
function addConstant(use: NodeUse, flow: Flow, values: ArrayLike<number>): Flow {
  const maker = use.maker(flow);
  if (maker?.type === 'dense' && maker.biases === false && maker.activation === undefined) {
    delete maker.biases;
    maker.tensors.set('biases', values);
    return flow;
  }
  return scaled(use, flow, one, (c) => number(values, c));
}

/** x − c, c − x, x − y */
function subtract(use: NodeUse): Flow {
  if (use.isConstant(1)) {
    const flow = vector(use, 0);
    const values = alongRow(use, use.constant(1) as Constant, widthOf(flow));
    return scaled(use, flow, one, (c) => -number(values, c));
  }
  const flow = vector(use, 1);
  if (!use.isConstant(0)) {
    const negative = scaled(use, flow, () => -1, none);
    return merge(use, 'add', [vector(use, 0), negative]);
  }
  const values = alongRow(use, use.constant(0) as Constant, widthOf(flow));
  return scaled(
    use,
    flow,
    () => -1,
    (c) => number(values, c),
  );
}

function divide(use: NodeUse): Flow {
  if (!use.isConstant(1)) throw use.refuse('divides by what is computed');
  const flow = vector(use, 0);
  const values = alongRow(use, use.constant(1) as Constant, widthOf(flow));
  return scaled(use, flow, (c) => 1 / number(values, c), none);
}

/** α·A·B + β·C, B as it is or transposed. */
function gemm(use: NodeUse): Flow {
  if (use.number('transA', 0) !== 0) throw use.refuse('transposes the rows');
  const x = vector(use, 0);
  const transposed = use.number('transB', 0) !== 0;
  const weights = matrix(use, 1);
  const [rows, cols] = weights.dims as [number, number];
  const units = transposed ? rows : cols;
  const [alpha, beta] = [use.number('alpha', 1), use.number('beta', 1)];
  const w = transposed ? transpose(weights) : weights.values;
  const flow = dense(use, x, times(w, alpha), transposed ? cols : rows, units);
  const bias = use.constant(2);
  return bias === undefined
    ? flow
    : addConstant(use, flow, times(alongRow(use, bias, units), beta));
}

function matMul(use: NodeUse): Flow {
  const weights = matrix(use, 1);
  const [rows, units] = weights.dims as [number, number];
  return dense(use, vector(use, 0), weights.values, rows, units);
}

function dense(
  use: NodeUse,
  x: Flow,
  weights: ArrayLike<number>,
  rows: number,
  units: number,
): Flow {
  if (rows !== widthOf(x))
    throw use.refuse(`has weights for ${rows} inputs and gets ${widthOf(x)}`);
  if (units === 0) throw use.refuse('has no outputs');
  return use.add('dense', { units, biases: false }, [x], units, { weights });
}

function times(values: ArrayLike<number>, factor: number): ArrayLike<number> {
  return factor === 1 ? values : Float64Array.from(values, (value) => value * factor);
}

export function transpose({ dims, values }: Constant): FloatArray {
  const [rows, cols] = dims as [number, number];
  const result =
    values instanceof Float32Array
      ? new Float32Array(values.length)
      : new Float64Array(values.length);
  for (let r = 0; r < rows; r += 1) {
    for (let c = 0; c < cols; c += 1) result[c * rows + r] = values[r * cols + c] as number;
  }
  return result;
}

/** Only what leaves a row a row: everything but the rows in one dimension. */
function flatten(use: NodeUse): Flow {
  const flow = use.flow(0);
  if (use.number('axis', 1) !== 1) throw use.refuse('flattens rows into each other');
  return { ...flow, dims: [widthOf(flow)] };
}

function reshape(use: NodeUse): Flow {
  const flow = use.flow(0);
  const shape = Array.from(use.constant(1)?.values ?? []);
  const [rows, width] = shape;
  const every = rows === 0 || rows === -1 || rows === use.rows;
  if (shape.length === 2 && every && (width === widthOf(flow) || (width === -1 && rows !== -1))) {
    return { ...flow, dims: [widthOf(flow)] };
  }
  throw use.refuse('gives rows another shape');
}

function clip(use: NodeUse): Flow {
  const bound = (i: number, name: string): number =>
    Number(use.constant(i)?.values[0] ?? use.number(name, Number.NaN));
  const [minimum, maximum] = [bound(1, 'min'), bound(2, 'max')];
  if (minimum === 0 && Number.isNaN(maximum)) return activate(use, { type: 'relu' });
  if (Number.isFinite(minimum) && Number.isFinite(maximum) && minimum < maximum) {
    return activate(use, { type: 'hard-tanh', minimum, maximum });
  }
  throw use.refuse('is read with two finite bounds, the lower one first');
}

/** max(0, min(1, α·x + β)); ONNX's own α is 0.2, nabla's (and PyTorch's) 1/6. */
function hardSigmoid(use: NodeUse): Flow {
  const [alpha, beta] = [use.number('alpha', 0.2), use.number('beta', 0.5)];
  if (Math.fround(alpha) === Math.fround(1 / 6) && beta === 0.5) {
    return activate(use, { type: 'hard-sigmoid' });
  }
  const flow = scaled(
    use,
    vector(use, 0),
    () => alpha,
    () => beta,
  );
  const bounds = { type: 'hard-tanh', minimum: 0, maximum: 1 };
  return use.add('activation', { activation: bounds }, [flow], widthOf(flow));
}

function selu(use: NodeUse): Flow {
  const [alpha, gamma] = [use.number('alpha', 1.67326), use.number('gamma', 1.0507)];
  // The standard's defaults are rounded; writers give them with six digits or more.
  if (Math.abs(alpha - 1.67326324) < 1e-5 && Math.abs(gamma - 1.05070099) < 1e-5) {
    return activate(use, { type: 'selu' });
  }
  throw use.refuse('is read with the α and γ of the SELU paper only');
}

function prelu(use: NodeUse): Flow {
  const width = widthOf(vector(use, 0));
  const slopes = use.constant(1);
  if (slopes === undefined) throw use.refuse('needs slopes stored in the file');
  return activate(use, { type: 'prelu' }, { slopes: alongRow(use, slopes, width) });
}

function gelu(use: NodeUse): Flow {
  const tanh = use.text('approximate', 'none') === 'tanh';
  return activate(use, { type: tanh ? 'gelu-tanh' : 'gelu' });
}

function batchNorm(use: NodeUse): Flow {
  const flow = vector(use, 0);
  const width = widthOf(flow);
  if (use.number('training_mode', 0) !== 0) throw use.refuse('is in training mode');
  const names = ['scale', 'shift', 'runningMean', 'runningVariance'];
  const tensors = names.map((name, i) => [name, stored(use, i + 1, width)] as const);
  return use.add('batch-norm', epsilonOf(use), [flow], width, Object.fromEntries(tensors));
}

function layerNorm(use: NodeUse): Flow {
  const flow = vector(use, 0);
  const width = widthOf(flow);
  if (use.axis(-1) !== 1) throw use.refuse('works along the rows, not within them');
  const shift = use.isConstant(2) ? stored(use, 2, width) : new Float64Array(width);
  const tensors = { scale: stored(use, 1, width), shift };
  return use.add('layer-norm', epsilonOf(use), [flow], width, tensors);
}

function epsilonOf(use: NodeUse): { epsilon: number } {
  const epsilon = use.number('epsilon', 1e-5);
  if (epsilon > 0) return { epsilon };
  throw use.refuse('is read with an ε above 0');
}

function stored(use: NodeUse, i: number, width: number): ArrayLike<number> {
  const values = use.constant(i)?.values;
  if (values?.length === width) return values;
  throw use.refuse(`needs ${width} numbers stored in the file as input ${i}`);
}

function concat(use: NodeUse): Flow {
  if (use.axis(1) !== 1) throw use.refuse('joins rows, not columns');
  return merge(use, 'concat', everyFlow(use));
}

export const operators: Readonly<Record<string, Operator>> = {
  Gemm: gemm,
  MatMul: matMul,
  Add: binary('add', addConstant),
  Sum: (use) => merge(use, 'add', everyFlow(use)),
  Sub: subtract,
  Mul: binary('multiply', (use, flow, values) => scaled(use, flow, (c) => number(values, c), none)),
  Div: divide,
  Neg: (use) => scaled(use, vector(use, 0), () => -1, none),
  Max: (use) => merge(use, 'max', everyFlow(use)),
  Concat: concat,
  Flatten: flatten,
  Reshape: reshape,
  Identity: passing,
  Dropout: passing,
  BatchNormalization: batchNorm,
  LayerNormalization: layerNorm,
  Relu: activation('relu'),
  LeakyRelu: shaped('leaky-relu', 'alpha', 0.01, 'slope'),
  PRelu: prelu,
  Elu: shaped('elu', 'alpha', 1, 'alpha'),
  Selu: selu,
  Celu: shaped('celu', 'alpha', 1, 'alpha'),
  Gelu: gelu,
  Sigmoid: activation('sigmoid'),
  Tanh: activation('tanh'),
  Softplus: activation('softplus'),
  Softsign: activation('softsign'),
  Mish: activation('mish'),
  HardSigmoid: hardSigmoid,
  HardSwish: activation('hard-swish'),
  Clip: clip,
  Erf: activation('erf'),
  Atan: activation('arctan'),
  Sin: activation('sine'),
  Softmax: overRow('softmax', { temperature: 1 }),
  LogSoftmax: overRow('log-softmax'),
};
