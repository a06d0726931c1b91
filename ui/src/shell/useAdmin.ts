import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { session, signIn, signOut } from '../api/client';

/** Who is signed in, and the dialog that asks for a key. */
export interface Admin {
  role: string | null;
  /** Whether the server has said who we are, or could not. */
  known: boolean;
  asking: boolean;
  /** Opens the dialog; then runs `after` once the key was accepted. */
  ask(after?: () => void): void;
  cancel(): void;
  /** Throws ApiError when the key is wrong. */
  enter(key: string): Promise<void>;
  leave(): Promise<void>;
  /** The server no longer knows our session. */
  expired(): void;
}

export function useAdmin(): Admin {
  const [role, setRole] = useState<string | null>(null);
  const [known, setKnown] = useState(false);
  const [asking, setAsking] = useState(false);
  const after = useRef<(() => void) | undefined>(undefined);

  useEffect(() => {
    const abort = new AbortController();
    session(abort.signal)
      .then(
        (s) => setRole(s.role),
        () => undefined, // not signed in is what we show anyway
      )
      .finally(() => !abort.signal.aborted && setKnown(true));
    return () => abort.abort();
  }, []);

  const ask = useCallback((then?: () => void) => {
    after.current = then;
    setAsking(true);
  }, []);
  const cancel = useCallback(() => {
    after.current = undefined;
    setAsking(false);
  }, []);
  const enter = useCallback(async (key: string) => {
    await signIn(key);
    setRole((await session()).role);
    setAsking(false);
    after.current?.();
    after.current = undefined;
  }, []);
  const leave = useCallback(async () => {
    await signOut().catch(() => undefined);
    setRole(null);
  }, []);
  const expired = useCallback(() => setRole(null), []);

  return useMemo(() => ({ role, known, asking, ask, cancel, enter, leave, expired }), [role, known, asking, ask, cancel, enter, leave, expired]);
}
