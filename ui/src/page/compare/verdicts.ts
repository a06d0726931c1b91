import type { Compare, Delta } from '../../api/types';
import { standsOut } from '../../tool/words';

export type Weight = 'stands out' | 'differs' | 'may be chance' | 'open';

/** How much a difference says: large and beyond chance, beyond chance, perhaps chance, or no verdict at all. */
export function weightOf(d: Pick<Delta, 'net_delta' | 'verdict'>): Weight {
  if (standsOut(d)) return 'stands out';
  if (d.verdict === 'higher' || d.verdict === 'lower') return 'differs';
  return d.verdict === 'not distinguishable' ? 'may be chance' : 'open';
}

const RANK: Record<Weight, number> = { 'stands out': 0, differs: 1, 'may be chance': 2, open: 3 };

/** Differences, those that say most first, then by size. */
export const weighed = (deltas: readonly Delta[]): Delta[] =>
  [...deltas].sort((a, b) => RANK[weightOf(a)] - RANK[weightOf(b)] || Math.abs(b.net_delta ?? 0) - Math.abs(a.net_delta ?? 0));

/** A difference from one tool's side: the row of a matrix minus its column. */
export function between(d: Compare, row: string, column: string): { net_delta: number | null; verdict: Delta['verdict']; interval: Delta['interval'] } | null {
  const found = d.deltas.find((x) => (x.tool_a_id === row && x.tool_b_id === column) || (x.tool_a_id === column && x.tool_b_id === row));
  if (!found || found.tool_a_id === row) return found ?? null;
  const verdict = found.verdict === 'higher' ? 'lower' : found.verdict === 'lower' ? 'higher' : found.verdict;
  return { net_delta: found.net_delta === null ? null : -found.net_delta, verdict, interval: found.interval && { low: -found.interval.high, high: -found.interval.low } };
}

/** How often the tool of a row is held to be better than that of a column; clear when that is beyond chance and no small sample. */
export function preferred(d: Pick<Compare, 'preferences'>, row: string, column: string) {
  const found = d.preferences.find((p) => (p.winner === row && p.loser === column) || (p.winner === column && p.loser === row));
  if (!found) return null;
  const own = found.winner === row;
  const [low, high] = found.interval ? [found.interval.low, found.interval.high] : [0, 100];
  const [above, below] = [!found.small_sample && (own ? low > 50 : high < 50), !found.small_sample && (own ? high < 50 : low > 50)];
  return {
    better: own ? found.wins : found.losses, n: found.n, small: found.small_sample,
    clear: above ? ('better' as const) : below ? ('worse' as const) : null,
    items: own ? found.items : found.items_against, against: own ? found.items_against : found.items,
  };
}
