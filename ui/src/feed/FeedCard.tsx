import { Button, Skeleton } from '@mantine/core';
import { useRef } from 'react';
import { count, plural } from '../lib/format';
import { communityName } from '../lib/words';
import { Empty, Failure } from '../parts/Notice';
import { grainOfStep, stepName } from '../chart/step';
import type { UpdateView } from '../view/useView';
import type { View } from '../view/view';
import { FeedFilters } from './FeedFilters';
import { ItemCard } from './ItemCard';
import { keyOf } from './merge';
import { PAGE, useFeed } from './useFeed';

function Chips({ view, update }: { view: View; update: UpdateView }) {
  if (!view.step && !view.community) return null;
  return (
    <ul className="chips" aria-label="The list is limited to">
      {view.step && (
        <li>
          <button type="button" className="chip" onClick={() => update({ step: null })}>
            {stepName(view.step.from, grainOfStep(view.step))} UTC <span aria-hidden="true">✕</span>
            <span className="visually-hidden">, remove this limit</span>
          </button>
        </li>
      )}
      {view.community && (
        <li>
          <button type="button" className="chip" onClick={() => update({ community: '' })}>
            {communityName('', view.community)} <span aria-hidden="true">✕</span>
            <span className="visually-hidden">, remove this limit</span>
          </button>
        </li>
      )}
    </ul>
  );
}

interface Props {
  view: View;
  update: UpdateView;
  version: number;
  now: number;
  /** Whether anything at all is stored, when that is known. */
  anything: boolean | undefined;
}

export function FeedCard({ view, update, version, now, anything }: Props) {
  const top = useRef<HTMLHeadingElement>(null);
  const feed = useFeed(
    {
      q: view.query || undefined,
      subreddit: view.community || undefined,
      kind: view.kind || undefined,
      label: view.label || undefined,
      tool: view.step?.of || undefined,
      from: view.step?.from,
      to: view.step?.to,
    },
    version,
  );
  const showNew = () => {
    feed.refresh();
    top.current?.focus();
    top.current?.scrollIntoView({ block: 'start' });
  };
  const limited = view.query || view.kind || view.label || view.step || view.community;
  return (
    <section className="card feed" aria-labelledby="feed-title" id="items">
      <div className="card-head">
        <h2 id="feed-title" ref={top} tabIndex={-1}>
          {view.step ? 'Items of one step' : limited ? 'Items found' : 'Newest items'}
        </h2>
        <span className="dim">newest first</span>
        <span className="push" role="status">
          {feed.waiting > 0 && (
            <Button size="compact-sm" onClick={showNew}>
              {feed.waiting >= PAGE ? `${count(feed.waiting)}+ new items` : plural(feed.waiting, 'new item')}
            </Button>
          )}
        </span>
      </div>
      <FeedFilters view={view} update={update} />
      <Chips view={view} update={update} />
      {feed.error && feed.items.length === 0 && <Failure error={feed.error} retry={feed.refresh} what="The items" />}
      {feed.loading && (
        <div className="feed-skeletons" aria-hidden="true">
          {Array.from({ length: 5 }, (_, i) => (
            <Skeleton key={i} className="item-skeleton" />
          ))}
        </div>
      )}
      {!feed.loading && !feed.error && feed.items.length === 0 && (
        <Empty title={anything === false ? 'Nothing is stored yet.' : 'No item matches.'}>
          <p>{anything === false ? 'Items appear here as soon as the first cycle or import has brought some.' : 'Try fewer words, or clear the filters.'}</p>
        </Empty>
      )}
      <div className="items">
        {feed.items.map((item) => (
          <ItemCard key={keyOf(item)} item={item} now={now} />
        ))}
      </div>
      {feed.error && feed.items.length > 0 && <Failure error={feed.error} retry={feed.loadMore} what="More items" />}
      {feed.more && (
        <div className="feed-more">
          <Button variant="default" loading={feed.loadingMore} onClick={feed.loadMore}>
            Load more
          </Button>
        </div>
      )}
    </section>
  );
}
