// Drawing in a terminal: colours where there are any, a progress bar, a curve, a table.

const colourful = process.stdout.isTTY && !process.env.NO_COLOR;
const sgr = (code) => (text) => (colourful ? `\u001b[${code}m${text}\u001b[0m` : String(text));

export const style = {
  title: sgr('1'),
  faint: sgr('2'),
  good: sgr('32'),
  bad: sgr('31'),
  line: sgr('36'),
};

const BAR_CELLS = 32;

/** A bar that redraws itself; where nothing can be redrawn, only its last state is printed. */
export class ProgressBar {
  #line = '';

  /** `share` from 0 to 1. */
  show(share, remark) {
    const full = Math.round(share * BAR_CELLS);
    const bar = style.line('━'.repeat(full)) + style.faint('─'.repeat(BAR_CELLS - full));
    const percent = `${Math.floor(share * 100)}`.padStart(3);
    this.#line = `  ${bar} ${percent} %  ${remark}`;
    if (process.stdout.isTTY) process.stdout.write(`\r${this.#line}\u001b[K`);
  }

  end() {
    console.log(process.stdout.isTTY ? '' : this.#line);
  }
}

/** Characters a curve is wide. */
export const CURVE_WIDTH = 52;

// A braille character is 2 dots wide and 4 high; these are the bits of its dots, row by row.
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
];

/** Lines that draw `ys` over `xs` (ascending), both > 0 and on logarithmic scales, with the ends of y. */
export function curve(xs, ys, { width = CURVE_WIDTH, height = 6 } = {}) {
  const logs = ys.map(Math.log10);
  const at = xs.map(Math.log10);
  const [low, high] = [Math.min(...logs), Math.max(...logs)];
  const [first, last] = [at[0], at.at(-1)];
  const columns = width * 2;
  const rows = height * 4;
  const cells = Array.from({ length: height }, () => new Array(width).fill(0));
  const dot = (column, row) => {
    cells[row >> 2][column >> 1] |= DOTS[row & 3][column & 1];
  };
  let previous;
  for (let column = 0, point = 0; column < columns; column++) {
    const x = first + ((last - first) * column) / (columns - 1);
    while (point < at.length - 2 && at[point + 1] < x) point++;
    const share = Math.min(1, (x - at[point]) / (at[point + 1] - at[point]));
    const y = logs[point] + share * (logs[point + 1] - logs[point]);
    const row = Math.round(((high - y) / (high - low || 1)) * (rows - 1));
    // Steep parts are joined, so that the curve has no gaps.
    const step = previous === undefined || row >= previous ? 1 : -1;
    for (let r = previous ?? row; r !== row; r += step) dot(column, r);
    dot(column, row);
    previous = row;
  }
  const label = (row) => (row === 0 ? high : row === height - 1 ? low : undefined);
  return cells.map((cell, row) => {
    const value = label(row) === undefined ? '' : (10 ** label(row)).toPrecision(3);
    const drawn = cell.map((bits) => String.fromCharCode(0x2800 + bits)).join('');
    return `  ${value.padStart(8)} ${style.faint('┤')}${style.line(drawn.replace(/\u2800+$/, ''))}`;
  });
}

/** Lines of a confusion matrix: a row for each true class, a column for each predicted one. */
export function confusionMatrix(classes, counts) {
  const width = Math.max(...classes.map((name) => name.length)) + 2;
  const head = `  ${'true ╲ predicted'.padEnd(18)}${classes.map((c) => c.padStart(width)).join('')}`;
  const rows = classes.map((name, actual) => {
    const cells = counts[actual].map((count, predicted) => {
      const paint = count === 0 ? style.faint : predicted === actual ? style.good : style.bad;
      return paint(String(count).padStart(width));
    });
    return `  ${name.padEnd(18)}${cells.join('')}`;
  });
  return [style.faint(head), ...rows];
}
