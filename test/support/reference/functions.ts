// Functions that Math lacks, in float64, from their textbook series. Slow and plain on purpose.

/** (2/√π)·Σ (−1)ⁿ x^(2n+1)/(n!·(2n+1)), all terms positive: e^(−x²)·Σ 2ⁿ x^(2n+1)/(1·3·…·(2n+1)). */
function erfSeries(x: number): number {
  let term = x;
  let sum = 0;
  for (let n = 0; Math.abs(term) > 1e-18 * Math.abs(sum) && n < 200; n += 1) {
    sum += term;
    term *= (2 * x * x) / (2 * n + 3);
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …)))), for x ≥ ½; it converges like e^(−x·√(8n)). */
function erfcFraction(x: number): number {
  let tail = x;
  for (let n = x < 2 ? 2000 : 200; n > 0; n -= 1) tail = x + n / 2 / tail;
  return expMinusSquare(x) / (tail * Math.sqrt(Math.PI));
}

/** e^(−c·x²): with a near x but of few bits a² is exact, and x² = a² + (x − a)·(x + a). */
function expMinusSquare(x: number, c = 1): number {
  const a = Math.round(x * 2 ** 20) / 2 ** 20;
  return Math.exp(-c * a * a) * Math.exp(-c * (x - a) * (x + a));
}

export function erf(x: number): number {
  if (Math.abs(x) < 2) return erfSeries(x);
  return Math.sign(x) * (1 - erfcFraction(Math.abs(x)));
}

export function erfc(x: number): number {
  if (Math.abs(x) < 0.5) return 1 - erfSeries(x);
  return x < 0 ? 2 - erfcFraction(-x) : erfcFraction(x);
}

/** The distribution function of the standard normal law; its tail by Laplace's fraction. */
export function normalCdf(z: number): number {
  if (Math.abs(z) < 0.7) return (1 + erfSeries(z / Math.SQRT2)) / 2;
  const a = Math.abs(z);
  let fraction = a;
  for (let n = a < 3 ? 2000 : 200; n > 0; n -= 1) fraction = a + n / fraction;
  const tail = expMinusSquare(a, 0.5) / (fraction * Math.sqrt(2 * Math.PI));
  return z < 0 ? tail : 1 - tail;
}

export function sigmoid(z: number): number {
  return z < 0 ? Math.exp(z) / (1 + Math.exp(z)) : 1 / (1 + Math.exp(-z));
}

export function softplus(z: number): number {
  return Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z)));
}
