import { describe, expect, it } from 'vitest';
import { ordered } from './order';
import { changeWords, mixWords, standsOut, verdictWords } from './words';

const tool = (name: string, net_sentiment: number | null, total_mentions: number, small_sample = false) => ({ name, net_sentiment, total_mentions, small_sample });

describe('the order of tools', () => {
  const tools = [tool('C', 100, 2, true), tool('A', 5, 50), tool('B', 20, 40), tool('D', null, 0)];
  const names = (sort: 'net' | 'mentions' | 'name') => ordered(tools, sort).map((t) => t.name).join('');
  it('leaves out those without mentions, and lets no small sample lead', () => expect(names('net')).toBe('BAC'));
  it('goes by mentions or name when asked', () => expect([names('mentions'), names('name')]).toEqual(['ABC', 'ABC']));
});

describe('a change', () => {
  it('has a direction only beyond chance', () => {
    expect(changeWords({ points: 9.04, verdict: 'higher' })).toEqual({ direction: 'up', words: 'Up 9.0' });
    expect(changeWords({ points: -12, verdict: 'lower' })).toEqual({ direction: 'down', words: 'Down 12.0' });
    expect(changeWords({ points: 40, verdict: 'not distinguishable' }).direction).toBe('same');
    expect(changeWords({ points: null, verdict: 'too little data' }).direction).toBe('unknown');
  });
  it('that is all nothing is neither mix nor real', () => {
    expect(mixWords(0, 0)).toMatch(/^real/);
    expect(mixWords(null, 3)).toBe('');
  });
});

describe('a difference', () => {
  it('stands out when large and beyond chance, not otherwise', () => {
    expect(standsOut({ net_delta: -10, verdict: 'lower' })).toBe(true);
    expect(standsOut({ net_delta: 9.9, verdict: 'higher' })).toBe(false);
    expect(standsOut({ net_delta: 50, verdict: 'no verdict' })).toBe(false);
    expect(standsOut({ net_delta: 50, verdict: 'not distinguishable' })).toBe(false);
  });
  it.each([
    [{ net_delta: 12, verdict: 'higher' }, 'A is better liked than B: 12.0 points above B, beyond chance.'],
    [{ net_delta: -12, verdict: 'lower' }, 'A is less liked than B: 12.0 points below B, beyond chance.'],
    [{ net_delta: 3, verdict: 'not distinguishable' }, 'A is 3.0 points above B; that may be chance.'],
    [{ net_delta: 3, verdict: 'too little data' }, 'A is 3.0 points above B, but there is too little data to tell.'],
  ] as const)('%j in words', (delta, words) => expect(verdictWords(delta, 'A', 'B')).toBe(words));
  it('without a verdict, or without common ground, says why', () => {
    expect(verdictWords({ net_delta: 3, verdict: 'no verdict' }, 'A', 'B')).toMatch(/was not measured here, so there is no verdict/);
    expect(verdictWords({ net_delta: null, verdict: 'no verdict' }, 'A', 'B')).toMatch(/share no community/);
  });
});

it('calls a border between engines by its name, not a lack of data', () => {
  expect(changeWords({ points: null, verdict: 'engine changed' })).toEqual({ direction: 'unknown', words: 'Engine changed' });
});
