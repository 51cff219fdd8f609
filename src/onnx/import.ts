// An ONNX file as a network: what is asked for is followed back to the input, node by node, each by its row
// in operators.ts. Nothing in the file is trusted; sizes are bounded before they are used.
import type { Dtype } from '../native.ts';
import {
  type AttributeProto,
  dataTypes,
  decodeModel,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type ValueInfoProto,
} from './messages.ts';
import { type Flow, type MutableLayer, type NodeUse, operators, transpose } from './operators.ts';
import { type Constant, nameOfType, OnnxError, readTensor, sizeOf } from './tensors.ts';
import { WireError } from './wire.ts';

/** A network to be made, as a request would say it, with the parameters the file holds. */
export interface ImportedNetwork {
  dtype: Dtype;
  inputSize: number;
  layers: { type: string; name: string; inputs: string[]; [parameter: string]: unknown }[];
  outputs: string[];
  /** By `<layer>.<parameter>`. */
  tensors: Map<string, ArrayLike<number>>;
}

/** What the standard called these operators stayed the same from 7 to the newest there is. */
const opsets = { oldest: 7, newest: 28 };
const maxLayers = 10_000;
const maxWidth = 1_048_576;
/** Beside one for each byte of the file, for constants that stand for whole rows. */
const spareNumbers = 2 ** 22;

/**
 * `wanted`: names of outputs of the graph; default all. Throws OnnxError, with what the file has that no
 * layer stands for.
 */
export function importOnnx(file: Uint8Array, wanted?: readonly string[]): ImportedNetwork {
  const graph = readGraph(file);
  const given = (graph.output ?? []).map(({ name = '' }) => name);
  const unknown = wanted?.find((name) => !given.includes(name));
  if (unknown !== undefined) {
    const names = given.slice(0, 20).map((name) => name.slice(0, 60));
    throw new OnnxError(
      `the graph has no output "${unknown.slice(0, 60)}"; it has ${names.join(', ')}`,
    );
  }
  const outputs = wanted ?? given;
  const nodes = needed(graph, outputs);
  refuseUnknown(nodes);
  return new Importer(graph, nodes, outputs, file.length + spareNumbers).run();
}

function readGraph(file: Uint8Array): GraphProto {
  const { graph, opsetImport = [], functions = [] } = decode(file);
  if (graph === undefined) throw new OnnxError('the file holds no graph');
  const standard = opsetImport.find(({ domain = '' }) => domain === '' || domain === 'ai.onnx');
  const opset = standard?.version ?? 0;
  if (opset < opsets.oldest || opset > opsets.newest) {
    throw new OnnxError(`opset ${opset} is not read; ${opsets.oldest} to ${opsets.newest} are`);
  }
  if (functions.length > 0) throw new OnnxError('the model defines functions, which are not read');
  if ((graph.sparseInitializer ?? []).length > 0) {
    throw new OnnxError('the model has sparse weights, which are not read');
  }
  return graph;
}

function decode(file: Uint8Array): ModelProto {
  try {
    return decodeModel(file);
  } catch (error) {
    if (error instanceof WireError) throw new OnnxError(`this is no ONNX file: ${error.message}`);
    throw error;
  }
}

/** The nodes that `outputs` depend on, in the order of the file, which every node's inputs precede. */
function needed(graph: GraphProto, outputs: readonly string[]): NodeProto[] {
  const asked = new Set(outputs);
  const nodes = (graph.node ?? []).toReversed().filter((node) => {
    if (!(node.output ?? []).some((name) => asked.has(name))) return false;
    for (const name of node.input ?? []) asked.add(name);
    return true;
  });
  return nodes.reverse();
}

const folded = new Set(['Constant', 'Transpose', 'Cast']);

function refuseUnknown(nodes: readonly NodeProto[]): void {
  const unknown = new Set<string>();
  for (const { opType = '', domain = '' } of nodes) {
    const known = Object.hasOwn(operators, opType) || folded.has(opType);
    if (!known || (domain !== '' && domain !== 'ai.onnx')) {
      unknown.add(domain === '' ? opType : `${domain}.${opType}`);
    }
  }
  if (unknown.size === 0) return;
  const names = [...unknown].slice(0, 20).map((name) => name.slice(0, 60));
  const readable = [...Object.keys(operators), ...folded].sort().join(', ');
  throw new OnnxError(`no layer stands for ${names.join(', ')}; read are ${readable}`);
}

type Value = Flow | Constant;

function isFlow(value: Value | undefined): value is Flow {
  return value !== undefined && 'layer' in value;
}

class Importer {
  readonly #graph: GraphProto;
  readonly #nodes: readonly NodeProto[];
  readonly #outputs: readonly string[];
  readonly #values = new Map<string, Value>();
  /** How often each value is read, by nodes and from outside. */
  readonly #readers = new Map<string, number>();
  readonly #layers: (MutableLayer & { inputs: string[] })[] = [];
  readonly #byName = new Map<string, MutableLayer>();
  /** The last number given to layers that would have the same name. */
  readonly #repeats = new Map<string, number>();
  /** Numbers that may still be made: a small file must not become a large network by repetition. */
  #allowance: number;
  #dtype: Dtype = 'float32';
  #inputSize = 0;
  /** Of the input, where the file says how many it has. */
  #rows: number | undefined;

