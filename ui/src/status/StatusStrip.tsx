import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Resource } from '../api/resource';
import type { Status } from '../api/types';
import { ago, count, plural } from '../lib/format';
import { broughtWords, healthWord, outcomeWord, sourceName, sourceWord, triggerWord } from '../lib/words';
import type { Admin } from '../page/useAdmin';
import { Failure } from '../parts/Notice';
import { Pill } from '../parts/Pill';
import { Age } from '../parts/Time';
import { CollectButton } from './CollectButton';
import { CycleDetails, RunningCycle } from './CycleDetails';
import { SourceHelp } from './SourceHelp';

function Fact({ term, children, wide = false }: { term: string; children: ReactNode; wide?: boolean }) {
  return (
    <div className={wide ? 'fact fact-wide' : 'fact'}>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Health({ status }: { status: Status }) {
  const { word, tone } = healthWord(status.health.status);
  const reasons = status.health.reasons ?? [];
  return (
    <Fact term="Health" wide={reasons.length > 0}>
      <Pill tone={tone}>{word}</Pill>
      {reasons.length > 0 ? (
        <ul className="reasons">
          {reasons.map((r) => (
            <li key={r}>{r}</li>
          ))}
        </ul>
      ) : (
        <span className="sub">Collecting and answering work.</span>
      )}
    </Fact>
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
  const { word, tone } = outcomeWord(c);
  return (
    <Fact term="Last cycle">
      <Pill tone={tone}>{word}</Pill>
      <span className="sub">
        <Age time={c.finished_at ?? c.collected_at ?? c.requested_at} now={now} />, {triggerWord(c.trigger)}: {broughtWords(c.counts)}
      </span>
    </Fact>
  );
}

function NextCycle({ status, now }: { status: Status; now: number }) {
  const c = status.running_cycle;
  return (
    <Fact term={c ? 'Collecting now' : 'Next cycle'}>
      {c ? <RunningCycle cycle={c} now={now} /> : <span className="strong">{status.next_cycle_at ? ago(status.next_cycle_at, now) : 'Not scheduled'}</span>}
      {!c && !status.next_cycle_at && <span className="sub">This program only shows what is stored.</span>}
    </Fact>
  );
}

function Backlog({ status }: { status: Status }) {
  const { pending, dirty } = status.backlog;
  return (
    <Fact term="Waiting to be scored">
      <span className="strong">{pending ? plural(pending, 'item') : 'None'}</span>
      <span className="sub">{dirty ? `${plural(dirty, 'day')} of communities being added up` : 'Numbers below are up to date.'}</span>
    </Fact>
  );
}

function Sources({ status }: { status: Status }) {
  return (
    <Fact term="Sources">
      <ul className="sources">
        {(status.sources ?? []).map((s) => {
          const { word, tone } = sourceWord(s);
          return (
            <li key={s.name} title={s.detail || undefined}>
              <span>{sourceName(s.name)}</span> <Pill tone={tone}>{word}</Pill>
            </li>
          );
        })}
      </ul>
      {(status.sources ?? []).length === 0 && <span className="sub">None is configured.</span>}
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
  return (
    <section className="card status" aria-label="Status">
      {!s && status.error ? (
        <Failure error={status.error} retry={status.reload} what="The status" />
      ) : !s ? (
        <Skeleton className="status-skeleton" />
      ) : (
        <>
          <div className="status-row">
            <dl className="facts">
              <Health status={s} />
              <LastCycle status={s} now={now} />
              <NextCycle status={s} now={now} />
              <Backlog status={s} />
              <Sources status={s} />
              <Fact term="Newest item">
                <span className="strong">{newest ? <Age time={newest} now={now} /> : 'None yet'}</span>
                <span className="sub">Data version {count(s.data_version)}</span>
              </Fact>
            </dl>
            <CollectButton admin={admin} running={s.running_cycle !== null} onStarted={status.reload} />
          </div>
          {s.last_cycle && <CycleDetails cycle={s.last_cycle} />}
          <SourceHelp sources={s.sources ?? []} />
        </>
      )}
    </section>
  );
}
