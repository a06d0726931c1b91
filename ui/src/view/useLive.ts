import { useEffect, useRef, useState } from 'react';
import { follow, jitter, type LiveState } from '../api/live';

export interface Live {
  state: LiveState;
  /** Moves when newer data may be had; give it to useResource. */
  version: number;
  /** Moves when a cycle did something, or version moved. */
  pulse: number;
}

const VERSION_SPREAD_MS = 1_500;
const PULSE_SPREAD_MS = 300;

/** Follows the server and spreads the refetches of many open pages by a little chance. */
export function useLive(): Live {
  const [live, setLive] = useState<Live>({ state: 'connecting', version: 0, pulse: 0 });
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
        if (first) return; // the page has just read this version
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

  return live;
}
