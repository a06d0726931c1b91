import { withQuery } from '../api/client';
import { useResource } from '../api/resource';
import type { Communities, CoverageAnswer, Cycles, EngineStates, Latency } from '../api/types';
import { Controls } from '../shell/Controls';
import { PageHead } from '../shell/PageHead';
import type { PageProps } from '../shell/pages';
import { Welcome } from '../shell/Welcome';
import { WindowNotice } from '../shell/WindowNotice';
import { StatusStrip } from '../status/StatusStrip';
import { CoverageTable } from './coverage/CoverageTable';
import { CyclesCard } from './coverage/CyclesCard';
import { LatencyCard } from './coverage/LatencyCard';
import { WorkCard } from './coverage/WorkCard';

/** Whether data is missing: what is collected, how that goes, and what to do about it. */
export default function Coverage({ view, update, live, now, admin, status, windowed }: PageProps) {
  const communities = useResource<Communities>('/subreddits', live.version);
  const coverage = useResource<CoverageAnswer>(windowed.query && withQuery('/coverage', { ...windowed.query, subreddit: view.community }), live.version, true);
  const cycles = useResource<Cycles>('/cycles', live.pulse, true);
  const engines = useResource<EngineStates>('/engines', live.pulse, true);
  const latency = useResource<Latency>('/latency', live.pulse, true);

  const newest = status.data?.newest_item ?? windowed.stats.data?.rests_on.newest_item ?? null;
  return (
    <>
      <PageHead title="Coverage" />
      <StatusStrip status={status} newest={newest} now={now} admin={admin} />
      {status.data && newest === null && <Welcome />}
      <Controls view={view} update={update} communities={communities.data?.communities ?? []} windowed={windowed} grains={false} kinds={false} />
      <WindowNotice view={view} update={update} windowed={windowed} status={status} />
      <CoverageTable coverage={coverage} now={now} />
      <div className="grid-half">
        <CyclesCard cycles={cycles} now={now} />
        <WorkCard status={status.data} engines={engines} now={now} />
      </div>
      <LatencyCard latency={latency} />
    </>
  );
}
