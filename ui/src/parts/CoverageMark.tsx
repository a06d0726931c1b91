import type { Coverage } from '../api/types';
import { coverageWord } from '../lib/words';

const SHAPE: Record<Coverage, string> = { complete: '✓', gap: '!', unknown: '?' };

/** Whether what a number rests on is complete, as one sign; the words come on hover and for screen readers. */
export function CoverageMark({ coverage }: { coverage: Coverage }) {
  const { word, tone, meaning } = coverageWord[coverage];
  return (
    <span className={`coverage-mark pill-${tone}`} title={`Coverage: ${word.toLowerCase()}. ${meaning}`}>
      <span aria-hidden="true">{SHAPE[coverage]}</span>
      <span className="visually-hidden">Coverage: {word.toLowerCase()}</span>
    </span>
  );
}
