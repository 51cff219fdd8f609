// Linear least squares in plain float64, as the tests of the solvers compare with: normal equations
// by Gaussian elimination with partial pivoting. For well-conditioned problems.

/** X(columns × targets) that makes ½·Σ‖A·X − B‖² + ½·Σ penalties_i·‖X_i‖² least. */
export function leastSquares(
  a: readonly (readonly number[])[],
  b: readonly (readonly number[])[],
  penalties: readonly number[] = [],
): number[][] {
  const columns = a[0]?.length ?? 0;
  const targets = b[0]?.length ?? 0;
  const sum = (i: number, other: readonly (readonly number[])[], j: number) =>
    a.reduce((total, row, r) => total + (row[i] as number) * (other[r]?.[j] as number), 0);
  const system = Array.from({ length: columns }, (_, i) => [
    ...Array.from(
      { length: columns },
      (_, j) => sum(i, a, j) + (i === j ? (penalties[i] ?? 0) : 0),
    ),
    ...Array.from({ length: targets }, (_, k) => sum(i, b, k)),
  ]);
  return eliminate(system, columns);
}

/** Solves the rows [A | B] for X. */
function eliminate(system: number[][], size: number): number[][] {
  for (let p = 0; p < size; p++) {
    const best = system
      .map((row, i) => ({ i, value: i < p ? -1 : Math.abs(row[p] as number) }))
      .reduce((most, next) => (next.value > most.value ? next : most));
    [system[p], system[best.i]] = [system[best.i] as number[], system[p] as number[]];
    const pivot = system[p] as number[];
    for (const [i, row] of system.entries()) {
      if (i === p) continue;
      const factor = (row[p] as number) / (pivot[p] as number);
      for (let c = p; c < row.length; c++)
        row[c] = (row[c] as number) - factor * (pivot[c] as number);
    }
  }
  return system.map((row, i) => row.slice(size).map((value) => value / (row[i] as number)));
}
