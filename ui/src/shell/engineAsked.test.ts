import { expect, it } from 'vitest';
import { ApiError } from '../api/client';
import type { Stats } from '../api/types';
import { engineAsked } from './engineAsked';

const stats = (items: number, excluded: number, scored?: number) => ({ rests_on: { items, excluded }, engine: { name: 'old', version: '1', scored } }) as Stats;
const asked = (data?: Stats, error?: ApiError, stale = false) => engineAsked({ data, error, stale });
const refused = new ApiError(422, 'no', { errors: [{ location: 'query.engine', message: 'no whole numbers of this engine are kept' }] });

it('tells an engine whose numbers are shown from the one that answers', () => {
  expect(asked(stats(12, 2, 83.3))).toBe('other');
  expect(asked(stats(12, 2, 0))).toBe('other');
  expect(asked(stats(12, 2))).toBe('answers');
});

it('calls no engine the one that answers before, or without, an answer', () => {
  expect(asked()).toBe('open');
  expect(asked(stats(12, 2), undefined, true)).toBe('open');
  expect(asked(undefined, new ApiError(503, 'The database does not answer.'))).toBe('open');
  expect(asked(stats(2, 2))).toBe('nothing');
});

it('says when numbers of an engine are not kept, even over what was shown before', () => {
  expect(asked(undefined, refused)).toBe('refused');
  expect(asked(stats(12, 2, 83.3), refused)).toBe('refused');
  expect(asked(undefined, new ApiError(422, 'no', { errors: [{ location: 'query.from' }] }))).toBe('open');
});
