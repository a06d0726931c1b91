import type { ReactNode } from 'react';
import type { Label } from '../api/types';
import { labelShape, labelWord, type Tone } from '../lib/words';

const TONE_SHAPE: Record<Tone, string> = { good: '✓', warn: '!', bad: '✕', idle: '○' };

/** A state in a word, with a shape and a colour that say the same. */
export function Pill({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`pill pill-${tone}`}>
      <span className="pill-shape" aria-hidden="true">
        {TONE_SHAPE[tone]}
      </span>
      {children}
    </span>
  );
}

/** The shape of a sentiment class in its colour; decorative, a word stands beside it. */
export function Shape({ label }: { label: Label }) {
  return (
    <span className={`shape shape-${label}`} aria-hidden="true">
      {labelShape[label]}
    </span>
  );
}

export function LabelPill({ label }: { label: Label }) {
  return (
    <span className={`label-pill label-${label}`}>
      <span aria-hidden="true">{labelShape[label]}</span> {labelWord[label]}
    </span>
  );
}
