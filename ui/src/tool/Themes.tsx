import type { ReactNode } from 'react';
import type { Resource } from '../api/resource';
import type { Topics } from '../api/types';
import { Evidence } from '../feed/Evidence';
import { count, plural, points } from '../lib/format';
import { Disclosure } from '../parts/Disclosure';
import { Empty } from '../parts/Notice';
import { Section } from '../parts/Section';
import { Age } from '../parts/Time';

const KEYWORDS = 6;

interface Props {
  topics: Resource<Topics>;
  now: number;
  shown?: number;
  /** What asks for more of them. */
  more?: ReactNode;
}

/** What the talk is about: themes with their words, and the items that show each best. */
export function Themes({ topics, now, shown = 8, more }: Props) {
  return (
    <Section title="Themes" what="The themes" answer={topics} tall aside={(d) => d.rests_on && `of ${d.rests_on.range}, by size`}>
      {(d) =>
        d.topics.length === 0 ? (
          <Empty title={d.rests_on ? 'No theme was found.' : 'Themes were not looked for yet.'}>
            <p>{d.rests_on ? 'There is too little talk that belongs together.' : 'They are looked for in the background, once items are scored.'}</p>
          </Empty>
        ) : (
          <>
            <ul className="themes">
              {d.topics.slice(0, shown).map((t) => (
                <li key={t.id} className="theme">
                  <Disclosure hint="Show the items that show it best" inside={() => <Evidence ids={t.evidence.slice(0, 5)} now={now} />}>
                    <span className="theme-label" dir="auto">
                      {t.label}
                    </span>
                    <span className="theme-words" dir="auto">
                      {t.keywords.slice(0, KEYWORDS).map((k) => k.text).join(' · ')}
                    </span>
                    <span className="theme-figures num">
                      <strong>{points(t.net_sentiment)}</strong> <span className="dim">{plural(t.items, 'item')}{t.small_sample && ', small sample'}</span>
                    </span>
                  </Disclosure>
                </li>
              ))}
            </ul>
            {more}
            {d.rests_on && (
              <p className="headline-foot">
                Looked for <Age time={d.rests_on.made} now={now} /> in {count(d.rests_on.items_read)} of {plural(d.rests_on.items, 'item')}; {Math.round(100 * d.rests_on.unassigned_share)} % belong to no theme.
              </p>
            )}
          </>
        )
      }
    </Section>
  );
}
