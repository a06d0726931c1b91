import type { ReactNode } from 'react';
import type { HotPost, Label, Trending } from '../../api/types';
import { clip, plainText, safeUrl } from '../../lib/excerpt';
import { plural } from '../../lib/format';
import { communityName } from '../../lib/words';
import { LabelPill } from '../../parts/Pill';
import { Age } from '../../parts/Time';
import { ToolLink } from '../../tool/ToolLink';
import type { View } from '../../view/view';

interface Props {
  post: Pick<HotPost, 'title' | 'excerpt' | 'permalink' | 'source' | 'subreddit' | 'created_utc' | 'upvotes' | 'comment_count' | 'author'> & { tools: Trending['posts'][number]['tools'] };
  label: Label | null;
  view: View;
  now: number;
  /** What puts it where it stands. */
  children?: ReactNode;
}

const EXCERPT = 260;

/** A post with its begin, leading to its source in a new tab. */
export function PostRow({ post, label, view, now, children }: Props) {
  const link = safeUrl(post.permalink);
  const title = plainText(post.title) || 'Untitled post';
  return (
    <article className="hot-post">
      <h3 className="hot-title" dir="auto">
        {link ? (
          <a href={link} target="_blank" rel="noreferrer">
            {title}
            <span className="visually-hidden"> (new tab)</span>
          </a>
        ) : (
          title
        )}
      </h3>
      {post.excerpt && (
        <p className="example-text" dir="auto">
          {clip(plainText(post.excerpt), EXCERPT).text}
        </p>
      )}
      <p className="item-foot">
        {label && <LabelPill label={label} />}
        {children}
        <span>{communityName(post.source, post.subreddit)}</span>
        <Age time={post.created_utc} now={now} />
        <span>{plural(post.upvotes, 'upvote')}</span>
        <span>{plural(post.comment_count, 'comment')}</span>
        {post.tools.length > 0 && (
          <span>
            on{' '}
            {post.tools.slice(0, 4).map((t, i) => (
              <span key={t.slug}>
                {i > 0 && ', '}
                <ToolLink slug={t.slug} name={t.name} view={view} />
              </span>
            ))}
          </span>
        )}
      </p>
    </article>
  );
}
