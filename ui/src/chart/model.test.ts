import { describe, expect, it } from 'vitest';
import type { DataPoint, Timeseries, Trends } from '../api/types';
import { bounds, lines, ofAll, ofTool, resting, sentence, type Series, type Step } from './model';
import { grainOfStep, moved, stepName } from './step';

const day = (i: number) => new Date(Date.UTC(2026, 0, 1) + i * 86_400_000).toISOString();

function step(i: number, total: number, net: number | null, open = false): Step {
  return { start: day(i), end: day(i + 1), net, low: net === null ? null : net - 10, high: net === null ? null : net + 10, positive: total, neutral: 0, negative: 0, total, small: total < 10, open };
}
const series = (...steps: Step[]): Series => ({ slug: 'a', name: 'A', steps });

const point = (i: number, complete: boolean): DataPoint => ({
  date: day(i), start: day(i), end: day(i + 1), complete, total_mentions: 20, positive_count: 12, negative_count: 4, neutral_count: 4, avg_sentiment: 0.1,
  net_sentiment: 40, low: 20, high: 60, small_sample: false,
});
const tool = (points: DataPoint[], timestamp: string) => ({ tool_id: 'a', tool_name: 'A', data_points: points, timestamp }) as Timeseries;

describe('which steps are open', () => {
  it('are those that run, or have a gap; not those of which nothing is known', () => {
    const answer = tool([point(0, false), point(1, false), point(2, true), point(3, false)], day(3.5));
    const gaps = [{ from: day(1.5), to: day(1.6) }];
    expect(ofTool(answer, gaps).steps.map((p) => p.open)).toEqual([false, true, false, true]);
  });

  it('are of all items also those with unscored ones', () => {
    const one = { positive: 1, neutral: 0, negative: 0, total: 1, unscored: 0, net_sentiment: 100, net_low: 1, net_high: 100, avg_sentiment: 1, small_sample: true, complete: true };
    const trend_data = [
      { ...one, start: day(0), end: day(1) },
      { ...one, start: day(1), end: day(2), unscored: 3 },
      { ...one, start: day(2), end: day(3), complete: false },
      { ...one, start: day(3), end: day(4), total: 0, net_sentiment: 0 },
    ];
    const all = ofAll({ trend_data } as unknown as Trends, []);
    expect(all.steps.map((p) => p.open)).toEqual([false, true, true, false]);
    expect(all.steps[3]!.net).toBeNull();
  });

  it('leave the closed line, and join the open one to its neighbours', () => {
    expect(lines([step(0, 20, 1), step(1, 20, 2), step(2, 20, 3, true), step(3, 20, 4), step(4, 20, 5)])).toEqual({
      closed: [1, 2, null, 4, 5],
      open: [null, 2, 3, 4, null],
    });
  });
});

describe('the axis', () => {
  it('holds zero and the intervals', () => expect(bounds([series(step(0, 50, 30))])).toEqual([-20, 50]));
  it('is not flattened by a lonely mention', () => expect(bounds([series(step(0, 50, 5), { ...step(1, 2, 20), low: -90, high: 100 })])).toEqual([-20, 30]));
  it('leaves room for a point at 100', () => expect(bounds([series(step(0, 5, 100))])[1]).toBe(106));
});

describe('steps by keyboard', () => {
  it.each([
    ['ArrowLeft', 5, 4],
    ['ArrowRight', 9, 9],
    ['PageUp', 5, 0],
    ['Home', 5, 0],
    ['End', 5, 9],
    ['x', 5, 5],
  ])('%s from %i', (key, from, to) => expect(moved(key, from, 10)).toBe(to));

  it('begin where the newest data is', () => {
    expect(resting([series(step(0, 3, 1), step(1, 0, null)), series(step(0, 0, null), step(1, 0, null))])).toBe(0);
    expect(resting([])).toBe(0);
  });
});

describe('steps in words', () => {
  it('name the day, the hour or the week', () => {
    expect(stepName('2026-01-05T00:00:00Z', 'week')).toMatch(/^Week of /);
    expect(stepName('nonsense', 'day')).toBe('–');
    expect(grainOfStep({ from: day(0), to: day(1) })).toBe('day');
  });

  it('say all of it', () => {
    const words = sentence([series(step(0, 5, 12.3, true)), { ...series(step(0, 0, null)), name: 'B' }], 0, 'day');
    expect(words).toContain('A net +12.3 points, interval +2.3 to +22.3, 5 mentions, small sample, not complete');
    expect(words).toContain('B no mentions');
  });
});
