import { Skeleton } from '@mantine/core';
import { withQuery } from '../../api/client';
import { useResource } from '../../api/resource';
import type { Coverage, Timeseries, Tool, Tools } from '../../api/types';
import { Sparkline } from '../../chart/Sparkline';
import { plural, points } from '../../lib/format';
import { CoverageMark } from '../../parts/CoverageMark';
import { IntervalBar } from '../../parts/IntervalBar';
import { Pill } from '../../parts/Pill';
import { ChangeMark } from '../../tool/ChangeMark';
import { ReceiptButton } from '../../receipt/ReceiptButton';
import { ToolLink } from '../../tool/ToolLink';
import { range } from '../../tool/words';
import { grainOf, type View } from '../../view/view';

interface Props {
  tool: Tool;
  /** The engine, and how right it was measured to be, in words. */
  engine: string;
  window: Tools['window'];
  coverage: Coverage;
  view: View;
  /** Parameters of window, community and kind. */
  limits: Record<string, string | number | undefined>;
  version: number;
}

/** One tool at a glance: how it is felt about, how sure that is, and whether that changed. */
export function ToolCard({ tool, engine, window, coverage, view, limits, version }: Props) {
  const grain = grainOf(view);
  const series = useResource<Timeseries>(withQuery(`/tools/${encodeURIComponent(tool.slug)}/timeseries`, { ...limits, granularity: grain === 'hour' && view.range !== '24h' ? 'day' : grain }), version, true);
  return (
    <li className="card tool-card" title={`Scored by ${engine}. Interval: ${tool.basis}.`}>
      <h3 className="tool-name">
        <ToolLink slug={tool.slug} name={tool.name} view={view} />
        <CoverageMark coverage={coverage} />
      </h3>
      <div className="tool-figures">
        <p className="tool-net">
          <strong>{points(tool.net_sentiment)}</strong> <span className="visually-hidden">points net sentiment</span>
        </p>
        {series.data ? <Sparkline points={series.data.data_points} /> : series.error ? <span className="sparkline" /> : <Skeleton className="sparkline" />}
      </div>
      <IntervalBar small net={tool.net_sentiment} low={tool.interval?.low ?? null} high={tool.interval?.high ?? null} />
      <p className="tool-interval">
        <span className="dim">95 %</span> {range(tool.interval)}
      </p>
      <p className="tool-foot">
        <ChangeMark change={tool.change} />
        <span className="dim nowrap">{plural(tool.total_mentions, 'mention')}</span>
      </p>
      {tool.small_sample && <Pill tone="warn">Small sample</Pill>}
      {!view.engine && <ReceiptButton question={{ of: 'tool', tools: [tool.slug], from: window.from, to: window.to, subreddit: view.community || undefined, kind: view.kind || undefined }} of={tool.name} />}
    </li>
  );
}
