import type { Item } from '../api/types';

export type Opinion = NonNullable<Item['tools']>[number];

/** Finds the names under which tools were found in a text; with whose they are, by small letters without blanks and hyphens. */
export interface Names {
  pattern: RegExp;
  slugs: Map<string, string>;
}

const escaped = (s: string) => s.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const bare = (s: string) => s.toLowerCase().replace(/[\s_-]+/g, '');

/**
 * The names to mark in an item. The places the API gives are those of the text without its Markdown; in
 * what is shown the names are looked for again, at word borders, where they are spelled the same.
 */
export function namesOf(tools: readonly Opinion[] | null): Names | null {
  const slugs = new Map<string, string>();
  const parts = new Map<string, string>();
  for (const tool of tools ?? []) {
    for (const { alias } of tool.spans ?? []) {
      const words = alias.split(/[\s_-]+/).filter(Boolean);
      if (words.length === 0) continue;
      slugs.set(bare(alias), tool.slug);
      parts.set(bare(alias), words.map(escaped).join('[\\s_-]?'));
    }
  }
  if (parts.size === 0) return null;
  const longestFirst = [...parts.values()].sort((a, b) => b.length - a.length);
  return { pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.join('|')})(?![\\p{L}\\p{N}])`, 'giu'), slugs };
}

/** A text cut at the names in it; slug is null for what is none. */
export function cutAtNames(text: string, names: Names | null): { text: string; slug: string | null }[] {
  if (!names) return [{ text, slug: null }];
  const out: { text: string; slug: string | null }[] = [];
  let at = 0;
  for (const found of text.matchAll(names.pattern)) {
    if (found.index > at) out.push({ text: text.slice(at, found.index), slug: null });
    out.push({ text: found[0], slug: names.slugs.get(bare(found[0])) ?? null });
    at = found.index + found[0].length;
  }
  if (at < text.length) out.push({ text: text.slice(at), slug: null });
  return out;
}
