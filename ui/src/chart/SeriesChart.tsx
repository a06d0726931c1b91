import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import 'uplot/dist/uPlot.min.css';
import type { Chart } from './chart';
import { resting, sentence, type Series } from './model';
import { makePlots, type Plots } from './plots';
import { SeriesReadout } from './SeriesReadout';
import { moved } from './step';

interface Props {
  chart: Chart;
  onOpen: (s: Series, step: number) => void;
  /** Given the plots while they are there, for saving a picture of them. */
  plots: RefObject<Plots | null>;
}

/** The chart, its readout and its keyboard. One step is always chosen; hovering looks at others. */
export function SeriesChart({ chart, onOpen, plots }: Props) {
  const scheme = useComputedColorScheme('light');
  const frame = useRef<HTMLDivElement>(null);
  const netHost = useRef<HTMLDivElement>(null);
  const volumeHost = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const length = chart.series[0]!.steps.length;
  const at = Math.min(hovered ?? chosen ?? resting(chart.series), length - 1);
  const open = (s: Series) => onOpen(s, at);

  useEffect(() => {
    const [box, a, b] = [frame.current, netHost.current, volumeHost.current];
    if (!box || !a || !b) return;
    const made = makePlots(a, b, chart, box.clientWidth, setHovered);
    plots.current = made;
    const observer = new ResizeObserver(() => made.resize(box.clientWidth));
    observer.observe(box);
    return () => {
      observer.disconnect();
      made.destroy();
      plots.current = null;
    };
  }, [chart, scheme, plots]);

  const choose = (index: number | null) => {
    setChosen(index);
    setHovered(null);
    plots.current?.point(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      open(chart.series.find((s) => s.steps[at]!.total > 0) ?? chart.series[0]!);
      return;
    }
    if (event.key === 'Escape') return choose(null);
    const to = moved(event.key, at, length);
    if (to === at && !event.key.startsWith('Arrow')) return;
    event.preventDefault();
    choose(to);
  };

  return (
    <>
      <div className="chart-box">
        <div
          ref={frame}
          className="chart"
          role="slider"
          tabIndex={0}
          aria-label="Steps of the chart"
          aria-describedby="chart-keys"
          aria-valuemin={1}
          aria-valuemax={length}
          aria-valuenow={at + 1}
          aria-valuetext={sentence(chart.series, at, chart.grain)}
          onKeyDown={onKeyDown}
          onFocus={() => chosen === null && plots.current?.point(at)}
          onBlur={() => choose(null)}
          onClick={() => hovered !== null && setChosen(hovered)}
        >
          <div ref={netHost} className="chart-net" />
          <div ref={volumeHost} className="chart-volume" />
        </div>
        <p id="chart-keys" className="chart-keys">
          Arrow keys move from step to step, Enter lists the items of the first series.
        </p>
      </div>
      <SeriesReadout chart={chart} at={at} onOpen={open} onFocus={(slug) => plots.current?.focus(slug)} />
    </>
  );
}
