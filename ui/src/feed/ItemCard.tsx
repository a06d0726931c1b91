import { memo, useCallback, useMemo, useState } from 'react';
import type { Item } from '../api/types';
import { clip, plainText, safeUrl } from '../lib/excerpt';
import { count, percent, plural } from '../lib/format';
import { communityName, exclusionWord } from '../lib/words';
import { LabelPill } from '../parts/Pill';
import { SafeHtml } from '../lib/SafeHtml';
import { Age, Local } from '../parts/Time';
import { Link } from '../route/Link';
import { threadPath } from '../route/route';
import { Named } from './Named';
import { namesOf, type Names } from './names';
import { Opinions } from './Opinions';

const EXCERPT = 280;

function Mood({ item }: { item: Item }) {
  if (item.exclusion) return <span className="item-excluded">Not counted: {exclusionWord[item.exclusion] ?? item.exclusion}</span>;
  if (!item.sentiment) return <span className="item-excluded">Not scored yet</span>;
  const strength = item.score_detail?.confidence ?? 0;
  return (
    <span className="item-mood">
      <LabelPill label={item.sentiment} />
      {strength > 0 && <span className="dim">strength {percent(strength, 1)}</span>}
    </span>
  );
}

function Body({ item, names, whole }: { item: Item; names: Names | null; whole: boolean }) {
  const [open, setOpen] = useState(whole);
  const show = useCallback((text: string, key: number) => <Named key={key} text={text} names={names} />, [names]);
  if (item.state !== 'live') return <p className="item-text dim">Its text is gone: {item.state}.</p>;
  const { text, cut } = clip(plainText(item.content), EXCERPT);
  if (!text) return null;
  return (
    <>
      {open && item.content_html ? <SafeHtml html={item.content_html} show={show} /> : <p className="item-text"><Named text={open ? item.content : text} names={names} /></p>}
      {cut && !whole && (
        <button type="button" className="link item-more" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Read less' : 'Read more'}
        </button>
      )}
    </>
  );
}

interface Props {
  item: Item;
  now: number;
  /** All of its text at once, and no way to the thread: it is shown there. */
  inThread?: boolean;
}

/** One post or comment. Every text in it is a stranger's and shown as text. */
export const ItemCard = memo(function ItemCard({ item, now, inThread = false }: Props) {
  const names = useMemo(() => namesOf(item.tools), [item.tools]);
  const link = safeUrl(item.permalink);
  const title = item.title.trim() || (item.kind === 'comment' ? '' : 'Untitled post');
  return (
    <article className="item" tabIndex={-1} aria-label={`${item.kind} by ${item.author || 'an unknown author'}`}>
      <div className="item-head">
        <Mood item={item} />
        <span className="item-where">
          {communityName(item.source, item.subreddit)} · {item.kind}
        </span>
        <span className="item-when">
          <Age time={item.created_utc} now={now} />
        </span>
      </div>
      {title && (
        <h3 className="item-title" dir="auto">
          <Named text={title} names={names} />
        </h3>
      )}
      <div dir="auto">
        <Body item={item} names={names} whole={inThread} />
      </div>
      <Opinions tools={item.tools} />
      <p className="item-foot">
        <span className="item-author" dir="auto">
          {item.author || 'unknown author'}
        </span>
        <span>
          <Local time={item.created_utc} />
        </span>
        <span>{plural(item.upvotes, 'upvote')}</span>
        {item.kind === 'post' && <span>{plural(item.comment_count, 'comment')}</span>}
        {!inThread && item.thread_id && (
          <Link to={threadPath(item.source, item.thread_id)} className="item-thread">
            Thread<span className="visually-hidden">: {title || `${item.kind} by ${item.author}`}</span>
          </Link>
        )}
        {link && (
          <a href={link} target="_blank" rel="noreferrer" className="item-source">
            Open at source<span className="visually-hidden"> (new tab): {title || `${item.kind} ${count(item.upvotes)}`}</span>
          </a>
        )}
      </p>
    </article>
  );
});
