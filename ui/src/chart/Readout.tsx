import { Button } from '@mantine/core';
import type { Grain, Label, TrendPoint } from '../api/types';
import { count, plural, points } from '../lib/format';
import { labelWord } from '../lib/words';
import { Pill, Shape } from '../parts/Pill';
import { SMALL, stepName } from './model';

const LABELS: Label[] = ['positive', 'neutral', 'negative'];

/** The step under the cursor in numbers. Keeps its height whatever it says. */
export function Readout({ step, grain, onOpen }: { step: TrendPoint; grain: Grain; onOpen: () => void }) {
  return (
    <div className="readout">
      <p className="readout-when">
        <strong>{stepName(step.start, grain)}</strong> <span className="dim">UTC</span>
      </p>
      <p className="readout-net">
        <strong>{points(step.net_sentiment)}</strong>{' '}
        <span className="dim">{step.total > 0 ? `(${points(step.net_low)} to ${points(step.net_high)})` : 'no items'}</span>
      </p>
      <p className="readout-counts">
        {LABELS.map((l) => (
          <span key={l} title={labelWord[l]}>
            <Shape label={l} /> <span className="visually-hidden">{labelWord[l]}</span> {count(step[l])}
          </span>
        ))}
      </p>
      <p className="readout-marks">
        {!step.complete && <Pill tone="idle">Not complete yet</Pill>}
        {step.total > 0 && step.total < SMALL && <Pill tone="warn">Small sample</Pill>}
      </p>
      <Button size="compact-sm" variant="default" disabled={step.total + step.unscored === 0} onClick={onOpen} className="readout-open">
        List {plural(step.total + step.unscored, 'item')}
      </Button>
    </div>
  );
}
