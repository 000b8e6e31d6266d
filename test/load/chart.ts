// A line chart as SVG text: time from left to right, one line a series, broken where nothing was measured.

export interface Point {
  /** Seconds since the beginning. */
  readonly x: number;
  /** null breaks the line. */
  readonly y: number | null;
}

export interface Series {
  readonly name: string;
  readonly points: readonly Point[];
}

export interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly series: readonly Series[];
  /** Upright lines, with what they are. */
  readonly marks: { readonly name: string; readonly at: readonly number[] };
}

const width = 860;
const height = 320;
const frame = { left: 64, right: 240, top: 40, bottom: 36 };
const colours = ['#1f6fb2', '#d1495b', '#2e8b57', '#b8860b', '#7b4fa3', '#4d4d4d', '#00868b'];
const xStepSeconds = 10;
const ySteps = 4;

export function drawChart(chart: Chart): string {
  const points = chart.series.flatMap((series) => series.points);
  const lastX = Math.max(1, ...points.map(({ x }) => x), ...chart.marks.at);
  const topY = niceTop(Math.max(...points.map(({ y }) => y ?? 0)));
  const place = {
    x: (x: number) => round(frame.left + (x / lastX) * (width - frame.left - frame.right)),
    y: (y: number) => round(height - frame.bottom - (y / topY) * (height - frame.top - frame.bottom)),
  };
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(frame.left, 22, chart.title, 'font-size="15" font-weight="bold"'),
    ...axes(place, lastX, topY, chart.unit),
    ...chart.marks.at.map((at) => line(place.x(at), frame.top, place.x(at), height - frame.bottom, '#999999', '3 3')),
    ...chart.series.flatMap((series, index) => drawSeries(series, index, place)),
    ...legend(chart),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

interface Place {
  readonly x: (x: number) => number;
  readonly y: (y: number) => number;
}

function axes(place: Place, lastX: number, topY: number, unit: string): readonly string[] {
  const drawn: string[] = [];
  for (let step = 0; step <= ySteps; step += 1) {
    const value = (topY * step) / ySteps;
    drawn.push(line(frame.left, place.y(value), width - frame.right, place.y(value), '#dddddd', ''));
    drawn.push(text(frame.left - 6, place.y(value) + 4, `${shown(value)} ${unit}`, 'text-anchor="end"'));
  }
  for (let value = 0; value <= lastX; value += xStepSeconds) {
    drawn.push(text(place.x(value), height - frame.bottom + 18, `${value} s`, 'text-anchor="middle"'));
  }
  return drawn;
}

function drawSeries({ points }: Series, index: number, place: Place): readonly string[] {
  const pieces: string[] = [];
  let isDrawing = false;
  for (const { x, y } of points) {
    if (y !== null) pieces.push(`${isDrawing ? 'L' : 'M'}${place.x(x)} ${place.y(y)}`);
    isDrawing = y !== null;
  }
  return [`<path d="${pieces.join('')}" fill="none" stroke="${colourOf(index)}" stroke-width="1.5"/>`];
}

function legend({ series, marks }: Chart): readonly string[] {
  const left = width - frame.right + 14;
  const rows = series.flatMap(({ name }, index) => {
    const y = frame.top + 8 + index * 20;
    return [
      `<rect x="${left}" y="${y - 5}" width="14" height="4" fill="${colourOf(index)}"/>`,
      text(left + 20, y, name, ''),
    ];
  });
  if (marks.at.length === 0) return rows;
  const y = frame.top + 8 + series.length * 20;
  return [...rows, line(left, y - 4, left + 14, y - 4, '#999999', '3 3'), text(left + 20, y, marks.name, '')];
}

function line(x1: number, y1: number, x2: number, y2: number, colour: string, dashes: string): string {
  const dashed = dashes === '' ? '' : ` stroke-dasharray="${dashes}"`;
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${colour}"${dashed}/>`;
}

function text(x: number, y: number, words: string, attributes: string): string {
  const escaped = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x}" y="${y}" fill="#333333" ${attributes}>${escaped}</text>`;
}

function colourOf(index: number): string {
  return colours[index % colours.length] ?? '#000000';
}

/** The next of 1, 2, 4, 5, 8 and their tens, so that a quarter of it is short. */
function niceTop(value: number): number {
  if (value <= 0) return 1;
  const unit = 10 ** Math.floor(Math.log10(value));
  return unit * ([1, 2, 4, 5, 8, 10].find((factor) => factor * unit >= value) ?? 10);
}

function shown(value: number): string {
  return value === 0 ? '0' : String(Number(value.toPrecision(3)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
