import { useEffect, useState } from 'react';
import { asApiError, change, type ApiError } from '../../api/client';
import type { Preview } from '../types';
import { bodyOf, type Draft } from './draft';

/** Typing is over after so many ms. */
const PAUSE_MS = 500;

interface Previewed {
  data: Preview | undefined;
  error: ApiError | undefined;
  /** What is shown belongs to an earlier draft. */
  waiting: boolean;
}

/** What a draft's aliases would match, asked again when they change. slug is that of the tool that would change, empty for a new one. */
export function usePreview(slug: string, draft: Draft): Previewed {
  const { name, aliases, home } = bodyOf(draft);
  const tool = JSON.stringify({ name: name || 'New tool', aliases, home });
  const asks = aliases.length > 0;
  const [state, setState] = useState<{ of: string; data: Preview | undefined; error: ApiError | undefined }>({ of: '', data: undefined, error: undefined });
  useEffect(() => {
    if (!asks) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      change<Preview>('POST', '/admin/tools/preview', { slug: slug || undefined, tool: JSON.parse(tool) as object }, abort.signal).then(
        (data) => setState({ of: tool, data, error: undefined }),
        (cause: unknown) => {
          if (!abort.signal.aborted) setState((old) => ({ of: tool, data: old.data, error: asApiError(cause) }));
        },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [slug, tool, asks]);
  return { data: asks ? state.data : undefined, error: asks && state.of === tool ? state.error : undefined, waiting: asks && state.of !== tool };
}
