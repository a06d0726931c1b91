import { useMemo } from 'react';
import { withQuery } from '../api/client';
import { useResource } from '../api/resource';
import type { Communities as CommunitiesAnswer, CoverageAnswer, Movers, Tools } from '../api/types';
import { Chooser } from '../chart/Chooser';
import { SeriesCard } from '../chart/SeriesCard';
import { StepItems } from '../chart/StepItems';
import { ALL } from '../chart/model';
import { useChart } from '../chart/useChart';
import { Controls } from '../shell/Controls';
import { DataLine } from '../shell/DataLine';
import { PageHead } from '../shell/PageHead';
import type { PageProps } from '../shell/pages';
import { Welcome } from '../shell/Welcome';
import { EngineNotice } from '../shell/EngineNotice';
import { WindowNotice } from '../shell/WindowNotice';
import { StatusStrip } from '../status/StatusStrip';
import { ordered } from '../tool/order';
import { useCatchUp } from '../view/useLive';
import { scope, scopeBy } from '../view/view';
import { Communities } from './Communities';
import { Distribution } from './overview/Distribution';
import { Headline } from './overview/Headline';
import { MorningNote } from './overview/MorningNote';
import { MoversCard } from './overview/MoversCard';
import { ToolCards } from './overview/ToolCards';

/** As many lines as can be told apart at a glance. */
const DRAWN = 4;

/** How every tool is felt about, what changed, and how sure that is. */
export default function Overview(props: PageProps) {
  const { view, update, live, now, admin, status, windowed } = props;
  const limits = scope(view, windowed.query);
  const numbers = scopeBy(view, windowed.query);
  const communities = useResource<CommunitiesAnswer>('/subreddits', live.version);
  const tools = useResource<Tools>(numbers && withQuery('/tools', numbers), live.version, true);
  const movers = useResource<Movers>(numbers && withQuery('/movers', numbers), live.version, true);
  useCatchUp(live, movers.data?.data_version);
  const coverage = useResource<CoverageAnswer>(limits && withQuery('/coverage', { ...windowed.query, subreddit: view.community }), live.version, true);

  const common = useMemo(() => ordered(tools.data?.tools ?? [], 'mentions'), [tools.data]);
  const drawn = !tools.data ? [] : view.tools.length ? view.tools : common.length ? common.slice(0, DRAWN).map((t) => t.slug) : [ALL];
  const chart = useChart(drawn, view, windowed.query, live.version);

  const newest = status.data?.newest_item ?? windowed.stats.data?.rests_on.newest_item ?? null;
  if (status.data && newest === null && windowed.stats.data?.rests_on.items === 0) {
    return (
      <>
        <PageHead title="Overview" />
        <StatusStrip status={status} newest={null} now={now} admin={admin} />
        <Welcome />
      </>
    );
  }
  return (
    <>
      <PageHead title="Overview">
        <DataLine {...props} />
      </PageHead>
      <Controls view={view} update={update} communities={communities.data?.communities ?? []} windowed={windowed} engines />
      <EngineNotice {...props} />
      <WindowNotice {...props} />
      <MorningNote movers={movers} tools={tools} stats={windowed.stats} coverage={coverage} view={view} limits={limits} window={windowed.query} version={live.version} />
      <ToolCards tools={tools} view={view} update={update} limits={numbers} version={live.version} />
      <div className="grid-wide">
        <SeriesCard
          title="Net sentiment over time"
          file="voxpop-overview"
          {...chart}
          error={chart.error ?? tools.error}
          table={view.table}
          onTable={(table) => update({ table }, 'replace')}
          onOpen={(s, i) => update({ step: { from: s.steps[i]!.start, to: s.steps[i]!.end, of: s.slug } }, 'replace')}
          chooser={<Chooser chosen={drawn} tools={common} all onChoose={(slugs) => update({ tools: slugs }, 'replace')} />}
        >
          <StepItems view={view} update={update} tools={common} version={live.version} now={now} />
        </SeriesCard>
        <MoversCard movers={movers} view={view} />
      </div>
      <div className="grid-half">
        {tools.data && <Distribution tools={tools.data} view={view} />}
        <Headline stats={windowed.stats} view={view} />
      </div>
      <Communities
        communities={communities}
        coverage={coverage}
        windowed={windowed.query}
        version={live.version}
        now={now}
        talking
        chosen={view.community}
        onChoose={(community) => update({ community, step: null })}
      />
    </>
  );
}
