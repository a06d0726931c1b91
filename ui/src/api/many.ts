import { useCallback, useEffect, useState } from 'react';
import { asApiError, get, type ApiError } from './client';

/** Answers of several paths that are shown together; they come, and are replaced, all at once. */
export interface Many<T> {
  /** In the order of the paths they were asked with; undefined until all are there. Those that failed are left out. */
  data: T[] | undefined;
  /** Why the first of those that failed did. */
  error: ApiError | undefined;
  /** The answers are of the paths before. */
  stale: boolean;
  reload(): void;
}

/** Reads several API paths, and again when `version` changes. What was shown stays until all have answered. */
export function useMany<T>(paths: readonly string[], version: number): Many<T> {
  const key = paths.join('\n');
  const [held, setHeld] = useState<{ key: string | null; data: T[] | undefined; error: ApiError | undefined }>({ key: null, data: undefined, error: undefined });
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    if (!key) return;
    const abort = new AbortController();
    void Promise.allSettled(key.split('\n').map((path) => get<T>(path, abort.signal))).then((results) => {
      if (abort.signal.aborted) return;
      const data = results.flatMap((r) => (r.status === 'fulfilled' ? [r.value] : []));
      const failed = results.find((r) => r.status === 'rejected');
      const error = failed && asApiError(failed.reason);
      setHeld((old) => (data.length === 0 && old.key === key && old.data ? { ...old, error } : { key, data: data.length ? data : undefined, error }));
    });
    return () => abort.abort();
  }, [key, version, attempt]);

  const reload = useCallback(() => setAttempt((n) => n + 1), []);
  return { data: held.data, error: held.key === key ? held.error : undefined, stale: held.data !== undefined && held.key !== key, reload };
}
