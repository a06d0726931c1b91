import { useCallback, useEffect, useRef, useState } from 'react';
import { asApiError, get, withQuery, type ApiError } from '../api/client';
import type { Item, ItemPage } from '../api/types';
import { append, mergeFresh } from './merge';
import { readOn } from './onward';

export const PAGE = 25;

export interface Feed {
  items: Item[];
  /** True until the first page of this search is there, or failed. */
  loading: boolean;
  error: ApiError | undefined;
  more: boolean;
  /** How far back was searched when that was ended before enough was found: there may be more. */
  searchedTo: string | null;
  loadingMore: boolean;
  /** New items that are not shown yet. */
  waiting: number;
  loadMore(): void;
  /** Shows the waiting items, or tries again after an error. */
  refresh(): void;
}

export type FeedQuery = Record<string, string | number | undefined>;

/** Items of further pages: who asks for more reads on. */
const FURTHER = 100;

interface Held {
  key: string;
  items: Item[];
  cursor: string | null;
  searchedTo: string | null;
  fresh: ItemPage | null;
  waiting: number;
  error: ApiError | undefined;
}

const nothing: Held = { key: '', items: [], cursor: null, searchedTo: null, fresh: null, waiting: 0, error: undefined };
const pageFrom = (query: FeedQuery, from: string | null, wanted: number, signal?: AbortSignal) =>
  readOn((cursor, limit) => get<ItemPage>(withQuery('/items', { ...query, limit, cursor: cursor ?? undefined }), signal), from, wanted);
const firstPage = (query: FeedQuery, signal?: AbortSignal) => pageFrom(query, null, PAGE, signal);

/** What a page brings besides items. */
const place = (page: ItemPage) => ({ cursor: page.next_cursor, searchedTo: page.searched_to });

/** The newest items of a search; newer ones are announced, never pushed in from above. A search that is null is waited for. */
export function useFeed(query: FeedQuery | null, version: number): Feed {
  const key = query && withQuery('?', query);
  const [held, setHeld] = useState<Held>(nothing);
  const [attempt, setAttempt] = useState(0);
  const [loadingMore, setLoadingMore] = useState(false);
  const latest = useRef<FeedQuery>({});
  latest.current = query ?? {};

  useEffect(() => {
    if (key === null) return;
    const abort = new AbortController();
    firstPage(latest.current, abort.signal).then(
      (page) => setHeld({ ...nothing, key, items: page.items, ...place(page) }),
      (cause: unknown) => {
        if (!abort.signal.aborted) setHeld((old) => ({ ...(old.key === key ? old : nothing), key, error: asApiError(cause) }));
      },
    );
    return () => abort.abort();
  }, [key, attempt]);

  useEffect(() => {
    if (version === 0 || key === null) return;
    const abort = new AbortController();
    firstPage(latest.current, abort.signal).then(
      (page) =>
        setHeld((old) => {
          if (old.key !== key) return old;
          if (old.items.length === 0 && page.items.length === 0 && page.next_cursor !== null) return old; // may have come further
          if (old.items.length === 0) return { ...nothing, key, items: page.items, ...place(page) };
          const { shown, waiting } = mergeFresh(old.items, page.items);
          return { ...old, items: shown, waiting, fresh: waiting ? page : null, error: undefined };
        }),
      () => undefined, // what is shown stays; the header says that the connection is lost
    );
    return () => abort.abort();
  }, [version, key]);

  const refresh = useCallback(() => {
    if (held.fresh) setHeld({ ...nothing, key: held.key, items: held.fresh.items, ...place(held.fresh) });
    else setAttempt((n) => n + 1);
  }, [held]);

  const loadMore = useCallback(() => {
    if (!held.cursor || loadingMore) return;
    setLoadingMore(true);
    pageFrom(latest.current, held.cursor, FURTHER)
      .then(
        (page) => setHeld((old) => (old.key === held.key ? { ...old, items: append(old.items, page.items), ...place(page), error: undefined } : old)),
        (cause: unknown) => setHeld((old) => ({ ...old, error: asApiError(cause) })),
      )
      .finally(() => setLoadingMore(false));
  }, [held.cursor, held.key, loadingMore]);

  const current = held.key === key;
  return {
    items: current ? held.items : [],
    loading: !current,
    error: current ? held.error : undefined,
    more: current && held.cursor !== null,
    searchedTo: current ? held.searchedTo : null,
    loadingMore,
    waiting: current ? held.waiting : 0,
    loadMore,
    refresh,
  };
}
