import { Button } from '@mantine/core';
import { useCallback, useEffect } from 'react';
import { withQuery } from '../api/client';
import { useResource } from '../api/resource';
import type { Communities as CommunitiesAnswer, CoverageAnswer, Status, TrendPoint, Trends } from '../api/types';
import { TrendCard } from '../chart/TrendCard';
import { FeedCard } from '../feed/FeedCard';
import { ago, clock, day } from '../lib/format';
import { useGrace } from '../lib/useGrace';
import { useNow } from '../lib/useNow';
import { Notice } from '../parts/Notice';
import { StatusStrip } from '../status/StatusStrip';
import { useCatchUp, type Live } from '../view/useLive';
import { useView } from '../view/useView';
import { grainOf, hoursOf } from '../view/view';
import { Communities } from './Communities';
import { Controls } from './Controls';
import { Headline } from './Headline';
import type { Admin } from './useAdmin';
import { useSimulated } from './useSimulated';
import { useWindow } from './useWindow';
import { Welcome } from './Welcome';

const RUNNING_POLL_MS = 3_000;
/** How long the first status is waited for before stand-ins are shown. */
const GRACE_MS = 700;

export function Overview({ live, admin }: { live: Live; admin: Admin }) {
  const now = useNow();
  const [view, update] = useView();
  const status = useResource<Status>('/status', live.pulse);
  const communities = useResource<CommunitiesAnswer>('/subreddits', live.version);
  const windowed = useWindow(view, live.version);
  const hours = hoursOf(view);
  useCatchUp(live, windowed.stats.data?.data_version);
  const coverage = useResource<CoverageAnswer>(windowed.query && withQuery('/coverage', { ...windowed.query, hours: windowed.query.hours }), live.version, true);
  const trends = useResource<Trends>(
    windowed.query && withQuery('/sentiment/trends', { subreddit: view.community, ...windowed.query, grain: grainOf(view) }),
    live.version,
    true,
  );

  const held = useGrace(status.data === undefined && status.error === undefined, GRACE_MS);

  const running = status.data?.running_cycle != null;
  const reloadStatus = status.reload;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(reloadStatus, RUNNING_POLL_MS);
    return () => clearInterval(timer);
  }, [running, reloadStatus]);

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
  const window = windowed.stats.data?.window;
  const end = window ? Date.parse(window.to) : now;
  const answers = [windowed.stats.data, trends.data, status.data].filter((a) => a !== undefined);
  const simulated = useSimulated(answers.length ? answers.some((a) => a.simulated) : undefined);
  const lost = live.state === 'offline' || (live.state === 'reconnecting' && windowed.stats.error !== undefined);
  const latest = windowed.anchor === 'latest' && newest !== null;

  return (
    <>
      {simulated && (
        <aside className="simulated" aria-label="About this data">
          <strong>Simulated data.</strong> Tools, communities and people on this page are invented.
        </aside>
      )}
      <main id="main" className={held ? 'page held' : 'page'} tabIndex={-1}>
        <h1 className="visually-hidden">Overview</h1>
        {lost && (
          <Notice tone="warn">
            <strong>Connection lost.</strong>{' '}
            {windowed.stats.at > 0 ? `What you see was read at ${clock(windowed.stats.at)} (${ago(windowed.stats.at, now)}).` : 'Nothing could be read yet.'} The page keeps trying.
          </Notice>
        )}
        <StatusStrip status={status} newest={newest} now={now} admin={admin} />
        <Controls view={view} update={update} communities={communities.data?.communities ?? []} windowEnd={end} />
        {latest && (
          <Notice
            action={
              <Button size="compact-sm" variant="default" onClick={() => update({ end: 'now', step: null })}>
                Show up to now instead
              </Button>
            }
          >
            The newest item is from <strong>{day(newest)}</strong>; showing the {hours === 24 ? '24 hours' : `${hours / 24} days`} up to it.
          </Notice>
        )}
        {view.end === 'now' && windowed.stats.data?.rests_on.items === 0 && newest !== null && (
          <Notice
            action={
              <Button size="compact-sm" variant="default" onClick={() => update({ end: 'latest', step: null })}>
                Show the newest data
              </Button>
            }
          >
            There is nothing in this range. The newest item is from <strong>{day(newest)}</strong>.
          </Notice>
        )}
        {status.data && newest === null && windowed.stats.data?.rests_on.items === 0 ? (
          <Welcome />
        ) : (
          <div className="grid-top">
            <Headline stats={windowed.stats} />
            <TrendCard trends={trends} table={view.table} onTable={(table) => update({ table }, 'replace')} onOpen={openStep} />
          </div>
        )}
        <div className="grid-bottom">
          <Communities
            communities={communities}
            coverage={coverage}
            windowed={windowed.query}
            version={live.version}
            now={now}
            chosen={view.community}
            onChoose={(community) => update({ community, step: null })}
          />
          <FeedCard view={view} update={update} version={live.version} now={now} anything={status.data ? newest !== null : undefined} />
        </div>
      </main>
      <footer className="footer">
        <span>voxpop {status.data?.health.version ?? ''}</span>
        <a href="/docs">API</a>
        <a href="/openapi.json">OpenAPI document</a>
        {windowed.stats.data && <span>{windowed.stats.data.data_version > 0 ? `Data published ${ago(Math.min(Date.parse(windowed.stats.data.timestamp), now), now)}` : 'No data published yet'}</span>}
      </footer>
    </>
  );
}
