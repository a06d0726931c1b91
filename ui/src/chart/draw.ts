import type uPlot from 'uplot';
import type { Happening } from './happenings';
import type { Series, Step } from './model';

export interface Palette {
  surface: string;
  grid: string;
  text: string;
  zero: string;
  hatch: string;
  series: string[];
}

/** As many series as have a colour, a shape and a dash of their own. */
export const SLOTS = 8;

/** Reads the chart's colours from the style sheet, so that a scheme change needs no second list. */
export function palette(element: Element): Palette {
  const style = getComputedStyle(element);
  const v = (name: string) => style.getPropertyValue(name).trim();
  const series = Array.from({ length: SLOTS }, (_, i) => v(`--series-${i + 1}`));
  return { surface: v('--surface'), grid: v('--grid'), text: v('--ink-2'), zero: v('--zero'), hatch: v('--hatch'), series };
}

/** The middle of a step, in seconds since 1970. */
export const middle = (p: Step) => (Date.parse(p.start) + Date.parse(p.end)) / 2000;

/** Outlines the mark of a slot around a point. MARKS has the same shapes as text. */
export function mark(ctx: CanvasRenderingContext2D, slot: number, x: number, y: number, r: number): void {
  ctx.beginPath();
  const corners: [number, number][] | undefined = [
    undefined,
    [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
    [[0, -1.2], [1.1, 0.8], [-1.1, 0.8]],
    [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]],
    [[0, 1.2], [1.1, -0.8], [-1.1, -0.8]],
    [[-0.4, -1.2], [0.4, -1.2], [0.4, -0.4], [1.2, -0.4], [1.2, 0.4], [0.4, 0.4], [0.4, 1.2], [-0.4, 1.2], [-0.4, 0.4], [-1.2, 0.4], [-1.2, -0.4], [-0.4, -0.4]],
    [[0, -1.2], [1.15, -0.37], [0.7, 1], [-0.7, 1], [-1.15, -0.37]],
    [[-1.2, -0.6], [1.2, -0.6], [1.2, 0.6], [-1.2, 0.6]],
  ][slot % SLOTS] as [number, number][] | undefined;
  if (!corners) return ctx.arc(x, y, r, 0, 2 * Math.PI);
  corners.forEach(([dx, dy], i) => (i === 0 ? ctx.moveTo(x + dx * r, y + dy * r) : ctx.lineTo(x + dx * r, y + dy * r)));
  ctx.closePath();
}

/** The dash of a slot, in CSS pixels. */
export const dashOf = (slot: number): number[] => [[], [7, 3], [2, 3], [9, 3, 2, 3], [4, 2], [12, 4], [1, 2], [6, 2, 1, 2]][slot % SLOTS]!;

/** Hatches steps of which no series holds anything: nothing was said, or nothing was collected. */
export function drawGaps(u: uPlot, series: readonly Series[], colors: Palette): void {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.beginPath();
  series[0]?.steps.forEach((p, i) => {
    if (series.some((s) => s.steps[i]!.total > 0)) return;
    const left = u.valToPos(Date.parse(p.start) / 1000, 'x', true);
    ctx.rect(left, bbox.top, u.valToPos(Date.parse(p.end) / 1000, 'x', true) - left, bbox.height);
  });
  ctx.clip();
  ctx.strokeStyle = colors.hatch;
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  for (let x = bbox.left - bbox.height; x < bbox.left + bbox.width; x += 9 * devicePixelRatio) {
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x + bbox.height, bbox.top);
  }
  ctx.stroke();
  ctx.restore();
}

