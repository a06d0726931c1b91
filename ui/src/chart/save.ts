import { download, saveCsv } from '../lib/download';
import { windowWords } from '../lib/words';
import { SLOTS, mark, palette } from './draw';
import type { Chart } from './chart';
import type { Plots } from './plots';

const SIZE = { head: 64, row: 22, pad: 16 };
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

/** A picture of a chart as it is on screen, with title, window and names; simulated data says so in it. */
export function savePicture(name: string, title: string, chart: Chart, plots: Plots, host: Element): void {
  const parts = plots.canvases();
  const px = devicePixelRatio;
  const { surface, text, series: colors } = palette(host);
  const ink = getComputedStyle(host).color;
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(...parts.map((p) => p.width)) + 2 * SIZE.pad * px;
  canvas.height = parts.reduce((h, p) => h + p.height, 0) + (SIZE.head + SIZE.row * chart.series.length + 2 * SIZE.pad) * px;
  const ctx = canvas.getContext('2d');
  if (!ctx) return;
  ctx.fillStyle = surface;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.textBaseline = 'middle';
  const say = (words: string, y: number, size: number, color: string, x = SIZE.pad) => {
    ctx.font = `${size > 14 ? 600 : 400} ${size * px}px ${FONT}`;
    ctx.fillStyle = color;
    ctx.fillText(words, x * px, y * px);
  };
  say(title, 26, 18, ink);
  say(`${windowWords(chart.window)} (UTC), net sentiment in points, 95 % intervals: ${chart.basis}${chart.simulated ? ' · simulated data' : ''}`, 50, 12, text);
  let y = SIZE.head * px;
  for (const part of parts) {
    ctx.drawImage(part, SIZE.pad * px, y);
    y += part.height;
  }
  chart.series.forEach((s, k) => {
    const row = y / px + SIZE.row * (k + 0.5);
    ctx.fillStyle = colors[chart.slots[k]! % SLOTS]!;
    mark(ctx, chart.slots[k]!, (SIZE.pad + 8) * px, row * px, 4 * px);
    ctx.fill();
    say(s.name, row, 13, ink, SIZE.pad + 22);
  });
  canvas.toBlob((blob) => blob && download(`${name}.png`, blob));
}

/** The chart's numbers, a row for each step of each series. */
export function saveNumbers(name: string, chart: Chart): void {
  saveCsv(
    name,
    chart.series.flatMap((s) =>
      s.steps.map((p) => ({
        series: s.name, start: p.start, end: p.end, net_sentiment: p.net, low: p.low, high: p.high, positive: p.positive, neutral: p.neutral, negative: p.negative,
        total: p.total, small_sample: p.small, complete: !p.open, simulated: chart.simulated,
      })),
    ),
  );
}
