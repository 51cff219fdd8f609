// A small writer of plots as SVG: a frame with axes, curves that know jumps from slopes, dots, bars and
// ellipses. Colours follow the reader's light or dark scheme. Knows nothing of the catalogue.

/** Colour classes of series, in the order they are used. */
export const colours = ['a', 'b', 'c', 'd'];

const style = `text{font:12px system-ui,sans-serif;fill:#4b5563}.p{fill:#fff;stroke:#e5e7eb}.g{stroke:#eef0f3}.z{stroke:#9ca3af}
.l{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}.s{stroke-dasharray:5 4}.o{fill:none;stroke:#d5dae1}
.a{stroke:#2563eb}.b{stroke:#e8590c}.c{stroke:#0d9268}.d{stroke:#9333ea}.f{fill:#2563eb;opacity:.75}.k{fill:#2563eb}.t{fill:#111827;font-weight:600}
@media(prefers-color-scheme:dark){text{fill:#aab4c0}.p{fill:#0d1117;stroke:#2a313c}.g{stroke:#1d232c}.z{stroke:#5b6673}
.o{stroke:#313a46}.a{stroke:#6ea8fe}.b{stroke:#ff9f5a}.c{stroke:#45d3a3}.d{stroke:#c792ff}.f,.k{fill:#6ea8fe}.t{fill:#e6edf3}}`;

const margin = { left: 46, right: 16, top: 40, bottom: 40 };

/** At most one decimal, without a trailing zero or a negative one: a tenth of a pixel is enough. */
function pixels(value) {
  return String(Math.round(value * 10) / 10 + 0);
}

