// The report as lines of text.

/** A gate holds when the median reaches this share of it: measurements on shared machines waver. */
const gateTolerance = 0.95;

export interface Row {
  work: string;
  peer: string;
  threads: number;
  nabla: string;
  other: string;
  /** nabla over the peer, or over the peak; larger is better. */
  ratio: number;
  /** (max − min) / median of the side that wavered more. */
  spread: number;
  gate: number;
  stretch: number;
}

function verdict({ ratio, gate, stretch }: Row): string {
  if (ratio >= stretch) return 'stretch';
  return ratio >= gate * gateTolerance ? 'holds' : 'MISSED';
}

export function printTable(rows: readonly Row[]): void {
  const head = ['work', 'threads', 'nabla', 'peer', '', 'ratio', 'spread', 'gate', 'stretch', ''];
  const cells = rows.map((row) => [
    row.work,
    String(row.threads),
    row.nabla,
    row.peer,
    row.other,
    row.ratio.toFixed(2),
    `${(100 * row.spread).toFixed(0)} %`,
    row.gate.toFixed(2),
    row.stretch.toFixed(2),
    verdict(row),
  ]);
  const widths = head.map((title, i) =>
    Math.max(title.length, ...cells.map((row) => row[i].length)),
  );
  for (const row of [head, ...cells]) {
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    );
  }
}
