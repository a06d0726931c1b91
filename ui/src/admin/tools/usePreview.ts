import { useEffect, useState } from 'react';
import { asApiError, change, type ApiError } from '../../api/client';
import type { Preview } from '../types';
import { bodyOf, type Draft } from './draft';

/** Typing is over after so many ms. */
const PAUSE_MS = 300;
/** How many items the second look reads, where the first did not see all. */
const MORE_ITEMS = 2000;

interface Previewed {
  data: Preview | undefined;
  error: ApiError | undefined;
  /** What is shown belongs to an earlier draft. */
  waiting: boolean;
  /** What is shown will be replaced by what more items say. */
  more: boolean;
}

/**
 * What a draft's aliases would match, asked again when they change: first in the newest items, which are soon read, then in more.
 * slug is that of the tool that would change, empty for a new one.
 */
export function usePreview(slug: string, draft: Draft): Previewed {
  const { name, aliases, home } = bodyOf(draft);
  const tool = JSON.stringify({ name: name || 'New tool', aliases, home });
  const asks = aliases.length > 0;
  const [state, setState] = useState<{ of: string; data: Preview | undefined; error: ApiError | undefined; more: boolean }>({ of: '', data: undefined, error: undefined, more: false });
  useEffect(() => {
    if (!asks) return;
    const abort = new AbortController();
    const ask = async (items?: number) => {
      try {
        const data = await change<Preview>('POST', '/admin/tools/preview', { slug: slug || undefined, tool: JSON.parse(tool) as object, items }, abort.signal);
        const more = data.sampled && items === undefined;
        setState({ of: tool, data, error: undefined, more });
        if (more) await ask(MORE_ITEMS);
      } catch (cause) {
        if (!abort.signal.aborted) setState((old) => ({ of: tool, data: old.data, error: asApiError(cause), more: false }));
      }
    };
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [slug, tool, asks]);
  return { data: asks ? state.data : undefined, error: asks && state.of === tool ? state.error : undefined, waiting: asks && state.of !== tool, more: asks && state.more };
}
