import type { Tool } from '../../api/types';

export const STATES = ['all', 'active', 'archived', 'candidate', 'merged'] as const;
export type State = (typeof STATES)[number];
export const SORTS = ['name', 'vendor', 'mentions', 'net'] as const;
export type SortBy = (typeof SORTS)[number];

/** A sort as it stands in the address: the column, behind a minus when it is turned around. */
export interface Sorting {
  by: SortBy;
  down: boolean;
}

/** Reads a sorting; what it does not know is by name. */
export function sortingOf(raw: string): Sorting {
  const by = SORTS.find((s) => s === raw.replace(/^-/, ''));
  return by ? { by, down: raw.startsWith('-') } : { by: 'name', down: false };
}

export const sortingText = (s: Sorting) => (s.down ? '-' : '') + s.by;

/** The sorting after a click on a column's head: numbers begin with the largest. */
export function turned(now: Sorting, by: SortBy): Sorting {
  if (now.by === by) return { by, down: !now.down };
  return { by, down: by === 'mentions' || by === 'net' };
}

const inState = (t: Tool, state: State) => state === 'all' || (state === 'merged' ? t.merged_into !== null : t.merged_into === null && t.status === state);

function found(t: Tool, words: string[]): boolean {
  const text = [t.name, t.slug, t.vendor, ...(t.aliases ?? []), ...(t.categories ?? [])].join('\n').toLowerCase();
  return words.every((w) => text.includes(w));
}

function compare(a: Tool, b: Tool, by: SortBy): number {
  if (by === 'mentions') return a.total_mentions - b.total_mentions;
  if (by === 'net') return (a.net_sentiment ?? 0) - (b.net_sentiment ?? 0);
  return a[by].localeCompare(b[by]);
}

/** The tools that match every word of a search and a state, sorted; those without a value stand last either way, equals go by name. */
export function rowsOf(tools: readonly Tool[], search: string, state: State, { by, down }: Sorting): Tool[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const empty = (t: Tool) => (by === 'net' ? t.net_sentiment === null : by === 'vendor' ? t.vendor === '' : false);
  return tools
    .filter((t) => inState(t, state) && found(t, words))
    .sort((a, b) => Number(empty(a)) - Number(empty(b)) || (down ? -1 : 1) * compare(a, b, by) || a.name.localeCompare(b.name));
}
