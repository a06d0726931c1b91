import type { Grain, TrendPoint } from '../api/types';
import { NONE, count, plural, points, weekday } from '../lib/format';

/** Steps as columns, in the order of time. Times are seconds since 1970, at the middle of the step. */
export interface Columns {
  x: number[];
  net: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
  /** Net where a step, or the one before it, is not complete: drawn dashed. */
  open: (number | null)[];
  volume: number[];
}

/** From so many items on, the interval of a step shapes the axis. */
const FIRM = 10;
const seconds = (t: string) => Date.parse(t) / 1000;

export function columns(data: TrendPoint[]): Columns {
  const net = data.map((p) => (p.total > 0 ? p.net_sentiment : null));
  const closed = data.map((p, i) => (p.complete ? (net[i] ?? null) : null));
  return {
    x: data.map((p) => (seconds(p.start) + seconds(p.end)) / 2),
    net: closed,
    low: data.map((p) => (p.total > 0 ? p.net_low : null)),
    high: data.map((p) => (p.total > 0 ? p.net_high : null)),
    open: data.map((p, i) => (!p.complete || data[i + 1]?.complete === false ? (net[i] ?? null) : null)),
    volume: data.map((p) => p.total + p.unscored),
  };
}

/**
 * Bounds of the net axis: they hold 0, every net value and the intervals of steps that
 * are not tiny, so that one lonely item does not flatten the rest.
 */
export function netRange(data: TrendPoint[]): [number, number] {
  let [lo, hi] = [-10, 10];
  for (const p of data) {
    if (p.total === 0 || p.net_sentiment === null) continue;
    const firm = p.total >= FIRM;
    lo = Math.min(lo, firm ? (p.net_low ?? p.net_sentiment) : p.net_sentiment);
    hi = Math.max(hi, firm ? (p.net_high ?? p.net_sentiment) : p.net_sentiment);
  }
  const snap = (v: number) => Math.min(106, Math.ceil((v + 2) / 10) * 10); // a little room, so that a point at 100 is whole
  return [-snap(-lo), snap(hi)];
}

/** The step a key moves to; the index itself when it moves nowhere. */
export function moved(key: string, index: number, length: number): number {
  const last = length - 1;
  const to = { ArrowLeft: index - 1, ArrowDown: index - 1, ArrowRight: index + 1, ArrowUp: index + 1, PageUp: index - 7, PageDown: index + 7, Home: 0, End: last }[key];
  return to === undefined ? index : Math.max(0, Math.min(last, to));
}

const hourFormat = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });

/** A step's time in words, in UTC. */
export function stepName(start: string, grain: Grain): string {
  const t = Date.parse(start);
  if (Number.isNaN(t)) return NONE;
  if (grain === 'hour') return hourFormat.format(t);
  return grain === 'week' ? `Week of ${weekday(t)}` : weekday(t);
}

/** All of a step in one sentence, for screen readers. */
export function stepSentence(p: TrendPoint, grain: Grain): string {
  const name = stepName(p.start, grain);
  if (p.total === 0) return p.unscored ? `${name}: ${plural(p.unscored, 'item')} not scored yet` : `${name}: no items`;
  const open = p.complete ? '' : ', not complete yet';
  const small = p.small_sample ? ', small sample' : '';
  return `${name}: net ${points(p.net_sentiment)} points, interval ${points(p.net_low)} to ${points(p.net_high)}, ${plural(p.total, 'item')}: ${count(p.positive)} positive, ${count(p.neutral)} neutral, ${count(p.negative)} negative${small}${open}`;
}

/** The last step that holds items, or the last one. */
export function restingStep(data: TrendPoint[]): number {
  for (let i = data.length - 1; i >= 0; i--) if (data[i]!.total > 0) return i;
  return data.length - 1;
}
