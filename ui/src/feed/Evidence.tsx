import { Skeleton } from '@mantine/core';
import { useMany } from '../api/many';
import type { Item } from '../api/types';
import { plural } from '../lib/format';
import { Failure } from '../parts/Notice';
import { ItemCard } from './ItemCard';
import { keyOf } from './merge';

const pathOf = (id: string) => {
  const [source = '', ...rest] = id.split('/');
  return `/posts/${encodeURIComponent(source)}/${encodeURIComponent(rest.join('/'))}`;
};

/** Items by their ids (source/id), as a number names those it rests on. What is gone meanwhile is counted, not shown. */
export function Evidence({ ids, now }: { ids: readonly string[]; now: number }) {
  const answers = useMany<Item>(ids.map(pathOf), 0);
  const items = answers.data ?? [];
  if (ids.length === 0) return <p className="dim">No items are named for this.</p>;
  if (!answers.data && answers.error) return <Failure error={answers.error} retry={answers.reload} what="The items" />;
  if (!answers.data) return <Skeleton className="item-skeleton" />;
  return (
    <div className="items evidence" tabIndex={0} role="group" aria-label="Items behind it">
      {items.map((item) => (
        <ItemCard key={keyOf(item)} item={item} now={now} />
      ))}
      {items.length < ids.length && <p className="dim">{plural(ids.length - items.length, 'item')} can no longer be shown.</p>}
    </div>
  );
}
