import { describe, expect, it } from 'vitest';
import { problemText, withQuery } from '../api/client';
import { jitter, parseVersion } from '../api/live';
import { append, mergeFresh } from '../feed/merge';
import { faultsOf } from '../status/CycleDetails';
import type { Cycle, Item } from '../api/types';
import { clip, plainText, safeUrl } from './excerpt';
import { ago, bytes, count, percent, points } from './format';
import { windowWords } from './words';

describe('numbers', () => {
  it('are signed with a real minus and are never a zero for nothing', () => {
    expect(points(12.34)).toBe('+12.3');
    expect(points(-4)).toBe('−4.0');
    expect(points(0)).toBe('0.0');
    expect(points(null)).toBe('–');
    expect(percent(1, 0)).toBe('–');
    expect(count(-12)).toBe('−12');
  });
  it('keeps small shares visible', () => {
    expect(percent(1, 500)).toBe('0.2%');
    expect(percent(1, 3)).toBe('33%');
  });
  it('names sizes and ages', () => {
    expect(bytes(48_300_120)).toBe('48.3 MB');
    const now = Date.UTC(2025, 0, 1);
    expect(ago(now - 5_000, now)).toBe('just now');
    expect(ago(now - 3 * 60_000, now)).toBe('3 minutes ago');
    expect(ago(now + 21 * 60_000, now)).toBe('in 21 minutes');
    expect(ago('nonsense', now)).toBe('–');
  });
  it('names a window by its last day, not by its exclusive end', () => {
    expect(windowWords({ from: '2025-08-01T00:00:00Z', to: '2025-08-13T00:00:00Z', anchored: 'range' })).toMatch(/Aug 1.*Aug 12|1 Aug.*12 Aug/);
  });
});

describe('texts of strangers', () => {
  it('lose their Markdown, not their words', () => {
    expect(plainText('# Title\n\n> **bold** `code` and [a link](https://x.example)\n- item &lt;b&gt;')).toBe('Title bold code and a link item <b>');
    expect(plainText('a ```\nlong code\n``` b')).toBe('a […code…] b');
  });
  it('keep underscores that are no marks', () => {
    expect(plainText('__bold__, snake_case and window.__name')).toBe('bold, snake_case and window.__name');
  });
  it('are cut at words and never inside a character', () => {
    expect(clip('one two three', 9)).toEqual({ text: 'one two…', cut: true });
    expect(clip('short', 9)).toEqual({ text: 'short', cut: false });
    expect(clip('😀'.repeat(20), 5).text).toBe(`${'😀'.repeat(5)}…`);
  });
  it.each(['javascript:alert(1)', 'data:text/html,x', '//evil.example', '/relative', 'JaVaScRiPt:x', '', 'vbscript:x'])('never become a link: %s', (url) => {
    expect(safeUrl(url)).toBeNull();
  });
  it('may link to the web', () => {
    expect(safeUrl('https://example.org/a?b')).toBe('https://example.org/a?b');
  });
});

const item = (id: string, created_utc: string, upvotes = 0) => ({ id, source: 'reddit', created_utc, upvotes }) as Item;

describe('the feed', () => {
  const shown = [item('b', '2025-01-02T00:00:00Z'), item('a', '2025-01-01T00:00:00Z')];
  it('renews known items in place and counts new ones', () => {
    const merged = mergeFresh(shown, [item('c', '2025-01-03T00:00:00Z'), item('b', '2025-01-02T00:00:00Z', 7)]);
    expect(merged.waiting).toBe(1);
    expect(merged.shown.map((i) => i.id)).toEqual(['b', 'a']);
    expect(merged.shown[0]?.upvotes).toBe(7);
  });
  it('does not announce what lies below', () => {
    expect(mergeFresh(shown, [item('z', '2024-12-01T00:00:00Z')]).waiting).toBe(0);
  });
  it('shows an item of two pages once', () => {
    expect(append(shown, [item('a', '2025-01-01T00:00:00Z'), item('0', '2024-12-31T00:00:00Z')]).map((i) => i.id)).toEqual(['b', 'a', '0']);
  });
});

describe('the API', () => {
  it('leaves out empty parameters and escapes the rest', () => {
    expect(withQuery('/x', { a: 1, b: undefined, c: '', d: 'a&b' })).toBe('/x?a=1&d=a%26b');
    expect(withQuery('/x', {})).toBe('/x');
  });
  it('tells problems in words', () => {
    expect(problemText(422, '{"title":"Bad","detail":"hours is out of range.","errors":[{"location":"query.hours","message":"1 to 8760"}]}')).toBe(
      'hours is out of range. query.hours: 1 to 8760',
    );
    expect(problemText(502, '<html>')).toBe('The server answered 502.');
  });
  it('reads version events and nothing else', () => {
    expect(parseVersion('{"data_version":7}')).toBe(7);
    expect(parseVersion('{"data_version":"7"}')).toBeNull();
    expect(parseVersion('null')).toBeNull();
    expect(parseVersion('{')).toBeNull();
  });
  it('spreads refetches', () => {
    expect(jitter(1000, () => 0.999)).toBe(999);
    expect(jitter(1000, () => 0)).toBe(0);
  });
});

describe('faults of a cycle', () => {
  it('tells a shared reason once', () => {
    const c = (community: string, error: string | null) => ({ source: 'reddit', community, posts: 0, comments: 0, updated: 0, error });
    const cycle = { communities: [c('a', 'refused'), c('b', 'refused'), c('c', null), c('d', 'refused'), c('e', 'refused'), c('f', 'private'), c('', 'down')] } as unknown as Cycle;
    expect(faultsOf(cycle).map((f) => `${f.where}: ${f.error}`)).toEqual(['r/a, r/b, r/d and 1 more: refused', 'r/f: private', 'Reddit: down']);
  });
});
