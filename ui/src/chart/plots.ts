import uPlot from 'uplot';
import { compact } from '../lib/format';
import { SLOTS, dashOf, drawHappenings, drawBars, drawGaps, drawMarks, drawWords, drawZero, middle, palette, type Palette } from './draw';
import { bounds, lines, type Series } from './model';
import type { Chart } from './chart';

export interface Plots {
  /** Moves the cursor of both plots to a step; null takes it away. */
  point(index: number | null): void;
  /** Brings one series to the front; null makes them equal. */
  focus(slug: string | null): void;
  resize(width: number): void;
  /** Both plots as they are, one above the other. */
  canvases(): HTMLCanvasElement[];
  destroy(): void;
}

const AXIS_WIDTH = 46;
const NET_HEIGHT = 270;
const VOLUME_HEIGHT = 92;
const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

function yAxis(colors: Palette, values: (v: number) => string): uPlot.Axis {
  return { size: AXIS_WIDTH, font: FONT, stroke: colors.text, grid: { stroke: colors.grid, width: 1 }, ticks: { show: false }, gap: 6, values: (_u, splits) => splits.map(values) };
}

function xAxis(colors: Palette, show: boolean, hours: number): uPlot.Axis {
  const format = new Intl.DateTimeFormat(undefined, hours <= 48 ? { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' } : { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return {
    font: FONT, stroke: colors.text, space: 64, size: show ? 30 : 8, gap: 6,
    grid: { stroke: colors.grid, width: 1 }, ticks: { show: false },
    incrs: hours <= 48 ? [3600, 2 * 3600, 3 * 3600, 6 * 3600, 12 * 3600] : [1, 2, 3, 5, 7, 14, 28, 56, 112].map((d) => d * 86_400),
    values: (_u, splits) => splits.map((s) => (show ? format.format(s * 1000) : '')),
  };
}

const signs = (v: number) => (v > 0 ? `+${v}` : String(v).replace('-', '−'));
const fade = (color: string, percent: number) => (/^#[0-9a-f]{6}$/i.test(color) ? color + Math.round(percent * 2.55).toString(16).padStart(2, '0') : color);

/** Four drawn series for each of ours: upper and lower limit with the band between, the closed line, the open one. */
function drawn(series: readonly Series[], slots: readonly number[], colors: Palette): { options: uPlot.Series[]; bands: uPlot.Band[]; data: (number | null)[][] } {
  const result: ReturnType<typeof drawn> = { options: [], bands: [], data: [] };
  series.forEach(({ steps }, k) => {
    const slot = slots[k]!;
    const stroke = colors.series[slot % SLOTS]!;
    const first = 1 + k * 4;
    result.bands.push({ series: [first, first + 1], fill: fade(stroke, series.length > 3 ? 9 : 15) });
    const limit: uPlot.Series = { stroke: 'transparent', width: 0, points: { show: false } };
    result.options.push(limit, limit, { stroke, width: 2, dash: dashOf(slot), points: { show: false } }, { stroke, width: 1.5, dash: [1, 4], points: { show: false } });
    const { closed, open } = lines(steps);
    result.data.push(steps.map((p) => p.high), steps.map((p) => p.low), closed, open);
  });
  return result;
}

/** Tells the cursors of one chart from those of another. */
let made = 0;

/** Builds the two aligned plots: net sentiment with intervals, and volume beneath. */
export function makePlots(netHost: HTMLElement, volumeHost: HTMLElement, chart: Chart, width: number, onHover: (index: number | null) => void): Plots {
  const colors = palette(netHost);
  const { series, slots } = chart;
  const steps = series[0]!.steps;
  const x = steps.map(middle);
  const [from, to] = [Date.parse(steps[0]!.start) / 1000, Date.parse(steps.at(-1)!.end) / 1000];
  const hours = (to - from) / 3600;
  const key = `steps-${made++}`;
  let quiet = false;

  const common = { width, tzDate: (s: number) => uPlot.tzDate(new Date(s * 1000), 'UTC'), legend: { show: false }, padding: [8, 8, 0, 0] as [number, number, number, number] };
  const scaleX: uPlot.Scale = { time: true, range: () => [from, to] };
  const cursor: uPlot.Cursor = { sync: { key, setSeries: false }, drag: { x: false, y: false }, y: false, points: { show: false } };
  const hover = (u: uPlot) => {
    if (!quiet) onHover(u.cursor.left !== undefined && u.cursor.left >= 0 ? (u.cursor.idx ?? null) : null);
  };

  const [lo, hi] = bounds(series);
  const all = drawn(series, slots, colors);
  const net = new uPlot(
    {
      ...common, height: NET_HEIGHT, cursor, scales: { x: scaleX, y: { range: () => [lo, hi] } }, axes: [xAxis(colors, false, hours), yAxis(colors, signs)],
      series: [{}, ...all.options], bands: all.bands,
      hooks: {
        drawClear: [(u) => drawGaps(u, series, colors)],
        drawAxes: [(u) => drawZero(u, colors)],
        draw: [
          (u) => {
            drawHappenings(u, chart.happenings, colors);
            series.forEach((s, k) => drawMarks(u, s, slots[k]!, colors));
            if (chart.simulated) drawWords(u, 'Simulated data', colors);
          },
        ],
        setCursor: [hover],
      },
    },
    [x, ...all.data] as uPlot.AlignedData,
    netHost,
  );

  const sums = steps.map((_, i) => series.reduce((n, s) => n + s.steps[i]!.total, 0));
  const volume = new uPlot(
    {
      ...common, height: VOLUME_HEIGHT, cursor, scales: { x: scaleX, y: { range: () => [0, Math.max(1, ...sums) * 1.08] } },
      axes: [xAxis(colors, true, hours), { ...yAxis(colors, (v) => (Number.isInteger(v) ? compact(v) : '')), space: 30 }],
      series: [{}, { stroke: 'transparent', width: 0, points: { show: false } }],
      hooks: { draw: [(u) => drawBars(u, series, slots, colors)], setCursor: [hover] },
    },
    [x, sums],
    volumeHost,
  );

  return {
    point(index) {
      quiet = true;
      for (const u of [net, volume]) u.setCursor({ left: index === null ? -10 : u.valToPos(x[index] ?? from, 'x'), top: index === null ? -10 : 10 }, false);
      quiet = false;
    },
    focus(slug) {
      const k = series.findIndex((s) => s.slug === slug);
      series.forEach((_, i) => {
        for (let j = 1; j <= 4; j++) net.series[i * 4 + j]!.alpha = k < 0 || i === k ? 1 : 0.18;
      });
      net.redraw(false);
    },
    resize(w) {
      net.setSize({ width: w, height: NET_HEIGHT });
      volume.setSize({ width: w, height: VOLUME_HEIGHT });
    },
    canvases: () => [net.ctx.canvas, volume.ctx.canvas],
    destroy() {
      net.destroy();
      volume.destroy();
    },
  };
}
