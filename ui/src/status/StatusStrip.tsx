import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Resource } from '../api/resource';
import type { Status } from '../api/types';
import { ago, bytes, count, plural } from '../lib/format';
import { useKeptHeight } from '../lib/useKeptHeight';
import { broughtWords, healthWord, outcomeWord, sourceName, sourceWord, triggerWord } from '../lib/words';
import type { Admin } from '../shell/useAdmin';
import { Failure } from '../parts/Notice';
import { Pill } from '../parts/Pill';
import { Age } from '../parts/Time';
import { CollectButton } from './CollectButton';
import { CycleDetails, RunningCycle } from './CycleDetails';
import { SourceHelp } from './SourceHelp';
import { useWatch } from './useWatch';

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What works: without a source that is read, collecting does not. */
function wellWords(status: Status): string {
  return status.sources.some((s) => s.state === 'ok') ? 'Collecting and answering work.' : 'Answering works. No source is set up to be collected.';
}

function Health({ status }: { status: Status }) {
  const { word, tone } = healthWord(status.health.status);
  return (
    <Fact term="Health">
      <Pill tone={tone}>{word}</Pill>
      <span className="sub">{tone === 'good' ? wellWords(status) : 'The reasons stand below.'}</span>
    </Fact>
  );
}

function Reasons({ status }: { status: Status }) {
  const reasons = status.health.reasons ?? [];
  if (reasons.length === 0) return null;
  const { word, tone } = healthWord(status.health.status);
  return (
    <div className={`reasons reasons-${tone}`}>
      <strong>Why {word.toLowerCase()}:</strong>
      <ul>
        {reasons.map((r) => (
          <li key={r}>{r}</li>
        ))}
      </ul>
    </div>
  );
}

function LastCycle({ status, now }: { status: Status; now: number }) {
  const c = status.last_cycle;
  if (!c) {
    return (
      <Fact term="Last cycle">
        <span className="strong">None yet</span>
        <span className="sub">Nothing was collected by this program so far.</span>
      </Fact>
    );
  }
  const { word, tone, meaning } = outcomeWord(c);
  return (
    <Fact term="Last cycle">
      <Pill tone={tone}>{word}</Pill>
      <span className="sub">
        <Age time={c.finished_at ?? c.collected_at ?? c.requested_at} now={now} />, {triggerWord(c.trigger)}: {broughtWords(c.counts)}. {meaning}
      </span>
    </Fact>
  );
}

function NextCycle({ status, now, admin, reload }: { status: Status; now: number; admin: Admin; reload: () => void }) {
  const c = status.running_cycle;
  return (
    <Fact term={c ? 'Collecting now' : 'Next cycle'}>
      {c ? <RunningCycle cycle={c} now={now} /> : <span className="strong">{status.next_cycle_at ? ago(status.next_cycle_at, now) : 'Not scheduled'}</span>}
      <CollectButton admin={admin} running={c !== null} onStarted={reload} />
    </Fact>
  );
}

function Backlog({ status, now }: { status: Status; now: number }) {
  const { pending, dirty, oldest } = status.backlog;
  const waiting = pending > 0 && oldest ? `The oldest came ${ago(oldest, now)}.` : '';
  const adding = dirty > 0 ? `${plural(dirty, 'day')} of communities being added up.` : '';
  return (
    <Fact term="Waiting to be scored">
      <span className="strong">{pending ? plural(pending, 'item') : 'None'}</span>
      <span className="sub">{[waiting, adding].filter(Boolean).join(' ') || 'Every number below is up to date.'}</span>
    </Fact>
  );
}

function Sources({ status }: { status: Status }) {
  return (
    <Fact term="Sources">
      <ul className="sources">
        {status.sources.map((s) => {
          const { word, tone } = sourceWord(s);
          return (
            <li key={s.name} title={s.detail || undefined}>
              <span>{sourceName(s.name)}</span> <Pill tone={tone}>{word}</Pill>
            </li>
          );
        })}
      </ul>
      {status.sources.length === 0 && <span className="sub">None is configured.</span>}
    </Fact>
  );
}

/** Who does what, where several processes serve one database. */
function Replicas({ status }: { status: Status }) {
  const r = status.health.replicas;
  if (!r || (r.api === 1 && r.collect === 1 && r.analyze === 1)) return null;
  return (
    <Fact term="Replicas">
      <span className="strong">{plural(r.api, 'answers', 'answer')}</span>
      <span className="sub">
        {plural(r.collect, 'collects', 'collect')}, {plural(r.analyze, 'analyses', 'analyse')}.
      </span>
    </Fact>
  );
}

interface Props {
  status: Resource<Status>;
  newest: string | null;
  now: number;
  admin: Admin;
}

/** How collecting stands, in one row of facts, with what failed and what to do beneath. */
export function StatusStrip({ status, newest, now, admin }: Props) {
  const s = status.data;
  useWatch(status);
  const [ref, height] = useKeptHeight<HTMLElement>('voxpop-status-height', s !== undefined);
  return (
    <section ref={ref} className="card status" aria-label="Status" style={{ minHeight: height }}>
      {!s && status.error ? (
        <Failure error={status.error} retry={status.reload} what="The status" />
      ) : !s ? (
        <Skeleton className="status-skeleton" />
      ) : (
        <>
          <dl className="facts">
            <Health status={s} />
            <LastCycle status={s} now={now} />
            <NextCycle status={s} now={now} admin={admin} reload={status.reload} />
            <Backlog status={s} now={now} />
            <Sources status={s} />
            <Replicas status={s} />
            <Fact term="Newest item">
              <span className="strong">{newest ? <Age time={newest} now={now} /> : 'None yet'}</span>
              <span className="sub">
                Data version {count(s.data_version)}
                {s.storage_bytes ? `, ${bytes(s.storage_bytes)} stored` : ''}
              </span>
            </Fact>
          </dl>
          <Reasons status={s} />
          {s.last_cycle && <CycleDetails cycle={s.last_cycle} />}
          <SourceHelp sources={s.sources} />
        </>
      )}
    </section>
  );
}
