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

/** The chart, its readout and its keyboard. Hovering looks at a step; a click or an arrow key holds one, so that its numbers can be reached, until Escape or another click on it. */
export function SeriesChart({ chart, onOpen, plots }: Props) {
  const scheme = useComputedColorScheme('light');
  const frame = useRef<HTMLDivElement>(null);
  const netHost = useRef<HTMLDivElement>(null);
  const volumeHost = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const pointer = useRef<number | null>(null);
  const held = useRef<number | null>(null);
  const length = chart.series[0]!.steps.length;
  const at = Math.min(chosen ?? hovered ?? resting(chart.series), length - 1);
  const open = (s: Series) => onOpen(s, at);

  useEffect(() => {
    const [box, a, b] = [frame.current, netHost.current, volumeHost.current];
    if (!box || !a || !b) return;
    const hover = (index: number | null) => {
      pointer.current = index;
      if (held.current === null) setHovered(index);
      else made.point(held.current);
    };
    const made = makePlots(a, b, chart, box.clientWidth, hover);
    plots.current = made;
    if (held.current !== null) made.point(held.current);
    const observer = new ResizeObserver(() => made.resize(box.clientWidth));
    observer.observe(box);
    return () => {
      observer.disconnect();
      made.destroy();
      plots.current = null;
    };
  }, [chart, scheme, plots]);

  const choose = (index: number | null) => {
    held.current = index;
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
          onClick={() => pointer.current !== null && choose(pointer.current === chosen ? null : pointer.current)}
        >
          <div ref={netHost} className="chart-net" />
          <div ref={volumeHost} className="chart-volume" />
        </div>
        <p id="chart-keys" className="chart-keys">
          Arrow keys move from step to step, Enter lists the items of the first series. A click holds a step, Escape lets it go.
        </p>
      </div>
      <SeriesReadout chart={chart} at={at} onOpen={open} onFocus={(slug) => plots.current?.focus(slug)} />
    </>
  );
}
