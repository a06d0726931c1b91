import { useCallback } from 'react';
import { withQuery } from '../api/client';
import { useResource } from '../api/resource';
import type { Communities as CommunitiesAnswer, TrendPoint, Trends } from '../api/types';
import { TrendCard } from '../chart/TrendCard';
import { FeedCard } from '../feed/FeedCard';
import { Controls } from '../shell/Controls';
import { PageHead } from '../shell/PageHead';
import type { PageProps } from '../shell/pages';
import { Welcome } from '../shell/Welcome';
import { WindowNotice } from '../shell/WindowNotice';
import { StatusStrip } from '../status/StatusStrip';
import { grainOf } from '../view/view';
import { Headline } from './Headline';

export default function Overview({ view, update, live, now, admin, status, windowed }: PageProps) {
  const communities = useResource<CommunitiesAnswer>('/subreddits', live.version);
  const trends = useResource<Trends>(
    windowed.query && withQuery('/sentiment/trends', { subreddit: view.community, kind: view.kind, ...windowed.query, grain: grainOf(view) }),
    live.version,
    true,
  );

  const openStep = useCallback(
    (p: TrendPoint) => {
      update({ step: { from: p.start, to: p.end } });
      requestAnimationFrame(() => {
        document.getElementById('feed-title')?.focus();
        document.getElementById('items')?.scrollIntoView({ block: 'start' });
      });
    },
    [update],
  );

  const newest = status.data?.newest_item ?? windowed.stats.data?.rests_on.newest_item ?? null;
  return (
    <>
      <PageHead title="Overview" />
      <StatusStrip status={status} newest={newest} now={now} admin={admin} />
      <Controls view={view} update={update} communities={communities.data?.communities ?? []} windowed={windowed} />
      <WindowNotice view={view} update={update} windowed={windowed} status={status} />
      {status.data && newest === null && windowed.stats.data?.rests_on.items === 0 ? (
        <Welcome />
      ) : (
        <div className="grid-top">
          <Headline stats={windowed.stats} />
          <TrendCard trends={trends} table={view.table} onTable={(table) => update({ table }, 'replace')} onOpen={openStep} />
        </div>
      )}
      <FeedCard view={view} update={update} version={live.version} now={now} anything={status.data ? newest !== null : undefined} />
    </>
  );
}
