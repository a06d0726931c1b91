import { Button } from '@mantine/core';
import { Local } from '../parts/Time';
import type { Feed } from './useFeed';

/** Asks for more items; of a search that ended early it says how far back it came. */
export function More({ feed }: { feed: Feed }) {
  return (
    <>
      {feed.searchedTo && (
        <p className="dim">
          Searched back to <Local time={feed.searchedTo} />.
        </p>
      )}
      <Button variant="default" loading={feed.loadingMore} onClick={feed.loadMore}>
        {feed.searchedTo ? 'Search further back' : 'Load more'}
      </Button>
    </>
  );
}
