import { useResource } from '../api/resource';
import type { Cycles } from '../api/types';
import { ago } from '../lib/format';
import type { AdminProps } from '../page/Admin';
import { Empty } from '../parts/Notice';
import { Section } from '../parts/Section';
import { CollectButton } from '../status/CollectButton';
import { RunningCycle } from '../status/CycleDetails';
import { PastCycle } from '../status/PastCycle';
import { useWatch } from '../status/useWatch';

const SHOWN = 50;

/** Collecting: the cycle that runs, and those before it. */
export default function CyclesPart({ admin, live, status, now }: AdminProps) {
  const cycles = useResource<Cycles>(`/admin/cycles?limit=${SHOWN}`, live.pulse, true);
  const running = status.data?.running_cycle ?? null;
  useWatch(status);
  const past = (cycles.data?.cycles ?? []).filter((c) => c.cycle_id !== running?.cycle_id);
  return (
    <>
      <section className="card" aria-labelledby="now-title">
        <div className="card-head">
          <h2 id="now-title">{running ? 'Collecting now' : 'Not collecting'}</h2>
          {!running && <span className="dim">{status.data?.next_cycle_at ? `next ${ago(status.data.next_cycle_at, now)}` : 'not scheduled'}</span>}
          <span className="push">
            <CollectButton admin={admin} running={running !== null} onStarted={status.reload} />
          </span>
        </div>
        {running ? (
          <RunningCycle cycle={running} now={now} />
        ) : (
          <p className="dim">A cycle asks every source for what is new. Pages answer meanwhile as always.</p>
        )}
      </section>
      <Section title="History" what="The cycles" answer={cycles} aside={() => `the last ${SHOWN}`}>
        {() =>
          past.length === 0 ? (
            <Empty title="No cycle has run yet." />
          ) : (
            <ul className="row-list">
              {past.map((c) => (
                <PastCycle key={c.cycle_id} c={c} now={now} />
              ))}
            </ul>
          )
        }
      </Section>
    </>
  );
}
