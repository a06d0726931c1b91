import type { Change, Delta, Interval } from '../api/types';
import { points } from '../lib/format';

/** A size in points without its sign. */
export const size = (n: number) => points(Math.abs(n)).replace(/^[+−]/, '');
export const range = (i: Interval | null) => (i ? `${points(i.low)} to ${points(i.high)}` : '');

export type Direction = 'up' | 'down' | 'same' | 'unknown';

/** What a change is said to be: only one that is beyond chance has a direction. */
export function changeWords(change: Pick<Change, 'points' | 'verdict'>): { direction: Direction; words: string } {
  switch (change.verdict) {
    case 'higher':
      return { direction: 'up', words: `Up ${size(change.points ?? 0)}` };
    case 'lower':
      return { direction: 'down', words: `Down ${size(change.points ?? 0)}` };
    case 'not distinguishable':
      return { direction: 'same', words: 'Not distinguishable' };
    case 'engine changed':
      return { direction: 'unknown', words: 'Engine changed' };
    default:
      return { direction: 'unknown', words: 'Too little data' };
  }
}

/** Whether a change is the same people feeling otherwise, or other people talking; empty when that was not looked at. */
export function mixWords(mix: number | null, within: number | null): string {
  if (mix === null || within === null) return '';
  const share = Math.abs(mix) / (Math.abs(mix) + Math.abs(within) || 1);
  if (share < 0.25) return 'real: the same communities feel differently';
  if (share > 0.75) return 'mostly mix: other communities talk about it than before';
  return `part mix: ${points(mix)} because other communities talk, ${points(within)} because they feel differently`;
}

/** From so many points on a difference is worth standing out. */
export const LARGE = 10;

/** Whether a difference stands out: large, and beyond chance. */
export const standsOut = (d: Pick<Delta, 'net_delta' | 'verdict'>) => Math.abs(d.net_delta ?? 0) >= LARGE && (d.verdict === 'higher' || d.verdict === 'lower');

/** The verdict on a difference of a from b, in words for those who know no statistics. */
export function verdictWords(d: Pick<Delta, 'net_delta' | 'verdict'>, a: string, b: string): string {
  if (d.net_delta === null) return `${a} and ${b} share no community with enough talk of both, so they cannot be compared.`;
  const gap = `${size(d.net_delta)} points ${d.net_delta < 0 ? 'below' : 'above'} ${b}`;
  switch (d.verdict) {
    case 'higher':
      return `${a} is better liked than ${b}: ${gap}, beyond chance.`;
    case 'lower':
      return `${a} is less liked than ${b}: ${gap}, beyond chance.`;
    case 'not distinguishable':
      return `${a} is ${gap}; that may be chance.`;
    case 'too little data':
      return `${a} is ${gap}, but there is too little data to tell.`;
    default:
      return `${a} is ${gap}, but how much the engine itself errs between tools was not measured here, so there is no verdict.`;
  }
}
