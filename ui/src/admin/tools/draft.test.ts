import { describe, expect, it } from 'vitest';
import type { Definition } from '../types';
import { bodyOf, differing, draftOf, emptyAlias, emptyDraft, faultOf, fieldText, rebase } from './draft';

const definition = {
  slug: 'loomcode', name: 'Loomcode', vendor: 'Loom', description: '', categories: ['editor', 'agent'], home: ['reddit/loomcode'], status: 'active', edit: 4,
  aliases: [{ text: 'Loom', case: true, require: ['editor'], exclude: ['weaving', 'loom band'], prior: 0.4 }, { text: 'loomcode', case: false, require: [], exclude: [], prior: 0 }],
} as unknown as Definition;

describe('a draft of a tool', () => {
  it('gives back what it was made from', () => {
    const { name, vendor, description, categories, home, aliases } = definition;
    expect(bodyOf(draftOf(definition))).toEqual({ name, vendor, description, categories, home, aliases });
  });

  it('leaves out aliases that were begun and not written', () => {
    const draft = { ...emptyDraft, name: ' X ', aliases: [emptyAlias, { ...emptyAlias, text: ' x y ' }] };
    expect(bodyOf(draft)).toMatchObject({ name: 'X', aliases: [{ text: 'x y' }] });
  });

  it.each([
    [{ name: ' ' }, 'A tool needs a name.'],
    [{ aliases: [{ ...emptyAlias, text: 'Foo' }, { ...emptyAlias, text: 'foo ' }] }, 'The alias “foo” is there twice.'],
    [{ aliases: [{ ...emptyAlias, text: 'Foo', prior: '1.5' }] }, 'The prior of “Foo” must be a number from 0 to 1.'],
    [{ aliases: [{ ...emptyAlias, text: 'Foo', prior: 'x' }] }, 'The prior of “Foo” must be a number from 0 to 1.'],
    [{ aliases: [{ ...emptyAlias, text: 'Foo', prior: '0.5' }] }, ''],
  ])('is told what is wrong with it: %o', (patch, fault) => {
    expect(faultOf({ ...emptyDraft, name: 'X', ...patch })).toBe(fault);
  });
});

describe('a change on top of a newer state', () => {
  const base = draftOf(definition);
  it('keeps what each side changed alone', () => {
    const { draft, clashes } = rebase(base, { ...base, vendor: 'Mine' }, { ...base, description: 'Theirs' });
    expect(draft).toEqual({ ...base, vendor: 'Mine', description: 'Theirs' });
    expect(clashes).toEqual([]);
  });
  it('names what both changed, and keeps mine', () => {
    const { draft, clashes } = rebase(base, { ...base, vendor: 'Mine' }, { ...base, vendor: 'Theirs' });
    expect(draft.vendor).toBe('Mine');
    expect(clashes).toEqual(['vendor']);
  });
  it('is no clash when both say the same', () => {
    expect(rebase(base, { ...base, vendor: 'Same' }, { ...base, vendor: 'Same' }).clashes).toEqual([]);
  });
  it('tells the fields that differ', () => {
    expect(differing(base, { ...base, aliases: [] })).toEqual(['aliases']);
    expect(fieldText(base, 'aliases')).toBe('Loom, loomcode');
  });
});
