import { useCallback, useEffect, useRef, useState } from 'react';
import { asApiError, get, type ApiError } from './client';
import { jitter } from './live';

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

const RETRY_MS = 10_000;
/** Whether the same request may work later: no answer, a server in trouble, too many requests. */
const mayPass = (error: ApiError) => error.status === 0 || error.status >= 500 || error.status === 429;

/**
 * Reads an API path and reads it again when `version` changes. A null path reads nothing.
 * A failure that may pass is tried again by itself. With keep, data of the path before stays until the new path has answered.
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
        const error = asApiError(cause);
        setSlot((old) => (old.path === path ? { ...old, error } : { path, data: undefined, error, at: 0 }));
      },
    );
    return () => abort.abort();
  }, [path, version, attempt]);

  const current = slot.path === path;
  const retry = current && slot.error !== undefined && mayPass(slot.error);
  useEffect(() => {
    if (!retry) return;
    const timer = setInterval(() => setAttempt((n) => n + 1), RETRY_MS + jitter(RETRY_MS / 2));
    return () => clearInterval(timer);
  }, [retry]);

  const reload = useCallback(() => setAttempt((n) => n + 1), []);
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
