import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { withQuery } from '../api/client';
import { useResource } from '../api/resource';
import type { Compare as Answer, ReceiptQuestion, Tools } from '../api/types';
import { Chooser } from '../chart/Chooser';
import { SeriesCard } from '../chart/SeriesCard';
import { StepItems } from '../chart/StepItems';
import { useChart } from '../chart/useChart';
import { saveCsv } from '../lib/download';
import { Empty } from '../parts/Notice';
import { Section } from '../parts/Section';
import { ReceiptButton } from '../receipt/ReceiptButton';
import { Controls } from '../shell/Controls';
import { DataLine } from '../shell/DataLine';
import { PageHead } from '../shell/PageHead';
import type { PageProps } from '../shell/pages';
import { EngineNotice } from '../shell/EngineNotice';
import { WindowNotice } from '../shell/WindowNotice';
import { ordered } from '../tool/order';
import { initialView, type View } from '../view/view';
import { Differences, PreferenceMatrix } from './compare/Matrices';
import { SideBySide } from './compare/SideBySide';
import { VerdictList } from './compare/VerdictList';

/** What is compared when nothing was chosen: the most mentioned. */
const FIRST = 3;

const save = (d: Answer) =>
  saveCsv('voxpop-compare', d.deltas.map((x) => ({ a: x.tool_a_id, b: x.tool_b_id, net_delta: x.net_delta, low: x.interval?.low, high: x.interval?.high, p_adjusted: x.p_adjusted, verdict: x.verdict, basis: x.basis, words: x.words, simulated: d.simulated })));

const questionOf = (d: Answer, view: View): ReceiptQuestion => ({
  of: 'comparison',
  tools: d.tools.map((t) => t.tool_id),
  from: d.window.from,
  to: d.window.to,
  kind: view.kind || undefined,
  include_home: d.include_home || undefined,
  include_inferred: d.include_inferred || undefined,
});

/** Tools side by side: what differs, and whether that is more than chance. */
export default function Compare(props: PageProps) {
  const { view, update, live, now, windowed } = props;
  // Tools are compared across communities, so that one of them is no limit here.
  const everywhere = useMemo(() => ({ ...view, community: '' }), [view]);
  const limits = windowed.query && { ...windowed.query, kind: view.kind, engine: view.engine };
  const tools = useResource<Tools>(limits && withQuery('/tools', limits), live.version, true);
  const common = useMemo(() => ordered(tools.data?.tools ?? [], 'mentions'), [tools.data]);
  const chosen = view.tools.length >= 2 ? view.tools : [...new Set([...view.tools, ...common.map((t) => t.slug)])].slice(0, Math.min(FIRST, Math.max(common.length, view.tools.length)));
  const enough = tools.data !== undefined && chosen.length >= 2;
  const compare = useResource<Answer>(
    limits && enough ? withQuery('/tools/compare', { tools: chosen.join(','), ...limits, include_home: view.home ? 'true' : undefined, include_inferred: view.inferred ? 'true' : undefined }) : null,
    live.version,
    true,
  );
  const chart = useChart(enough ? chosen : [], everywhere, windowed.query, live.version);
  const failed = compare.error ?? tools.error;
  const answer = { ...compare, error: failed, reload: compare.error ? compare.reload : tools.reload };
  return (
    <>
      <PageHead title="Compare">
        <DataLine {...props} />
      </PageHead>
      <Controls view={view} update={update} windowed={windowed} engines />
      <EngineNotice {...props} />
      <WindowNotice {...props} />
      <div className="compare-choice">
        <Chooser chosen={chosen} tools={common} least={2} onChoose={(slugs) => update({ tools: slugs, step: initialView.step })} />
        <label className="check">
          <input type="checkbox" checked={view.home} onChange={(e) => update({ home: e.target.checked })} /> Count talk in a tool’s own communities
        </label>
        <label className="check">
          <input type="checkbox" checked={view.inferred} onChange={(e) => update({ inferred: e.target.checked })} /> Count items that do not name the tool
        </label>
      </div>
      {tools.data && !enough ? (
        <section className="card">
          <Empty title="There are not two tools to compare in this range.">
            <p>Choose a longer range.</p>
          </Empty>
        </section>
      ) : (
        <>
          <Section
            title="Differences"
            what="The differences"
            answer={answer}
            tall
            aside={() => 'of net sentiment, in points'}
            actions={
              compare.data && (
                <>
                  {!view.engine && <ReceiptButton question={questionOf(compare.data, view)} of="these differences" />}
                  <Button size="compact-sm" variant="subtle" onClick={() => save(compare.data!)}>
                    CSV
                  </Button>
                </>
              )
            }
          >
            {(d) => (
              <>
                <VerdictList d={d} />
                {d.tools.length > 2 && <Differences d={d} />}
              </>
            )}
          </Section>
          <Section title="Side by side" what="The tools" answer={answer} tall>
            {(d) => <SideBySide d={d} view={view} />}
          </Section>
          <SeriesCard
            title="Over time"
            file="voxpop-compare"
            {...chart}
            error={chart.error ?? tools.error}
            table={view.table}
            onTable={(table) => update({ table }, 'replace')}
            onOpen={(s, i) => update({ step: { from: s.steps[i]!.start, to: s.steps[i]!.end, of: s.slug } }, 'replace')}
          >
            <StepItems view={everywhere} update={update} tools={common} version={live.version} now={now} />
          </SeriesCard>
          <Section title="Preferences" what="The preferences" answer={answer} aside={() => 'what items say that set two of them side by side: row better than column'}>
            {(d) => (d.preferences.length === 0 ? <Empty title="No item prefers one of them to another in this range." /> : <PreferenceMatrix d={d} now={now} />)}
          </Section>
        </>
      )}
    </>
  );
}
