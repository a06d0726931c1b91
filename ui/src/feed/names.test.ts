import { describe, expect, it } from 'vitest';
import { cutAtNames, namesOf, type Opinion } from './names';

const opinion = (slug: string, ...aliases: string[]): Opinion => ({ slug, name: slug, label: 'positive', compound: 0.5, inferred: false, spans: aliases.map((alias) => ({ alias, start: 0, end: 1 })) });
const marked = (text: string, ...tools: Opinion[]) => cutAtNames(text, namesOf(tools)).map((p) => (p.slug ? `[${p.text}|${p.slug}]` : p.text)).join('');

describe('names in a text', () => {
  it.each([
    ['at word borders', 'Loom, loom. Bloom looms loom2', 'Loom', '[Loom|t], [loom|t]. Bloom looms loom2'],
    ['with blanks and hyphens alike', 'drift lathe, Drift-Lathe, driftlathe', 'drift-lathe', '[drift lathe|t], [Drift-Lathe|t], [driftlathe|t]'],
    ['with signs that mean something in patterns', 'C++(x) is', 'C++(x)', '[C++(x)|t] is'],
    ['that are not there', 'nothing', 'Loom', 'nothing'],
    ['of none', 'it is good', '', 'it is good'],
    ['in other letters', 'über Über überall', 'Über', '[über|t] [Über|t] überall'],
  ])('%s', (_, text, alias, expected) => {
    expect(marked(text, opinion('t', alias))).toBe(expected);
  });
  it('gives a name to the tool whose longer name it is part of', () => {
    expect(marked('Loom Code and Loom', opinion('loom', 'Loom'), opinion('code', 'Loom Code'))).toBe('[Loom Code|code] and [Loom|loom]');
  });
  it('loses nothing of the text', () => {
    const text = '<b>Loom</b> & Loom😀';
    expect(cutAtNames(text, namesOf([opinion('t', 'Loom')])).map((p) => p.text).join('')).toBe(text);
  });
});