/** Draws marks on the line of a slot: all where there is room, else those that are open, lonely, or the last; hollow when open. */
export function drawMarks(u: uPlot, { steps }: Series, slot: number, colors: Palette): void {
  const { ctx, bbox } = u;
  const every = Math.max(1, Math.ceil((16 * devicePixelRatio * steps.length) / bbox.width));
  const color = colors.series[slot % SLOTS]!;
  const last = steps.findLastIndex((p) => p.net !== null);
  ctx.save();
  ctx.setLineDash([]);
  steps.forEach((p, i) => {
    if (p.net === null) return;
    const lonely = steps[i - 1]?.net == null && steps[i + 1]?.net == null;
    if ((i % every !== 0 || p.small) && !p.open && !lonely && i !== last && !(p.small && every === 1)) return;
    mark(ctx, slot, u.valToPos(middle(p), 'x', true), u.valToPos(p.net, 'y', true), (p.small ? 2.4 : 3.4) * devicePixelRatio);
    ctx.fillStyle = p.open ? colors.surface : color;
    ctx.strokeStyle = p.open ? color : colors.surface;
    ctx.lineWidth = (p.open ? 1.8 : 1) * devicePixelRatio;
    ctx.fill();
    ctx.stroke();
  });
  ctx.restore();
}

function upright(u: uPlot, x: number): void {
  const { ctx, bbox } = u;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
}

/** Draws the zero line of net sentiment. */
export function drawZero(u: uPlot, colors: Palette): void {
  const { ctx, bbox } = u;
  const y = Math.round(u.valToPos(0, 'y', true)) + 0.5;
  ctx.save();
  ctx.setLineDash([]);
  ctx.strokeStyle = colors.zero;
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}

/** Marks what happened, by the number under which it is listed beneath the chart. */
export function drawHappenings(u: uPlot, happenings: readonly Happening[], colors: Palette): void {
  const { ctx, bbox } = u;
  const px = devicePixelRatio;
  ctx.save();
  ctx.font = `600 ${11 * px}px system-ui, sans-serif`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  happenings.forEach((a, i) => {
    const x = Math.round(u.valToPos(Date.parse(a.at) / 1000, 'x', true)) + 0.5;
    if (x < bbox.left || x > bbox.left + bbox.width) return;
    ctx.setLineDash([3 * px, 3 * px]);
    ctx.strokeStyle = colors.text;
    ctx.lineWidth = px;
    ctx.globalAlpha = 0.6;
    upright(u, x);
    ctx.globalAlpha = 1;
    ctx.setLineDash([]);
    ctx.fillStyle = colors.text;
    ctx.beginPath();
    ctx.arc(x, bbox.top + 9 * px, 8 * px, 0, 2 * Math.PI);
    ctx.fill();
    ctx.fillStyle = colors.surface;
    ctx.fillText(String(i + 1), x, bbox.top + 9.5 * px);
  });
  ctx.restore();
}

/** Draws volume as bars, the series stacked in their order; bars of open steps are hollow. */
export function drawBars(u: uPlot, series: readonly Series[], slots: readonly number[], colors: Palette): void {
  const { ctx } = u;
  ctx.save();
  ctx.setLineDash([]);
  series[0]?.steps.forEach((step, i) => {
    const a = u.valToPos(Date.parse(step.start) / 1000, 'x', true);
    const b = u.valToPos(Date.parse(step.end) / 1000, 'x', true);
    const gap = Math.min((b - a) * 0.24, 6 * devicePixelRatio);
    let base = 0;
    series.forEach((s, k) => {
      const p = s.steps[i]!;
      const [top, bottom] = [u.valToPos(base + p.total, 'y', true), u.valToPos(base, 'y', true)];
      base += p.total;
      if (p.total === 0) return;
      const [left, width, color] = [a + gap / 2, Math.max(1, b - a - gap), colors.series[slots[k]! % SLOTS]!];
      if (p.open) {
        const w = 1.5 * devicePixelRatio;
        ctx.strokeStyle = color;
        ctx.lineWidth = w;
        ctx.strokeRect(left + w / 2, top + w / 2, Math.max(1, width - w), Math.max(0, bottom - top - w));
      } else {
        ctx.fillStyle = color;
        ctx.fillRect(left, top, width, bottom - top);
      }
    });
  });
  ctx.restore();
}

/** Writes words over the plot, so that they stay when the picture is copied. */
export function drawWords(u: uPlot, text: string, colors: Palette): void {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.font = `600 ${12 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.fillStyle = colors.text;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'bottom';
  ctx.fillText(text, bbox.left + bbox.width - 8 * devicePixelRatio, bbox.top + bbox.height - 6 * devicePixelRatio);
  ctx.restore();
}
