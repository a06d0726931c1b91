import { Skeleton } from '@mantine/core';
import { useMemo } from 'react';
import { useResource } from '../api/resource';
import type { Thread as ThreadAnswer } from '../api/types';
import { CommentTree } from '../feed/CommentTree';
import { ItemCard } from '../feed/ItemCard';
import { spokenOf } from '../feed/spoken';
import { plural } from '../lib/format';
import { LABELS, labelShape } from '../lib/words';
import { Empty, Failure } from '../parts/Notice';
import { Link } from '../route/Link';
import { toolPath } from '../route/route';
import { PageHead } from '../shell/PageHead';
import type { PageProps } from '../shell/pages';

/** What the thread says of each tool, counted over its items. */
function Summary({ thread }: { thread: ThreadAnswer }) {
  const spoken = useMemo(() => spokenOf([...(thread.post ? [thread.post] : []), ...(thread.comments ?? [])]), [thread]);
  if (spoken.length === 0) return <p className="dim">No tool of the catalog is mentioned in it.</p>;
  return (
    <ul className="thread-tools" aria-label="Tools in this thread">
      {spoken.map((t) => (
        <li key={t.slug}>
          <Link to={toolPath(t.slug)}>{t.name}</Link>{' '}
          <span className="dim">
            {LABELS.map((label) => (
              <span key={label} className="thread-count">
                <span aria-hidden="true">{labelShape[label]}</span>
                <span className="visually-hidden">{label}</span> {t[label]}{' '}
              </span>
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** One thread: the post, its comments as a tree, and what they say of tools. */
export default function Thread({ route, live, now }: PageProps) {
  const [source = '', ...id] = route.subject.split('/');
  const thread = useResource<ThreadAnswer>(`/threads/${encodeURIComponent(source)}/${encodeURIComponent(id.join('/'))}?limit=1000`, live.version);
  const t = thread.data;
  const title = t?.post?.title.trim();
  return (
    <>
      <PageHead title={title ? `Thread: ${title}` : 'Thread'}>
        <Link to="/feed">All items</Link>
      </PageHead>
      <section className="card thread" aria-label="Thread" aria-busy={!t && !thread.error}>
        {!t && thread.error && thread.error.status !== 404 && <Failure error={thread.error} retry={thread.reload} what="The thread" />}
        {!t && thread.error?.status === 404 && (
          <Empty title="This thread is not stored.">
            <p>It was never collected, or nothing of it is left.</p>
          </Empty>
        )}
        {!t && !thread.error && <Skeleton className="section-tall" />}
        {t && (
          <>
            <Summary thread={t} />
            <h2 className="visually-hidden">Post</h2>
            {t.post ? <ItemCard item={t.post} now={now} inThread /> : <p className="dim">The post itself is not stored; these are answers to it.</p>}
            <div className="card-head thread-head">
              <h2>{plural(t.count, 'comment')}</h2>
              {t.more && <span className="dim">the oldest of more</span>}
            </div>
            <CommentTree comments={t.comments ?? []} now={now} />
          </>
        )}
      </section>
    </>
  );
}
