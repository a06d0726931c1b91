import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import 'uplot/dist/uPlot.min.css';
import type { TrendPoint, Trends } from '../api/types';
import { moved, restingStep, stepSentence } from './model';
import { makePlots, type Plots } from './plots';
import { Readout } from './Readout';

interface Props {
  trends: Trends;
  onOpen: (p: TrendPoint) => void;
}

/** The chart, its readout and its keyboard. One step is always chosen; hovering looks at others. */
export function TrendChart({ trends, onOpen }: Props) {
  const data = trends.trend_data;
  const scheme = useComputedColorScheme('light');
  const frame = useRef<HTMLDivElement>(null);
  const netHost = useRef<HTMLDivElement>(null);
  const volumeHost = useRef<HTMLDivElement>(null);
  const plots = useRef<Plots | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const at = Math.min(hovered ?? chosen ?? restingStep(data), data.length - 1);
  const step = data[at]!;

  useEffect(() => {
    const [box, a, b] = [frame.current, netHost.current, volumeHost.current];
    if (!box || !a || !b) return;
    const made = makePlots(a, b, trends, box.clientWidth, setHovered);
    plots.current = made;
    const observer = new ResizeObserver(() => made.resize(box.clientWidth));
    observer.observe(box);
    return () => {
      observer.disconnect();
      made.destroy();
      plots.current = null;
    };
  }, [trends, scheme]);

  const choose = (index: number | null) => {
    setChosen(index);
    setHovered(null);
    plots.current?.point(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      onOpen(step);
      return;
    }
    if (event.key === 'Escape') return choose(null);
    const to = moved(event.key, at, data.length);
    if (to === at && !event.key.startsWith('Arrow')) return;
    event.preventDefault();
    choose(to);
  };

  return (
    <>
      <Readout step={step} grain={trends.grain} onOpen={() => onOpen(step)} />
      <div className="chart-box">
      <div
        ref={frame}
        className="chart"
        role="slider"
        tabIndex={0}
        aria-label="Steps of the chart"
        aria-describedby="chart-keys"
        aria-valuemin={1}
        aria-valuemax={data.length}
        aria-valuenow={at + 1}
        aria-valuetext={stepSentence(step, trends.grain)}
        onKeyDown={onKeyDown}
        onFocus={() => chosen === null && plots.current?.point(at)}
        onBlur={() => choose(null)}
        onClick={() => hovered !== null && setChosen(hovered)}
      >
        <div ref={netHost} className="chart-net" />
        <div ref={volumeHost} className="chart-volume" />
      </div>
      <p id="chart-keys" className="chart-keys">
        Arrow keys move from step to step, Enter lists its items.
      </p>
      </div>
    </>
  );
}
