// Philox4x32-10 and the initialisers that draw from it, in plain TypeScript from their definitions
// (Salmon et al. 2011; docs: networks, §5).

const word = 0xffff_ffffn;

/** Ten rounds on four counter words with two key words. */
export function philox(counter: readonly number[], key: readonly number[]): number[] {
  let [c0, c1, c2, c3] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  let [k0, k1] = key.map(BigInt) as [bigint, bigint];
  for (let round = 0; round < 10; round += 1) {
    const [a, b] = [0xd2511f53n * c0, 0xcd9e8d57n * c2];
    [c0, c1, c2, c3] = [(b >> 32n) ^ c1 ^ k0, b & word, (a >> 32n) ^ c3 ^ k1, a & word];
    k0 = (k0 + 0x9e3779b9n) & word;
    k1 = (k1 + 0xbb67ae85n) & word;
  }
  return [c0, c1, c2, c3].map(Number);
}

/** 64-bit FNV-1a of `<purpose>/<name>`. */
export function streamOf(purpose: string, name: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(`${purpose}/${name}`)) {
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffff_ffff_ffff_ffffn;
  }
  return hash;
}

/** Numbers of one stream: the key is the seed, the counter the block's number and the stream. */
export class Stream {
  readonly #seed: number;
  readonly #stream: bigint;
  #words: number[] = [];
  #block = 0;
  #spare: number | undefined;

  constructor(seed: number, purpose: string, name: string) {
    this.#seed = seed;
    this.#stream = streamOf(purpose, name);
  }

  word(): number {
    if (this.#words.length === 0) {
      const counter = [this.#block, 0, Number(this.#stream & word), Number(this.#stream >> 32n)];
      this.#words = philox(counter, [this.#seed % 2 ** 32, Math.floor(this.#seed / 2 ** 32)]);
      this.#block += 1;
    }
    return this.#words.shift() as number;
  }

  /** Uniform on [0, 1): the upper 53 of 64 bits. */
  uniform(): number {
    const [high, low] = [this.word(), this.word()];
    return (high * 2 ** 21 + Math.floor(low / 2 ** 11)) / 2 ** 53;
  }

  /** Box and Muller's pairs. */
  normal(): number {
    if (this.#spare !== undefined) {
      const spare = this.#spare;
      this.#spare = undefined;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log1p(-this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }
}

interface Fans {
  fanIn: number;
  fanOut: number;
}

type Draw = (stream: Stream, options: Record<string, number>, fans: Fans) => number;

const scaledUniform =
  (variance: (fans: Fans) => number): Draw =>
  (stream, _, fans) =>
    Math.sqrt(3 * variance(fans)) * (2 * stream.uniform() - 1);

const scaledNormal =
  (variance: (fans: Fans) => number): Draw =>
  (stream, _, fans) =>
    Math.sqrt(variance(fans)) * stream.normal();

const glorot = ({ fanIn, fanOut }: Fans) => 2 / (fanIn + fanOut);
const he = ({ fanIn }: Fans) => 2 / fanIn;
const lecun = ({ fanIn }: Fans) => 1 / fanIn;

/** Those that draw each value by itself, row-major. */
export const initializers: Readonly<Record<string, Draw>> = {
  zeros: () => 0,
  constant: (_, { value }) => value as number,
  uniform: (stream, { low, high }) =>
    (low as number) + ((high as number) - (low as number)) * stream.uniform(),
  normal: (stream, { mean, standardDeviation }) =>
    (mean as number) + (standardDeviation as number) * stream.normal(),
  'glorot-uniform': scaledUniform(glorot),
  'glorot-normal': scaledNormal(glorot),
  glorot: scaledUniform(glorot),
  'he-uniform': scaledUniform(he),
  'he-normal': scaledNormal(he),
  he: scaledNormal(he),
  'lecun-uniform': scaledUniform(lecun),
  'lecun-normal': scaledNormal(lecun),
};
