import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { Resource } from '../../api/resource';
import type { Example, Examples, Label } from '../../api/types';
import { clip, plainText, safeUrl } from '../../lib/excerpt';
import { percent, plural } from '../../lib/format';
import { communityName } from '../../lib/words';
import { Empty } from '../../parts/Notice';
import { LabelPill } from '../../parts/Pill';
import { Section } from '../../parts/Section';
import { Age } from '../../parts/Time';

const SIDES: { label: Label; title: string }[] = [
  { label: 'positive', title: 'Best' },
  { label: 'negative', title: 'Worst' },
];

function Post({ e, now }: { e: Example; now: number }) {
  const link = safeUrl(e.permalink);
  return (
    <article className="example">
      {e.title && (
        <h4 className="example-title" dir="auto">
          {e.title}
        </h4>
      )}
      <p dir="auto" className="example-text">
        {clip(plainText(e.excerpt || e.content), 320).text}
      </p>
      <p className="item-foot">
        <LabelPill label={e.opinion} />
        <span>strength {percent(e.opinion_confidence, 1)}</span>
        <span>{communityName(e.source, e.subreddit)}</span>
        <Age time={e.created_utc} now={now} />
        <span>{plural(e.upvotes, 'upvote')}</span>
        {link && (
          <a href={link} target="_blank" rel="noreferrer">
            Open at source<span className="visually-hidden"> (new tab)</span>
          </a>
        )}
      </p>
    </article>
  );
}

/** Posts that praise and blame a tool: the strongest, or those in the middle of their side. */
export function ExamplesCard({ examples, now }: { examples: Resource<Examples>; now: number }) {
  const [which, setWhich] = useState<'extreme' | 'typical'>('extreme');
  return (
    <Section
      title="In their words"
      what="The examples"
      answer={examples}
      tall
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Which examples"
          data={[
            { value: 'extreme', label: 'Strongest' },
            { value: 'typical', label: 'Typical' },
          ]}
          value={which}
          onChange={(v) => setWhich(v as typeof which)}
        />
      }
    >
      {(d) => (
        <div className="examples">
          {SIDES.map(({ label, title }) => {
            const list = d[which][label === 'positive' ? 'positive' : 'negative'];
            return (
              <div key={label}>
                <h3 className="examples-title">{title}</h3>
                {list.length === 0 && <Empty title={`No ${label} post in this range.`} />}
                {list.map((e) => (
                  <Post key={`${e.source}/${e.id}`} e={e} now={now} />
                ))}
              </div>
            );
          })}
        </div>
      )}
    </Section>
  );
}
