import { useCallback, useState } from 'react';
import { ApiError, asApiError, change } from '../api/client';
import type { Admin } from '../shell/useAdmin';

export interface Changer {
  /** The path that is asked at the moment, empty when none is. */
  busy: string;
  error: ApiError | undefined;
  /** Gives what came of it; undefined after a failure, which is then in error. */
  run<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T | undefined>;
  clear(): void;
}

/** Asks for changes as an administrator. When the session has ended, asks for a key and keeps what is on screen. */
export function useChange(admin: Admin): Changer {
  const [busy, setBusy] = useState('');
  const [error, setError] = useState<ApiError>();
  const { ask } = admin;
  const run = useCallback(
    async <T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T | undefined> => {
      setBusy(path);
      setError(undefined);
      try {
        return await change<T>(method, path, body);
      } catch (cause) {
        const failed = asApiError(cause);
        setError(failed.status === 401 ? new ApiError(401, 'The session has ended. Sign in and do it again.') : failed);
        if (failed.status === 401) ask();
        return undefined;
      } finally {
        setBusy('');
      }
    },
    [ask],
  );
  const clear = useCallback(() => setError(undefined), []);
  return { busy, error, run, clear };
}
