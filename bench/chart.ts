// The report as a picture: a bar for each row, the ratio on a logarithmic scale, with marks at the
// gate and the stretch goal. Plain SVG, no script.
import type { Row } from './table.ts';

const barHeight = 18;
const rowHeight = 28;
const labels = 520;
const width = 1060;
const top = 30;

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export function chart(rows: readonly Row[]): string {
  const values = rows.flatMap(({ ratio, gate, stretch }) => [ratio, gate, stretch]);
  const low = Math.min(0.5, ...values) / 1.1;
  const high = Math.max(2, ...values) * 1.1;
  const at = (ratio: number) =>
    labels + ((width - labels - 60) * Math.log(ratio / low)) / Math.log(high / low);
  const mark = (ratio: number, y: number, dashed: boolean) =>
    `<line x1="${at(ratio).toFixed(1)}" x2="${at(ratio).toFixed(1)}" y1="${y - 3}" ` +
    `y2="${y + barHeight + 3}" stroke="#333"${dashed ? ' stroke-dasharray="2 2"' : ''}/>`;
  const bars = rows.map((row, i) => {
    const y = top + i * rowHeight;
    const holds = row.ratio >= row.gate * 0.95;
    const what = `${row.work}, ${row.threads} thread${row.threads === 1 ? '' : 's'}, ${row.peer}`;
    return [
      `<text x="${labels - 8}" y="${y + 13}" text-anchor="end">${escaped(what)}</text>`,
      `<rect x="${labels}" y="${y}" width="${Math.max(0, at(row.ratio) - labels).toFixed(1)}" ` +
        `height="${barHeight}" fill="${holds ? '#3a7' : '#c64'}"/>`,
      mark(row.gate, y, false),
      mark(row.stretch, y, true),
      `<text x="${(at(row.ratio) + 6).toFixed(1)}" y="${y + 13}">${row.ratio.toFixed(2)}</text>`,
    ].join('\n');
  });
  const height = top + rows.length * rowHeight + 10;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
      'font-family="sans-serif" font-size="12">',
    `<rect width="${width}" height="${height}" fill="white"/>`,
    `<text x="${labels}" y="18">nabla over its peer; line: gate, dashed: stretch goal</text>`,
    ...bars,
    '</svg>',
    '',
  ].join('\n');
}
