const PLAIN = { '/': 'overview', '/index.html': 'overview', '/feed': 'feed', '/coverage': 'coverage' } as const;

/** A page of the dashboard, as its path names it. What is shown on it stands in the view, in the query. */
export interface Route {
  page: (typeof PLAIN)[keyof typeof PLAIN] | 'unknown';
}

/** The page of a path. A slash too many at its end is forgiven. The server knows the same paths (internal/serve/web). */
export function routeOf(pathname: string): Route {
  const path = pathname.replace(/\/+$/, '') || '/';
  return { page: Object.hasOwn(PLAIN, path) ? PLAIN[path as keyof typeof PLAIN] : 'unknown' };
}
