import { expect, it } from 'vitest';
import { cutAt } from './places';

const shown = (text: string, places: { start: number; end: number }[]) => cutAt(text, places).map((p) => (p.marked ? `[${p.text}]` : p.text)).join('');

it.each([
  ['no places', 'a b', [], 'a b'],
  ['counts code points', '😀 Loom 😀', [{ start: 2, end: 6 }], '😀 [Loom] 😀'],
  ['at both ends', 'ab', [{ start: 0, end: 1 }, { start: 1, end: 2 }], '[a][b]'],
  ['in any order', 'a b c', [{ start: 4, end: 5 }, { start: 0, end: 1 }], '[a] b [c]'],
  ['overlapping', 'abcd', [{ start: 0, end: 3 }, { start: 1, end: 4 }], '[abc][d]'],
  ['outside', 'ab', [{ start: 1, end: 9 }, { start: 20, end: 30 }], 'a[b]'],
])('%s', (_, text, places, expected) => {
  expect(shown(text, places)).toBe(expected);
});
