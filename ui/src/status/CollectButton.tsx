import { Button } from '@mantine/core';
import { useState } from 'react';
import { ApiError, collectNow } from '../api/client';
import type { Admin } from '../shell/useAdmin';

/** Starts a cycle; asks for a key first when nobody is signed in. */
export function CollectButton({ admin, running, onStarted }: { admin: Admin; running: boolean; onStarted: () => void }) {
  const [busy, setBusy] = useState(false);
  const [message, setMessage] = useState('');

  const collect = async () => {
    setBusy(true);
    setMessage('');
    try {
      await collectNow();
      onStarted();
    } catch (cause) {
      if (cause instanceof ApiError && (cause.status === 401 || cause.status === 403)) {
        admin.expired();
        admin.ask(() => void collect());
      } else {
        setMessage(cause instanceof Error ? cause.message : 'The cycle could not be started.');
      }
    } finally {
      setBusy(false);
    }
  };

  const start = () => (admin.role === 'admin' ? void collect() : admin.ask(() => void collect()));

  return (
    <div className="collect">
      <Button size="xs" onClick={start} loading={busy} disabled={running}>
        {running ? 'Collecting…' : 'Collect now'}
      </Button>
      {message && (
        <p className="collect-error" role="alert">
          {message}
        </p>
      )}
    </div>
  );
}
