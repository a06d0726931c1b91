import { useEffect, useRef, type RefObject } from 'react';
import type { Feed } from './useFeed';

/** Before the end of the list is in sight, by so much. */
const AHEAD = '0px 0px 1200px 0px';

/** Loads on by itself when the end of the list comes near, once it was asked to for the first time: until then what stands below the list can be reached. A search that found too little waits to be asked each time. */
export function useGoesOn(end: RefObject<HTMLElement | null>, { items, more, searchedTo, loadingMore, error, loadMore }: Feed): void {
  const first = useRef({ count: 0, asked: false });
  if (items.length < first.current.count || items.length === 0) first.current = { count: 0, asked: false };
  if (loadingMore) first.current.asked = true;
  first.current.count = items.length;
  const on = first.current.asked && more && searchedTo === null && !loadingMore && error === undefined;
  useEffect(() => {
    const element = end.current;
    if (!on || !element) return;
    // A busy page hears of several changes at once: the last one holds.
    const observer = new IntersectionObserver((entries) => entries.at(-1)!.isIntersecting && loadMore(), { rootMargin: AHEAD });
    observer.observe(element);
    return () => observer.disconnect();
  }, [on, end, loadMore]);
}
