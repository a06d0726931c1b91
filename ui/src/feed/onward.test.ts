import { describe, expect, it } from 'vitest';
import type { Item, ItemPage } from '../api/types';
import { readOn } from './onward';

const page = (ids: string[], next: string | null, to: string | null = null) =>
  ({ items: ids.map((id) => ({ id }) as Item), next_cursor: next, searched_to: to }) as ItemPage;

/** Answers from a list of pages; a cursor is the place of the next one. */
function book(pages: ItemPage[]) {
  const asked: [string | null, number][] = [];
  const ask = (cursor: string | null, limit: number) => {
    asked.push([cursor, limit]);
    return Promise.resolve(pages[Number(cursor ?? 0)]!);
  };
  return { ask, asked };
}

describe('readOn', () => {
  it('is content with a full page', async () => {
    const { ask, asked } = book([page(['a', 'b'], '1')]);
    expect(await readOn(ask, null, 2)).toEqual(page(['a', 'b'], '1'));
    expect(asked).toEqual([[null, 2]]);
  });

  it('goes on after short and empty pages, for what is missing', async () => {
    const { ask, asked } = book([page(['a'], '1', 'mon'), page([], '2', 'sun'), page(['b', 'c'], '3')]);
    expect(await readOn(ask, null, 3)).toEqual(page(['a', 'b', 'c'], '3'));
    expect(asked).toEqual([
      [null, 3],
      ['1', 2],
      ['2', 2],
    ]);
  });

  it('ends with the last page', async () => {
    const { ask } = book([page(['a'], '1', 'mon'), page(['b'], null)]);
    expect(await readOn(ask, null, 3)).toEqual(page(['a', 'b'], null));
  });

  it('asks before it goes on for ever, and says how far it came', async () => {
    const { ask, asked } = book(Array.from({ length: 20 }, (_, i) => page([], String(i + 1), `day ${i}`)));
    expect(await readOn(ask, '3', 25)).toEqual(page([], '11', 'day 10'));
    expect(asked).toHaveLength(8);
  });
});
