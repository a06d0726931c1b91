import { describe, expect, it } from 'vitest';
import { oldest } from './useLive';
import { carried, formatView, grainOf, grainsFor, hoursOf, initialView, parseView, windowQuery, type View } from './view';

describe('the view in the address', () => {
  it('is empty for the initial view', () => {
    expect(formatView(initialView)).toBe('');
    expect(parseView('')).toEqual(initialView);
  });

  it('survives writing and reading', () => {
    const view: View = {
      range: 'custom', from: '2025-07-01', to: '2025-08-12', grain: 'week', end: 'latest', community: 'Loom & code', tools: ['loomcode', 'tandem-7'], query: '"a phrase" -not pre*',
      kind: 'post', label: 'negative', step: { from: '2025-07-07T00:00:00Z', to: '2025-07-14T00:00:00Z', of: 'loomcode' }, table: true, sort: 'name', against: 'tool:oxbow', engine: 'vader@3.3.2-1', home: true, inferred: true,
    };
    expect(parseView(formatView(view))).toEqual(view);
  });

  it.each([
    ['?range=9y', { range: '30d' }],
    ['?range=custom&from=2025-08-12&to=2025-07-01', { range: '30d', from: '' }],
    ['?range=custom&from=x&to=2025-07-01', { range: '30d', from: '' }],
    ['?range=7d&from=2025-07-01&to=2025-07-02', { range: '7d', from: '' }],
    ['?grain=second', { grain: null }],
    ['?kind=essay&label=furious&end=never', { kind: '', label: '', end: 'auto' }],
    ['?items_from=2025-07-02T00:00:00Z&items_to=2025-07-01T00:00:00Z', { step: null }],
    ['?items_from=2025-07-01', { step: null }],
    ['?tools=a,,a,%20b%20', { tools: ['a', 'b'] }],
    ['?tools=1,2,3,4,5,6,7,8,9', { tools: ['1', '2', '3', '4', '5', '6', '7', '8'] }],
    [`?q=${'x'.repeat(999)}`, { query: 'x'.repeat(200) }],
  ])('takes %s for what is usable of it', (search, expected) => {
    expect(parseView(search)).toMatchObject(expected);
  });
});

it('takes along to another page when and where, not what was picked out', () => {
  const view = parseView('?range=7d&end=latest&subreddit=Loom&kind=post&engine=vader&tools=a&q=x&label=negative&grain=hour&table=1');
  expect(formatView(carried(view))).toBe('?range=7d&end=latest&subreddit=Loom&kind=post&engine=vader');
});

describe('windows and grains', () => {
  it('counts both days of a custom range', () => {
    const view: View = { ...initialView, range: 'custom', from: '2025-07-01', to: '2025-07-02' };
    expect(hoursOf(view)).toBe(48);
    expect(windowQuery(view, 'now')).toEqual({ from: '2025-07-01', to: '2025-07-03' });
  });

  it('asks for the newest data only when anchored there', () => {
    expect(windowQuery(initialView, 'now')).toEqual({ hours: 720, end: undefined });
    expect(windowQuery(initialView, 'latest')).toEqual({ hours: 720, end: 'latest' });
  });

  it('offers grains that give a readable number of steps', () => {
    expect(grainsFor(24)).toEqual(['hour']);
    expect(grainsFor(168)).toEqual(['hour', 'day']);
    expect(grainsFor(720)).toEqual(['hour', 'day', 'week']);
    expect(grainsFor(2160)).toEqual(['day', 'week']);
  });

  it('falls back when the chosen grain does not fit', () => {
    expect(grainOf({ ...initialView, range: '24h', grain: 'week' })).toBe('hour');
    expect(grainOf({ ...initialView, range: '90d', grain: 'hour' })).toBe('day');
    expect(grainOf({ ...initialView, range: '7d', grain: 'hour' })).toBe('hour');
  });
});

it('knows the oldest version on screen', () => {
  expect(oldest(undefined, undefined)).toBeUndefined();
  expect(oldest({ data_version: 9 }, undefined, { data_version: 7 })).toBe(7);
});
