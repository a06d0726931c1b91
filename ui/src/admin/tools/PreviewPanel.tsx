import { SegmentedControl, Skeleton } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { safeUrl } from '../../lib/excerpt';
import { count, plural } from '../../lib/format';
import { communityName } from '../../lib/words';
import { Age, Local } from '../../parts/Time';
import type { Preview, PreviewItem } from '../types';
import type { Draft } from './draft';
import { cutAt } from './places';
import { usePreview } from './usePreview';

const KINDS = ['gained', 'lost', 'matched'] as const;
type Kind = (typeof KINDS)[number];

const items = (p: Preview, kind: Kind) => ({ gained: p.gained_items, lost: p.lost_items, matched: p.matched_items })[kind] ?? [];

function Sample({ item, now }: { item: PreviewItem; now: number }) {
  const link = safeUrl(item.permalink);
  return (
    <li className="sample">
      <p className="sample-text" dir="auto">
        {cutAt(item.excerpt, item.spans ?? []).map((part, i) => (part.marked ? <mark key={i}>{part.text}</mark> : part.text))}
      </p>
      <p className="sub">
        {communityName(item.source, item.community)} · {item.kind} · <Age time={item.created_utc} now={now} />
        {item.inferred && ' · meant, not named'}
        {link && (
          <>
            {' · '}
            <a href={link} target="_blank" rel="noreferrer">
              Open at source<span className="visually-hidden"> (new tab)</span>
            </a>
          </>
        )}
      </p>
    </li>
  );
}

/** Which items the figures are of. */
function readOf(p: Preview): ReactNode {
  if (!p.sampled) return p.examined === 0 ? 'No stored item may match.' : `Of all ${plural(p.examined, 'item')} that may match.`;
  const since = p.looked_at_since && (
    <>
      {' '}
      None from before <Local time={p.looked_at_since} /> was looked at.
    </>
  );
  return (
    <>
      {p.examined === 0 ? 'No item so far may match.' : `Of the newest ${plural(p.examined, 'item')} that may match; there may be more.`}
      {since}
    </>
  );
}

function Figures({ p }: { p: Preview }) {
  const gone = p.losses > 0;
  return (
    <>
      <dl className="figures">
        <div>
          <dt>Matches</dt>
          <dd>{count(p.matches)}</dd>
          <dd className="sub">{count(p.matches_before)} now</dd>
        </div>
        <div>
          <dt>Gains</dt>
          <dd className={p.gains ? 'figure-gain' : undefined}>{p.gains ? `+${count(p.gains)}` : '0'}</dd>
          <dd className="sub">found in addition</dd>
        </div>
        <div>
          <dt>Losses</dt>
          <dd className={gone ? 'figure-loss' : undefined}>{gone ? `−${count(p.losses)}` : '0'}</dd>
          <dd className="sub">no longer found</dd>
        </div>
      </dl>
      <p className="sub">{readOf(p)}</p>
    </>
  );
}

/** What the aliases of a draft would find in the stored items, as they are typed. */
export function PreviewPanel({ slug, draft, now }: { slug: string; draft: Draft; now: number }) {
  const { data, error, waiting, more } = usePreview(slug, draft);
  const [chosen, setChosen] = useState<Kind | null>(null);
  const kind = chosen ?? (data && data.losses > 0 ? 'lost' : data && data.gains > 0 ? 'gained' : 'matched');
  const shown = data ? items(data, kind) : [];
  return (
    <section className="card preview" aria-labelledby="preview-title" aria-busy={waiting}>
      <div className="card-head">
        <h2 id="preview-title">What would match</h2>
        <span className="dim" role="status">
          {waiting ? 'Looking…' : more ? 'Reading more…' : data ? 'Up to date' : ''}
        </span>
      </div>
      {error && <p className="refusal">{error.message}</p>}
      {!data && waiting && <Skeleton className="preview-skeleton" />}
      {!data && !waiting && !error && <p className="dim">Write an alias, and see here which stored items name it.</p>}
      {data && (
        <div className={waiting ? 'preview-old' : undefined}>
          <Figures p={data} />
          <SegmentedControl
            size="xs"
            className="preview-kinds"
            aria-label="Which items to show"
            value={kind}
            onChange={(v) => setChosen(v as Kind)}
            data={KINDS.map((k) => ({ value: k, label: { gained: `Gained ${count(data.gains)}`, lost: `Lost ${count(data.losses)}`, matched: 'In both' }[k] }))}
          />
          {shown.length === 0 ? (
            <p className="dim">{{ gained: 'Nothing is found in addition.', lost: 'Nothing is lost.', matched: 'Nothing is found by both.' }[kind]}</p>
          ) : (
            <ul className="samples" tabIndex={0} aria-label="Items">
              {shown.map((item) => (
                <Sample key={item.id} item={item} now={now} />
              ))}
            </ul>
          )}
        </div>
      )}
    </section>
  );
}
