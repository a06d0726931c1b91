import { useMemo } from 'react';
import { withQuery } from '../api/client';
import { useMany } from '../api/many';
import { useResource } from '../api/resource';
import type { Annotations, CoverageAnswer, Timeseries, Trends } from '../api/types';
import { grainOf, scopeBy, type View } from '../view/view';
import type { Chart } from './chart';
import { happenings } from './happenings';
import { ALL, ofAll, ofTool } from './model';

const isTrends = (a: Timeseries | Trends): a is Trends => 'trend_data' in a;

/** The chart of some tools (or ALL) in the view's window. Slots stay with the tools in their order. */
export function useChart(slugs: readonly string[], view: View, window: Record<string, string | number | undefined> | null, version: number) {
  const limits = scopeBy(view, window);
  const grain = grainOf(view);
  const paths = limits
    ? slugs.map((slug) => (slug === ALL ? withQuery('/sentiment/trends', { ...limits, grain }) : withQuery(`/tools/${encodeURIComponent(slug)}/timeseries`, { ...limits, granularity: grain })))
    : [];
  const answers = useMany<Timeseries | Trends>(paths, version);
  const annotations = useResource<Annotations>(window && withQuery('/annotations', window), version, true);
  const coverage = useResource<CoverageAnswer>(window && withQuery('/coverage', { ...window, subreddit: view.community }), version, true);

  const { data } = answers;
  const gaps = useMemo(() => (coverage.data?.communities ?? []).flatMap((c) => c.gaps.filter((g) => !g.repaired)), [coverage.data]);
  const wanted = slugs.join();
  const chart = useMemo((): Chart | undefined => {
    const first = data?.[0];
    if (!data || !first) return undefined;
    const all = data.map((a) => (isTrends(a) ? ofAll(a, gaps) : ofTool(a, gaps)));
    // Answers of different windows cannot share an axis: a step may have begun between two of them.
    const series = all.filter((s) => s.steps.length === all[0]!.steps.length && s.steps[0]?.start === all[0]!.steps[0]?.start);
    const names = new Set(series.map((s) => s.slug));
    return {
      series,
      slots: series.map((s) => Math.max(0, wanted.split(',').indexOf(s.slug))),
      grain: isTrends(first) ? first.grain : first.granularity,
      window: first.window,
      happenings: happenings(annotations.data?.annotations ?? [], first.engine_changes, names),
      simulated: first.simulated,
      basis: first.basis,
    };
  }, [data, gaps, annotations.data, wanted]);
  return { chart: chart?.series[0]?.steps.length ? chart : undefined, error: answers.error, stale: answers.stale, reload: answers.reload };
}
