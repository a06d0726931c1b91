import type { Label } from '../api/types';
import { clip, plainText, safeUrl } from '../lib/excerpt';
import { communityName, labelWord } from '../lib/words';
import { Shape } from '../parts/Pill';

export interface Quoted {
  source: string;
  id: string;
  title: string;
  excerpt: string;
  subreddit: string;
  permalink: string;
  label: Label | null;
}

/** A post in a line or two, leading to where it was written. Its text is a stranger's. */
export function PostQuote({ post, about }: { post: Quoted; about?: string | undefined }) {
  const link = safeUrl(post.permalink);
  const { text } = clip(plainText(post.title || post.excerpt), 130);
  return (
    <span className="quote">
      {post.label && (
        <>
          <Shape label={post.label} />
          <span className="visually-hidden">{labelWord[post.label]}:</span>{' '}
        </>
      )}
      {link ? (
        <a href={link} target="_blank" rel="noreferrer" dir="auto">
          {text || 'Untitled post'}
          <span className="visually-hidden"> (new tab)</span>
        </a>
      ) : (
        <span dir="auto">{text}</span>
      )}{' '}
      <span className="dim">
        {communityName(post.source, post.subreddit)}
        {about && `, on ${about}`}
      </span>
    </span>
  );
}
