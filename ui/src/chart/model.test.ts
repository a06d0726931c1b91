import { describe, expect, it } from 'vitest';
import type { TrendPoint } from '../api/types';
import { columns, moved, netRange, restingStep, stepSentence } from './model';

function point(i: number, total: number, net: number | null, complete = true): TrendPoint {
  const start = Date.UTC(2025, 6, 1 + i);
  return {
    start: new Date(start).toISOString(), end: new Date(start + 86_400_000).toISOString(), total, positive: total, negative: 0, neutral: 0, avg_sentiment: 0,
    net_sentiment: net, net_low: net === null ? null : net - 15, net_high: net === null ? null : net + 15, unscored: 0, complete, small_sample: total < 10,
  };
}

describe('columns', () => {
  it('leaves gaps for steps without items, whatever number they carry', () => {
    const c = columns([point(0, 20, 5), point(1, 0, 0), point(2, 20, 9)]);
    expect(c.net).toEqual([5, null, 9]);
    expect(c.low).toEqual([-10, null, -6]);
  });

  it('keeps steps that are not complete out of the solid line and joins them dashed', () => {
    const c = columns([point(0, 20, 5), point(1, 20, 7), point(2, 20, 9, false)]);
    expect(c.net).toEqual([5, 7, null]);
    expect(c.open).toEqual([null, 7, 9]);
  });

  it('puts a step at its middle', () => {
    expect(columns([point(0, 1, 1)]).x).toEqual([Date.UTC(2025, 6, 1, 12) / 1000]);
  });
});

describe('netRange', () => {
  it('holds zero, values and firm intervals', () => {
    expect(netRange([point(0, 50, 40)])).toEqual([-20, 60]);
  });
  it('does not let the interval of a small sample flatten the rest', () => {
    const lonely = { ...point(1, 1, 20), net_low: -100, net_high: 100 };
    expect(netRange([point(0, 50, 0), lonely])).toEqual([-20, 30]);
  });
  it('has a range without data', () => {
    expect(netRange([])).toEqual([-20, 20]);
  });
});

describe('moved', () => {
  it.each([
    ['ArrowRight', 3, 4], ['ArrowLeft', 3, 2], ['ArrowLeft', 0, 0], ['ArrowRight', 9, 9], ['Home', 5, 0], ['End', 5, 9], ['PageDown', 5, 9], ['x', 5, 5],
  ])('%s from %d goes to %d', (key, from, to) => {
    expect(moved(key, from, 10)).toBe(to);
  });
});

describe('words for a step', () => {
  it('says all of it', () => {
    const text = stepSentence(point(0, 5, -3.5, false), 'day');
    expect(text).toContain('net −3.5 points');
    expect(text).toContain('5 items');
    expect(text).toContain('small sample');
    expect(text).toContain('not complete yet');
  });
  it('never says zero for nothing', () => {
    expect(stepSentence(point(0, 0, null), 'day')).toMatch(/no items$/);
  });
  it('rests on the last step that holds items', () => {
    expect(restingStep([point(0, 1, 1), point(1, 3, 1), point(2, 0, null)])).toBe(1);
    expect(restingStep([point(0, 0, null)])).toBe(0);
  });
});
