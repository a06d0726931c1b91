import { NONE, count, points } from '../lib/format';
import { Mark } from '../parts/Mark';
import { Pill } from '../parts/Pill';
import type { Chart } from './chart';
import { mentionsOf, type Series } from './model';
import { stepName } from './step';

interface Props {
  chart: Chart;
  at: number;
  onOpen: (s: Series) => void;
  onFocus: (slug: string | null) => void;
}

/** The step under the cursor in numbers, a line for each series; each leads to its items. */
export function SeriesReadout({ chart, at, onOpen, onFocus }: Props) {
  const start = chart.series[0]!.steps[at]!.start;
  return (
    <div className="readout">
      <p className="readout-when">
        <strong>{stepName(start, chart.grain)}</strong> <span className="dim">UTC</span>
      </p>
      <ul className="readout-rows">
        {chart.series.map((s, k) => {
          const p = s.steps[at]!;
          return (
            <li key={s.slug} onPointerEnter={() => onFocus(s.slug)} onPointerLeave={() => onFocus(null)}>
              <span className="readout-name">
                <Mark slot={chart.slots[k]!} /> {s.name}
              </span>
              <span className="readout-net">
                <strong>{points(p.net)}</strong> <span className="dim">{p.net === null ? '' : `${points(p.low)} to ${points(p.high)}`}</span>
              </span>
              <span className="readout-marks">
                {p.open && <Pill tone="idle">Not complete</Pill>}
                {p.total > 0 && p.small && <Pill tone="warn">Small sample</Pill>}
              </span>
              <button type="button" className="link" disabled={p.total === 0} onClick={() => onOpen(s)} aria-label={`List ${mentionsOf(s, p)} of ${s.name} on ${stepName(start, chart.grain)}`}>
                {p.total === 0 ? NONE : count(p.total)}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
