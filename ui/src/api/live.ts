import { get } from './client';
import type { Status, VersionEvent } from './types';

export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'polling' | 'offline';

export interface LiveHandlers {
  onState(state: LiveState): void;
  /** A data version was published. */
  onVersion(version: number): void;
  /** A cycle began, moved or ended. */
  onCycle(): void;
}

const POLL_MS = 15_000;
const GIVE_UP_MS = 8_000;
const RETRY_MS = 30_000;

/** A random part of `spread` ms, so that a thousand open pages do not refetch at once. */
export const jitter = (spread: number, random = Math.random) => Math.floor(random() * spread);

/**
 * Follows the server: by its event stream while that works, else by polling its status.
 * The stream is tried again while polling. Returns a function that stops everything.
 */
export function follow(handlers: LiveHandlers): () => void {
  let stopped = false;
  let source: EventSource | null = null;
  let lostSince = 0;
  let pollTimer: ReturnType<typeof setTimeout> | undefined;
  let streamTimer: ReturnType<typeof setTimeout> | undefined;

  const stopPolling = () => {
    clearTimeout(pollTimer);
    pollTimer = undefined;
  };

  const poll = async () => {
    try {
      const status = await get<Status>('/status');
      if (stopped || pollTimer === undefined) return;
      handlers.onState('polling');
      handlers.onVersion(status.data_version);
      handlers.onCycle();
    } catch {
      if (stopped || pollTimer === undefined) return;
      handlers.onState('offline');
    }
    pollTimer = setTimeout(poll, POLL_MS + jitter(5_000));
  };

  const lost = () => {
    if (stopped) return;
    lostSince ||= Date.now();
    if (Date.now() - lostSince < GIVE_UP_MS && source?.readyState !== EventSource.CLOSED) {
      handlers.onState('reconnecting');
      return;
    }
    source?.close();
    streamTimer = setTimeout(open, RETRY_MS + jitter(10_000));
    if (pollTimer === undefined) pollTimer = setTimeout(poll, jitter(1_000));
  };

  const open = () => {
    if (stopped) return;
    source = new EventSource('/api/v1/events');
    source.onopen = () => {
      lostSince = 0;
      stopPolling();
      handlers.onState('live');
    };
    source.onerror = lost;
    source.addEventListener('version', (event) => {
      const version = parseVersion((event as MessageEvent<string>).data);
      if (version !== null) handlers.onVersion(version);
    });
    source.addEventListener('cycle', () => handlers.onCycle());
  };

  open();
  return () => {
    stopped = true;
    source?.close();
    stopPolling();
    clearTimeout(streamTimer);
  };
}

/** Reads the number of a version event; null when it is not one. */
export function parseVersion(data: string): number | null {
  try {
    const { data_version } = JSON.parse(data) as Partial<VersionEvent>;
    return typeof data_version === 'number' ? data_version : null;
  } catch {
    return null;
  }
}
