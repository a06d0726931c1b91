import { ago, clock } from '../lib/format';
import { Notice } from '../parts/Notice';
import type { PageProps } from './pages';

/** Says that the server is out of reach, and how old what is shown is. */
export function Lost({ live, windowed, now }: Pick<PageProps, 'live' | 'windowed' | 'now'>) {
  const { at, error } = windowed.stats;
  if (live.state !== 'offline' && !(live.state === 'reconnecting' && error !== undefined)) return null;
  return (
    <Notice tone="warn">
      <strong>Connection lost.</strong> {at > 0 ? `What you see was read at ${clock(at)} (${ago(at, now)}).` : 'Nothing could be read yet.'} The page keeps trying.
    </Notice>
  );
}
