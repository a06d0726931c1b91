import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Dialog } from '../parts/Dialog';
import type { Changer } from './useChange';

/** Why the last change was not made. */
export function Refusal({ of }: { of: Pick<Changer, 'error'> }) {
  return of.error ? (
    <p className="refusal" role="alert">
      {of.error.message}
    </p>
  ) : null;
}

interface ConfirmProps {
  open: boolean;
  title: string;
  /** The word on the button that does it. */
  act: string;
  danger?: boolean;
  disabled?: boolean;
  busy: boolean;
  onClose: () => void;
  onAct: () => void;
  children: ReactNode;
}

/** Asks before something is done that is seen by others or hard to take back. */
export function Confirm({ open, title, act, danger = false, disabled = false, busy, onClose, onAct, children }: ConfirmProps) {
  return (
    <Dialog open={open} onClose={onClose} title={title}>
      <form
        className="stack"
        onSubmit={(e) => {
          e.preventDefault();
          onAct();
        }}
      >
        {children}
        <div className="row-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" className={danger ? 'danger' : undefined} loading={busy} disabled={disabled}>
            {act}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What was done, until the next thing is. */
export function Done({ children }: { children: ReactNode }) {
  return (
    <div className="notice notice-good" role="status">
      {children}
    </div>
  );
}
