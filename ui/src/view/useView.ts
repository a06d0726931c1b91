import { useCallback, useMemo } from 'react';
import { go, useSearch } from '../route/address';
import { formatView, parseView, type View } from './view';

export type UpdateView = (patch: Partial<View>, how?: 'push' | 'replace') => void;

/** The view in the address bar, and a way to change it. Everyone who asks sees the same. */
export function useView(): [View, UpdateView] {
  const search = useSearch();
  const view = useMemo(() => parseView(search), [search]);
  const update = useCallback<UpdateView>((patch, how = 'push') => {
    go(location.pathname + formatView({ ...parseView(location.search), ...patch }) + location.hash, how);
  }, []);
  return [view, update];
}
