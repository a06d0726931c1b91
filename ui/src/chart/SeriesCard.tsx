import { Button, Skeleton } from '@mantine/core';
import { useRef, type ReactNode } from 'react';
import type { ApiError } from '../api/client';
import { utc } from '../lib/format';
import { safeUrl } from '../lib/excerpt';
import { windowWords } from '../lib/words';
import { Empty, Failure } from '../parts/Notice';
import { Key } from './Key';
import type { Chart } from './chart';
import type { Series } from './model';
import type { Plots } from './plots';
import { saveNumbers, savePicture } from './save';
import { SeriesChart } from './SeriesChart';
import { SeriesTable } from './SeriesTable';

interface Props {
  title: string;
  /** Begin of the names of files saved from it. */
  file: string;
  chart: Chart | undefined;
  stale: boolean;
  error: ApiError | undefined;
  reload: () => void;
  table: boolean;
  onTable: (table: boolean) => void;
  onOpen: (s: Series, step: number) => void;
  /** What chooses the series, above the chart. */
  chooser?: ReactNode;
  /** What a step led to, under the chart. */
  children?: ReactNode;
}

function Happenings({ chart }: { chart: Chart }) {
  if (chart.happenings.length === 0) return null;
  return (
    <ol className="happenings" aria-label="What happened, as numbered in the chart">
      {chart.happenings.map((a, i) => {
        const link = safeUrl(a.link);
        return (
          <li key={a.id}>
            <span className="happening-mark" aria-hidden="true">
              {i + 1}
            </span>
            <span className="dim nowrap" title={utc(a.at)}>
              {utc(a.at).replace(/,.*/, '')}
            </span>{' '}
            {link ? (
              <a href={link} target="_blank" rel="noreferrer">
                {a.title}
              </a>
            ) : (
              a.title
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** Net sentiment over time: chart or table, what happened meanwhile, and both as files. */
export function SeriesCard({ title, file, chart, stale, error, reload, table, onTable, onOpen, chooser, children }: Props) {
  const plots = useRef<Plots | null>(null);
  const card = useRef<HTMLElement>(null);
  const some = chart?.series.some((s) => s.steps.some((p) => p.total > 0)) ?? false;
  return (
    <section ref={card} className={stale ? 'card trend stale' : 'card trend'} aria-labelledby="trend-title" aria-busy={stale}>
      <div className="card-head">
        <h2 id="trend-title">{title}</h2>
        {chart && <span className="dim">{windowWords(chart.window)}</span>}
        {chart?.simulated && <span className="badge badge-sim">Simulated data</span>}
        <span className="push card-actions">
          {some && chart && !table && (
            <Button size="compact-sm" variant="subtle" onClick={() => plots.current && card.current && savePicture(file, title, chart, plots.current, card.current)}>
              PNG
            </Button>
          )}
          {some && chart && (
            <Button size="compact-sm" variant="subtle" onClick={() => saveNumbers(file, chart)}>
              CSV
            </Button>
          )}
          <Button size="compact-sm" variant="default" onClick={() => onTable(!table)} disabled={!some}>
            {table ? 'Show chart' : 'Show table'}
          </Button>
        </span>
      </div>
      {chooser}
      {!chart && error && <Failure error={error} retry={reload} what="The chart" />}
      {!chart && !error && <Skeleton className="chart-skeleton" />}
      {chart && !some && (
        <Empty title="Nothing to draw in this range.">
          <p>Choose a longer range, another community, or other tools.</p>
        </Empty>
      )}
      {chart && some && (table ? <SeriesTable chart={chart} onOpen={onOpen} /> : <SeriesChart chart={chart} onOpen={onOpen} plots={plots} />)}
      {chart && some && !table && <Key />}
      {chart && some && <Happenings chart={chart} />}
      {children}
    </section>
  );
}
