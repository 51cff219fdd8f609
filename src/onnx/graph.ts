// A graph while it is written: nodes and constants under names that never clash, in one precision.
// Knows operators only by name; what a layer becomes is in layers.ts and activations.ts.
import type { Dtype, FloatArray } from '../native.ts';
import {
  type AttributeProto,
  attributeTypes,
  dataTypes,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from './messages.ts';

/** A whole number is an integer; other numbers say that they are floats. */
export type Attribute =
  | number
  | string
  | readonly number[]
  | readonly string[]
  | { float: number }
  | { floats: readonly number[] };

export type Attributes = Readonly<Record<string, Attribute>>;

export const machineLearning = 'ai.onnx.ml';

/** What a value of the graph holds beside numbers of the network's own precision. */
export type Element = keyof typeof dataTypes;

export class GraphBuilder {
  readonly dtype: Dtype;
  readonly nodes: NodeProto[] = [];
  readonly initializers: TensorProto[] = [];
  readonly #names = new Set<string>();
  readonly #scalars = new Map<string, string>();
  #scope = '';

  constructor(dtype: Dtype) {
    this.dtype = dtype;
  }

  /** The name itself, or with a number behind it when it is taken. */
  claim(name: string): string {
    let free = name;
    for (let number = 2; this.#names.has(free); number += 1) free = `${name}_${number}`;
    this.#names.add(free);
    return free;
  }

  /** Names of nodes made from now on begin with it: `hidden/Gemm`. */
  enter(scope: string): void {
    this.#scope = scope === '' ? '' : `${scope}/`;
  }

  /** Adds a node with one output and returns the output's name. */
  op(opType: string, input: readonly string[], attributes?: Attributes, domain = ''): string {
    return this.ops(opType, input, 1, attributes, domain)[0] as string;
  }

  /** As op(), for a node with several outputs. */
  ops(
    opType: string,
    input: readonly string[],
    outputs: number,
    attributes: Attributes = {},
    domain = '',
  ): string[] {
    const name = this.claim(`${this.#scope}${opType}`);
    const rest = Array.from({ length: outputs - 1 }, (_, i) => this.claim(`${name}:${i + 1}`));
    const output = [name, ...rest];
    const attribute = Object.entries(attributes).map(([key, value]) => attributeOf(key, value));
    this.nodes.push({ input: [...input], output, name, opType, attribute, domain });
    return output;
  }

  /** Gives a value the name it has outside; `name` has been claimed. */
  rename(value: string, name: string): void {
    this.nodes.push({ input: [value], output: [name], name: `${name}=`, opType: 'Identity' });
  }

  /** A constant as it lies in memory, not copied; of its array's own type. */
  tensor(name: string, dims: readonly number[], values: FloatArray): string {
    const own = this.claim(name);
    const dataType = values instanceof Float32Array ? dataTypes.float32 : dataTypes.float64;
    const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.initializers.push({ dims: [...dims], dataType, name: own, rawData });
    return own;
  }

  /** Numbers in the precision of the network, or in `dtype`. */
  numbers(
    values: readonly number[],
    dims: readonly number[] = [values.length],
    dtype: Dtype = this.dtype,
  ): string {
    const array = dtype === 'float32' ? Float32Array.from(values) : Float64Array.from(values);
    return this.tensor(`${this.#scope}constant`, dims, array);
  }

  /** One number, kept once however often it is asked for. */
  scalar(value: number, dtype: Dtype = this.dtype): string {
    return this.#once(`${dtype} ${Object.is(value, -0) ? '-0' : value}`, () =>
      this.numbers([value], [], dtype),
    );
  }

  /** Whole numbers: axes, shapes, indices. */
  integers(values: readonly number[], dims: readonly number[] = [values.length]): string {
    return this.#once(`int64 [${dims.join()}] ${values.join()}`, () => {
      const name = this.claim(`${this.#scope}constant`);
      const rawData = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
      this.initializers.push({ dims: [...dims], dataType: dataTypes.int64, name, rawData });
      return name;
    });
  }

  booleans(values: readonly boolean[], dims: readonly number[] = [values.length]): string {
    const name = this.claim(`${this.#scope}constant`);
    const rawData = Uint8Array.from(values, Number);
    this.initializers.push({ dims: [...dims], dataType: dataTypes.bool, name, rawData });
    return name;
  }

  strings(values: readonly string[]): string {
    const name = this.claim(`${this.#scope}constant`);
    const stringData = values.map(utf8);
    const dataType = dataTypes.string;
    this.initializers.push({ dims: [values.length], dataType, name, stringData });
    return name;
  }

  cast(value: string, to: Element): string {
    return this.op('Cast', [value], { to: dataTypes[to] });
  }

  #once(key: string, make: () => string): string {
    const known = this.#scalars.get(key);
    if (known !== undefined) return known;
    const scope = this.#scope;
    this.#scope = '';
    const name = make();
    this.#scope = scope;
    this.#scalars.set(key, name);
    return name;
  }
}

/** An input or output of the graph: any number of rows, `width` columns; a vector without `width`. */
export function port(name: string, element: Element, width?: number): ValueInfoProto {
  const dim = [{ dimParam: 'rows' }, ...(width === undefined ? [] : [{ dimValue: width }])];
  return { name, type: { tensorType: { elemType: dataTypes[element], shape: { dim } } } };
}

function attributeOf(name: string, value: Attribute): AttributeProto {
  if (typeof value === 'number') return { name, type: attributeTypes.int, i: value };
  if (typeof value === 'string') return { name, type: attributeTypes.string, s: utf8(value) };
  if ('float' in value) return { name, type: attributeTypes.float, f: value.float };
  if ('floats' in value) return { name, type: attributeTypes.floats, floats: [...value.floats] };
  if (isStrings(value)) return { name, type: attributeTypes.strings, strings: value.map(utf8) };
  return { name, type: attributeTypes.ints, ints: [...value] };
}

function isStrings(values: readonly number[] | readonly string[]): values is readonly string[] {
  return typeof values[0] === 'string';
}

function utf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}
