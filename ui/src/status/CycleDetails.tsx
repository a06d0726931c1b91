import { Progress } from '@mantine/core';
import type { Cycle } from '../api/types';
import { ago, count, plural } from '../lib/format';
import { communityName, sourceName } from '../lib/words';

/** A running cycle: how far it is, when its tasks are known, and what it brought so far. */
export function RunningCycle({ cycle, now }: { cycle: Cycle; now: number }) {
  const { tasks, done, failed } = cycle.progress ?? { tasks: 0, done: 0, failed: 0 };
  return (
    <>
      <Progress.Root size="md" className="cycle-progress">
        <Progress.Section
          value={tasks ? (100 * done) / tasks : 100}
          animated={tasks === 0}
          striped={tasks === 0}
          aria-label="Progress of the running cycle"
        />
      </Progress.Root>
      <span className="sub" role="status">
        {tasks > 0 && `${done} of ${plural(tasks, 'task')}${failed ? ` (${failed} failed)` : ''}, `}
        {plural(cycle.counts.new, 'new item')}, {plural(cycle.counts.requests, 'request')}
        {cycle.started_at && <span className="nowrap"> · began {ago(cycle.started_at, now)}</span>}
      </span>
    </>
  );
}

interface Fault {
  key: string;
  where: string;
  error: string;
}

/** Faults of a cycle; a reason shared by many communities is told once. */
export function faultsOf(cycle: Cycle): Fault[] {
  const byReason = new Map<string, string[]>();
  for (const c of cycle.communities ?? []) {
    if (!c.error) continue;
    const where = c.community ? communityName(c.source, c.community) : sourceName(c.source);
    byReason.set(c.error, [...(byReason.get(c.error) ?? []), where]);
  }
  return [...byReason].map(([error, places]) => ({ key: error, error, where: listed(places) }));
}

function listed(places: string[]): string {
  const shown = places.slice(0, 3).join(', ');
  return places.length > 3 ? `${shown} and ${count(places.length - 3)} more` : shown;
}

/** What failed in a cycle, each reason once. */
export function CycleFaults({ cycle }: { cycle: Cycle }) {
  return (
    <ul className="faults">
      {faultsOf(cycle).map((f) => (
        <li key={f.key}>
          <strong>{f.where}:</strong> {f.error}
        </li>
      ))}
    </ul>
  );
}

export function CycleDetails({ cycle }: { cycle: Cycle }) {
  const faults = faultsOf(cycle);
  if (faults.length === 0) return null;
  return (
    <details className="more" open={cycle.outcome === 'failed'}>
      <summary>
        What failed in the last cycle <span className="badge">{faults.length}</span>
      </summary>
      <CycleFaults cycle={cycle} />
    </details>
  );
}
