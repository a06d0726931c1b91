import type { Label } from '../api/types';
import { count, percent } from '../lib/format';
import { LABELS, labelWord } from '../lib/words';
import { Shape } from './Pill';

type Counts = Record<Label, number>;

/** How items or mentions divide into positive, neutral and negative, as one bar. Decorative: the numbers stand beside it. */
export function SharesBar({ counts }: { counts: Counts }) {
  return (
    <span className="distribution-bar" aria-hidden="true">
      {LABELS.map((l) => counts[l] > 0 && <span key={l} className={`fill-${l}`} style={{ flexGrow: counts[l] }} />)}
    </span>
  );
}

/** The bar, and the numbers that it is. */
export function Shares({ counts, total }: { counts: Counts; total: number }) {
  return (
    <div className="distribution">
      <SharesBar counts={counts} />
      <dl className="distribution-key">
        {LABELS.map((l) => (
          <div key={l}>
            <dt>
              <Shape label={l} /> {labelWord[l]}
            </dt>
            <dd>
              <strong>{percent(counts[l], total)}</strong> <span className="dim">{count(counts[l])}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
