// What the page says about states, in one place.
import type { Coverage, Cycle, Label, Source, Window } from '../api/types';
import { count, day, plural } from './format';

/** In the order in which they are shown. */
export const LABELS: readonly Label[] = ['positive', 'neutral', 'negative'];
export const labelWord: Record<Label, string> = { positive: 'Positive', neutral: 'Neutral', negative: 'Negative' };
/** Shapes stand beside every colour, so that no meaning rests on colour alone. */
export const labelShape: Record<Label, string> = { positive: '▲', neutral: '●', negative: '▼' };

export type Tone = 'good' | 'warn' | 'bad' | 'idle';

export function healthWord(status: string): { word: string; tone: Tone } {
  switch (status) {
    case 'healthy':
      return { word: 'Healthy', tone: 'good' };
    case 'degraded':
      return { word: 'Degraded', tone: 'warn' };
    case 'unhealthy':
      return { word: 'Unhealthy', tone: 'bad' };
    default:
      return { word: status ? status.charAt(0).toUpperCase() + status.slice(1) : 'Unknown', tone: 'idle' };
  }
}

export const coverageWord: Record<Coverage, { word: string; tone: Tone; meaning: string }> = {
  complete: { word: 'Complete', tone: 'good', meaning: 'Every poll reached back to items that were already known, so nothing was missed in between.' },
  gap: { word: 'Has gaps', tone: 'warn', meaning: 'At least one poll did not reach back to known items, or a source was blocked. Some items may be missing.' },
  unknown: { word: 'Unknown', tone: 'idle', meaning: 'Imported or first-seen data: voxpop cannot prove that nothing is missing.' },
};

/** A cycle's outcome in a word, and in a few more where the word does not explain itself. */
export function outcomeWord(cycle: Pick<Cycle, 'outcome' | 'counts'>): { word: string; tone: Tone; meaning: string } {
  switch (cycle.outcome) {
    case 'success':
      return { word: 'Succeeded', tone: 'good', meaning: '' };
    case 'partial':
      return { word: 'Partial', tone: 'warn', meaning: `${count(cycle.counts.errors)} could not be read.` };
    case 'failed':
      return { word: 'Failed', tone: 'bad', meaning: 'Every source was refused or unreachable.' };
    case 'interrupted':
      return { word: 'Interrupted', tone: 'warn', meaning: 'The program stopped in it.' };
    case null:
      return { word: 'Running', tone: 'idle', meaning: '' };
    default:
      return { word: String(cycle.outcome), tone: 'idle', meaning: '' };
  }
}

export function triggerWord(trigger: string): string {
  return { schedule: 'by schedule', admin: 'by an administrator', command: 'from the command line' }[trigger] ?? trigger;
}

export function sourceWord(source: Source): { word: string; tone: Tone } {
  switch (source.state) {
    case 'ok':
      return { word: 'working', tone: 'good' };
    case 'no keys':
      return { word: 'no keys', tone: 'warn' };
    case 'refused':
      return { word: 'refused', tone: 'bad' };
    case 'unused':
      return { word: 'not used', tone: 'idle' };
    default:
      return { word: source.state, tone: 'idle' };
  }
}

const SOURCE_NAMES: Record<string, string> = { reddit: 'Reddit', hackernews: 'Hacker News', feed: 'Feeds', file: 'Files', push: 'Push-in' };
export const sourceName = (name: string) => SOURCE_NAMES[name] ?? name;

/** How a community is written at its source: r/name on Reddit. */
export const communityName = (source: string, name: string) => (source === 'reddit' ? `r/${name}` : name);

/** The window in words; the end is exclusive, so its last day is the one before. */
export function windowWords(w: Window): string {
  const last = Date.parse(w.to) - 1;
  const [a, b] = [day(w.from), day(last)];
  return a === b ? a : `${a} – ${b}`;
}

export const exclusionWord: Record<string, string> = {
  bot: 'written by a bot',
  moderator: 'a moderator in office',
  empty: 'nothing to score in it',
  language: 'not English',
};

/** One sentence on what a cycle brought. */
export function broughtWords(c: Cycle['counts']): string {
  const parts = [plural(c.new, 'new item')];
  if (c.updated) parts.push(`${count(c.updated)} updated`);
  if (c.removed) parts.push(`${count(c.removed)} removed`);
  return parts.join(', ');
}
