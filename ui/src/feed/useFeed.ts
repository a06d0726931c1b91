import { useCallback, useEffect, useRef, useState } from 'react';
import { asApiError, get, withQuery, type ApiError } from '../api/client';
import type { Item, ItemPage } from '../api/types';
import { append, mergeFresh } from './merge';

export const PAGE = 25;

export interface Feed {
  items: Item[];
  /** True until the first page of this search is there, or failed. */
  loading: boolean;
  error: ApiError | undefined;
  more: boolean;
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
  fresh: ItemPage | null;
  waiting: number;
  error: ApiError | undefined;
}

const nothing: Held = { key: '', items: [], cursor: null, fresh: null, waiting: 0, error: undefined };
const firstPage = (query: FeedQuery, signal?: AbortSignal) => get<ItemPage>(withQuery('/items', { ...query, limit: PAGE }), signal);

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
      (page) => setHeld({ ...nothing, key, items: page.items, cursor: page.next_cursor }),
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
          if (old.items.length === 0) return { ...nothing, key, items: page.items, cursor: page.next_cursor };
          const { shown, waiting } = mergeFresh(old.items, page.items);
          return { ...old, items: shown, waiting, fresh: waiting ? page : null, error: undefined };
        }),
      () => undefined, // what is shown stays; the header says that the connection is lost
    );
    return () => abort.abort();
  }, [version, key]);

  const refresh = useCallback(() => {
    if (held.fresh) setHeld({ ...nothing, key: held.key, items: held.fresh.items, cursor: held.fresh.next_cursor });
    else setAttempt((n) => n + 1);
  }, [held]);

  const loadMore = useCallback(() => {
    if (!held.cursor || loadingMore) return;
    setLoadingMore(true);
    get<ItemPage>(withQuery('/items', { ...latest.current, limit: FURTHER, cursor: held.cursor }))
      .then(
        (page) => setHeld((old) => (old.key === held.key ? { ...old, items: append(old.items, page.items), cursor: page.next_cursor, error: undefined } : old)),
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
    loadingMore,
    waiting: current ? held.waiting : 0,
    loadMore,
    refresh,
  };
}
