import type { Item } from '../api/types';

export const keyOf = (item: Item) => `${item.source}/${item.id}`;

/**
 * What a fresh first page means for the list on screen: items known already are renewed in
 * place (upvotes, deletions), and those that are new wait to be asked for. Items from below
 * the list, which come up when others vanish, are not new.
 */
export function mergeFresh(shown: Item[], fresh: Item[]): { shown: Item[]; waiting: number } {
  const byKey = new Map(fresh.map((item) => [keyOf(item), item]));
  const known = new Set(shown.map(keyOf));
  const oldest = shown.at(-1)?.created_utc ?? '';
  return {
    shown: shown.map((item) => byKey.get(keyOf(item)) ?? item),
    waiting: fresh.filter((item) => !known.has(keyOf(item)) && item.created_utc >= oldest).length,
  };
}

/** A further page under what is there; an item that is on both stays once. */
export function append(shown: Item[], more: Item[]): Item[] {
  const known = new Set(shown.map(keyOf));
  return [...shown, ...more.filter((item) => !known.has(keyOf(item)))];
}
