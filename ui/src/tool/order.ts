import type { Tool } from '../api/types';
import type { Sort } from '../view/view';

type Ranked = Pick<Tool, 'name' | 'net_sentiment' | 'total_mentions' | 'small_sample'>;

const byName = (a: Ranked, b: Ranked) => a.name.localeCompare(b.name);
const byMentions = (a: Ranked, b: Ranked) => b.total_mentions - a.total_mentions || byName(a, b);

/** Tools with mentions in the order asked for. By net sentiment, small samples stand last: luck must not lead. */
export function ordered<T extends Ranked>(tools: readonly T[], sort: Sort): T[] {
  const mentioned = tools.filter((t) => t.total_mentions > 0);
  if (sort === 'name') return mentioned.sort(byName);
  if (sort === 'mentions') return mentioned.sort(byMentions);
  return mentioned.sort((a, b) => Number(a.small_sample) - Number(b.small_sample) || (b.net_sentiment ?? 0) - (a.net_sentiment ?? 0) || byMentions(a, b));
}
