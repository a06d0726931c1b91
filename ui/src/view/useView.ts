import { useCallback, useEffect, useState } from 'react';
import { formatView, parseView, type View } from './view';

export type UpdateView = (patch: Partial<View>, how?: 'push' | 'replace') => void;

/** The view in the address bar, and a way to change it. Back and forward work. */
export function useView(): [View, UpdateView] {
  const [view, setView] = useState(() => parseView(location.search));

  useEffect(() => {
    const read = () => setView(parseView(location.search));
    addEventListener('popstate', read);
    return () => removeEventListener('popstate', read);
  }, []);

  const update = useCallback<UpdateView>((patch, how = 'push') => {
    const next = { ...parseView(location.search), ...patch };
    const address = location.pathname + formatView(next) + location.hash;
    if (address !== location.pathname + location.search + location.hash) {
      if (how === 'push') history.pushState(null, '', address);
      else history.replaceState(null, '', address);
    }
    setView(next);
  }, []);

  return [view, update];
}
