import type { CommunityCoverage } from '../../api/types';
import { count, plural } from '../../lib/format';
import { coverageWord, type Tone } from '../../lib/words';

/** How collecting of a community stands. Blocked comes first: what cannot be read is never shown as silence. */
export type State = 'blocked' | 'gap' | 'unknown' | 'complete';

export const stateOf = (c: Pick<CommunityCoverage, 'blocked' | 'continuity'>): State => (c.blocked ? 'blocked' : c.continuity);

export const stateWord: Record<State, { word: string; tone: Tone; meaning: string }> = {
  blocked: { word: 'Blocked', tone: 'bad', meaning: 'It could not be read when that was tried last. What was said since is not known; it is not silence.' },
  ...coverageWord,
};

/** The worst first, so that what needs somebody stands at the top. */
export const STATES: readonly State[] = ['blocked', 'gap', 'unknown', 'complete'];

type Gap = CommunityCoverage['gaps'][number];

export const lengthOf = (g: Pick<Gap, 'from' | 'to'>) => Math.max(0, Date.parse(g.to) - Date.parse(g.from));

/** A length of time in the largest unit that it fills twice: "3 hours", "95 minutes". */
export function lasting(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'under a minute';
  if (minutes < 120) return plural(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return hours < 48 ? plural(hours, 'hour') : plural(Math.round(hours / 24), 'day');
}

/** What a community's row says of its gaps. */
export function gapWords(gaps: readonly Gap[]): string {
  const open = gaps.filter((g) => !g.repaired);
  const repaired = gaps.length - open.length;
  const parts = [open.length && `${count(open.length)} open, ${lasting(open.reduce((n, g) => n + lengthOf(g), 0))}`, repaired && `${count(repaired)} repaired`].filter(Boolean);
  return parts.join('; ') || 'none';
}

/** How many communities are in each state, the worst first; states of none are left out. */
export function tally(all: readonly CommunityCoverage[]): { state: State; n: number }[] {
  return STATES.map((state) => ({ state, n: all.filter((c) => stateOf(c) === state).length })).filter((t) => t.n > 0);
}

/** Where a span lies in a window, as shares of it; null when it is outside. */
export function within(span: { from: string; to: string }, window: { from: string; to: string }): { left: number; width: number } | null {
  const [a, b] = [Date.parse(window.from), Date.parse(window.to)];
  const [from, to] = [Math.max(a, Date.parse(span.from)), Math.min(b, Date.parse(span.to))];
  return to > from && b > a ? { left: (from - a) / (b - a), width: (to - from) / (b - a) } : null;
}
