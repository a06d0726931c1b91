import type { Grain, Kind, Label } from '../api/types';

export type Range = '24h' | '7d' | '30d' | '90d' | 'custom';

/** What the page shows; all of it is in the address, so that a link shows the same. */
export interface View {
  range: Range;
  /** First and last day of a custom range, YYYY-MM-DD in UTC, both inclusive. Empty otherwise. */
  from: string;
  to: string;
  /** null lets the page choose by the length of the range. */
  grain: Grain | null;
  /** Where a relative range ends. auto: now, or the newest item when there is nothing up to now. */
  end: 'auto' | 'now' | 'latest';
  community: string;
  /** Slugs of the tools chosen, at most MAX_TOOLS; none lets the page choose. */
  tools: string[];
  query: string;
  kind: Kind | '';
  label: Label | '';
  /** The step of the chart whose items are listed: RFC 3339 bounds, upper one exclusive; of one tool, or of all items when empty. */
  step: { from: string; to: string; of: string } | null;
  table: boolean;
  /** Whose numbers, NAME@VERSION; those of the engine that answers when empty. */
  engine: string;
  sort: Sort;
  /** What a tool's drivers compare with, as the API takes it: the window before when empty, else tool:SLUG. */
  against: string;
  /** Whether a comparison counts talk in communities about one tool, and items that do not name it. */
  home: boolean;
  inferred: boolean;
}

/** How tools are ordered: by net sentiment, by mentions, or by name. */
export type Sort = 'net' | 'mentions' | 'name';

export const initialView: View = { range: '30d', from: '', to: '', grain: null, end: 'auto', community: '', tools: [], query: '', kind: '', label: '', step: null, table: false, engine: '', sort: 'net', against: '', home: false, inferred: false };

const RANGES: readonly Range[] = ['24h', '7d', '30d', '90d', 'custom'];
const GRAINS: readonly Grain[] = ['hour', 'day', 'week'];
const SORTS: readonly Sort[] = ['net', 'mentions', 'name'];
const DAY_MS = 86_400_000;
const MAX_TEXT = 200;
/** As many tools as can be compared at once. */
export const MAX_TOOLS = 8;

function oneOf<T extends string>(value: string | null, allowed: readonly T[]): T | null {
  return allowed.find((a) => a === value) ?? null;
}
const text = (value: string | null) => (value ?? '').slice(0, MAX_TEXT);
const isDay = (value: string | null): value is string => /^\d{4}-\d\d-\d\d$/.test(value ?? '') && !Number.isNaN(Date.parse(value ?? ''));

/** Reads a view from an address's query. Anything it cannot use is as if absent. */
export function parseView(search: string): View {
  const p = new URLSearchParams(search);
  const view: View = { ...initialView };
  view.range = oneOf(p.get('range'), RANGES) ?? initialView.range;
  const [from, to] = [p.get('from'), p.get('to')];
  if (view.range === 'custom') {
    if (isDay(from) && isDay(to) && from <= to) Object.assign(view, { from, to });
    else view.range = initialView.range;
  }
  view.grain = oneOf(p.get('grain'), GRAINS);
  view.end = oneOf(p.get('end'), ['now', 'latest'] as const) ?? 'auto';
  view.community = text(p.get('subreddit'));
  view.tools = [...new Set((p.get('tools') ?? '').split(',').map((s) => text(s).trim()).filter(Boolean))].slice(0, MAX_TOOLS);
  view.query = text(p.get('q'));
  view.kind = oneOf(p.get('kind'), ['post', 'comment'] as const) ?? '';
  view.label = oneOf(p.get('label'), ['positive', 'negative', 'neutral'] as const) ?? '';
  const [a, b] = [Date.parse(p.get('items_from') ?? ''), Date.parse(p.get('items_to') ?? '')];
  if (a < b) view.step = { from: instant(a), to: instant(b), of: text(p.get('items_of')) };
  view.table = p.get('table') === '1';
  view.home = p.get('home') === '1';
  view.inferred = p.get('inferred') === '1';
  view.against = text(p.get('against'));
  view.engine = text(p.get('engine'));
  view.sort = oneOf(p.get('sort'), SORTS) ?? initialView.sort;
  return view;
}

/** Writes what parseView reads; parts that are as in the initial view are left out. */
export function formatView(view: View): string {
  const p = new URLSearchParams();
  const put = (name: string, value: string | null | undefined) => {
    if (value) p.set(name, value);
  };
  if (view.range !== initialView.range) p.set('range', view.range);
  if (view.range === 'custom') {
    put('from', view.from);
    put('to', view.to);
  }
  put('grain', view.grain);
  if (view.end !== 'auto') p.set('end', view.end);
  put('subreddit', view.community);
  put('tools', view.tools.join(','));
  put('q', view.query);
  put('kind', view.kind);
  put('label', view.label);
  put('items_from', view.step?.from);
  put('items_to', view.step?.to);
  put('items_of', view.step?.of);
  if (view.table) p.set('table', '1');
  put('against', view.against);
  put('engine', view.engine);
  if (view.home) p.set('home', '1');
  if (view.inferred) p.set('inferred', '1');
  if (view.sort !== initialView.sort) p.set('sort', view.sort);
  const query = p.toString();
  return query ? `?${query}` : '';
}

/** What a view takes along to another page: when, where and which kind; not what was picked out on this one. */
export function carried(view: View): View {
  const { range, from, to, end, community, kind, engine } = view;
  return { ...initialView, range, from, to, end, community, kind, engine };
}

/** RFC 3339 in UTC, to the second. */
export const instant = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/** How many hours a view's range spans. */
export function hoursOf(view: Pick<View, 'range' | 'from' | 'to'>): number {
  if (view.range === 'custom') return (Date.parse(view.to) + DAY_MS - Date.parse(view.from)) / 3_600_000;
  return { '24h': 24, '7d': 168, '30d': 720, '90d': 2160 }[view.range];
}

/** Grains that give between 2 and about 800 steps over so many hours. */
export function grainsFor(hours: number): Grain[] {
  return GRAINS.filter((g) => (g === 'hour' ? hours <= 24 * 31 : g === 'day' ? hours >= 48 : hours >= 24 * 14));
}

/** The view's grain where it fits the range, else a readable one. */
export function grainOf(view: View): Grain {
  const hours = hoursOf(view);
  const fitting = grainsFor(hours);
  if (view.grain && fitting.includes(view.grain)) return view.grain;
  if (hours <= 72) return 'hour';
  return hours <= 24 * 180 ? 'day' : 'week';
}

export type Anchor = 'now' | 'latest';

/** The window of a view as parameters of the API. */
export function windowQuery(view: View, anchor: Anchor): Record<string, string | number | undefined> {
  if (view.range !== 'custom') return { hours: hoursOf(view), end: anchor === 'latest' ? 'latest' : undefined };
  return { from: view.from, to: new Date(Date.parse(view.to) + DAY_MS).toISOString().slice(0, 10) };
}

/** What scope gives, for routes that answer by any engine. */
export function scopeBy(view: View, window: Record<string, string | number | undefined> | null) {
  const limits = scope(view, window);
  return limits && { ...limits, engine: view.engine };
}

/** Window, community and kind as parameters of the API; null while it is not known where the window ends. */
export function scope(view: View, window: Record<string, string | number | undefined> | null) {
  return window && { ...window, subreddit: view.community, kind: view.kind };
}
