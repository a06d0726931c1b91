import { useEffect, useRef, useState, type RefObject } from 'react';

interface Kept {
  width: number;
  height: number;
}

function read(key: string): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Kept | null;
    return typeof kept?.height === 'number' && kept.height < 2000 ? kept : null;
  } catch {
    return null; // no storage, or not ours
  }
}

/**
 * How high a part of the page was when this browser showed it last at the present width; what
 * stands in for it while it loads takes the same room, and nothing moves when it comes.
 * @param ready whether the part itself is shown, and not what stands in for it
 */
export function useKeptHeight<T extends HTMLElement>(key: string, ready: boolean): [ref: RefObject<T | null>, height: number | undefined] {
  const ref = useRef<T>(null);
  const [kept] = useState(() => read(key));
  useEffect(() => {
    const element = ref.current;
    if (!ready || !element) return;
    const observer = new ResizeObserver(() => {
      try {
        localStorage.setItem(key, JSON.stringify({ width: innerWidth, height: element.offsetHeight }));
      } catch {
        // Without storage the style sheet's guess is used.
      }
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [key, ready]);
  return [ref, !ready && kept?.width === innerWidth ? kept.height : undefined];
}
