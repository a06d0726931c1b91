import { useEffect, useState } from 'react';

/**
 * Whether to hold the page back: true while something awaited is not there, for at most `ms`.
 * What is not shown yet cannot move when the rest comes in.
 */
export function useGrace(missing: boolean, ms: number): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return missing && !over;
}
