// erf and arctan in float64 from operators onnxruntime has in float64. Polynomials and cuts are those of
// native/kernels/math.h, where their error bounds stand: 2⁻⁵⁶ and 2⁻⁵⁹ relative.
import type { GraphBuilder } from './graph.ts';

/** erf(x)/x − 1 in x², |x| ≤ 1. */
const erfSmall = [
  0.12837916709551256, -0.37612638903183437, 0.11283791670941536, -0.026866170642728202,
  0.0052239776031073873, -0.00085483257879816904, 0.00012055289406852449, -1.4924633214311151e-5,
  1.6446170443324203e-6, -1.6199089734816573e-7, 1.3680432390294688e-8, -7.723932839029144e-10,
];

/** (1 + 2x)·e^(x²)·erfc(x) in (x − 4)/(x + 4), 0 ≤ x ≤ 28. */
const erfcScaled = [
  1.2329951186255526, -0.13962111684056289, 0.015379652102619764, 0.068097054254736597,
  -0.10103906603630113, 0.093732834996823819, -0.066330365812564407, 0.037167515561852611,
  -0.01619773404841874, 0.0050319697635692407, -0.00075777340489623633, -0.00019925556127045342,
  0.00015062247169238447, -2.4402941458967535e-5, -1.1225283288747324e-5, 5.7172950876225954e-6,
  3.019566907590573e-7, -8.3424011613732165e-7, 6.2388946088966219e-8, 1.1456103712958154e-7,
  -7.7789029219166518e-9, -1.3386156018799061e-8, -1.7175867531782563e-9,
];

/** (arctan t − t)/t³ in t², |t| ≤ tan(π/8). */
const arctanTail = [
  -0.33333333333333198, 0.19999999999953819, -0.1428571428022056, 0.11111110784678757,
  -0.09090897792907604, 0.07692060837039684, -0.066631110229404045, 0.058479390100824882,
  -0.050395229948151682, 0.038069947400900021, -0.017912924226687027,
];

/** Σ cᵢ·xⁱ: the powers of each element side by side, times the column of coefficients. |x| ≤ 1. */
function polynomial(g: GraphBuilder, x: string, coefficients: readonly number[]): string {
  const last = g.integers([2]);
  const exponents = g.numbers(Array.from(coefficients, (_, i) => i));
  const powers = g.op('Pow', [g.op('Unsqueeze', [x, last]), exponents]);
  const column = g.numbers(coefficients, [coefficients.length, 1]);
  return g.op('Squeeze', [g.op('MatMul', [powers, column]), last]);
}

/** erf z, z rows × width: by its series up to 1, by 1 − erfc beyond. */
export function erfOf(g: GraphBuilder, z: string): string {
  const a = g.op('Abs', [z]);
  const near = g.op('Min', [a, g.scalar(1)]);
  const series = polynomial(g, g.op('Mul', [near, near]), erfSmall);
  const small = g.op('Add', [near, g.op('Mul', [near, series])]);
  const far = g.op('Min', [a, g.scalar(28)]);
  const t = g.op('Div', [g.op('Sub', [far, g.scalar(4)]), g.op('Add', [far, g.scalar(4)])]);
  const doubled = g.op('Add', [g.op('Add', [far, far]), g.scalar(1)]);
  const scaled = g.op('Div', [polynomial(g, t, erfcScaled), doubled]);
  const fall = g.op('Exp', [g.op('Neg', [g.op('Mul', [far, far])])]);
  const large = g.op('Sub', [g.scalar(1), g.op('Mul', [fall, scaled])]);
  const value = g.op('Where', [g.op('Less', [a, g.scalar(1)]), small, large]);
  return g.op('Mul', [g.op('Sign', [z]), value]);
}

/** arctan z, z rows × width: arctan a = π/4 + arctan((a−1)/(a+1)) = π/2 − arctan(1/a). */
export function arctanOf(g: GraphBuilder, z: string): string {
  const one = g.scalar(1);
  const a = g.op('Abs', [z]);
  const middle = g.op('Greater', [a, g.scalar(Math.SQRT2 - 1)]);
  const large = g.op('Greater', [a, g.scalar(Math.SQRT2 + 1)]);
  const choose = (far: string, between: string, near: string) =>
    g.op('Where', [large, far, g.op('Where', [middle, between, near])]);
  const top = choose(g.scalar(-1), g.op('Sub', [a, one]), a);
  const t = g.op('Div', [top, choose(a, g.op('Add', [a, one]), one)]);
  const base = choose(g.scalar(Math.PI / 2), g.scalar(Math.PI / 4), g.scalar(0));
  const square = g.op('Mul', [t, t]);
  const tail = g.op('Mul', [g.op('Mul', [t, square]), polynomial(g, square, arctanTail)]);
  return g.op('Mul', [g.op('Sign', [z]), g.op('Add', [base, g.op('Add', [t, tail])])]);
}