  constructor(
    graph: GraphProto,
    nodes: readonly NodeProto[],
    outputs: readonly string[],
    allowance: number,
  ) {
    this.#graph = graph;
    this.#allowance = allowance;
    this.#nodes = nodes;
    this.#outputs = outputs;
    for (const name of [...nodes.flatMap(({ input = [] }) => input), ...outputs]) {
      this.#readers.set(name, (this.#readers.get(name) ?? 0) + 1);
    }
  }

  run(): ImportedNetwork {
    for (const tensor of this.#graph.initializer ?? []) {
      if (this.#readers.has(tensor.name ?? ''))
        this.#values.set(tensor.name ?? '', readTensor(tensor));
    }
    this.#readInput();
    for (const node of this.#nodes) this.#values.set(node.output?.[0] ?? '', this.#valueOf(node));
    const outputs = this.#outputs.map((name) => this.#outputLayer(name));
    if (outputs.length === 0) throw new OnnxError('the graph has no outputs');
    if (new Set(outputs).size < outputs.length) {
      throw new OnnxError('two outputs of the graph are the same; ask for one of them');
    }
    return {
      ...{ dtype: this.#dtype, inputSize: this.#inputSize, outputs },
      layers: this.#layers.map(({ tensors: _, ...layer }) => layer),
      tensors: this.#tensors(),
    };
  }

  #outputLayer(name: string): string {
    const value = this.#values.get(name);
    const shown = JSON.stringify(name.slice(0, 60));
    if (!isFlow(value)) throw new OnnxError(`the graph computes no output ${shown}`);
    if (value.layer === 'input') throw new OnnxError(`output ${shown} is the input as it is`);
    return value.layer;
  }

  #tensors(): Map<string, ArrayLike<number>> {
    const all = this.#layers.flatMap(({ name, tensors }) =>
      [...tensors].map(([key, values]) => [`${name}.${key}`, values] as const),
    );
    return new Map(all);
  }

  /** One input that is no weight: rows, and static sizes behind them. */
  #readInput(): void {
    const inputs = (this.#graph.input ?? []).filter(
      ({ name = '' }) => !this.#values.has(name) && this.#readers.has(name),
    );
    const [input] = inputs;
    if (input === undefined || inputs.length > 1) {
      throw new OnnxError(`the graph has ${inputs.length} inputs; a network has one`);
    }
    const { dtype, dims, rows } = shapeOf(input);
    this.#dtype = dtype;
    this.#rows = rows;
    this.#inputSize = sizeOf(dims);
    if (!(this.#inputSize >= 1 && this.#inputSize <= maxWidth)) {
      throw new OnnxError(
        `an input of ${this.#inputSize} numbers is not read; at most ${maxWidth} are`,
      );
    }
    this.#values.set(input.name ?? '', { layer: 'input', dims, shared: true });
  }

