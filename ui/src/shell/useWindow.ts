import { withQuery } from '../api/client';
import { useResource, type Resource } from '../api/resource';
import type { Stats } from '../api/types';
import { windowQuery, type Anchor, type View } from '../view/view';

export interface Windowed {
  stats: Resource<Stats>;
  /** Parameters of the window for other routes; null until it is known where it ends. */
  query: Record<string, string | number | undefined> | null;
  anchor: Anchor;
  /** The page moved the window to the newest data because there is none up to now. */
  moved: boolean;
}

const statsPath = (view: View, anchor: Anchor) => withQuery('/sentiment/stats', { subreddit: view.community, kind: view.kind, engine: view.engine, ...windowQuery(view, anchor) });

/**
 * Headline numbers of the view's window. A window up to now that holds nothing, while older
 * data exists (an import), gives way to one that ends at the newest item.
 */
export function useWindow(view: View, version: number): Windowed {
  const relative = view.range !== 'custom';
  const auto = relative && view.end === 'auto';
  const toNow = useResource<Stats>(relative && view.end === 'latest' ? null : statsPath(view, 'now'), version, true);
  const nothing = auto && toNow.data !== undefined && !toNow.stale && toNow.data.rests_on.items === 0;
  const toLatest = useResource<Stats>(relative && (view.end === 'latest' || nothing) ? statsPath(view, 'latest') : null, version, true);

  const moved = nothing && !toLatest.stale && (toLatest.data?.rests_on.items ?? 0) > 0;
  const anchor: Anchor = moved || (relative && view.end === 'latest') ? 'latest' : 'now';
  const known = !auto || (!toNow.loading && (!nothing || !toLatest.loading));
  const settling = nothing && toLatest.loading;
  const stats = anchor === 'latest' ? toLatest : toNow;
  return {
    stats: settling ? { ...stats, data: undefined, loading: true } : stats,
    query: known ? windowQuery(view, anchor) : null,
    anchor,
    moved,
  };
}
