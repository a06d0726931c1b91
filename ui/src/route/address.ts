import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
const announce = () => {
  for (const listener of listeners) listener();
};

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) addEventListener('popstate', announce);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) removeEventListener('popstate', announce);
  };
}

/** Changes the address without loading anything; path begins with a slash and is of this origin. */
export function go(path: string, how: 'push' | 'replace' = 'push'): void {
  if (path === location.pathname + location.search + location.hash) return;
  if (how === 'push') history.pushState(null, '', path);
  else history.replaceState(null, '', path);
  announce();
}

/** The path of the address bar, followed. Back and forward work. */
export const usePath = () => useSyncExternalStore(subscribe, () => location.pathname);
/** Its query, with the question mark. */
export const useSearch = () => useSyncExternalStore(subscribe, () => location.search);
