import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useResource, type Resource } from '../../api/resource';
import type { EngineStates, Tools } from '../../api/types';
import { saveCsv } from '../../lib/download';
import { plural } from '../../lib/format';
import { Empty, Failure } from '../../parts/Notice';
import { accuracyWords } from '../../tool/accuracy';
import { ordered } from '../../tool/order';
import type { UpdateView } from '../../view/useView';
import type { Sort, View } from '../../view/view';
import { ToolCard } from './ToolCard';

const FIRST = 8;
const SORTS: { value: Sort; label: string }[] = [
  { value: 'net', label: 'Most liked' },
  { value: 'mentions', label: 'Most mentioned' },
  { value: 'name', label: 'Name' },
];

interface Props {
  tools: Resource<Tools>;
  view: View;
  update: UpdateView;
  limits: Record<string, string | number | undefined> | null;
  version: number;
}

function save({ tools, simulated, engine }: Tools) {
  saveCsv(
    'voxpop-tools',
    tools.map((t) => ({
      tool: t.name, slug: t.slug, mentions: t.total_mentions, net_sentiment: t.net_sentiment, low: t.interval?.low, high: t.interval?.high, basis: t.basis, effective_n: t.effective_n,
      small_sample: t.small_sample, change: t.change.points, change_low: t.change.interval?.low, change_high: t.change.interval?.high, change_verdict: t.change.verdict,
      engine: `${engine.name} ${engine.version}`, simulated,
    })),
  );
}

/** A card for each tool that was mentioned. */
export function ToolCards({ tools, view, update, limits, version }: Props) {
  const [all, setAll] = useState(false);
  const d = tools.data;
  const list = useMemo(() => ordered(d?.tools ?? [], view.sort), [d, view.sort]);
  const engines = useResource<EngineStates>('/engines', 0);
  const engine = d ? accuracyWords(engines.data, 'mention', d.engine) : '';
  const silent = (d?.tools.length ?? 0) - list.length;
  return (
    <section className={tools.stale ? 'stale' : undefined} aria-labelledby="tools-title" aria-busy={tools.stale}>
      <div className="section-head">
        <h2 id="tools-title">Tools</h2>
        {d && <span className="dim">{plural(list.length, 'tool')} mentioned{silent > 0 ? `, ${silent} not` : ''}</span>}
        <span className="push card-actions">
          {d && list.length > 0 && (
            <Button size="compact-sm" variant="subtle" onClick={() => save(d)}>
              CSV
            </Button>
          )}
          <SegmentedControl size="xs" aria-label="Order of tools" data={SORTS} value={view.sort} onChange={(v) => update({ sort: v as Sort }, 'replace')} />
        </span>
      </div>
      {!d && tools.error && <Failure error={tools.error} retry={tools.reload} what="The tools" />}
      <ul className="tool-cards">
        {!d && !tools.error && Array.from({ length: FIRST }, (_, i) => <Skeleton key={i} className="tool-card-skeleton" component="li" />)}
        {d && limits && (all ? list : list.slice(0, FIRST)).map((t) => <ToolCard key={t.slug} tool={t} engine={engine} window={d.window} coverage={d.rests_on.coverage} view={view} limits={limits} version={version} />)}
      </ul>
      {d && list.length === 0 && (
        <Empty title="No tool is mentioned in this range.">
          <p>Choose a longer range, or another community or kind.</p>
        </Empty>
      )}
      {list.length > FIRST && (
        <Button size="compact-sm" variant="default" className="table-more" onClick={() => setAll(!all)}>
          {all ? `Show the first ${FIRST}` : `Show all ${list.length}`}
        </Button>
      )}
    </section>
  );
}
