import { expect, it } from 'vitest';
import { etaWords } from './eta';

it.each([
  [null, ''],
  [0, 'a few seconds left'],
  [42, 'about 40 seconds left'],
  [100, 'about 2 minutes left'],
  [5_000, 'about 83 minutes left'],
  [7_300, 'about 2 hours left'],
])('%s seconds: %s', (seconds, words) => {
  expect(etaWords(seconds)).toBe(words);
});
