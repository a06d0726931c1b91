import type uPlot from 'uplot';
import type { TrendPoint } from '../api/types';

export interface Palette {
  line: string;
  band: string;
  surface: string;
  grid: string;
  text: string;
  zero: string;
  hatch: string;
  positive: string;
  neutral: string;
  negative: string;
}

/** Reads the chart's colours from the style sheet, so that a scheme change needs no second list. */
export function palette(element: Element): Palette {
  const style = getComputedStyle(element);
  const v = (name: string) => style.getPropertyValue(name).trim();
  return {
    line: v('--line-net'), band: v('--band'), surface: v('--surface'), grid: v('--grid'), text: v('--ink-2'), zero: v('--zero'),
    hatch: v('--hatch'), positive: v('--pos-fill'), neutral: v('--neu-fill'), negative: v('--neg-fill'),
  };
}

interface Box {
  left: number;
  width: number;
}

/** Where a step lies on the canvas, in device pixels. */
function box(u: uPlot, p: TrendPoint, inset: number): Box {
  const a = u.valToPos(Date.parse(p.start) / 1000, 'x', true);
  const b = u.valToPos(Date.parse(p.end) / 1000, 'x', true);
  const gap = Math.min((b - a) * inset, 6 * devicePixelRatio);
  return { left: a + gap / 2, width: Math.max(1, b - a - gap) };
}

/** Hatches steps without items: nothing was said, or nothing was collected. */
export function drawGaps(u: uPlot, data: TrendPoint[], colors: Palette): void {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.beginPath();
  for (const p of data) {
    if (p.total > 0 || p.unscored > 0) continue;
    const { left, width } = box(u, p, 0);
    ctx.rect(left, bbox.top, width, bbox.height);
  }
  ctx.clip();
  ctx.strokeStyle = colors.hatch;
  ctx.lineWidth = devicePixelRatio;
  const step = 9 * devicePixelRatio;
  ctx.beginPath();
  for (let x = bbox.left - bbox.height; x < bbox.left + bbox.width; x += step) {
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x + bbox.height, bbox.top);
  }
  ctx.stroke();
  ctx.restore();
}

/** Draws the steps as points: hollow when not complete, square when a small sample. */
export function drawPoints(u: uPlot, data: TrendPoint[], colors: Palette): void {
  const { ctx, bbox } = u;
  const crowded = bbox.width / Math.max(1, data.length) < 9 * devicePixelRatio;
  const r = 3.2 * devicePixelRatio;
  ctx.save();
  ctx.setLineDash([]); // what drew before may have left its own
  ctx.lineWidth = 2 * devicePixelRatio;
  data.forEach((p, i) => {
    if (p.total === 0 || p.net_sentiment === null) return;
    const lonely = !data[i - 1]?.total && !data[i + 1]?.total;
    if (crowded && p.complete && !lonely) return;
    const x = u.valToPos((Date.parse(p.start) + Date.parse(p.end)) / 2000, 'x', true);
    const y = u.valToPos(p.net_sentiment, 'y', true);
    ctx.beginPath();
    if (p.small_sample) ctx.rect(x - r, y - r, 2 * r, 2 * r);
    else ctx.arc(x, y, r, 0, 2 * Math.PI);
    ctx.fillStyle = p.complete ? colors.line : colors.surface;
    ctx.strokeStyle = p.complete ? colors.surface : colors.line;
    if (p.complete) ctx.lineWidth = devicePixelRatio;
    else ctx.lineWidth = 2 * devicePixelRatio;
    ctx.fill();
    ctx.stroke();
  });
  ctx.restore();
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

/** Draws volume as stacked bars, negative at the bottom; bars of steps that are not complete are hollow. */
export function drawBars(u: uPlot, data: TrendPoint[], colors: Palette): void {
  const { ctx } = u;
  ctx.save();
  ctx.setLineDash([]);
  for (const p of data) {
    const { left, width } = box(u, p, 0.24);
    let base = 0;
    for (const [n, color] of [
      [p.negative, colors.negative],
      [p.neutral, colors.neutral],
      [p.positive, colors.positive],
    ] as const) {
      if (n === 0) continue;
      const top = u.valToPos(base + n, 'y', true);
      const bottom = u.valToPos(base, 'y', true);
      base += n;
      if (p.complete) {
        ctx.fillStyle = color;
        ctx.fillRect(left, top, width, bottom - top);
      } else {
        const w = 1.5 * devicePixelRatio;
        ctx.strokeStyle = color;
        ctx.lineWidth = w;
        ctx.strokeRect(left + w / 2, top + w / 2, Math.max(1, width - w), Math.max(0, bottom - top - w));
      }
    }
  }
  ctx.restore();
}

/** Writes words over the plot, so that they stay when the picture is copied. */
export function drawMark(u: uPlot, text: string, colors: Palette): void {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.font = `600 ${12 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.fillStyle = colors.text;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'top';
  ctx.fillText(text, bbox.left + bbox.width - 8 * devicePixelRatio, bbox.top + 6 * devicePixelRatio);
  ctx.restore();
}
