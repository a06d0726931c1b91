import { Button, PasswordInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { Dialog } from '../parts/Dialog';
import type { Admin } from './useAdmin';

function LoginForm({ admin }: { admin: Admin }) {
  const [key, setKey] = useState('');
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!key.trim()) {
      setError('Enter an admin key.');
      return;
    }
    setBusy(true);
    try {
      await admin.enter(key.trim());
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : 'The key was not accepted.');
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(e) => void submit(e)} className="stack">
      <p className="dim">
        Collecting now and other changes need an admin key. It is <code>ADMIN_TOKEN</code>, the key printed at first start, or one made with{' '}
        <code>voxpop keys create</code>.
      </p>
      <PasswordInput
        label="Admin key"
        autoComplete="current-password"
        value={key}
        error={error || undefined}
        onChange={(e) => {
          setKey(e.currentTarget.value);
          setError('');
        }}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the key' }}
        data-autofocus
        autoFocus
      />
      <div className="row-end">
        <Button variant="default" onClick={admin.cancel}>
          Cancel
        </Button>
        <Button type="submit" loading={busy}>
          Sign in
        </Button>
      </div>
    </form>
  );
}

export function LoginDialog({ admin }: { admin: Admin }) {
  return (
    <Dialog open={admin.asking} onClose={admin.cancel} title="Sign in">
      <LoginForm admin={admin} />
    </Dialog>
  );
}
