import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError, get } from './client';

export interface Resource<T> {
  /** The newest good answer for this path; stays while a newer one is on its way or failed. */
  data: T | undefined;
  error: ApiError | undefined;
  /** True until there is data or an error for the present path. */
  loading: boolean;
  /** The data belongs to the path before; only with keep. */
  stale: boolean;
  /** When data came in, in ms since 1970; 0 when there is none. */
  at: number;
  reload(): void;
}

interface Slot<T> {
  path: string | null;
  data: T | undefined;
  error: ApiError | undefined;
  at: number;
}

/**
 * Reads an API path and reads it again when `version` changes. A null path reads nothing.
 * With keep, data of the path before stays until the new path has answered.
 */
export function useResource<T>(path: string | null, version: number, keep = false): Resource<T> {
  const [slot, setSlot] = useState<Slot<T>>({ path: null, data: undefined, error: undefined, at: 0 });
  const [attempt, setAttempt] = useState(0);
  const latest = useRef(0);

  useEffect(() => {
    if (path === null) return;
    const abort = new AbortController();
    const turn = ++latest.current;
    get<T>(path, abort.signal).then(
      (data) => {
        if (turn === latest.current) setSlot({ path, data, error: undefined, at: Date.now() });
      },
      (cause: unknown) => {
        if (abort.signal.aborted || turn !== latest.current) return;
        const error = cause instanceof ApiError ? cause : new ApiError(0, 'The answer could not be read.');
        setSlot((old) => (old.path === path ? { ...old, error } : { path, data: undefined, error, at: 0 }));
      },
    );
    return () => abort.abort();
  }, [path, version, attempt]);

  const reload = useCallback(() => setAttempt((n) => n + 1), []);
  const current = slot.path === path;
  const data = current || keep ? slot.data : undefined;
  return {
    data,
    error: current ? slot.error : undefined,
    loading: path !== null && (!current || (slot.data === undefined && slot.error === undefined)),
    stale: data !== undefined && !current,
    at: slot.at,
    reload,
  };
}
