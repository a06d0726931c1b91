import type { Alias, Definition } from '../types';

/** A tool's definition while it is edited; lists are written as text, with commas between. */
export interface Draft {
  name: string;
  vendor: string;
  description: string;
  categories: string;
  home: string;
  aliases: AliasDraft[];
}

export interface AliasDraft {
  text: string;
  case: boolean;
  require: string;
  exclude: string;
  /** As typed: 0 to 1, empty for 1. */
  prior: string;
}

export const emptyAlias: AliasDraft = { text: '', case: false, require: '', exclude: '', prior: '' };
export const emptyDraft: Draft = { name: '', vendor: '', description: '', categories: '', home: '', aliases: [emptyAlias] };

const joined = (list: readonly string[] | null) => (list ?? []).join(', ');
const split = (text: string) => text.split(',').map((s) => s.trim()).filter(Boolean);

const aliasDraft = (a: Alias): AliasDraft => ({ text: a.text, case: a.case, require: joined(a.require), exclude: joined(a.exclude), prior: a.prior ? String(a.prior) : '' });

/** The definition of a tool as a draft that changes nothing. */
export function draftOf(d: Definition): Draft {
  return { name: d.name, vendor: d.vendor, description: d.description, categories: joined(d.categories), home: joined(d.home), aliases: (d.aliases ?? []).map(aliasDraft) };
}

/** What the API takes for a draft; aliases without text are left out. */
export function bodyOf(d: Draft) {
  return {
    name: d.name.trim(),
    vendor: d.vendor.trim(),
    description: d.description.trim(),
    categories: split(d.categories),
    home: split(d.home),
    aliases: d.aliases
      .filter((a) => a.text.trim())
      .map((a) => ({ text: a.text.trim(), case: a.case, require: split(a.require), exclude: split(a.exclude), prior: Number(a.prior) || 0 })),
  };
}

/** Why a draft cannot be saved, in a sentence; empty when it can. */
export function faultOf(d: Draft): string {
  if (!d.name.trim()) return 'A tool needs a name.';
  const texts = d.aliases.map((a) => a.text.trim().toLowerCase()).filter(Boolean);
  const twice = texts.find((t, i) => texts.indexOf(t) !== i);
  if (twice) return `The alias “${twice}” is there twice.`;
  const bad = d.aliases.find((a) => a.prior.trim() && !(Number(a.prior) >= 0 && Number(a.prior) <= 1));
  return bad ? `The prior of “${bad.text}” must be a number from 0 to 1.` : '';
}

const FIELDS = ['name', 'vendor', 'description', 'categories', 'home', 'aliases'] as const;
type Field = (typeof FIELDS)[number];
const same = (a: Draft, b: Draft, f: Field) => JSON.stringify(a[f]) === JSON.stringify(b[f]);

/** The fields in which two drafts differ. */
export const differing = (a: Draft, b: Draft): Field[] => FIELDS.filter((f) => !same(a, b, f));

/**
 * What was changed in mine since base, put on top of newer. Where both changed a field, mine
 * counts; it is named in clashes.
 */
export function rebase(base: Draft, mine: Draft, newer: Draft): { draft: Draft; clashes: Field[] } {
  const changed = differing(base, mine);
  const clashes = changed.filter((f) => !same(base, newer, f) && !same(mine, newer, f));
  return { draft: { ...newer, ...Object.fromEntries(changed.map((f) => [f, mine[f]])) }, clashes };
}

/** A field's value as a line for a reader. */
export function fieldText(d: Draft, f: Field): string {
  return f === 'aliases' ? d.aliases.map((a) => a.text).join(', ') : d[f];
}
