import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ApiError } from '../api/client';

/** What went wrong with a part of the page, and a way to try again. */
export function Failure({ error, retry, what }: { error: ApiError; retry: () => void; what: string }) {
  return (
    <div className="notice notice-bad" role="alert">
      <div>
        <strong>{what} could not be loaded.</strong> {error.message}
      </div>
      <Button size="compact-sm" variant="default" onClick={retry}>
        Try again
      </Button>
    </div>
  );
}

export function Notice({ tone = 'info', children, action }: { tone?: 'info' | 'warn'; children: ReactNode; action?: ReactNode }) {
  return (
    <div className={`notice notice-${tone}`} role="status">
      <div>{children}</div>
      {action}
    </div>
  );
}

/** Says why there is nothing, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children}
    </div>
  );
}
