import { Button, Skeleton } from '@mantine/core';
import { useRef } from 'react';
import type { Tool } from '../api/types';
import { count, plural } from '../lib/format';
import { communityName } from '../lib/words';
import { Empty, Failure } from '../parts/Notice';
import { grainOfStep, stepName } from '../chart/step';
import type { UpdateView } from '../view/useView';
import type { View } from '../view/view';
import { FeedFilters } from './FeedFilters';
import { ItemList } from './ItemList';
import { More } from './More';
import { useGoesOn } from './useGoesOn';
import { PAGE, useFeed } from './useFeed';

function Chip({ name, onRemove }: { name: string; onRemove: () => void }) {
  return (
    <li>
      <button type="button" className="chip" onClick={onRemove}>
        {name} <span aria-hidden="true">✕</span>
        <span className="visually-hidden">, remove this limit</span>
      </button>
    </li>
  );
}

function Chips({ view, update, tools }: { view: View; update: UpdateView; tools: Tool[] }) {
  if (!view.step && !view.community && view.tools.length === 0) return null;
  return (
    <ul className="chips" aria-label="The list is limited to">
      {view.step && <Chip name={`${stepName(view.step.from, grainOfStep(view.step))} UTC`} onRemove={() => update({ step: null })} />}
      {view.community && <Chip name={communityName('', view.community)} onRemove={() => update({ community: '' })} />}
      {view.tools.map((slug) => (
        <Chip key={slug} name={tools.find((t) => t.slug === slug)?.name ?? slug} onRemove={() => update({ tools: view.tools.filter((s) => s !== slug) })} />
      ))}
    </ul>
  );
}

interface Props {
  view: View;
  update: UpdateView;
  /** The window as the API takes it; null while it is not known. A step takes its place. */
  window: Record<string, string | number | undefined> | null;
  /** Tools to choose from. */
  tools: Tool[];
  version: number;
  now: number;
  /** Whether anything at all is stored, when that is known. */
  anything: boolean | undefined;
}

/** Items, newest first, searched and filtered. */
export function FeedCard({ view, update, window, tools, version, now, anything }: Props) {
  const top = useRef<HTMLHeadingElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const feed = useFeed(
    window && {
      ...(view.step ? { from: view.step.from, to: view.step.to } : window),
      q: view.query || undefined,
      subreddit: view.community || undefined,
      kind: view.kind || undefined,
      label: view.label || undefined,
      tool: [...new Set([view.step?.of, ...view.tools])].filter(Boolean).join(',') || undefined,
    },
    version,
  );
  const showNew = () => {
    feed.refresh();
    top.current?.focus();
    top.current?.scrollIntoView({ block: 'start' });
  };
  const limited = view.query || view.kind || view.label || view.step || view.community || view.tools.length > 0;
  useGoesOn(end, feed);
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
      <FeedFilters view={view} update={update} tools={tools} />
      <Chips view={view} update={update} tools={tools} />
      {feed.error && feed.items.length === 0 && <Failure error={feed.error} retry={feed.refresh} what="The items" />}
      {feed.loading && (
        <div className="feed-skeletons" aria-hidden="true">
          {Array.from({ length: 5 }, (_, i) => (
            <Skeleton key={i} className="item-skeleton" />
          ))}
        </div>
      )}
      {!feed.loading && !feed.error && feed.items.length === 0 && !feed.more && (
        <Empty title={anything === false ? 'Nothing is stored yet.' : 'No item matches.'}>
          <p>{anything === false ? 'Items appear here as soon as the first cycle or import has brought some.' : 'Try fewer words, a longer range, or clear the filters.'}</p>
        </Empty>
      )}
      {!feed.error && feed.items.length === 0 && feed.more && <Empty title="No item found so far." />}
      <ItemList items={feed.items} now={now} />
      {feed.error && feed.items.length > 0 && <Failure error={feed.error} retry={feed.loadMore} what="More items" />}
      {feed.more && (
        <div className="feed-more" ref={end}>
          <More feed={feed} />
        </div>
      )}
    </section>
  );
}
