import { useCallback } from 'react';
import { go, useSearch } from '../route/address';

/** A value in the address's query, and a way to change it. Typing replaces the address, choosing something adds one. */
export function useParam(name: string): [value: string, set: (value: string, how?: 'push' | 'replace') => void] {
  const search = useSearch();
  const value = new URLSearchParams(search).get(name) ?? '';
  const set = useCallback(
    (next: string, how: 'push' | 'replace' = 'push') => {
      const params = new URLSearchParams(location.search);
      if (next) params.set(name, next);
      else params.delete(name);
      const query = params.toString();
      go(location.pathname + (query ? `?${query}` : ''), how);
    },
    [name],
  );
  return [value, set];
}
