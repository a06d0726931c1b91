import type { ItemPage } from '../api/types';

/** How many pages that stay short are read in one go, before the reader is asked whether to go on. */
const SHORT_PAGES = 8;

/** Reads on while pages of a search stay short, until there are as many items as wanted, the end, or enough was read. */
export async function readOn(ask: (cursor: string | null, limit: number) => Promise<ItemPage>, cursor: string | null, wanted: number): Promise<ItemPage> {
  let page = await ask(cursor, wanted);
  for (let read = 1; read < SHORT_PAGES && page.next_cursor !== null && page.items.length < wanted; read++) {
    const next = await ask(page.next_cursor, wanted - page.items.length);
    page = { ...next, items: [...page.items, ...next.items] };
  }
  return page.items.length < wanted ? page : { ...page, searched_to: null };
}
