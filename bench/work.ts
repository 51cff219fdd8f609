// What is measured: each row of the table with its peers, gates and stretch goals. No measuring.

/** A multilayer perceptron, ReLU between its layers, trained in float32. */
export interface Network {
  dims: readonly number[];
  batch: number;
  loss: 'cross-entropy' | 'squared-error';
}

export interface Race {
  /** The file in bench/peers, and the options that only it takes. */
  script: string;
  options?: Record<string, number | string>;
  peer: string;
  /** By thread count: the ratio that must be reached, and the one worth reaching. */
  goals: Record<number, { gate: number; stretch: number }>;
}

export interface Step {
  work: string;
  network: Network;
  optimizer: 'sgd' | 'adam';
  /** Steps of one epoch: how much data the training walks through. */
  stepsPerEpoch: number;
  races: readonly Race[];
}

const large: Network = { dims: [784, 512, 512, 10], batch: 64, loss: 'cross-entropy' };

export const steps: readonly Step[] = [
  {
    work: 'step 784-512-512-10, batch 64, SGD',
    network: large,
    optimizer: 'sgd',
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
    work: 'step 784-512-512-10, batch 64, Adam',
    network: large,
    optimizer: 'adam',
    stepsPerEpoch: 100,
    races: [
      {
        script: 'torch_step.py',
        peer: 'PyTorch, fused Adam',
        options: { optimizer: 'adam' },
        goals: { 1: { gate: 1.5, stretch: 1.8 }, 2: { gate: 2, stretch: 2.4 } },
      },
    ],
  },
  {
    work: 'step 784-128-10, batch 64',
    network: { dims: [784, 128, 10], batch: 64, loss: 'cross-entropy' },
    optimizer: 'sgd',
    stepsPerEpoch: 100,
    races: [{ script: 'torch_step.py', peer: 'PyTorch', goals: { 1: { gate: 3, stretch: 4 } } }],
  },
  {
    work: 'step 8-10-1, batch 64 (rows/s, whole epochs)',
    network: { dims: [8, 10, 1], batch: 64, loss: 'squared-error' },
    optimizer: 'sgd',
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
  {
    work: 'step 784-512-512-10, batch 512',
    network: { ...large, batch: 512 },
    optimizer: 'sgd',
    stepsPerEpoch: 10,
    races: [
      { script: 'torch_step.py', peer: 'PyTorch', goals: { 1: { gate: 1.15, stretch: 1.35 } } },
    ],
  },
  {
    work: 'step 1024-1024-1024-1024, batch 512',
    network: { dims: [1024, 1024, 1024, 1024], batch: 512, loss: 'cross-entropy' },
    optimizer: 'sgd',
    stepsPerEpoch: 4,
    races: [{ script: 'torch_step.py', peer: 'PyTorch', goals: { 1: { gate: 1, stretch: 1.2 } } }],
  },
];

/** Two trainings at once that each want every core. */
export const concurrent = {
  work: 'two concurrent jobs, both cores: a step of 784-512-512-10, batch 64',
  step: { network: large, optimizer: 'sgd', stepsPerEpoch: 20 },
  peer: 'PyTorch, defaults',
  gate: 30,
  stretch: 45,
} as const;

/** A job from its submission to its last event, beside the same epochs of a trainer called directly. */
export const job = {
  work: 'training started over HTTP, whole job',
  network: { dims: [32, 256, 256, 1], batch: 64, loss: 'squared-error' } as Network,
  rows: 1024,
  peer: 'in process',
  gate: 0.97,
  stretch: 0.99,
};

const layer = { work: 'f32 product 64×512×784, packed', m: 64, n: 512, k: 784 };
const cube = { work: 'f32 product 1024³', m: 1024, n: 1024, k: 1024 };

/** Products of packed weights, beside the FMA peak: the shares that must be, and might be, reached. */
export const products = [
  { product: layer, threads: 1, gate: 0.88, stretch: 0.95 },
  { product: layer, threads: 2, gate: 0.82, stretch: 0.92 },
  { product: cube, threads: 1, gate: 0.82, stretch: 0.9 },
  { product: layer, threads: 1, isa: 'avx2', gate: 0.9, stretch: 0.97 },
  { product: cube, threads: 1, isa: 'avx2', gate: 0.9, stretch: 0.97 },
];

/** Rows of the target table that have nothing to measure. */
export const missing = ['bf16 product and step: nabla has no bf16 mode yet'];

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
