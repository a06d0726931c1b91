const PLAIN = { '/': 'overview', '/index.html': 'overview', '/compare': 'compare', '/hot': 'hot', '/feed': 'feed', '/coverage': 'coverage' } as const;

/** A page of the dashboard, as its path names it. What is shown on it stands in the view, in the query. */
export interface Route {
  page: (typeof PLAIN)[keyof typeof PLAIN] | 'tool' | 'thread' | 'receipt' | 'admin' | 'unknown';
  /** What the page is about: the slug of a tool, a thread as source/id, the name of a receipt, a part of the administration. Empty for pages about everything. */
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
  if (slug) return { page: 'tool', subject: slug };
  const [, source = '', id = ''] = (/^\/threads\/([^/]+)\/([^/]+)$/.exec(path) ?? []).map(segment);
  if (source && id) return { page: 'thread', subject: `${source}/${id}` };
  const receipt = segment(/^\/receipts\/([^/]+)$/.exec(path)?.[1] ?? '');
  if (receipt) return { page: 'receipt', subject: receipt };
  const part = /^\/admin((?:\/[^/]+){0,2})$/.exec(path);
  return part ? { page: 'admin', subject: part[1]!.split('/').slice(1).map(segment).join('/') } : { page: 'unknown', subject: '' };
}

export const toolPath = (slug: string) => `/tools/${encodeURIComponent(slug)}`;
export const threadPath = (source: string, id: string) => `/threads/${encodeURIComponent(source)}/${encodeURIComponent(id)}`;
export const receiptPath = (id: string) => `/receipts/${encodeURIComponent(id)}`;
