import uPlot from 'uplot';
import type { Trends } from '../api/types';
import { compact } from '../lib/format';
import { drawBars, drawGaps, drawMark, drawPoints, drawZero, palette, type Palette } from './draw';
import { columns, netRange } from './model';

export interface Plots {
  /** Moves the cursor of both plots to a step; null takes it away. */
  point(index: number | null): void;
  resize(width: number): void;
  destroy(): void;
}

const AXIS_WIDTH = 46;
const NET_HEIGHT = 260;
const VOLUME_HEIGHT = 104;
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

/** Builds the two aligned plots: net sentiment with its interval, and volume beneath. */
export function makePlots(netHost: HTMLElement, volumeHost: HTMLElement, trends: Trends, width: number, onHover: (index: number | null) => void): Plots {
  const colors = palette(netHost);
  const data = trends.trend_data;
  const c = columns(data);
  const from = Date.parse(data[0]!.start) / 1000;
  const to = Date.parse(data.at(-1)!.end) / 1000;
  const hours = (to - from) / 3600;
  const sync = { key: 'trend' };
  let quiet = false;

  const common = {
    width,
    tzDate: (s: number) => uPlot.tzDate(new Date(s * 1000), 'UTC'),
    legend: { show: false },
    padding: [8, 8, 0, 0] as [number, number, number, number],
  };
  const scaleX: uPlot.Scale = { time: true, range: () => [from, to] };
  const cursor: uPlot.Cursor = { sync: { key: sync.key, setSeries: false }, drag: { x: false, y: false }, y: false, points: { show: false } };
  const hover = (u: uPlot) => {
    if (!quiet) onHover(u.cursor.left !== undefined && u.cursor.left >= 0 ? (u.cursor.idx ?? null) : null);
  };

  const [lo, hi] = netRange(data);
  const net = new uPlot(
    {
      ...common,
      height: NET_HEIGHT,
      cursor,
      scales: { x: scaleX, y: { range: () => [lo, hi] } },
      axes: [xAxis(colors, false, hours), yAxis(colors, signs)],
      series: [
        {},
        { stroke: 'transparent', width: 0, points: { show: false } },
        { stroke: 'transparent', width: 0, points: { show: false } },
        { stroke: colors.line, width: 2, points: { show: false } },
        { stroke: colors.line, width: 2, dash: [4, 4], points: { show: false } },
      ],
      bands: [{ series: [2, 1], fill: colors.band }],
      hooks: {
        drawClear: [(u) => drawGaps(u, data, colors)],
        drawAxes: [(u) => drawZero(u, colors)],
        draw: [
          (u) => {
            drawPoints(u, data, colors);
            if (trends.simulated) drawMark(u, 'Simulated data', colors);
          },
        ],
        setCursor: [hover],
      },
    },
    [c.x, c.low, c.high, c.net, c.open],
    netHost,
  );

  const most = Math.max(1, ...c.volume);
  const volume = new uPlot(
    {
      ...common,
      height: VOLUME_HEIGHT,
      cursor,
      scales: { x: scaleX, y: { range: () => [0, most * 1.08] } },
      axes: [xAxis(colors, true, hours), { ...yAxis(colors, (v) => (Number.isInteger(v) ? compact(v) : '')), space: 34 }],
      series: [{}, { stroke: 'transparent', width: 0, points: { show: false } }],
      hooks: { draw: [(u) => drawBars(u, data, colors)], setCursor: [hover] },
    },
    [c.x, c.volume],
    volumeHost,
  );

  return {
    point(index) {
      quiet = true;
      for (const u of [net, volume]) {
        const left = index === null ? -10 : u.valToPos(c.x[index] ?? from, 'x');
        u.setCursor({ left, top: index === null ? -10 : 10 }, false);
      }
      quiet = false;
    },
    resize(w) {
      net.setSize({ width: w, height: NET_HEIGHT });
      volume.setSize({ width: w, height: VOLUME_HEIGHT });
    },
    destroy() {
      net.destroy();
      volume.destroy();
    },
  };
}
