import { Button, Skeleton } from '@mantine/core';
import type { Resource } from '../../api/resource';
import type { HotTopics } from '../../api/types';
import { saveCsv } from '../../lib/download';
import { count, plural, points } from '../../lib/format';
import { Disclosure } from '../../parts/Disclosure';
import { IntervalBar } from '../../parts/IntervalBar';
import { Empty, Failure } from '../../parts/Notice';
import { Section } from '../../parts/Section';
import { ToolLink } from '../../tool/ToolLink';
import { range } from '../../tool/words';
import type { View } from '../../view/view';
import { PostRow } from './PostRow';
import { useHotPosts } from './useHotPosts';

type Hot = HotTopics['hot_topics'][number];
type Limits = Record<string, string | number | undefined>;

function Posts({ hot, limits, view, now }: { hot: Hot; limits: Limits; view: View; now: number }) {
  const { posts, more, error, loading } = useHotPosts(hot.tool_slug, limits);
  return (
    <div className="driver-inside">
      {posts.map((p) => (
        <PostRow key={`${p.source}/${p.post_id}`} post={p} label={p.sentiment} view={view} now={now}>
          <span title="10 + 2 for each comment + upvotes">engagement {count(p.engagement_score)}</span>
        </PostRow>
      ))}
      {loading && posts.length === 0 && <Skeleton className="item-skeleton" />}
      {!loading && !error && posts.length === 0 && <p className="dim">No post mentions it; the talk is in comments.</p>}
      {error && more && <Failure error={error} retry={more} what="The posts" />}
      {more && !error && posts.length > 0 && (
        <Button size="compact-sm" variant="default" loading={loading} onClick={more}>
          Load more posts
        </Button>
      )}
    </div>
  );
}

function Row({ hot, rank, most, limits, view, now }: { hot: Hot; rank: number; most: number; limits: Limits; view: View; now: number }) {
  return (
    <li className="hot-tool">
      <div className="hot-head">
        <span className="hot-rank num">{rank}</span>
        <span className="hot-name">
          <ToolLink slug={hot.tool_slug} name={hot.tool_name} view={view} />
        </span>
        <span className="hot-engagement">
          <span className="flow-axis" aria-hidden="true">
            <span className="flow-bar hot-bar" style={{ width: `${(100 * hot.engagement_score) / most}%` }} />
          </span>
          <strong className="num">{count(hot.engagement_score)}</strong>
        </span>
        <span className="hot-net">
          <span className="community-points">
            <strong>{points(hot.net_sentiment)}</strong> <span className="dim">{range(hot.interval)}</span>
          </span>
          <IntervalBar small net={hot.net_sentiment} low={hot.interval?.low ?? null} high={hot.interval?.high ?? null} />
        </span>
        <span className="sub">
          {plural(hot.total_mentions, 'mention')}, {plural(hot.total_comments, 'comment')}, {plural(hot.total_upvotes, 'upvote')}
          {hot.small_sample && ', small sample'}
        </span>
      </div>
      <Disclosure hint={` of ${hot.tool_name}`} inside={() => <Posts hot={hot} limits={limits} view={view} now={now} />}>
        <span className="hot-open">Posts</span>
      </Disclosure>
    </li>
  );
}

const save = (d: HotTopics) =>
  saveCsv('voxpop-most-discussed', d.hot_topics.map((h) => ({ tool: h.tool_name, engagement: h.engagement_score, mentions: h.total_mentions, comments: h.total_comments, upvotes: h.total_upvotes, net_sentiment: h.net_sentiment, low: h.interval?.low, high: h.interval?.high, small_sample: h.small_sample, simulated: d.simulated })));

interface Props {
  hot: Resource<HotTopics>;
  limits: Limits | null;
  view: View;
  now: number;
  /** Asks for more tools; null when all are there. */
  onMore: (() => void) | null;
}

/** Tools by engagement, each with its posts. */
export function HotTools({ hot, limits, view, now, onMore }: Props) {
  return (
    <Section
      title="Most discussed tools"
      what="The tools"
      answer={hot}
      tall
      aside={() => 'by engagement'}
      actions={
        hot.data &&
        hot.data.hot_topics.length > 0 && (
          <Button size="compact-sm" variant="subtle" onClick={() => save(hot.data!)}>
            CSV
          </Button>
        )
      }
    >
      {(d) =>
        d.hot_topics.length === 0 || !limits ? (
          <Empty title="No tool has three mentions in this range.">
            <p>Choose a longer range, or another community or kind.</p>
          </Empty>
        ) : (
          <>
            <ol className="hot-tools">
              {d.hot_topics.map((h, i) => (
                <Row key={h.tool_slug} hot={h} rank={i + 1} most={d.hot_topics[0]!.engagement_score} limits={limits} view={view} now={now} />
              ))}
            </ol>
            {onMore && (
              <Button size="compact-sm" variant="default" className="table-more" loading={hot.stale} onClick={onMore}>
                Load more
              </Button>
            )}
            <p className="headline-foot">Engagement: 10 for each mention, 2 for each comment and 1 for each upvote of the items that mention it. A tool appears from three mentions on. The intervals: {d.basis}.</p>
          </>
        )
      }
    </Section>
  );
}
