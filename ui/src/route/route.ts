const PLAIN = { '/': 'overview', '/index.html': 'overview', '/compare': 'compare', '/hot': 'hot', '/feed': 'feed', '/coverage': 'coverage' } as const;

/** A page of the dashboard, as its path names it. What is shown on it stands in the view, in the query. */
export interface Route {
  page: (typeof PLAIN)[keyof typeof PLAIN] | 'tool' | 'unknown';
  /** What the page is about: the slug of a tool. Empty for pages about everything. */
  subject: string;
}

/** One segment of a path as text; empty when its escapes are broken. */
function segment(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    return '';
  }
}

/** The page of a path. A slash too many at its end is forgiven. The server knows the same paths (internal/serve/web). */
export function routeOf(pathname: string): Route {
  const path = pathname.replace(/\/+$/, '') || '/';
  if (Object.hasOwn(PLAIN, path)) return { page: PLAIN[path as keyof typeof PLAIN], subject: '' };
  const slug = segment(/^\/tools\/([^/]+)$/.exec(path)?.[1] ?? '');
  return slug ? { page: 'tool', subject: slug } : { page: 'unknown', subject: '' };
}

export const toolPath = (slug: string) => `/tools/${encodeURIComponent(slug)}`;
