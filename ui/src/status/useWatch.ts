import { useEffect } from 'react';
import type { Resource } from '../api/resource';
import type { Status } from '../api/types';

const RUNNING_POLL_MS = 3_000;

/** Reads the status often while a cycle runs. Events do so, too; this is for when there are none. */
export function useWatch({ data, reload }: Resource<Status>) {
  const running = data?.running_cycle != null;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(reload, RUNNING_POLL_MS);
    return () => clearInterval(timer);
  }, [running, reload]);
}
