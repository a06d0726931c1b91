import { expect, it } from 'vitest';
import { changesOf } from './diff';

it.each([
  ['nothing', null, null, []],
  ['what was made', null, { a: 'x', n: 1 }, [{ field: 'a', before: '', after: 'x' }, { field: 'n', before: '', after: '1' }]],
  ['what is gone', { a: ['x'] }, null, [{ field: 'a', before: '["x"]', after: '' }]],
  ['only what differs', { a: 1, b: [1], c: null }, { a: 1, b: [2] }, [{ field: 'b', before: '[1]', after: '[2]' }]],
  ['plain values', 'vader', 'model', [{ field: '', before: 'vader', after: 'model' }]],
])('tells %s', (_, before, after, expected) => {
  expect(changesOf(before, after)).toEqual(expected);
});
