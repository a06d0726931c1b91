import { memo, useEffect, useRef, useState } from 'react';
import type { Item } from '../api/types';
import { ItemCard } from './ItemCard';
import { keyOf } from './merge';
import { useItemKeys } from './useItemKeys';

/** Items that come and go together. */
const BLOCK = 25;
/** How far outside of the window items are still there. */
const MARGIN = '1600px 0px';

/** Cuts a list into blocks; items that are appended leave the blocks before as they are. */
export function blocksOf<T>(items: readonly T[], size = BLOCK): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

/** Some items; while they are far from the window, room of their height. */
const Block = memo(
  function Block({ items, now }: { items: Item[]; now: number }) {
    const ref = useRef<HTMLDivElement>(null);
    const [height, setHeight] = useState<number | null>(null);
    useEffect(() => {
      const element = ref.current;
      if (!element) return;
      const observer = new IntersectionObserver(
        (entries) => {
          // A busy page hears of several changes at once: the last one holds.
          const near = entries.at(-1)!.isIntersecting;
          const holds = element.contains(document.activeElement);
          setHeight(near || holds ? null : (old) => old ?? element.getBoundingClientRect().height);
        },
        { rootMargin: MARGIN },
      );
      observer.observe(element);
      return () => observer.disconnect();
    }, []);
    return (
      <div ref={ref} style={height === null ? undefined : { height }}>
        {height === null && items.map((item) => <ItemCard key={keyOf(item)} item={item} now={now} />)}
      </div>
    );
  },
  (a, b) => a.now === b.now && a.items.length === b.items.length && a.items.every((item, i) => item === b.items[i]),
);

/** A long list of items, of which only those near the window are made. */
export function ItemList({ items, now }: { items: Item[]; now: number }) {
  const list = useRef<HTMLDivElement>(null);
  useItemKeys(list);
  return (
    <div className="items" ref={list}>
      {blocksOf(items).map((block) => (
        <Block key={keyOf(block[0]!)} items={block} now={now} />
      ))}
    </div>
  );
}
