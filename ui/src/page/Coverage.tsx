import { withQuery } from '../api/client';
import { useResource } from '../api/resource';
import type { Communities as CommunitiesAnswer, CoverageAnswer } from '../api/types';
import { Controls } from '../shell/Controls';
import { PageHead } from '../shell/PageHead';
import type { PageProps } from '../shell/pages';
import { Welcome } from '../shell/Welcome';
import { WindowNotice } from '../shell/WindowNotice';
import { StatusStrip } from '../status/StatusStrip';
import { Communities } from './Communities';

/** Whether data is missing: what is collected, how that goes, and what to do about it. */
export default function Coverage({ view, update, live, now, admin, status, windowed }: PageProps) {
  const communities = useResource<CommunitiesAnswer>('/subreddits', live.version);
  const coverage = useResource<CoverageAnswer>(windowed.query && withQuery('/coverage', windowed.query), live.version, true);

  const newest = status.data?.newest_item ?? windowed.stats.data?.rests_on.newest_item ?? null;
  return (
    <>
      <PageHead title="Coverage" />
      <StatusStrip status={status} newest={newest} now={now} admin={admin} />
      <Controls view={view} update={update} communities={communities.data?.communities ?? []} windowed={windowed} />
      <WindowNotice view={view} update={update} windowed={windowed} status={status} />
      {status.data && newest === null && <Welcome />}
      <Communities
        communities={communities}
        coverage={coverage}
        windowed={windowed.query}
        version={live.version}
        now={now}
        chosen={view.community}
        onChoose={(community) => update({ community, step: null })}
      />
    </>
  );
}