  #valueOf(node: NodeProto): Value {
    const { opType = '', input = [] } = node;
    if (opType === 'Constant') return constantOf(node);
    const first = this.#values.get(input[0] ?? '');
    if (opType === 'Cast') return castOf(node, first);
    if (opType === 'Transpose') {
      const matrix = transposeOf(node, first);
      this.#spend(matrix.values.length);
      return matrix;
    }
    // hasOwn was asked by refuseUnknown().
    const flow = operators[opType]?.(this.#use(node)) as Flow;
    const shared = flow.shared || (this.#readers.get(node.output?.[0] ?? '') ?? 0) > 1;
    return { ...flow, shared };
  }

  #use(node: NodeProto): NodeUse {
    const { opType = '', input = [] } = node;
    const attributes = new Map((node.attribute ?? []).map((one) => [one.name ?? '', one]));
    const refuse = (why: string) => new OnnxError(`${titleOf(node)} ${why}`);
    const valueAt = (i: number) => this.#values.get(input[i] ?? '');
    const number = (name: string, fallback: number): number => {
      const attribute = attributes.get(name);
      return attribute?.f ?? attribute?.i ?? fallback;
    };
    return {
      opType,
      inputs: input.length,
      rows: this.#rows,
      refuse,
      number,
      flow: (i) => {
        const value = valueAt(i);
        if (isFlow(value)) return value;
        throw refuse(
          value === undefined
            ? `reads ${JSON.stringify((input[i] ?? '').slice(0, 60))}, which nothing gives before it`
            : `reads constants alone`,
        );
      },
      constant: (i) => {
        const value = valueAt(i);
        if (isFlow(value))
          throw refuse(`has an input ${i} that is computed; it must be stored in the file`);
        return value;
      },
      isConstant: (i) => {
        const value = valueAt(i);
        return value !== undefined && !isFlow(value);
      },
      text: (name, fallback) => {
        const bytes = attributes.get(name)?.s;
        return bytes === undefined ? fallback : Buffer.from(bytes).toString('utf8');
      },
      axis: (fallback) => {
        const axis = number('axis', fallback);
        return axis < 0 ? axis + 2 : axis;
      },
      add: (type, parameters, sources, width, tensors = {}) =>
        this.#add(node, { type, ...parameters }, sources, width, tensors),
      maker: ({ layer, shared }) => (shared ? undefined : this.#byName.get(layer)),
    };
  }

  #add(
    node: NodeProto,
    parameters: { type: string },
    sources: readonly Flow[],
    width: number,
    tensors: Readonly<Record<string, ArrayLike<number>>>,
  ): Flow {
    if (this.#layers.length === maxLayers) throw new OnnxError(`more than ${maxLayers} layers`);
    if (width > maxWidth) throw new OnnxError(`${titleOf(node)} makes rows of ${width} numbers`);
    for (const { length } of Object.values(tensors)) this.#spend(length);
    const name = this.#nameFor(node);
    const inputs = sources.map(({ layer }) => layer);
    const layer = { ...parameters, name, inputs, tensors: new Map(Object.entries(tensors)) };
    this.#layers.push(layer);
    this.#byName.set(name, layer);
    return { layer: name, dims: [width], shared: false };
  }

  /** After the weights where they have a name in two parts, `fc1.weight`, else after the node. */
  #nameFor({ name = '', opType = '', input = [] }: NodeProto): string {
    const weights = input.slice(1).map((one) => /^(.+)\.weights?$/.exec(one)?.[1]);
    const given = weights.find((one) => one !== undefined) ?? name;
    const letters = given.replace(/[^A-Za-z0-9_-]+/g, '_').replace(/^_+|_+$/g, '');
    const base = letters.slice(0, 100) || opType.toLowerCase();
    let free = base === 'input' ? 'input_' : base;
    while (this.#byName.has(free)) {
      const number = (this.#repeats.get(base) ?? 1) + 1;
      this.#repeats.set(base, number);
      free = `${base}_${number}`;
    }
    return free;
  }

  #spend(numbers: number): void {
    this.#allowance -= numbers;
    if (this.#allowance < 0) throw new OnnxError('the graph uses its constants too often');
  }
}

function titleOf({ opType = '', name = '', output = [] }: NodeProto): string {
  return `${opType} "${(name || output[0] || '').slice(0, 60)}"`;
}

function shapeOf({ name = '', type }: ValueInfoProto) {
  const { elemType, shape } = type?.tensorType ?? {};
  const where = `input "${name.slice(0, 60)}"`;
  if (elemType !== dataTypes.float32 && elemType !== dataTypes.float64) {
    throw new OnnxError(`${where} is ${nameOfType(elemType)}; float and double are read`);
  }
  const [rows, ...rest] = shape?.dim ?? [];
  if (rows === undefined || rest.length === 0) throw new OnnxError(`${where} is no matrix of rows`);
  const dims = rest.map(({ dimValue = 0 }) => dimValue);
  if (dims.some((n) => n < 1)) throw new OnnxError(`${where} has a size that the file leaves open`);
  const dtype: Dtype = elemType === dataTypes.float32 ? 'float32' : 'float64';
  return { dtype, dims, rows: rows.dimValue };
}

function constantOf(node: NodeProto): Constant {
  const [{ name, t, f, i, floats, ints } = {} as AttributeProto] = node.attribute ?? [];
  if (name === 'value' && t !== undefined) return readTensor(t);
  const single = name === 'value_float' ? f : name === 'value_int' ? i : undefined;
  if (single !== undefined) return { dims: [], values: [single] };
  const several = name === 'value_floats' ? floats : name === 'value_ints' ? ints : undefined;
  if (several !== undefined) return { dims: [several.length], values: several };
  throw new OnnxError(`${titleOf(node)} holds neither numbers nor a tensor of them`);
}

/** Between float and double: a network has one precision, so a cast changes nothing. */
function castOf(node: NodeProto, value: Value | undefined): Value {
  const to = node.attribute?.find(({ name }) => name === 'to')?.i;
  const real = to === dataTypes.float32 || to === dataTypes.float64;
  if (value !== undefined && real) return value;
  throw new OnnxError(`${titleOf(node)} casts to ${nameOfType(to)}; float and double are read`);
}

function transposeOf(node: NodeProto, value: Value | undefined): Constant {
  const order = node.attribute?.find(({ name }) => name === 'perm')?.ints ?? [1, 0];
  if (value === undefined || isFlow(value) || value.dims.length !== 2 || order.join() !== '1,0') {
    throw new OnnxError(`${titleOf(node)} is read for matrices stored in the file`);
  }
  const [rows, cols] = value.dims as [number, number];
  return { dims: [cols, rows], values: transpose(value) };
}
