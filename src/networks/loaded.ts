// Networks ready to compute, kept while they are used: the least recently used go first when their
// parameters together take more memory than the server grants.
import type { FloatArray, Native, NativeNetwork, NetworkSpec } from '../native.ts';

export interface LoadRequest {
  /** Unique to one state of one network: `net_…@3`, `iris/2`. */
  key: string;
  spec: NetworkSpec;
  parameterBytes: number;
  read: () => Promise<FloatArray>;
}

interface Slot {
  bytes: number;
  network: Promise<NativeNetwork>;
}

export class LoadedNetworks {
  readonly #native: Native;
  readonly #maxBytes: number;
  /** In order of last use. */
  readonly #slots = new Map<string, Slot>();
  #bytes = 0;

  constructor(native: Native, maxBytes: number) {
    this.#native = native;
    this.#maxBytes = maxBytes;
  }

  /** Bytes of parameters held. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Loads once, however many ask at the same time; a failure is not kept. */
  get(request: LoadRequest): Promise<NativeNetwork> {
    const { key } = request;
    const slot = this.#slots.get(key);
    if (slot !== undefined) {
      this.#slots.delete(key);
      this.#slots.set(key, slot);
      return slot.network;
    }
    const network = this.#load(request);
    this.#slots.set(key, { bytes: request.parameterBytes, network });
    this.#bytes += request.parameterBytes;
    network.catch(() => this.drop(key));
    this.#evict(key);
    return network;
  }

  drop(key: string): void {
    const slot = this.#slots.get(key);
    if (slot === undefined) return;
    this.#slots.delete(key);
    this.#bytes -= slot.bytes;
  }

  async #load({ spec, read }: LoadRequest): Promise<NativeNetwork> {
    const parameters = await read();
    const network = new this.#native.Network(spec);
    network.setParameters(parameters);
    return network;
  }

  /** The newest stays even when it alone is larger than the limit: its request needs it. */
  #evict(newest: string): void {
    for (const key of this.#slots.keys()) {
      if (this.#bytes <= this.#maxBytes) return;
      if (key !== newest) this.drop(key);
    }
  }
}
