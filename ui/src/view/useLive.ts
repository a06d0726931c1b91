import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { follow, jitter, type LiveState } from '../api/live';

export interface Live {
  state: LiveState;
  /** Moves when newer data may be had; give it to useResource. */
  version: number;
  /** Moves when a cycle did something, or version moved. */
  pulse: number;
  /** The data version announced last; null before the first. */
  announced: number | null;
  /** Reads everything again: an answer turned out older than what was announced. */
  again(): void;
}

const VERSION_SPREAD_MS = 1_500;
const PULSE_SPREAD_MS = 300;

/** Follows the server and spreads the refetches of many open pages by a little chance. */
export function useLive(): Live {
  const [live, setLive] = useState<Omit<Live, 'again'>>({ state: 'connecting', version: 0, pulse: 0, announced: null });
  const seen = useRef<number | null>(null);

  useEffect(() => {
    let versionTimer: ReturnType<typeof setTimeout> | undefined;
    let pulseTimer: ReturnType<typeof setTimeout> | undefined;
    const stop = follow({
      onState: (state) => setLive((old) => (old.state === state ? old : { ...old, state })),
      onVersion: (version) => {
        const first = seen.current === null;
        if (seen.current === version) return;
        seen.current = version;
        setLive((old) => ({ ...old, announced: version }));
        if (first) return; // most likely the page has just read this version; useCatchUp finds out
        versionTimer ??= setTimeout(() => {
          versionTimer = undefined;
          setLive((old) => ({ ...old, version: old.version + 1, pulse: old.pulse + 1 }));
        }, jitter(VERSION_SPREAD_MS));
      },
      onCycle: () => {
        pulseTimer ??= setTimeout(() => {
          pulseTimer = undefined;
          setLive((old) => ({ ...old, pulse: old.pulse + 1 }));
        }, jitter(PULSE_SPREAD_MS));
      },
    });
    return () => {
      stop();
      clearTimeout(versionTimer);
      clearTimeout(pulseTimer);
    };
  }, []);

  const again = useCallback(() => setLive((old) => ({ ...old, version: old.version + 1 })), []);
  return useMemo(() => ({ ...live, again }), [live, again]);
}

/** The oldest version among answers; undefined while there is none. */
export function oldest(...answers: ({ data_version: number } | undefined)[]): number | undefined {
  const versions = answers.flatMap((a) => (a ? [a.data_version] : []));
  return versions.length ? Math.min(...versions) : undefined;
}

const CATCH_UP_MS = 1_200;
const CATCH_UP_TIMES = 5;

/**
 * Reads again while the answers on screen are of an older version than the one announced: the
 * server may hand out kept answers while it makes new ones. Gives up after a few times.
 */
export function useCatchUp(live: Live, shown: number | undefined): void {
  const tries = useRef({ version: -1, left: 0 });
  const { announced, version, again } = live;
  useEffect(() => {
    if (announced === null || shown === undefined || shown >= announced) return;
    if (tries.current.version !== announced) tries.current = { version: announced, left: CATCH_UP_TIMES };
    if (tries.current.left-- <= 0) return;
    const timer = setTimeout(again, CATCH_UP_MS + jitter(VERSION_SPREAD_MS));
    return () => clearTimeout(timer);
  }, [announced, shown, version, again]);
}
