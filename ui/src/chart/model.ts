import type { CommunityCoverage, DataPoint, Grain, Timeseries, Trends } from '../api/types';
import { count, plural, points } from '../lib/format';
import { stepName } from './step';

/** One step of a series, in points of net sentiment; net is null without mentions. */
export interface Step {
  start: string;
  end: string;
  net: number | null;
  low: number | null;
  high: number | null;
  positive: number;
  neutral: number;
  negative: number;
  total: number;
  small: boolean;
  /** Still running, not scored to the end, or with a gap in what was collected: no change is read from it. */
  open: boolean;
}

export interface Series {
  /** Slug, or ALL. */
  slug: string;
  name: string;
  steps: Step[];
}

/** Names the series of all items, whatever they mention. */
export const ALL = 'all';

type Gap = Pick<CommunityCoverage['gaps'][number], 'from' | 'to'>;

const overlaps = (p: { start: string; end: string }, gaps: readonly Gap[]) => gaps.some((g) => Date.parse(g.from) < Date.parse(p.end) && Date.parse(g.to) > Date.parse(p.start));

function stepOf(p: DataPoint, gaps: readonly Gap[], published: number): Step {
  // Of an import nobody knows whether it is complete; that is said beside the chart, not at each point of it.
  const open = !p.complete && (Date.parse(p.end) > published || overlaps(p, gaps));
  return {
    start: p.start, end: p.end, net: p.net_sentiment, low: p.low, high: p.high, positive: p.positive_count, neutral: p.neutral_count, negative: p.negative_count,
    total: p.total_mentions, small: p.small_sample, open,
  };
}

/** The series of a tool. Gaps are those of the communities it draws from. */
export function ofTool(a: Timeseries, gaps: readonly Gap[]): Series {
  const published = Date.parse(a.timestamp);
  return { slug: a.tool_id, name: a.tool_name, steps: a.data_points.map((p) => stepOf(p, gaps, published)) };
}

/** The series of all items. */
export function ofAll(a: Trends, gaps: readonly Gap[]): Series {
  const steps = a.trend_data.map((p) => ({
    start: p.start, end: p.end, net: p.total > 0 ? p.net_sentiment : null, low: p.net_low, high: p.net_high, positive: p.positive, neutral: p.neutral, negative: p.negative,
    total: p.total, small: p.small_sample, open: !p.complete || p.unscored > 0 || overlaps(p, gaps),
  }));
  return { slug: ALL, name: 'All items', steps };
}

/** From so many mentions on, the interval of a step shapes the axis. */
const FIRM = 10;

/** Bounds of the axis: they hold 0, every net value and the intervals that do not come from a handful. */
export function bounds(series: readonly Series[]): [number, number] {
  let [lo, hi] = [-10, 10];
  for (const p of series.flatMap((s) => s.steps)) {
    if (p.net === null) continue;
    const firm = p.total >= FIRM;
    lo = Math.min(lo, firm ? (p.low ?? p.net) : p.net);
    hi = Math.max(hi, firm ? (p.high ?? p.net) : p.net);
  }
  const snap = (v: number) => Math.min(106, Math.ceil((v + 2) / 10) * 10);
  return [-snap(-lo), snap(hi)];
}

/** Net of the closed steps, and of the open ones with those beside them: the latter is drawn dashed. */
export function lines(steps: readonly Step[]): { closed: (number | null)[]; open: (number | null)[] } {
  return {
    closed: steps.map((p) => (p.open ? null : p.net)),
    open: steps.map((p, i) => (p.open || steps[i + 1]?.open || steps[i - 1]?.open ? p.net : null)),
  };
}

/** The last step in which one of the series holds something, or the last one. */
export function resting(series: readonly Series[]): number {
  const length = series[0]?.steps.length ?? 0;
  for (let i = length - 1; i >= 0; i--) if (series.some((s) => s.steps[i]!.total > 0)) return i;
  return Math.max(0, length - 1);
}

function stepWords(s: Series, i: number): string {
  const p = s.steps[i]!;
  if (p.net === null) return `${s.name} ${s.slug === ALL ? 'none' : 'no mentions'}`;
  const marks = `${p.small ? ', small sample' : ''}${p.open ? ', not complete' : ''}`;
  return `${s.name} net ${points(p.net)} points, interval ${points(p.low)} to ${points(p.high)}, ${count(p.total)} ${s.slug === ALL ? 'items' : 'mentions'}${marks}`;
}

/** All of a step in one sentence, for screen readers. */
export function sentence(series: readonly Series[], i: number, grain: Grain): string {
  const start = series[0]?.steps[i]?.start;
  return start ? `${stepName(start, grain)}: ${series.map((s) => stepWords(s, i)).join('; ')}` : 'nothing';
}

export const mentionsOf = (s: Series, p: Step) => plural(p.total, s.slug === ALL ? 'item' : 'mention');
