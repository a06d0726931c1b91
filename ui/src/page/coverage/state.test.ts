import { describe, expect, it } from 'vitest';
import type { CommunityCoverage } from '../../api/types';
import { gapWords, lasting, stateOf, tally, within } from './state';

const hour = 3_600_000;
const gap = (hours: number, repaired = false) => ({ kind: '', reason: '', repaired, from: new Date(0).toISOString(), to: new Date(hours * hour).toISOString() });

describe('how collecting stands', () => {
  it('is blocked before anything else', () => {
    expect(stateOf({ blocked: true, continuity: 'complete' })).toBe('blocked');
    expect(stateOf({ blocked: false, continuity: 'unknown' })).toBe('unknown');
  });
  it('is counted, the worst first', () => {
    const all = [{ blocked: false, continuity: 'complete' }, { blocked: true, continuity: 'gap' }, { blocked: false, continuity: 'complete' }] as CommunityCoverage[];
    expect(tally(all)).toEqual([{ state: 'blocked', n: 1 }, { state: 'complete', n: 2 }]);
  });
});

describe('gaps in words', () => {
  it.each([[0, 'under a minute'], [hour / 60, '1 minute'], [1.5 * hour, '90 minutes'], [3 * hour, '3 hours'], [72 * hour, '3 days']])('last %i ms', (ms, words) => expect(lasting(ms)).toBe(words));
  it('tell open ones from repaired ones', () => {
    expect(gapWords([])).toBe('none');
    expect(gapWords([gap(2), gap(3), gap(1, true)])).toBe('2 open, 5 hours; 1 repaired');
    expect(gapWords([gap(1, true)])).toBe('1 repaired');
  });
});

describe('a span in a window', () => {
  const window = { from: new Date(0).toISOString(), to: new Date(10 * hour).toISOString() };
  it('is cut at its ends', () => expect(within({ from: new Date(-hour).toISOString(), to: new Date(5 * hour).toISOString() }, window)).toEqual({ left: 0, width: 0.5 }));
  it('is nothing outside of it', () => expect(within({ from: window.to, to: new Date(11 * hour).toISOString() }, window)).toBeNull());
});
