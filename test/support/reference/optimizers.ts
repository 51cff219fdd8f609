// Every element-wise optimiser on one weight in plain float64, as PyTorch defines it (loops over steps
// where the C++ has closed forms).

export interface OptimizerReference {
  /** The step of weight w with gradient g; `s` keeps what the optimiser remembers. */
  step(w: number, g: number, s: Memory, eta: number, p: readonly number[]): number;
  /** Parameters to test with, in the order of the C++. */
  parameters: readonly number[];
}

/** Zero at first; `t` is the number of the step, from 1. */
export interface Memory {
  t: number;
  first: number;
  second: number;
  third: number;
}

const at = (p: readonly number[], i: number) => p[i] as number;

function moments(g: number, s: Memory, p: readonly number[]): void {
  s.first = at(p, 0) * s.first + (1 - at(p, 0)) * g;
  s.second = at(p, 1) * s.second + (1 - at(p, 1)) * g * g;
}

function adamStep(s: Memory, square: number, eta: number, p: readonly number[]): number {
  const mean = s.first / (1 - at(p, 0) ** s.t);
  const root = Math.sqrt(square / (1 - at(p, 1) ** s.t));
  return (eta * mean) / (root + at(p, 2));
}

const adam = [0.9, 0.999, 1e-8];

export const optimizers: Readonly<Record<string, OptimizerReference>> = {
  sgd: { step: (w, g, _, eta) => w - eta * g, parameters: [] },
  momentum: {
    step: (w, g, s, eta, p) => {
      s.first = s.t === 1 ? g : at(p, 0) * s.first + (1 - at(p, 1)) * g;
      return w - eta * s.first;
    },
    parameters: [0.9, 0.2],
  },
  nesterov: {
    step: (w, g, s, eta, p) => {
      s.first = at(p, 0) * s.first + g;
      return w - eta * (g + at(p, 0) * s.first);
    },
    parameters: [0.9],
  },
  rmsprop: {
    step: (w, g, s, eta, p) => {
      s.first = at(p, 0) * s.first + (1 - at(p, 0)) * g * g;
      s.third = at(p, 0) * s.third + (1 - at(p, 0)) * g;
      const variance = at(p, 3) === 1 ? s.first - s.third * s.third : s.first;
      s.second = at(p, 2) * s.second + g / (Math.sqrt(variance) + at(p, 1));
      return w - eta * s.second;
    },
    parameters: [0.9, 1e-6, 0.5, 1],
  },
  adagrad: {
    step: (w, g, s, eta, p) => {
      if (s.t === 1) s.first = at(p, 1);
      s.first += g * g;
      return w - ((eta / (1 + (s.t - 1) * at(p, 0))) * g) / (Math.sqrt(s.first) + at(p, 2));
    },
    parameters: [0.01, 0.1, 1e-10],
  },
  adadelta: {
    step: (w, g, s, eta, p) => {
      s.first = at(p, 0) * s.first + (1 - at(p, 0)) * g * g;
      const delta = (g * Math.sqrt(s.second + at(p, 1))) / Math.sqrt(s.first + at(p, 1));
      s.second = at(p, 0) * s.second + (1 - at(p, 0)) * delta * delta;
      return w - eta * delta;
    },
    parameters: [0.9, 1e-6],
  },
  adam: {
    step: (w, g, s, eta, p) => {
      moments(g, s, p);
      return w - adamStep(s, s.second, eta, p);
    },
    parameters: adam,
  },
  amsgrad: {
    step: (w, g, s, eta, p) => {
      moments(g, s, p);
      s.third = Math.max(s.third, s.second);
      return w - adamStep(s, s.third, eta, p);
    },
    parameters: adam,
  },
  adamw: {
    step: (w, g, s, eta, p) => {
      moments(g, s, p);
      return w * (1 - eta * at(p, 3)) - adamStep(s, s.second, eta, p);
    },
    parameters: [...adam, 0.05],
  },
  nadam: {
    step: (w, g, s, eta, p) => {
      moments(g, s, p);
      const momentum = (t: number) => at(p, 0) * (1 - 0.5 * 0.96 ** (t * at(p, 3)));
      let product = 1;
      for (let t = 1; t <= s.t; t += 1) product *= momentum(t);
      const root = Math.sqrt(s.second / (1 - at(p, 1) ** s.t)) + at(p, 2);
      const next = momentum(s.t + 1);
      const now = (eta * (1 - momentum(s.t)) * g) / (1 - product);
      return w - now / root - (eta * next * s.first) / (1 - product * next) / root;
    },
    parameters: [...adam, 0.004],
  },
  lion: {
    step: (w, g, s, eta, p) => {
      const direction = Math.sign(at(p, 0) * s.first + (1 - at(p, 0)) * g);
      s.first = at(p, 1) * s.first + (1 - at(p, 1)) * g;
      return w * (1 - eta * at(p, 2)) - eta * direction;
    },
    parameters: [0.9, 0.99, 0.1],
  },
  rprop: {
    step: (w, g, s, eta, p) => {
      const turn = Math.sign(g) * Math.sign(s.first);
      const factor = turn > 0 ? at(p, 1) : turn < 0 ? at(p, 0) : 1;
      const length = (s.t === 1 ? eta : s.second) * factor;
      s.second = Math.min(Math.max(length, at(p, 2)), at(p, 3));
      s.first = turn < 0 ? 0 : g;
      return w - s.second * Math.sign(s.first);
    },
    parameters: [0.5, 1.2, 1e-3, 0.03],
  },
};
