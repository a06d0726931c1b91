import { withQuery } from '../api/client';
import { useResource } from '../api/resource';
import type { Communities as CommunitiesAnswer, Tools } from '../api/types';
import { FeedCard } from '../feed/FeedCard';
import { Controls } from '../shell/Controls';
import { PageHead } from '../shell/PageHead';
import type { PageProps } from '../shell/pages';
import { WindowNotice } from '../shell/WindowNotice';

/** All items, searched and filtered. */
export default function Feed(props: PageProps) {
  const { view, update, live, now, status, windowed } = props;
  const communities = useResource<CommunitiesAnswer>('/subreddits', live.version);
  const tools = useResource<Tools>(windowed.query && withQuery('/tools', { ...windowed.query, sort: 'name' }), live.version, true);
  return (
    <>
      <PageHead title="Feed" />
      <Controls view={view} update={update} communities={communities.data?.communities ?? []} windowed={windowed} grains={false} />
      <WindowNotice {...props} />
      <FeedCard
        view={view}
        update={update}
        window={windowed.query}
        tools={tools.data?.tools ?? []}
        version={live.version}
        now={now}
        anything={status.data ? status.data.newest_item !== null : undefined}
      />
    </>
  );
}
