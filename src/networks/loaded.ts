// Networks ready to compute, kept while they are used: the least recently used go first when together
// they take more memory than the server grants. One that is computing is never let go.
import { count, unavailable } from '../errors.ts';
import type { FloatArray, Native, NativeNetwork, NetworkSpec, NetworkSummary } from '../native.ts';

export interface LoadRequest {
  /** Unique to one state of one network: `net_…@3`, `iris/2`. */
  key: string;
  spec: NetworkSpec;
  parameterBytes: number;
  read: () => Promise<FloatArray>;
}

/** A network with its parameters, and what is asked about it at every prediction. */
export class LoadedNetwork {
  readonly native: NativeNetwork;
  /** The addon makes it anew at each access; here it is made once. */
  readonly summary: NetworkSummary;
  readonly outputSize: number;

  constructor(native: NativeNetwork) {
    this.native = native;
    this.summary = native.summary;
    this.outputSize = this.summary.outputs.reduce((sum, { size }) => sum + size, 0);
  }
}

interface Slot {
  bytes: number;
  loading: Promise<LoadedNetwork>;
  /** Once it is loaded. */
  network?: LoadedNetwork;
  /** Computations that hold it now. */
  uses: number;
}

/** Seconds after which a network that computes now has probably ended. */
const retryAfter = 1;

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

  /** The network when it is in memory; it counts as used. */
  peek(key: string): LoadedNetwork | undefined {
    const slot = this.#slots.get(key);
    if (slot?.network !== undefined) this.#touch(key, slot);
    return slot?.network;
  }

  has(key: string): boolean {
    return this.#slots.get(key)?.network !== undefined;
  }

  /**
   * Loads once, however many ask at the same time; a failure is not kept. 503 when there is no room
   * for it, because others compute. One larger than all room is loaded when nothing else is in use.
   */
  get(request: LoadRequest): Promise<LoadedNetwork> {
    return this.#slotOf(request).loading;
  }

  /** Calls `work` with the network, which stays until what `work` returns has settled. */
  async use<T>(request: LoadRequest, work: (network: LoadedNetwork) => Promise<T> | T): Promise<T> {
    const slot = this.#slotOf(request);
    slot.uses += 1;
    try {
      return await work(await slot.loading);
    } finally {
      slot.uses -= 1;
    }
  }

  /** True when it was there. */
  drop(key: string): boolean {
    const slot = this.#slots.get(key);
    if (slot === undefined) return false;
    this.#slots.delete(key);
    this.#bytes -= slot.bytes;
    return true;
  }

  #slotOf(request: LoadRequest): Slot {
    const { key, parameterBytes: bytes } = request;
    const known = this.#slots.get(key);
    if (known !== undefined) {
      this.#touch(key, known);
      return known;
    }
    this.#makeRoom(bytes);
    const slot: Slot = { bytes, loading: this.#load(request), uses: 0 };
    this.#slots.set(key, slot);
    this.#bytes += bytes;
    slot.loading.then(
      (network) => {
        slot.network = network;
      },
      () => {
        if (this.#slots.get(key) === slot) this.drop(key);
      },
    );
    return slot;
  }

  async #load({ spec, read }: LoadRequest): Promise<LoadedNetwork> {
    const parameters = await read();
    const network = new this.#native.Network(spec);
    network.setParameters(parameters);
    return new LoadedNetwork(network);
  }

  #touch(key: string, slot: Slot): void {
    this.#slots.delete(key);
    this.#slots.set(key, slot);
  }

  #makeRoom(bytes: number): void {
    for (const [key, { uses }] of this.#slots) {
      if (this.#bytes + bytes <= this.#maxBytes) return;
      if (uses === 0) this.drop(key);
    }
    if (this.#slots.size === 0 || this.#bytes + bytes <= this.#maxBytes) return;
    throw unavailable(
      `the models that are computing now leave no room for this one, which takes ${count(bytes, 'byte')}`,
      retryAfter,
    );
  }
}
