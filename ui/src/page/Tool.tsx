import { useMemo } from 'react';
import { withQuery } from '../api/client';
import { useResource } from '../api/resource';
import type { Aspects, Communities, Drivers, Examples, Preferences, Switching, ToolSentiment, Tools, Topics } from '../api/types';
import { Chooser } from '../chart/Chooser';
import { SeriesCard } from '../chart/SeriesCard';
import { StepItems } from '../chart/StepItems';
import { useChart } from '../chart/useChart';
import { Notice } from '../parts/Notice';
import { Link } from '../route/Link';
import { Controls } from '../shell/Controls';
import { DataLine } from '../shell/DataLine';
import { PageHead } from '../shell/PageHead';
import type { PageProps } from '../shell/pages';
import { EngineNotice } from '../shell/EngineNotice';
import { WindowNotice } from '../shell/WindowNotice';
import { Themes } from '../tool/Themes';
import { ordered } from '../tool/order';
import { oldest, useCatchUp } from '../view/useLive';
import { carried, formatView, hoursOf, scope, scopeBy } from '../view/view';
import { AspectsCard } from './tool/AspectsCard';
import { DriversCard } from './tool/DriversCard';
import { ExamplesCard } from './tool/ExamplesCard';
import { PlacesCard } from './tool/PlacesCard';
import { RelationsCard } from './tool/RelationsCard';
import { ToolHeadline } from './tool/ToolHeadline';

/** What the page of a tool reads about it. */
function useTool(slug: string, { view, windowed, live }: PageProps) {
  const limits = scope(view, windowed.query);
  const path = (part: string, more: Record<string, string> = {}) => limits && withQuery(`/tools/${encodeURIComponent(slug)}/${part}`, { ...limits, ...more });
  const numbers = scopeBy(view, windowed.query);
  const v = live.version;
  return {
    sentiment: useResource<ToolSentiment>(numbers && withQuery(`/tools/${encodeURIComponent(slug)}/sentiment`, numbers), v, true),
    drivers: useResource<Drivers>(path('drivers', view.against ? { against: view.against } : {}), v, true),
    aspects: useResource<Aspects>(path('aspects'), v, true),
    examples: useResource<Examples>(path('examples'), v, true),
    preferences: useResource<Preferences>(path('preferences'), v, true),
    switching: useResource<Switching>(path('switching'), v, true),
    topics: useResource<Topics>(withQuery('/topics', { tool: slug, range: hoursOf(view) <= 168 ? '7d' : '30d' }), v, true),
    tools: useResource<Tools>(numbers && withQuery('/tools', numbers), v, true),
    communities: useResource<Communities>('/subreddits', v),
  };
}

/** The story of one tool: how it is felt about, since when, why, and against which others. */
export default function Tool(props: PageProps) {
  const { route, view, update, live, now, windowed } = props;
  const slug = route.subject;
  const tool = useTool(slug, props);
  useCatchUp(live, oldest(tool.drivers.data, tool.aspects.data));
  const others = useMemo(() => ordered(tool.tools.data?.tools ?? [], 'mentions').filter((t) => t.slug !== slug), [tool.tools.data, slug]);
  const drawn = useMemo(() => [slug, ...view.tools.filter((t) => t !== slug)], [slug, view.tools]);
  const chart = useChart(drawn, view, windowed.query, live.version);

  const { sentiment } = tool;
  const name = sentiment.data && !sentiment.stale ? sentiment.data.tool_name : (tool.tools.data?.tools.find((t) => t.slug === slug)?.name ?? slug);
  if (sentiment.error?.status === 404) {
    return (
      <>
        <PageHead title="No such tool" />
        <Notice tone="warn">
          The catalog has no tool “{slug}”. <Link to={`/${formatView(carried(view))}`}>All tools are on the overview</Link>
        </Notice>
      </>
    );
  }
  const known = [{ slug, name }, ...others];
  return (
    <>
      <PageHead title={name}>
        <DataLine {...props} />
      </PageHead>
      <Controls view={view} update={update} communities={tool.communities.data?.communities ?? []} windowed={windowed} engines />
      <EngineNotice {...props} />
      <WindowNotice {...props} />
      <div className="grid-top">
        <ToolHeadline sentiment={sentiment} view={view} />
        <SeriesCard
          title="Over time"
          file={`voxpop-${slug}`}
          {...chart}
          table={view.table}
          onTable={(table) => update({ table }, 'replace')}
          onOpen={(s, i) => update({ step: { from: s.steps[i]!.start, to: s.steps[i]!.end, of: s.slug } }, 'replace')}
          chooser={<Chooser chosen={drawn} tools={known} all kept={slug} onChoose={(slugs) => update({ tools: slugs.filter((t) => t !== slug) }, 'replace')} />}
        >
          <StepItems view={view} update={update} tools={known} version={live.version} now={now} />
        </SeriesCard>
      </div>
      <div className="grid-pair">
        <DriversCard drivers={tool.drivers} others={others} view={view} update={update} now={now} />
        <AspectsCard aspects={tool.aspects} now={now} />
      </div>
      <ExamplesCard examples={tool.examples} now={now} />
      <div className="grid-pair">
        <RelationsCard slug={slug} name={name} preferences={tool.preferences} switching={tool.switching} now={now} />
      </div>
      <div className="grid-pair">
        <Themes topics={tool.topics} now={now} />
        <PlacesCard sentiment={sentiment} onChoose={(community) => update({ community })} />
      </div>
    </>
  );
}
