import { Button } from '@mantine/core';
import type { Grain, Label, TrendPoint } from '../api/types';
import { count, plural, points } from '../lib/format';
import { labelWord } from '../lib/words';
import { Pill, Shape } from '../parts/Pill';
import { stepName } from './model';

const LABELS: Label[] = ['positive', 'neutral', 'negative'];

/** The step under the cursor in numbers. Keeps its height whatever it says. */
export function Readout({ step, grain, onOpen }: { step: TrendPoint; grain: Grain; onOpen: () => void }) {
  return (
    <div className="readout">
      <p className="readout-line">
        <strong>{stepName(step.start, grain)}</strong> <span className="dim">UTC</span> {!step.complete && <Pill tone="idle">Not complete yet</Pill>}{' '}
        {step.total > 0 && step.small_sample && <Pill tone="warn">Small sample</Pill>}
      </p>
      <p className="readout-line">
        <span className="nowrap">
          Net <strong>{points(step.total > 0 ? step.net_sentiment : null)}</strong>{' '}
          <span className="dim">{step.total > 0 ? `(${points(step.net_low)} to ${points(step.net_high)})` : 'no items'}</span>
        </span>
        {LABELS.map((l) => (
          <span key={l} title={labelWord[l]} className="nowrap">
            <Shape label={l} /> <span className="visually-hidden">{labelWord[l]}</span> {count(step[l])}
          </span>
        ))}
      </p>
      <Button size="compact-sm" variant="default" disabled={step.total + step.unscored === 0} onClick={onOpen} className="readout-open">
        List {plural(step.total + step.unscored, 'item')}
      </Button>
    </div>
  );
}
