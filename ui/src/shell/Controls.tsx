import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Community, Grain, Kind } from '../api/types';
import { communityName } from '../lib/words';
import type { UpdateView } from '../view/useView';
import { grainOf, grainsFor, hoursOf, type Range, type View } from '../view/view';
import { EngineChoice } from './EngineChoice';
import type { Windowed } from './useWindow';

const RANGES: { value: Range; label: string }[] = [
  { value: '24h', label: '24 h' },
  { value: '7d', label: '7 d' },
  { value: '30d', label: '30 d' },
  { value: '90d', label: '90 d' },
  { value: 'custom', label: 'Custom' },
];
const GRAIN_WORD: Record<Grain, string> = { hour: 'Hour', day: 'Day', week: 'Week' };

const isoDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);

function CustomRange({ view, update }: { view: View; update: UpdateView }) {
  const [from, setFrom] = useState(view.from);
  const [to, setTo] = useState(view.to);
  useEffect(() => {
    setFrom(view.from);
    setTo(view.to);
  }, [view.from, view.to]);
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  const fault = !from || !to ? 'Choose both days.' : days < 0 ? 'The first day is after the last.' : days > 364 ? 'At most 365 days.' : '';
  return (
    <form
      className="custom-range"
      onSubmit={(e) => {
        e.preventDefault();
        if (!fault) update({ from, to, step: null });
      }}
    >
      <label>
        From
        <input type="date" value={from} max={to || undefined} onChange={(e) => setFrom(e.target.value)} />
      </label>
      <label>
        to (UTC days)
        <input type="date" value={to} min={from || undefined} onChange={(e) => setTo(e.target.value)} />
      </label>
      <Button type="submit" size="xs" variant="default" disabled={fault !== ''}>
        Apply
      </Button>
      <span className="fault" role="status">
        {fault}
      </span>
    </form>
  );
}

interface Props {
  view: View;
  update: UpdateView;
  /** Left out where the page speaks of all of them at once. */
  communities?: Community[];
  /** Where a relative range ends; a custom range starts out as the days it showed. */
  windowed: Windowed;
  /** Whether there are steps whose length can be chosen. */
  grains?: boolean;
  /** Whether posts and comments can be told apart. */
  kinds?: boolean;
  /** Whether the page's numbers can be those of another engine. */
  engines?: boolean;
}

/** Range, grain and community: what the numbers and the chart are about. */
export function Controls({ view, update, communities, windowed, grains = true, kinds = true, engines = false }: Props) {
  const fitting = grainsFor(hoursOf(view));
  const choose = (range: Range) => {
    const days = hoursOf(view) / 24;
    const window = windowed.stats.data?.window;
    const windowEnd = window ? Date.parse(window.to) : Date.now();
    const custom = range === 'custom' ? { from: isoDay(windowEnd - 1 - (days - 1) * 86_400_000), to: isoDay(windowEnd - 1) } : { from: '', to: '' };
    update({ range, ...custom, grain: null, step: null });
  };
  const known = communities?.some((c) => c.name.toLowerCase() === view.community.toLowerCase());
  return (
    <section className="controls" aria-label="What to show">
      <SegmentedControl size="sm" aria-label="Range" data={RANGES} value={view.range} onChange={(v) => choose(v as Range)} />
      {grains && (
        <SegmentedControl
          size="sm"
          aria-label="One step is a"
          data={(['hour', 'day', 'week'] as const).map((g) => ({ value: g, label: GRAIN_WORD[g], disabled: !fitting.includes(g) }))}
          value={grainOf(view)}
          onChange={(v) => update({ grain: v as Grain })}
        />
      )}
      {communities && (
        <NativeSelect aria-label="Community" value={view.community} onChange={(e) => update({ community: e.currentTarget.value, step: null })}>
          <option value="">All communities</option>
          {view.community && !known && <option value={view.community}>{view.community}</option>}
          {communities.map((c) => (
            <option key={`${c.source}/${c.name}`} value={c.name}>
              {communityName(c.source, c.name)}
            </option>
          ))}
        </NativeSelect>
      )}
      {kinds && (
        <NativeSelect aria-label="Kind" value={view.kind} onChange={(e) => update({ kind: e.currentTarget.value as Kind | '', step: null })}>
          <option value="">Posts and comments</option>
          <option value="post">Posts</option>
          <option value="comment">Comments</option>
        </NativeSelect>
      )}
      {engines && <EngineChoice view={view} update={update} />}
      {view.range === 'custom' && <CustomRange view={view} update={update} />}
    </section>
  );
}
