import { describe, expect, it } from 'vitest';
import type { CoverageAnswer, Mover, Movers, Stats } from '../../api/types';
import { liked, missing, moved, plainOf } from './note';

const mover = (name: string, points: number, significant: boolean, more: Partial<Mover> = {}): Mover =>
  ({ tool_id: name.toLowerCase(), tool_name: name, points, interval: { low: points - 5, high: points + 5 }, mix: null, within: null, p_adjusted: significant ? 0.01 : 0.4, significant, after: { net_sentiment: 20 }, ...more }) as Mover;
const movers = (list: Mover[], total = list.length) => ({ movers: list, total, engine_changes: [] as Movers['engine_changes'] }) as Movers;
const words = (list: Mover[], total?: number) => moved(movers(list, total)).map(plainOf);

describe('what moved', () => {
  it('tells direction, size, interval, and mix or real', () => {
    expect(words([mover('A', 12.3, true, { mix: 0.5, within: 11.8 }), mover('B', -9, true, { mix: -8.5, within: -0.5 }), mover('C', 8, true, { mix: 4, within: 4 })])).toEqual([
      'A rose 12.3 points to +20.0 (change +7.3 to +17.3), real: the same communities feel differently.',
      'B fell 9.0 points to +20.0 (change −14.0 to −4.0), mostly mix: other communities talk about it than before.',
      'C rose 8.0 points to +20.0 (change +3.0 to +13.0), part mix: +4.0 because other communities talk, +4.0 because they feel differently.',
    ]);
  });

  it('counts those beyond three and never names one that may be chance', () => {
    const all = words([...'ABCDE'].map((n, i) => mover(n, 20 - i, i < 5 - 1)));
    expect(all).toHaveLength(4);
    expect(all[3]).toBe('1 more tool moved: D.');
    expect(all.join()).not.toContain('E ');
  });

  it('says when nothing did, and why', () => {
    expect(words([mover('A', 30, false)])[0]).toMatch(/^Nothing distinguishable moved: of 1 tool with enough mentions/);
    expect(words([mover('A', 30, false, { p_adjusted: null })])[0]).toMatch(/none of the 1 tool has enough/);
    expect(words([], 0)[0]).toMatch(/nothing to compare with/);
    const border = { at: '2026-03-04', from: { name: 'vader', version: '3' }, to: { name: 'model', version: '2' } };
    expect(moved({ ...movers([mover('A', 30, false, { p_adjusted: null })]), engine_changes: [border] }).map(plainOf)).toEqual([
      'What moved cannot be told: another engine scored a part of this window and the one before (vader to model on 2026-03-04).',
    ]);
  });
});

describe('which is liked most', () => {
  const tool = (name: string, net: number) => ({ name, slug: name.toLowerCase(), net_sentiment: net, interval: { low: net - 5, high: net + 5 } });
  const of = (verdict: 'higher' | 'lower' | 'not distinguishable' | 'too little data' | 'no verdict', net_delta: number | null = 3) => plainOf(liked([tool('A', 30), tool('B', 27)], { verdict, net_delta })!);
  it('says whether that is certain', () => {
    expect(of('higher')).toBe('A is liked most: net +30.0 points (+25.0 to +35.0), and that is beyond chance: next is B (+27.0).');
    expect(of('lower')).toMatch(/but where both are discussed, B \(\+27\.0\) does better/);
    expect(of('not distinguishable')).toMatch(/not certain: it cannot be told apart from B/);
    expect(of('too little data')).toMatch(/not certain: there is too little data/);
    expect(of('no verdict')).toMatch(/cannot be said, as the engine’s own error/);
    expect(of('no verdict', null)).toMatch(/not certain: it shares no community/);
  });
  it('does without a second, and without any', () => {
    expect(plainOf(liked([tool('A', 30)], undefined)!)).toBe('A is liked most: net +30.0 points (+25.0 to +35.0).');
    expect(liked([], undefined)).toBeNull();
  });
});

describe('what is missing', () => {
  const community = (community: string, continuity: string, last_error = '') => ({ source: 'reddit', community, continuity, last_error, gaps: [] });
  const of = (list: object[], unscored = 0) => plainOf(missing({ communities: list } as CoverageAnswer, { rests_on: { unscored } } as Stats));
  it('is said by name, never as nothing', () => {
    expect(of([community('A', 'complete')])).toBe('No data is missing: collecting was continuous in all 1 community.');
    expect(of([community('A', 'gap'), community('B', 'complete', 'private'), community('C', 'unknown')], 2)).toBe(
      'Data is missing: r/B cannot be read at present; r/A has gaps in what was collected; 2 items wait for a score; that nothing else is missing cannot be proved for 1 of 3 communities (imported, or not polled twice yet).',
    );
    expect(of([community('A', 'unknown')])).toMatch(/^No gap is known, but that nothing is missing cannot be proved for any of 1 community/);
    expect(of([...'ABCDE'].map((c) => community(c, 'gap')))).toMatch(/r\/A and r\/B and 3 more have gaps/);
    expect(of([])).toBe('Nothing is collected yet.');
  });
});
