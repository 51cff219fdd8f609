// Bytes that arrive in pieces of any size, taken in pieces of the size that is wanted.

export class ByteStream {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #chunks: Uint8Array[] = [];
  #length = 0;
  #ended = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next bytes, `length` of them or fewer at the end; they stay to be taken. */
  async peek(length: number): Promise<Uint8Array> {
    await this.#fill(length);
    if (this.#chunks.length > 1) this.#chunks.splice(0, Infinity, Buffer.concat(this.#chunks));
    return this.#chunks[0]?.subarray(0, length) ?? new Uint8Array(0);
  }

  /** Copies the next bytes into `target`, all of it unless the end comes before; returns how many. */
  async take(target: Uint8Array): Promise<number> {
    await this.#fill(target.length);
    let taken = 0;
    while (taken < target.length) {
      const [first] = this.#chunks;
      if (first === undefined) break;
      const part = first.subarray(0, target.length - taken);
      target.set(part, taken);
      taken += part.length;
      if (part.length === first.length) this.#chunks.shift();
      else this.#chunks[0] = first.subarray(part.length);
    }
    this.#length -= taken;
    return taken;
  }

  async #fill(length: number): Promise<void> {
    while (this.#length < length && !this.#ended) {
      const { done, value } = await this.#source.next();
      if (done) this.#ended = true;
      else {
        this.#chunks.push(value);
        this.#length += value.length;
      }
    }
  }
}
