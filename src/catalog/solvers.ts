// The catalogue's full-batch solvers, in the order of native/solvers/list.h: they stand beside the
// optimisers in a request, but take all rows at once and choose the length of their steps themselves.
// θ is every parameter that learns, g = ∂J/∂θ. What a solver does outside the network's passes is in
// float64 whatever the network's dtype.
import { Type } from 'typebox';
import type { CatalogEntry } from './entry.ts';

const gradientTolerance = Type.Number({
  exclusiveMinimum: 0,
  default: 1e-7,
  description: 'Converged when no element of the gradient is larger.',
});

const stepTolerance = (byDefault: number) =>
  Type.Number({
    exclusiveMinimum: 0,
    default: byDefault,
    description: 'Converged when a step, relative to the parameters, is no longer.',
  });

export const solvers = [
  {
    type: 'l-bfgs',
    summary:
      'A quasi-Newton method with the memory of a few steps and a strong Wolfe line search; for every loss and layer that is not random. An epoch is one step, which may take several passes.',
    formula:
      'θ ← θ − α·H·g, H from the last m pairs s = Δθ, y = Δg by the two-loop recursion; J(θ+αp) ≤ J + 10⁻⁴·α·gᵀp and |∇J(θ+αp)ᵀp| ≤ 0.9·|gᵀp|',
    source: 'Nocedal & Wright, Numerical Optimization (2006), algorithms 7.4, 3.5 and 3.6',
    fullBatch: true,
    parameters: {
      memory: Type.Integer({
        minimum: 1,
        maximum: 1000,
        default: 10,
        description: 'm: steps remembered; each costs two vectors as long as θ.',
      }),
      gradientTolerance,
      stepTolerance: stepTolerance(1e-9),
    },
  },
  {
    type: 'levenberg-marquardt',
    summary:
      'Damped Gauss–Newton steps, for squared losses and small networks: the fastest there. An epoch is one accepted step.',
    formula:
      '(JᵀJ + μ·S)·h = −g, θ ← θ + h where the loss falls; S the largest diagonal of JᵀJ so far, μ by Nielsen’s rule',
    source:
      'Marquardt (1963); Moré (1978); Madsen, Nielsen & Tingleff, Methods for Non-Linear Least Squares Problems (2004), algorithm 3.16',
    fullBatch: true,
    parameters: {
      damping: Type.Number({
        exclusiveMinimum: 0,
        maximum: 1e6,
        default: 1e-3,
        description: 'μ before the first step.',
      }),
      gradientTolerance,
      stepTolerance: stepTolerance(1e-12),
      parameterLimit: Type.Integer({
        minimum: 1,
        maximum: 10_000,
        default: 2000,
        description:
          'Networks that train more parameters are refused: memory grows with their square, the time of a step with their cube.',
      }),
    },
  },
  {
    type: 'least-squares',
    summary:
      'The best weights and biases of a dense output layer without activation, in one epoch, for squared losses. Every layer before it stays as it is, frozen or not.',
    formula:
      'min ½·ω·‖[H 1]·X − D‖² + ½·λ·‖W‖² by Householder QR, rows in blocks, columns pivoted; ω is 1/P (mean) or 1 (sum), doubled for squared-error; features that depend on others get 0',
    source: 'Golub & Van Loan, Matrix Computations, §5.3–5.4',
    fullBatch: true,
    parameters: {
      ridge: Type.Number({
        minimum: 0,
        default: 0,
        description: 'λ: an L2 penalty on the weights, added to the layer’s own.',
      }),
    },
  },
] as const satisfies readonly CatalogEntry[];

/** Whether an optimiser of that type takes all rows at once. */
export function isFullBatch(type: string): boolean {
  return solvers.some((solver) => solver.type === type);
}
