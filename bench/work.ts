// What is measured: each row of the table with its peers, gates and stretch goals. No measuring.

/** A multilayer perceptron, ReLU between its layers, trained by SGD in float32. */
export interface Network {
  dims: readonly number[];
  batch: number;
  loss: 'cross-entropy' | 'squared-error';
}

export interface Race {
  /** The file in bench/peers, and the options that only it takes. */
  script: string;
  options?: Record<string, number>;
  peer: string;
  /** By thread count: the ratio that must be reached, and the one worth reaching. */
  goals: Record<number, { gate: number; stretch: number }>;
}

export interface Step {
  work: string;
  network: Network;
  /** Steps of one epoch: how much data the training walks through. */
  stepsPerEpoch: number;
  races: readonly Race[];
}

export const steps: readonly Step[] = [
  {
    work: 'step 784-512-512-10, batch 64, SGD',
    network: { dims: [784, 512, 512, 10], batch: 64, loss: 'cross-entropy' },
    stepsPerEpoch: 100,
    races: [
      {
        script: 'torch_step.py',
        peer: 'PyTorch',
        goals: { 1: { gate: 1.7, stretch: 2 }, 2: { gate: 1.9, stretch: 2.3 } },
      },
      {
        script: 'jax_step.py',
        peer: 'JAX jit',
        goals: { 1: { gate: 1.5, stretch: 1.8 }, 2: { gate: 1.7, stretch: 2.1 } },
      },
    ],
  },
  {
    work: 'step 784-128-10, batch 64',
    network: { dims: [784, 128, 10], batch: 64, loss: 'cross-entropy' },
    stepsPerEpoch: 100,
    races: [{ script: 'torch_step.py', peer: 'PyTorch', goals: { 1: { gate: 3, stretch: 4 } } }],
  },
  {
    work: 'step 8-10-1, batch 64 (rows/s, whole epochs)',
    network: { dims: [8, 10, 1], batch: 64, loss: 'squared-error' },
    stepsPerEpoch: 225,
    races: [
      {
        script: 'jax_step.py',
        options: { scan: 225 },
        peer: 'JAX scan',
        goals: { 1: { gate: 1.5, stretch: 4 } },
      },
    ],
  },
];

const layer = { work: 'f32 product 64×512×784, packed', m: 64, n: 512, k: 784 };
const cube = { work: 'f32 product 1024³', m: 1024, n: 1024, k: 1024 };

/** Products of packed weights, beside the FMA peak: the shares that must be, and might be, reached. */
export const products = [
  { product: layer, threads: 1, gate: 0.88, stretch: 0.95 },
  { product: layer, threads: 2, gate: 0.82, stretch: 0.92 },
  { product: cube, threads: 1, gate: 0.82, stretch: 0.9 },
];

/** A step of 784-512-512-10 at batch 64 must run at this on every core, or at this share of its peak. */
export const stepFloor = { flopsPerCore: 60e9, shareOfPeak: 0.35 };

/** `GET /healthz` while a job trains, 99th percentile. */
export const healthLimitMs = 20;

/** Multiplications and additions of one step; the gradient by the network's input is not needed. */
export function flopsPerStep({ dims, batch }: Network): number {
  let flops = 0;
  for (let i = 0; i + 1 < dims.length; i++) {
    flops += 2 * batch * dims[i] * dims[i + 1] * (i === 0 ? 2 : 3);
  }
  return flops;
}
