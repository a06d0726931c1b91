import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Admin } from '../../shell/useAdmin';
import { Refusal } from '../parts';
import type { JobStarted } from '../types';
import { useChange } from '../useChange';

/** Asks for a re-analysis: first dry, to see what it would change. */
export function JobStart({ admin, running, onStarted }: { admin: Admin; running: boolean; onStarted: () => void }) {
  const [tools, setTools] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const call = useChange(admin);
  const fault = from && to && from >= to ? 'The first day is not before the last.' : '';
  const start = async (dry: boolean) => {
    const tool_ids = tools.split(',').map((t) => t.trim()).filter(Boolean);
    const range = from || to ? { start: from || undefined, end: to || undefined } : undefined;
    if (await call.run<JobStarted>('POST', '/admin/reanalysis/jobs', { dry_run: dry, tool_ids: tool_ids.length ? tool_ids : undefined, date_range: range })) onStarted();
  };
  return (
    <form
      className="stack"
      onSubmit={(e) => {
        e.preventDefault();
        void start(true);
      }}
    >
      <div className="job-fields">
        <TextInput label="Tools" description="Slugs with commas between them; empty: all items" value={tools} onChange={(e) => setTools(e.currentTarget.value)} />
        <label className="field">
          From (UTC day)
          <input type="date" value={from} onChange={(e) => setFrom(e.currentTarget.value)} />
        </label>
        <label className="field">
          Until (exclusive)
          <input type="date" value={to} onChange={(e) => setTo(e.currentTarget.value)} />
        </label>
      </div>
      {fault && <p className="refusal">{fault}</p>}
      <Refusal of={call} />
      <div className="editor-foot">
        <Button type="submit" loading={call.busy !== ''} disabled={running || fault !== ''}>
          Try it dry
        </Button>
        <Button variant="default" loading={call.busy !== ''} disabled={running || fault !== ''} onClick={() => void start(false)}>
          Start for real
        </Button>
        <span className="dim">{running ? 'One runs already; another can be started when it is done.' : 'A dry run changes nothing and reports what would change.'}</span>
      </div>
    </form>
  );
}
