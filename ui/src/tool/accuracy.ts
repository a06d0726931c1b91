import type { EngineStates, Figure } from '../api/types';
import { count } from '../lib/format';

/** What the data sets are, in words; others go by their names. */
const FIELD: Record<string, string> = {
  'aitools_dev, whole text': 'texts about AI tools',
  'AI tools, whole text': 'texts about AI tools',
  aitools_train: 'AI-tool mentions',
  'labels of our own': 'AI-tool mentions',
};

/** The sets that speak of what voxpop is for, the best kept apart first. */
const TELLING: Record<Figure['level'], readonly string[]> = { text: ['aitools_dev, whole text', 'AI tools, whole text'], mention: ['aitools_train', 'labels of our own'] };

const HOW: Record<Figure['how'], string> = { 'never learned from': 'held out', 'five folds': 'held out in five folds' };

export const fieldOf = (set: string) => FIELD[set] ?? set;

/** A share as measurements of engines are written: ".60". */
export const share = (v: number) => v.toFixed(2).replace(/^0/, '');

/** The figure that says most about an engine; mentions do not depend on the engine. Undefined when it was never measured. */
export function tellingOf(figures: readonly Figure[], level: Figure['level'], engine: { name: string; version: string }): Figure | undefined {
  const own = figures.filter((f) => f.level === level && (level === 'mention' || (f.engine === engine.name && f.version === engine.version)));
  return TELLING[level].map((set) => own.find((f) => f.set === set)).find(Boolean);
}

/** "engine model 3, macro-F1 .58 on AI-tool mentions, held out in five folds", or that it was never measured. */
export function accuracyWords(d: Pick<EngineStates, 'figures'> | undefined, level: Figure['level'], engine: { name: string; version: string }): string {
  const f = d && tellingOf(d.figures, level, engine);
  const begin = `engine ${engine.name} ${engine.version}`;
  if (!d) return begin;
  return f ? `${begin}, macro-F1 ${share(f.macro_f1)} on ${count(f.n)} ${fieldOf(f.set)}, ${HOW[f.how]}` : `${begin}, never measured`;
}
