import { withQuery } from '../../api/client';
import { useMany } from '../../api/many';
import type { Examples, HotPosts, Movers, Tool } from '../../api/types';
import type { Quoted } from '../../tool/PostQuote';

export interface Shown {
  post: Quoted;
  /** The name of the tool that it is shown for. */
  about: string;
}

const WANTED = 3;
type Answer = Examples | HotPosts;

const fromHot = (a: HotPosts): Shown[] =>
  a.posts.map((p) => ({ about: a.tool_name, post: { source: p.source, id: p.post_id, title: p.title, excerpt: p.excerpt, subreddit: p.subreddit, permalink: p.permalink, label: p.sentiment } }));

/** The strongest examples of the direction in which the tool moved. */
function fromExamples(a: Examples, fell: boolean): Shown[] {
  return a.extreme[fell ? 'negative' : 'positive'].map((e) => ({
    about: a.tool_name,
    post: { source: e.source, id: e.id, title: e.title, excerpt: e.excerpt, subreddit: e.subreddit, permalink: e.permalink, label: e.opinion },
  }));
}

/** Takes from several lists in turn, each post once, until there are enough. */
export function inTurn(lists: readonly Shown[][], wanted: number): Shown[] {
  const taken = new Map<string, Shown>();
  const longest = Math.max(0, ...lists.map((l) => l.length));
  for (let i = 0; i < longest; i++) {
    for (const list of lists) {
      const shown = list[i];
      if (shown && taken.size < wanted && !taken.has(`${shown.post.source}/${shown.post.id}`)) taken.set(`${shown.post.source}/${shown.post.id}`, shown);
    }
  }
  return [...taken.values()];
}

/** Three posts for the note: of the tools that moved, else the most discussed of the most mentioned tools. */
export function usePosts(movers: Movers | undefined, tools: readonly Tool[], limits: Record<string, string | number | undefined> | null, version: number): Shown[] | undefined {
  const real = movers?.movers.filter((m) => m.significant).slice(0, WANTED) ?? [];
  const path = (slug: string, rest: string, more = {}) => withQuery(`${rest === 'posts' ? '/hot-topics' : '/tools'}/${encodeURIComponent(slug)}/${rest}`, { ...limits, ...more });
  const common = [...tools].sort((a, b) => b.total_mentions - a.total_mentions).slice(0, WANTED);
  const paths = !movers || !limits ? [] : real.length ? real.map((m) => path(m.tool_id, 'examples')) : common.map((t) => path(t.slug, 'posts', { limit: 1 }));
  const answers = useMany<Answer>(paths, version);
  if (movers && paths.length === 0) return [];
  if (!answers.data) return answers.error ? [] : undefined;
  const fell = new Map(real.map((m) => [m.tool_id, (m.points ?? 0) < 0]));
  return inTurn(
    answers.data.map((a) => ('extreme' in a ? fromExamples(a, fell.get(a.tool_id) ?? false) : fromHot(a))),
    WANTED,
  );
}
