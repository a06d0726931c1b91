import { describe, expect, it } from 'vitest';
import type { Tool } from '../../api/types';
import { rowsOf, sortingOf, sortingText, turned } from './rows';

const tool = (slug: string, rest: Partial<Tool> = {}) => ({ slug, name: slug, vendor: '', aliases: [], categories: [], status: 'active', merged_into: null, total_mentions: 0, net_sentiment: null, ...rest }) as unknown as Tool;
const tools = [
  tool('beta', { vendor: 'Zed', total_mentions: 5, net_sentiment: -10 }),
  tool('alpha', { aliases: ['first one'], total_mentions: 9 }),
  tool('gamma', { vendor: 'Ann', status: 'archived', total_mentions: 5, net_sentiment: 20 }),
  tool('delta', { merged_into: 'alpha' }),
];
const slugs = (...args: Parameters<typeof rowsOf> extends [unknown, ...infer R] ? R : never) => rowsOf(tools, ...args).map((t) => t.slug);
const byName = { by: 'name', down: false } as const;

describe('the table of tools', () => {
  it.each([
    ['', ['alpha', 'beta', 'delta', 'gamma']],
    ['ONE first', ['alpha']],
    ['zed', ['beta']],
    ['nothing', []],
  ])('finds by every word: %j', (search, expected) => {
    expect(slugs(search, 'all', byName)).toEqual(expected);
  });
  it('counts a merged tool as merged only', () => {
    expect(slugs('', 'active', byName)).toEqual(['alpha', 'beta']);
    expect(slugs('', 'archived', byName)).toEqual(['gamma']);
    expect(slugs('', 'merged', byName)).toEqual(['delta']);
  });
  it('sorts those without a value last, whichever way', () => {
    expect(slugs('', 'all', { by: 'net', down: true })).toEqual(['gamma', 'beta', 'alpha', 'delta']);
    expect(slugs('', 'all', { by: 'net', down: false })).toEqual(['beta', 'gamma', 'alpha', 'delta']);
    expect(slugs('', 'all', { by: 'vendor', down: true })).toEqual(['beta', 'gamma', 'alpha', 'delta']);
    expect(slugs('', 'all', { by: 'mentions', down: true })).toEqual(['alpha', 'beta', 'gamma', 'delta']);
  });
  it('turns around on a second click, and begins with the largest number', () => {
    expect(turned(byName, 'name')).toEqual({ by: 'name', down: true });
    expect(turned(byName, 'mentions')).toEqual({ by: 'mentions', down: true });
    expect(turned({ by: 'net', down: true }, 'vendor')).toEqual({ by: 'vendor', down: false });
  });
  it('is kept in the address', () => {
    for (const raw of ['name', '-mentions', 'net']) expect(sortingText(sortingOf(raw))).toBe(raw);
    expect(sortingOf('-nonsense')).toEqual(byName);
  });
});
