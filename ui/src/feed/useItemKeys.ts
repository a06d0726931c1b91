import type { RefObject } from 'react';
import { usePageKeys } from '../shell/keys';

/** Room above an item that is gone to: the header sticks there. */
const HEADER = 72;

/** Where j and k lead from the item that has the focus: else the first that is not above the window's top. */
function step(list: HTMLElement, by: 1 | -1): HTMLElement | undefined {
  const items = [...list.querySelectorAll<HTMLElement>('.item')];
  const at = items.findIndex((i) => i.contains(document.activeElement));
  if (at >= 0) return items[at + by];
  return items.find((i) => i.getBoundingClientRect().bottom > HEADER);
}

/** Keys for a list of items: j and k go along, o opens the item at its source, t its thread. */
export function useItemKeys(list: RefObject<HTMLElement | null>): void {
  const go = (by: 1 | -1) => {
    const item = list.current && step(list.current, by);
    item?.focus({ preventScroll: true });
    item?.scrollIntoView({ block: 'nearest' });
  };
  const follow = (what: string) => document.activeElement?.closest('.item')?.querySelector<HTMLAnchorElement>(what)?.click();
  usePageKeys({ j: () => go(1), k: () => go(-1), o: () => follow('.item-source'), t: () => follow('.item-thread') });
}
