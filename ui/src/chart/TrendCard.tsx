import { Button, Skeleton } from '@mantine/core';
import type { Resource } from '../api/resource';
import type { TrendPoint, Trends } from '../api/types';
import { windowWords } from '../lib/words';
import { Empty, Failure } from '../parts/Notice';
import { Shape } from '../parts/Pill';
import { TrendChart } from './TrendChart';
import { TrendTable } from './TrendTable';

function Key() {
  return (
    <ul className="key" aria-label="How to read the chart">
      <li>
        <span className="key-line" aria-hidden="true" /> net sentiment
      </li>
      <li>
        <span className="key-band" aria-hidden="true" /> 95 % interval
      </li>
      <li>
        <span className="key-open" aria-hidden="true" /> not complete yet
      </li>
      <li>
        <span className="key-small" aria-hidden="true" /> small sample
      </li>
      <li>
        <span className="key-gap" aria-hidden="true" /> no items
      </li>
      <li>
        bars: <Shape label="positive" /> positive, <Shape label="neutral" /> neutral, <Shape label="negative" /> negative items
      </li>
    </ul>
  );
}

interface Props {
  trends: Resource<Trends>;
  table: boolean;
  onTable: (table: boolean) => void;
  onOpen: (p: TrendPoint) => void;
}

export function TrendCard({ trends, table, onTable, onOpen }: Props) {
  const d = trends.data;
  const some = d?.trend_data.some((p) => p.total > 0 || p.unscored > 0) ?? false;
  return (
    <section className={trends.stale ? 'card trend stale' : 'card trend'} aria-labelledby="trend-title" aria-busy={trends.stale}>
      <div className="card-head">
        <h2 id="trend-title">Net sentiment over time</h2>
        {d && <span className="dim">{windowWords(d.window)}</span>}
        {d?.simulated && <span className="badge badge-sim">Simulated data</span>}
        <Button size="compact-sm" variant="default" className="push" onClick={() => onTable(!table)} disabled={!some}>
          {table ? 'Show chart' : 'Show table'}
        </Button>
      </div>
      {!d && trends.error && <Failure error={trends.error} retry={trends.reload} what="The chart" />}
      {!d && !trends.error && <Skeleton className="chart-skeleton" />}
      {d && !some && (
        <Empty title="Nothing to draw in this range.">
          <p>Choose a longer range, or another community.</p>
        </Empty>
      )}
      {d && some && (table ? <TrendTable trends={d} onOpen={onOpen} /> : <TrendChart trends={d} onOpen={onOpen} />)}
      {d && some && !table && <Key />}
    </section>
  );
}
