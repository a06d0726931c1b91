import type { Item, Label } from '../api/types';

/** A tool in a thread, and how many items speak of it in which way. */
export type Spoken = { slug: string; name: string } & Record<Label, number>;

/** The tools that items mention, those mentioned most first. */
export function spokenOf(items: readonly Pick<Item, 'tools'>[]): Spoken[] {
  const found = new Map<string, Spoken>();
  for (const { slug, name, label } of items.flatMap((i) => i.tools ?? [])) {
    const tool = found.get(slug) ?? { slug, name, positive: 0, neutral: 0, negative: 0 };
    tool[label]++;
    found.set(slug, tool);
  }
  const all = (t: Spoken) => t.positive + t.neutral + t.negative;
  return [...found.values()].sort((a, b) => all(b) - all(a) || a.name.localeCompare(b.name));
}
