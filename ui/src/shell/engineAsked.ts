import type { ApiError } from '../api/client';
import type { Resource } from '../api/resource';
import type { Stats } from '../api/types';

/**
 * What came of asking for the numbers of an engine: they are shown (`other`), it is the one that answers anyway (`answers`), nothing in the
 * window counts (`nothing`), no whole numbers of it are kept (`refused`), or there is no answer yet (`open`).
 */
export type EngineAsked = 'other' | 'answers' | 'nothing' | 'refused' | 'open';

const refuses = (error: ApiError) => ((error.problem ?? {}) as { errors?: { location?: string }[] | null }).errors?.some((e) => e.location === 'query.engine') ?? false;

export function engineAsked({ data, error, stale }: Pick<Resource<Stats>, 'data' | 'error' | 'stale'>): EngineAsked {
  if (error && refuses(error)) return 'refused';
  if (!data || stale) return 'open';
  if (data.engine.scored !== undefined) return 'other';
  return data.rests_on.items > data.rests_on.excluded ? 'answers' : 'nothing';
}
