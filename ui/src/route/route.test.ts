import { describe, expect, it } from 'vitest';
import { receiptPath, routeOf, toolPath } from './route';

describe('pages by their paths', () => {
  it.each([
    ['/', 'overview', ''],
    ['/index.html', 'overview', ''],
    ['/compare', 'compare', ''],
    ['/hot', 'hot', ''],
    ['/feed', 'feed', ''],
    ['/coverage/', 'coverage', ''],
    ['/tools/loom-code', 'tool', 'loom-code'],
    ['/tools/a%2Fb/', 'tool', 'a/b'],
    ['/tools/', 'unknown', ''],
    ['/threads/reddit/t3_1', 'thread', 'reddit/t3_1'],
    ['/threads/feed/https%3A%2F%2Fx.example%2Fa', 'thread', 'feed/https://x.example/a'],
    ['/threads/reddit', 'unknown', ''],
    ['/receipts/abc234', 'receipt', 'abc234'],
    ['/receipts/', 'unknown', ''],
    ['/receipts/a/b', 'unknown', ''],
    ['/admin', 'admin', ''],
    ['/admin/', 'admin', ''],
    ['/admin/tools/loom-code', 'admin', 'tools/loom-code'],
    ['/admin/a/b/c', 'unknown', ''],
    ['/administration', 'unknown', ''],
    ['/tools/%E0%A4%A', 'unknown', ''],
    ['/tools/a/b', 'unknown', ''],
    ['/feeds', 'unknown', ''],
    ['/toString', 'unknown', ''],
    ['//', 'overview', ''],
  ])('%s', (path, page, subject) => {
    expect(routeOf(path)).toEqual({ page, subject });
  });

  it('finds the way back from any slug', () => {
    for (const slug of ['cursor', 'a/b', '50%', '?x#y', 'ü']) expect(routeOf(toolPath(slug))).toEqual({ page: 'tool', subject: slug });
    expect(routeOf(receiptPath('abc'))).toEqual({ page: 'receipt', subject: 'abc' });
  });
});
