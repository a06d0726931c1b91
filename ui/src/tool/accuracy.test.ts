import { describe, expect, it } from 'vitest';
import type { Figure } from '../api/types';
import { accuracyWords, share, tellingOf } from './accuracy';

const figure = (engine: string, version: string, level: Figure['level'], set: string, macro_f1: number, how: Figure['how']): Figure => ({ engine, version, level, set, how, n: 4788, accuracy: null, macro_f1, low: null, high: null, ece: null });
const figures = [
  figure('model', '3', 'text', 'Jira', 0.78, 'five folds'),
  figure('model', '3', 'text', 'AI tools, whole text', 0.6, 'five folds'),
  figure('model', '3', 'text', 'aitools_dev, whole text', 0.645, 'never learned from'),
  figure('mentions', 'tools.2', 'mention', 'aitools_train', 0.577, 'five folds'),
];

describe('how right an engine is', () => {
  it('is told by the set nearest to what is shown', () => {
    expect(tellingOf(figures, 'text', { name: 'model', version: '3' })?.set).toBe('aitools_dev, whole text');
    expect(tellingOf(figures, 'mention', { name: 'vader', version: '1' })?.set).toBe('aitools_train');
  });
  it('is that of its version, or unknown', () => {
    expect(accuracyWords({ figures }, 'text', { name: 'model', version: '4' })).toBe('engine model 4, never measured');
    expect(accuracyWords(undefined, 'text', { name: 'model', version: '4' })).toBe('engine model 4');
  });
  it('says what it was measured on', () => {
    expect(accuracyWords({ figures }, 'mention', { name: 'model', version: '3' })).toBe(`engine model 3, macro-F1 .58 on ${(4788).toLocaleString()} AI-tool mentions, held out in five folds`);
  });
  it.each([[0.599, '.60'], [1, '1.00'], [0.05, '.05']])('%f is written %s', (v, words) => expect(share(v)).toBe(words));
});
