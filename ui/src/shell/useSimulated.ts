import { useEffect } from 'react';

const KEY = 'voxpop-simulated';

function remembered(): boolean {
  try {
    return localStorage.getItem(KEY) === '1';
  } catch {
    return false; // storage may be forbidden
  }
}

/**
 * Whether the data is simulated. Until an answer says so (undefined), what this browser saw the
 * last time: the banner then stands from the first paint and nothing moves.
 */
export function useSimulated(said: boolean | undefined): boolean {
  useEffect(() => {
    if (said === undefined) return;
    try {
      localStorage.setItem(KEY, said ? '1' : '0');
    } catch {
      // The banner comes with the first answer then.
    }
  }, [said]);
  return said ?? remembered();
}
