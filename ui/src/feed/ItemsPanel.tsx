import { Button, Skeleton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Empty, Failure } from '../parts/Notice';
import { ItemCard } from './ItemCard';
import { keyOf } from './merge';
import { More } from './More';
import { useFeed, type FeedQuery } from './useFeed';

interface Props {
  title: string;
  query: FeedQuery;
  version: number;
  now: number;
  onClose: () => void;
}

/** The items behind a number, beneath where it was asked for. Takes the focus when it opens. */
export function ItemsPanel({ title, query, version, now, onClose }: Props) {
  const feed = useFeed(query, version);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    head.current?.focus({ preventScroll: true });
    head.current?.scrollIntoView({ block: 'nearest' });
  }, [title]);
  return (
    <section className="items-panel" aria-labelledby="items-panel-title">
      <div className="card-head">
        <h3 id="items-panel-title" ref={head} tabIndex={-1}>
          {title}
        </h3>
        <span className="dim">newest first</span>
        <Button size="compact-sm" variant="default" className="push" onClick={onClose}>
          Close
        </Button>
      </div>
      {feed.error && <Failure error={feed.error} retry={feed.refresh} what="The items" />}
      {feed.loading && <Skeleton className="item-skeleton" />}
      {!feed.loading && !feed.error && feed.items.length === 0 && !feed.more && <Empty title="None of them can be shown any more." />}
      <div className="items" tabIndex={0} role="group" aria-label={title}>
        {feed.items.map((item) => (
          <ItemCard key={keyOf(item)} item={item} now={now} />
        ))}
      </div>
      {feed.more && (
        <div className="feed-more">
          <More feed={feed} />
        </div>
      )}
    </section>
  );
}