function escaped(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** A number as an axis shows it: U+2212 for minus. */
export function label(value) {
  return String(Number(value.toPrecision(6))).replace('-', '−');
}

/** About `count` round numbers across [from, to]. */
export function ticks(from, to, count) {
  const rough = (to - from) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough * 0.999);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

/** Where within (a, b) f jumps, as the points on either side; undefined where it is only steep. */
function jumpWithin(f, a, b) {
  const rise = Math.abs(b[1] - a[1]);
  let [left, right] = [a, b];
  for (let i = 0; i < 40; i += 1) {
    const x = (left[0] + right[0]) / 2;
    const middle = [x, f(x)];
    const leftward = Math.abs(middle[1] - left[1]) > Math.abs(right[1] - middle[1]);
    if (leftward) right = middle;
    else left = middle;
  }
  return Math.abs(right[1] - left[1]) > rise / 2 ? [left, right] : undefined;
}

/**
 * f over [from, to] as runs of points: a new run begins where f jumps. Values are rounded to 1e-9 so
 * that the last bits of a kernel do not decide a tenth of a pixel.
 */
export function curve(f, from, to, samples = 200) {
  const exact = (x) => Math.round(f(x) * 1e9) / 1e9;
  const at = (i) => Math.round((from + ((to - from) * i) / samples) * 1e9) / 1e9;
  const points = Array.from({ length: samples + 1 }, (_, i) => [at(i), exact(at(i))]);
  const values = points.map(([, y]) => y);
  const steep = (Math.max(...values) - Math.min(...values)) / 50;
  const runs = [[points[0]]];
  for (const [i, point] of points.entries()) {
    if (i === 0) continue;
    const before = points[i - 1];
    const jump = Math.abs(point[1] - before[1]) > steep && jumpWithin(exact, before, point);
    if (jump) {
      runs.at(-1).push(jump[0]);
      runs.push([jump[1]]);
    }
    runs.at(-1).push(point);
  }
  return runs;
}

/** Leaves out points within a sixth of a pixel of the line between those kept (Douglas, Peucker 1973). */
function simplified(points) {
  if (points.length < 3) return points;
  const [first, last] = [points[0], points.at(-1)];
  const [dx, dy] = [last[0] - first[0], last[1] - first[1]];
  const length = Math.hypot(dx, dy) || 1;
  let [farthest, distance] = [0, 0];
  for (let i = 1; i < points.length - 1; i += 1) {
    const off = Math.abs(dx * (points[i][1] - first[1]) - dy * (points[i][0] - first[0])) / length;
    if (off > distance) [farthest, distance] = [i, off];
  }
  if (distance < 1 / 6) return [first, last];
  return [
    ...simplified(points.slice(0, farthest + 1)).slice(0, -1),
    ...simplified(points.slice(farthest)),
  ];
}

function range(series) {
  const values = series.flatMap(({ runs = [] }) => runs.flat().map(([, y]) => y));
  const [low, high] = [Math.min(...values, 0), Math.max(...values, 0)];
  const room = (high - low) * 0.06 || 1;
  return [low < 0 ? low - room : low, high + room];
}

/** Grid, numbers and names of both axes; the zero lines stand out. */
function axes({ x, y }, place) {
  const { left, right, top, bottom } = place.frame;
  const parts = [];
  for (const value of x.ticks ?? ticks(...x.domain, 8)) {
    const at = pixels(place.x(value));
    const line = value === 0 ? 'z' : 'g';
    parts.push(`<path class="${line}" d="M${at} ${top}V${bottom}"/>`);
    parts.push(`<text x="${at}" y="${bottom + 16}" text-anchor="middle">${label(value)}</text>`);
  }
  for (const value of y.ticks ?? ticks(...y.domain, 5)) {
    const at = pixels(place.y(value));
    const line = value === 0 && !y.logarithmic ? 'z' : 'g';
    const shown = y.logarithmic ? `10${superscript(value)}` : label(value);
    parts.push(`<path class="${line}" d="M${left} ${at}H${right}"/>`);
    parts.push(
      `<text x="${left - 7}" y="${pixels(place.y(value) + 4)}" text-anchor="end">${shown}</text>`,
    );
  }
  const middle = pixels((left + right) / 2);
  parts.push(
    `<text x="${middle}" y="${bottom + 32}" text-anchor="middle">${escaped(x.label)}</text>`,
  );
  return parts;
}

function superscript(value) {
  const digits = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  return [...String(value)].map((c) => (c === '-' ? '⁻' : digits[Number(c)])).join('');
}

/** Names of the series side by side above the plot, and on the right a note in plain text. */
function legend(series, note, width) {
  let at = margin.left;
  const parts = [];
  for (const { name, colour, dashed } of series) {
    if (name === undefined) continue;
    parts.push(`<path class="l ${colour}${dashed ? ' s' : ''}" d="M${at} 21h20"/>`);
    parts.push(`<text class="t" x="${at + 27}" y="25">${escaped(name)}</text>`);
    at += 27 + Math.round(7 * [...name].length) + 18;
  }
  if (note)
    parts.push(
      `<text x="${width - margin.right}" y="25" text-anchor="end">${escaped(note)}</text>`,
    );
  return parts;
}

function drawn({ runs = [], colour, dashed, dots, bars, ellipses = [] }, place) {
  const on = ([x, y]) => [place.x(x), place.y(y)];
  const parts = ellipses.map(({ rx, ry, turn }) => {
    const [cx, cy] = on([0, 0]).map(pixels);
    const radii = `rx="${pixels(rx * place.scale)}" ry="${pixels(ry * place.scale)}"`;
    return `<ellipse class="o" cx="${cx}" cy="${cy}" ${radii} transform="rotate(${turn} ${cx} ${cy})"/>`;
  });
  if (bars) parts.push(`<path class="f" d="${bars.map((bar) => barPath(bar, place)).join('')}"/>`);
  const lines = runs.map((run) => {
    const mapped = run.map(on);
    const kept = dots ? mapped : simplified(mapped);
    return `M${kept.map((point) => point.map(pixels).join(' ')).join('L')}`;
  });
  if (lines.length > 0) {
    parts.push(`<path class="l ${colour}${dashed ? ' s' : ''}" d="${lines.join('')}"/>`);
  }
  if (dots) {
    const circles = runs.flat().map((point) => {
      const [cx, cy] = on(point).map(pixels);
      return `M${cx} ${cy}h0`;
    });
    parts.push(
      `<path class="l ${colour}" stroke-width="5" style="stroke-width:5" d="${circles.join('')}"/>`,
    );
  }
  return parts;
}

/** A bar from the zero line, a pixel narrower than its bin. */
function barPath([from, to, height], place) {
  const [left, right] = [place.x(from) + 0.5, place.x(to) - 0.5];
  const base = place.y(0);
  return `M${pixels(left)} ${pixels(base)}V${pixels(place.y(height))}H${pixels(right)}V${pixels(base)}z`;
}

/**
 * A plot. `x` and `y` are { domain, label, ticks? }; y.domain is found from the curves when absent.
 * A series is { name?, colour, dashed?, runs? (of points), dots?, bars? ([from, to, height]), ellipses? }.
 * `width` and `height` are those of the picture in pixels; `title` is what a screen reader says.
 */
export function plot({ title, note, x, y = {}, series, width = 560, height = 280 }) {
  const scaled = { ...y, domain: y.domain ?? range(series) };
  const frame = {
    left: margin.left,
    right: width - margin.right,
    top: margin.top,
    bottom: height - margin.bottom,
  };
  const scale = (frame.right - frame.left) / (x.domain[1] - x.domain[0]);
  const rise = (frame.bottom - frame.top) / (scaled.domain[1] - scaled.domain[0]);
  const place = {
    frame,
    scale,
    x: (value) => frame.left + (value - x.domain[0]) * scale,
    y: (value) => frame.bottom - (value - scaled.domain[0]) * rise,
  };
  const window = `x="${frame.left}" y="${frame.top}" width="${frame.right - frame.left}" height="${frame.bottom - frame.top}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title><style>${style}</style>`,
    `<clipPath id="w"><rect ${window}/></clipPath>`,
    `<rect class="p" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    ...axes({ x, y: scaled }, place),
    ...legend(series, note, width),
    `<g clip-path="url(#w)">`,
    ...series.toReversed().flatMap((one) => drawn(one, place)), // the first on top
    '</g>',
    '</svg>\n',
  ].join('\n');
}
