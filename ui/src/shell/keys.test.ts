import { describe, expect, it } from 'vitest';
import { commandOf } from './keys';

const commands = ['?', '/', 'go', 'gf'];

describe('commands by letters', () => {
  it.each([
    ['', '?', { command: '?', pending: '' }],
    ['', 'g', { command: null, pending: 'g' }],
    ['g', 'o', { command: 'go', pending: '' }],
    ['g', 'x', { command: null, pending: '' }],
    ['g', 'g', { command: null, pending: 'g' }],
    ['g', '?', { command: '?', pending: '' }],
    ['', 'o', { command: null, pending: '' }],
  ])('after "%s" the key %s', (before, key, expected) => {
    expect(commandOf(before, key, commands)).toEqual(expected);
  });
});
