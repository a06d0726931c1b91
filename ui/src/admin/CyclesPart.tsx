import { useEffect } from 'react';
import { useResource } from '../api/resource';
import type { Cycle } from '../api/types';
import { ago, count, plural } from '../lib/format';
import { broughtWords, outcomeWord, triggerWord } from '../lib/words';
import type { AdminProps } from '../page/Admin';
import { Disclosure } from '../parts/Disclosure';
import { Empty } from '../parts/Notice';
import { Pill } from '../parts/Pill';
import { Section } from '../parts/Section';
import { Age } from '../parts/Time';
import { CollectButton } from '../status/CollectButton';
import { CycleFaults, RunningCycle } from '../status/CycleDetails';
import type { Cycles } from './types';

const SHOWN = 50;

/** How long a cycle took from its begin until all it brought was counted. */
function took(c: Cycle): string {
  if (!c.started_at || !c.finished_at) return '';
  return `${count(Math.max(1, Math.round((Date.parse(c.finished_at) - Date.parse(c.started_at)) / 1000)))} s`;
}

function Past({ c, now }: { c: Cycle; now: number }) {
  const { word, tone, meaning } = outcomeWord(c);
  const faulty = (c.communities ?? []).some((r) => r.error);
  return (
    <li className="row-item">
      <div className="row-line">
        <Pill tone={tone}>{word}</Pill>
        <span>
          <Age time={c.finished_at ?? c.collected_at ?? c.requested_at} now={now} />, {triggerWord(c.trigger)}
        </span>
        <span className="dim">
          {broughtWords(c.counts)}, {plural(c.counts.requests, 'request')}. {meaning}
        </span>
        <span className="push dim num">{took(c)}</span>
      </div>
      {faulty && (
        <Disclosure hint=" in this cycle" inside={() => <CycleFaults cycle={c} />}>
          What failed
        </Disclosure>
      )}
    </li>
  );
}

/** Collecting: the cycle that runs, and those before it. */
export default function CyclesPart({ admin, live, status, now }: AdminProps) {
  const cycles = useResource<Cycles>(`/admin/cycles?limit=${SHOWN}`, live.pulse, true);
  const running = (cycles.data?.cycles ?? []).find((c) => c.state === 'requested' || c.state === 'running');
  const full = useResource<Cycle>(running ? `/admin/cycles/${encodeURIComponent(running.cycle_id)}` : null, cycles.at, true);
  const { reload } = cycles;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(reload, 2_000);
    return () => clearInterval(timer);
  }, [running, reload]);
  const past = (cycles.data?.cycles ?? []).filter((c) => c !== running);
  return (
    <>
      <section className="card" aria-labelledby="now-title">
        <div className="card-head">
          <h2 id="now-title">{running ? 'Collecting now' : 'Not collecting'}</h2>
          {!running && <span className="dim">{status.data?.next_cycle_at ? `next ${ago(status.data.next_cycle_at, now)}` : 'not scheduled'}</span>}
          <span className="push">
            <CollectButton admin={admin} running={running !== undefined} onStarted={reload} />
          </span>
        </div>
        {running ? (
          <RunningCycle cycle={running} tasks={full.data?.tasks ?? []} now={now} />
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
                <Past key={c.cycle_id} c={c} now={now} />
              ))}
            </ul>
          )
        }
      </Section>
    </>
  );
}
