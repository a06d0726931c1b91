import { describe, expect, it } from 'vitest';
import type { Compare, Delta, Preference } from '../../api/types';
import { between, preferred, weighed, weightOf } from './verdicts';

const delta = (tool_a_id: string, tool_b_id: string, net_delta: number | null, verdict: Delta['verdict']) =>
  ({ tool_a_id, tool_b_id, net_delta, verdict, interval: net_delta === null ? null : { low: net_delta - 4, high: net_delta + 6 } }) as Delta;

describe('the weight of differences', () => {
  it.each([
    [12, 'higher', 'stands out'],
    [-3, 'lower', 'differs'],
    [40, 'not distinguishable', 'may be chance'],
    [40, 'no verdict', 'open'],
    [40, 'too little data', 'open'],
  ] as const)('%d points, %s: %s', (net_delta, verdict, weight) => expect(weightOf({ net_delta, verdict })).toBe(weight));

  it('orders them', () => {
    const list = [delta('a', 'b', 50, 'no verdict'), delta('a', 'c', 2, 'higher'), delta('b', 'c', -20, 'lower'), delta('a', 'd', 30, 'not distinguishable'), delta('a', 'e', 25, 'higher')];
    expect(weighed(list).map((d) => d.net_delta)).toEqual([25, -20, 2, 30, 50]);
  });
});

it('turns a difference round for the other side, limits and all', () => {
  const d = { deltas: [delta('a', 'b', 12, 'higher')] } as Compare;
  expect(between(d, 'a', 'b')).toMatchObject({ net_delta: 12, verdict: 'higher', interval: { low: 8, high: 18 } });
  expect(between(d, 'b', 'a')).toEqual({ net_delta: -12, verdict: 'lower', interval: { low: -18, high: -8 } });
  expect(between(d, 'a', 'c')).toBeNull();
});

it('turns a preference round for the other side', () => {
  const d = { preferences: [{ winner: 'a', loser: 'b', wins: 30, losses: 10, n: 40, interval: { low: 60, high: 86 }, items: ['x'], items_against: ['y'] } as Preference] };
  expect(preferred(d, 'a', 'b')).toMatchObject({ better: 30, n: 40, clear: 'better', items: ['x'], against: ['y'] });
  expect(preferred(d, 'b', 'a')).toMatchObject({ better: 10, n: 40, clear: 'worse', items: ['y'], against: ['x'] });
  expect(preferred(d, 'a', 'c')).toBeNull();
  expect(preferred({ preferences: [{ ...d.preferences[0]!, small_sample: true }] }, 'a', 'b')).toMatchObject({ clear: null, small: true });
});
