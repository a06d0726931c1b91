import { useCallback, useEffect, useState } from 'react';
import { asApiError, get, withQuery, type ApiError } from '../../api/client';
import type { HotPost, HotPosts } from '../../api/types';

const PAGE = 10;
const keyOf = (p: HotPost) => `${p.source}/${p.post_id}`;

/** Posts that mention a tool, most engaging first, a page at a time. A post that moved meanwhile stays once. */
export function useHotPosts(slug: string, limits: Record<string, string | number | undefined>) {
  const [posts, setPosts] = useState<HotPost[]>([]);
  const [next, setNext] = useState<number | null>(0);
  const [error, setError] = useState<ApiError>();
  const [loading, setLoading] = useState(true);
  const path = (offset: number) => withQuery(`/hot-topics/${encodeURIComponent(slug)}/posts`, { ...limits, offset, limit: PAGE });
  const first = path(0);

  const take = useCallback((answer: HotPosts, before: HotPost[]) => {
    const known = new Set(before.map(keyOf));
    setPosts([...before, ...answer.posts.filter((p) => !known.has(keyOf(p)))]);
    setNext(answer.next_offset);
  }, []);
  const fail = (cause: unknown) => setError(asApiError(cause));

  useEffect(() => {
    const abort = new AbortController();
    setLoading(true);
    setError(undefined);
    get<HotPosts>(first, abort.signal)
      .then((answer) => take(answer, []), (cause: unknown) => !abort.signal.aborted && fail(cause))
      .finally(() => !abort.signal.aborted && setLoading(false));
    return () => abort.abort();
  }, [first, take]);

  const more = () => {
    if (next === null || loading) return;
    setLoading(true);
    setError(undefined);
    get<HotPosts>(path(next)).then((answer) => take(answer, posts), fail).finally(() => setLoading(false));
  };
  return { posts, more: next === null ? null : more, error, loading };
}
