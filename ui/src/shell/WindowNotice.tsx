import { Button } from '@mantine/core';
import { day } from '../lib/format';
import { Notice } from '../parts/Notice';
import { hoursOf } from '../view/view';
import type { PageProps } from './pages';

/** Says that the window ends at the newest item instead of now, or that it holds nothing, and offers the other. */
export function WindowNotice({ view, update, windowed, status }: Pick<PageProps, 'view' | 'update' | 'windowed' | 'status'>) {
  const newest = status.data?.newest_item ?? windowed.stats.data?.rests_on.newest_item ?? null;
  if (newest === null) return null;
  if (windowed.anchor === 'latest') {
    const hours = hoursOf(view);
    return (
      <Notice
        action={
          <Button size="compact-sm" variant="default" onClick={() => update({ end: 'now', step: null })}>
            Show up to now instead
          </Button>
        }
      >
        The newest item is from <strong>{day(newest)}</strong>; showing the {hours === 24 ? '24 hours' : `${hours / 24} days`} up to it.
      </Notice>
    );
  }
  if (view.end !== 'now' || windowed.stats.data?.rests_on.items !== 0) return null;
  return (
    <Notice
      action={
        <Button size="compact-sm" variant="default" onClick={() => update({ end: 'latest', step: null })}>
          Show the newest data
        </Button>
      }
    >
      There is nothing in this range. The newest item is from <strong>{day(newest)}</strong>.
    </Notice>
  );
}
