import { FeedCard } from '../feed/FeedCard';
import { PageHead } from '../shell/PageHead';
import type { PageProps } from '../shell/pages';

/** All items, searched and filtered. */
export default function Feed({ view, update, live, now, status }: PageProps) {
  return (
    <>
      <PageHead title="Feed" />
      <FeedCard view={view} update={update} version={live.version} now={now} anything={status.data ? status.data.newest_item !== null : undefined} />
    </>
  );
}
