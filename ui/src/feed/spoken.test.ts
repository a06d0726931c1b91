import { expect, it } from 'vitest';
import { spokenOf } from './spoken';

const says = (slug: string, label: string) => ({ slug, name: slug, label, compound: 0, inferred: false, spans: [] });
const items = [{ tools: [says('b', 'positive'), says('a', 'negative')] }, { tools: [says('a', 'positive')] }, { tools: null }] as unknown as Parameters<typeof spokenOf>[0];

it('counts what a thread says of each tool, the most mentioned first', () => {
  expect(spokenOf(items)).toEqual([
    { slug: 'a', name: 'a', positive: 1, neutral: 0, negative: 1 },
    { slug: 'b', name: 'b', positive: 1, neutral: 0, negative: 0 },
  ]);
});
