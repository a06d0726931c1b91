import { describe, expect, it } from 'vitest';
import { routeOf } from './route';

describe('pages by their paths', () => {
  it.each([
    ['/', { page: 'overview' }],
    ['/index.html', { page: 'overview' }],
    ['/feed', { page: 'feed' }],
    ['/coverage/', { page: 'coverage' }],
    ['/feeds', { page: 'unknown' }],
    ['/toString', { page: 'unknown' }],
    ['//', { page: 'overview' }],
  ])('%s', (path, route) => {
    expect(routeOf(path)).toEqual(route);
  });
});
