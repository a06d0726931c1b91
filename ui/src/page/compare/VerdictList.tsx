import type { Compare } from '../../api/types';
import { points } from '../../lib/format';
import { IntervalBar } from '../../parts/IntervalBar';
import { range, verdictWords } from '../../tool/words';
import { weighed, weightOf, type Weight } from './verdicts';

const SIGN: Record<Weight, { shape: string; word: string }> = {
  'stands out': { shape: '◆', word: 'Stands out' },
  differs: { shape: '◇', word: 'Differs' },
  'may be chance': { shape: '≈', word: 'May be chance' },
  open: { shape: '○', word: 'No verdict' },
};

/** Every two tools in a sentence, with the difference and its interval; what says most stands first. */
export function VerdictList({ d }: { d: Compare }) {
  const name = (slug: string) => d.tools.find((t) => t.tool_id === slug)?.tool_name ?? slug;
  return (
    <ul className="verdicts">
      {weighed(d.deltas).map((x) => {
        const weight = weightOf(x);
        return (
          <li key={`${x.tool_a_id}/${x.tool_b_id}`} className={`verdict verdict-${weight.replaceAll(' ', '-')}`}>
            <span className="verdict-sign" title={x.words}>
              <span aria-hidden="true">{SIGN[weight].shape}</span> {SIGN[weight].word}
            </span>
            <span className="verdict-words" dir="auto">
              {verdictWords(x, name(x.tool_a_id), name(x.tool_b_id))}
            </span>
            <span className="verdict-figures num">
              <strong>{points(x.net_delta)}</strong> <span className="dim">{range(x.interval)}</span>
            </span>
            <IntervalBar small verdict={weight === 'stands out' || weight === 'differs'} net={x.net_delta} low={x.interval?.low ?? null} high={x.interval?.high ?? null} />
          </li>
        );
      })}
    </ul>
  );
}
