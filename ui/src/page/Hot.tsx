import { Button } from '@mantine/core';
import { useState } from 'react';
import { withQuery } from '../api/client';
import { useResource } from '../api/resource';
import type { Communities, HotTopics, Topics, Trending } from '../api/types';
import { count, decimal, points } from '../lib/format';
import { Empty } from '../parts/Notice';
import { Section } from '../parts/Section';
import { Controls } from '../shell/Controls';
import { DataLine } from '../shell/DataLine';
import { PageHead } from '../shell/PageHead';
import type { PageProps } from '../shell/pages';
import { WindowNotice } from '../shell/WindowNotice';
import { Themes } from '../tool/Themes';
import { hoursOf, scope } from '../view/view';
import { HotTools } from './hot/HotTools';
import { PostRow } from './hot/PostRow';

const TOOLS = 10;
const MOST_TOOLS = 50;
const RISING = 20;
const THEMES = 8;

const span = (minutes: number) => (minutes < 90 ? `${Math.round(minutes)} min` : `${decimal(minutes / 60)} h`);
/** A gain with its sign; points of sentiment have a decimal, these have none. */
const gain = (n: number) => `${n > 0 ? '+' : n < 0 ? '−' : ''}${count(Math.abs(n))}`;

/** What is talked about: tools by engagement, posts that rise, and themes. */
export default function Hot(props: PageProps) {
  const { view, update, live, now, windowed } = props;
  const limits = scope(view, windowed.query);
  const [tools, setTools] = useState(TOOLS);
  const [themes, setThemes] = useState(THEMES);
  const hot = useResource<HotTopics>(limits && withQuery('/hot-topics', { ...limits, limit: tools }), live.version, true);
  const rising = useResource<Trending>(windowed.query && withQuery('/trending', { ...windowed.query, subreddit: view.community, limit: RISING }), live.version, true);
  const topics = useResource<Topics>(withQuery('/topics', { range: hoursOf(view) <= 168 ? '7d' : '30d' }), live.version, true);
  const communities = useResource<Communities>('/subreddits', live.version);
  return (
    <>
      <PageHead title="Hot topics">
        <DataLine {...props} />
      </PageHead>
      <Controls view={view} update={update} communities={communities.data?.communities ?? []} windowed={windowed} />
      <WindowNotice {...props} />
      <HotTools hot={hot} limits={limits} view={view} now={now} onMore={hot.data && hot.data.hot_topics.length >= tools && tools < MOST_TOOLS ? () => setTools(MOST_TOOLS) : null} />
      <div className="grid-pair">
        <Section title="Rising posts" what="The rising posts" answer={rising} tall aside={() => 'by how fast upvotes and comments come in'}>
          {(d) =>
            d.posts.length === 0 ? (
              <Empty title="No post rises at present.">
                <p>A post rises when it gains between two looks at it. Posts seen only once, as in an import, or older than seven days do not.</p>
              </Empty>
            ) : (
              <ol className="rising">
                {d.posts.map((p) => (
                  <li key={`${p.source}/${p.id}`}>
                    <PostRow post={p} label={p.sentiment} view={view} now={now}>
                      <span title={`Velocity ${points(p.velocity)}: gained upvotes and twice the gained comments an hour, decayed with age`}>
                        <strong>{gain(p.delta_upvotes)}</strong> upvotes, <strong>{gain(p.delta_comments)}</strong> comments in {span(p.observed_minutes)}
                      </span>
                    </PostRow>
                  </li>
                ))}
              </ol>
            )
          }
        </Section>
        <Themes topics={topics} now={now} shown={themes} more={topics.data && topics.data.topics.length > themes ? <Button size="compact-sm" variant="default" className="table-more" onClick={() => setThemes(themes * 2)}>Load more</Button> : null} />
      </div>
    </>
  );
}
