// The addon's element-wise kernels as typed functions (native/binding/math_binding.cpp). Tests only.
import { native } from '../../src/native.ts';

type FloatArray = Float32Array | Float64Array;

interface KernelRow {
  name: string;
  parameters: string[];
}

interface Kernels {
  list(): {
    activations: (KernelRow & {
      vector: boolean;
      kinked: boolean;
      unit: 'none' | 'learned' | 'drawn';
    })[];
    losses: (KernelRow & { fused?: 'sigmoid' | 'softmax' })[];
    optimizers: (KernelRow & { stateCount: number })[];
    schedules: (KernelRow & { counts: boolean; watches: boolean })[];
  };
  /** y = f(x), or x^exponents when those are given. */
  evaluateFunction(request: {
    name: string;
    count: number;
    x: FloatArray;
    y: FloatArray;
    exponents?: FloatArray;
  }): void;
  /** h = φ(z); with dh, dz and where learned dunit. Matrices of `rows` rows, `ld` apart. */
  evaluateActivation(request: {
    name: string;
    rows: number;
    cols: number;
    ld: number;
    parameters: number[];
    unit?: FloatArray;
    z: FloatArray;
    h: FloatArray;
    dh?: FloatArray;
    dz?: FloatArray;
    dunit?: FloatArray;
  }): void;
  evaluateLoss(request: {
    name: string;
    rows: number;
    cols: number;
    parameters: number[];
    /** Of the softmax a loss is fused with. */
    temperature: number;
    y: FloatArray;
    d: FloatArray;
    scale: number;
    losses?: Float64Array;
    gradient?: FloatArray;
    rowWeights?: FloatArray;
    classWeights?: FloatArray;
  }): void;
  /** The learning rate of each of `steps` steps; `observed` is the watched metric after each epoch. */
  scheduleRates(request: {
    schedule: object | null;
    learningRate: number;
    stepsPerEpoch: number;
    steps: number;
    observed: Float64Array;
  }): Float64Array;
  /** Step t of an optimiser on w and its state, in place. */
  updateWeights(request: {
    name: string;
    parameters: number[];
    learningRate: number;
    l1: number;
    l2: number;
    t: number;
    count: number;
    w: FloatArray;
    g: FloatArray;
    s0: FloatArray;
    s1: FloatArray;
    s2: FloatArray;
  }): void;
}

export const kernels = (native as unknown as { kernels: Kernels }).kernels;

/** Numbers in [low, high) that are the same in every run (a linear congruential generator). */
export function numbers(seed: number, low: number, high: number): () => number {
  let state = BigInt(seed) * 2862933555777941757n + 3037000493n;
  return () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return low + (high - low) * (Number(state >> 11n) / 2 ** 53);
  };
}
