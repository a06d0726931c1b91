import { Skeleton } from '@mantine/core';
import { Fragment, useMemo } from 'react';
import { withQuery } from '../../api/client';
import { useResource, type Resource } from '../../api/resource';
import type { Compare, CoverageAnswer, Movers, Stats, Tools } from '../../api/types';
import { windowWords } from '../../lib/words';
import { Failure } from '../../parts/Notice';
import { PostQuote } from '../../tool/PostQuote';
import { ToolLink } from '../../tool/ToolLink';
import { ordered } from '../../tool/order';
import { windowQuery, type View } from '../../view/view';
import { liked, missing, moved, type Sentence } from './note';
import { usePosts } from './usePosts';

interface Props {
  movers: Resource<Movers>;
  tools: Resource<Tools>;
  stats: Resource<Stats>;
  coverage: Resource<CoverageAnswer>;
  view: View;
  limits: Record<string, string | number | undefined> | null;
  window: ReturnType<typeof windowQuery> | null;
  version: number;
}

function Spoken({ sentence, view }: { sentence: Sentence; view: View }) {
  return sentence.map((p, i) => <Fragment key={i}>{p.slug ? <ToolLink slug={p.slug} name={p.text} view={view} /> : p.text}</Fragment>);
}

/** The window in one paragraph: what is liked most, what moved, which posts show it, and what is missing. */
export function MorningNote({ movers, tools, stats, coverage, view, limits, window, version }: Props) {
  const best = useMemo(() => ordered(tools.data?.tools ?? [], 'net').filter((t) => !t.small_sample).slice(0, 2), [tools.data]);
  const pair = best.length === 2 ? best.map((t) => t.slug).join(',') : null;
  // Home communities and unnamed mentions count here as they do in the cards.
  const compare = useResource<Compare>(window && pair && withQuery('/tools/compare', { tools: pair, ...window, kind: view.kind, include_home: 'true', include_inferred: 'true' }), version);
  const posts = usePosts(movers.data, tools.data?.tools ?? [], limits, version);
  const parts = [movers, tools, stats, coverage];
  const failed = parts.find((r) => r.error && !r.data);
  const stale = parts.some((r) => r.stale);
  const ready = movers.data && tools.data && stats.data && coverage.data && posts && (!pair || compare.data || compare.error);
  const first = liked(best, compare.data?.deltas[0]);
  return (
    <section className={stale ? 'card note stale' : 'card note'} aria-labelledby="note-title" aria-busy={stale}>
      <div className="card-head">
        <h2 id="note-title">In short</h2>
        {stats.data && <span className="dim">{windowWords(stats.data.window)}, against the same length before</span>}
      </div>
      {failed && <Failure error={failed.error!} retry={failed.reload} what="The summary" />}
      {!ready && !failed && <Skeleton className="note-skeleton" />}
      {ready && (
        <p className="note-text">
          {first && (
            <>
              <Spoken sentence={first} view={view} />{' '}
            </>
          )}
          {moved(movers.data!).map((s, i) => (
            <Fragment key={i}>
              <Spoken sentence={s} view={view} />{' '}
            </Fragment>
          ))}
          <Spoken sentence={missing(coverage.data!, stats.data!)} view={view} />
        </p>
      )}
      {ready && posts.length > 0 && (
        <ul className="note-posts" aria-label="Posts that show it">
          {posts.map((s) => (
            <li key={`${s.post.source}/${s.post.id}`}>
              <PostQuote post={s.post} about={s.about} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
