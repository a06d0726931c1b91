import { Button, Skeleton } from '@mantine/core';
import { useMemo, useState } from 'react';
import { withQuery } from '../api/client';
import { useResource, type Resource } from '../api/resource';
import type { Communities as Answer, Community, CommunityCoverage, CoverageAnswer, Stats } from '../api/types';
import { count, plural, points } from '../lib/format';
import { communityName, coverageWord } from '../lib/words';
import { IntervalBar } from '../parts/IntervalBar';
import { Empty, Failure } from '../parts/Notice';
import { Pill } from '../parts/Pill';
import { Age } from '../parts/Time';

const FIRST = 12;

interface RowProps {
  community: Community;
  /** How collecting of it goes; undefined until that is known. */
  coverage: CommunityCoverage | undefined;
  coverageFailed: boolean;
  windowed: Record<string, string | number | undefined> | null;
  version: number;
  now: number;
  chosen: boolean;
  onChoose: () => void;
}

function Collecting({ coverage: c, now }: { coverage: CommunityCoverage; now: number }) {
  const gaps = c.gaps.filter((g) => !g.repaired);
  const state = coverageWord[c.continuity] ?? coverageWord.unknown;
  return (
    <>
      <span className="community-poll">
        <Pill tone={c.blocked ? 'bad' : state.tone}>{c.blocked ? 'Blocked' : state.word}</Pill>{' '}
        <span className="dim">{c.last_good_poll ? <Age time={c.last_good_poll} now={now} /> : c.configured ? 'never polled' : 'not polled'}</span>
      </span>
      {c.last_error && <span className="community-error">{c.last_error}</span>}
      {!c.last_error && gaps[0] && <span className="community-error">{gaps.length > 1 ? `${gaps.length} gaps, newest: ${gaps[0].reason}` : gaps[0].reason}</span>}
    </>
  );
}

function Row({ community: c, coverage, coverageFailed, windowed, version, now, chosen, onChoose }: RowProps) {
  const stats = useResource<Stats>(windowed && withQuery('/sentiment/stats', { subreddit: c.name, ...windowed }), version, true);
  const s = stats.data?.statistics;
  return (
    <tr role="row" className={chosen ? 'chosen' : undefined}>
      <th scope="row" role="rowheader">
        <button type="button" className="link" aria-pressed={chosen} onClick={onChoose}>
          {communityName(c.source, c.name)}
        </button>
        <span className="sub">{plural(c.posts + c.comments, 'item')} in all</span>
      </th>
      <td role="cell" className="num">{stats.data ? count(stats.data.rests_on.items) : stats.error ? '–' : <Skeleton className="cell-skeleton" />}</td>
      <td role="cell" className="community-net">
        {s ? (
          <>
            <span className="community-points">
              <strong>{points(s.net_sentiment)}</strong>
              <span className="dim">{s.total > 0 ? ` ${points(s.net_low)} to ${points(s.net_high)}` : ''}</span>
            </span>
            <IntervalBar small net={s.net_sentiment} low={s.net_low} high={s.net_high} />
            {s.small_sample && s.total > 0 && <span className="sub">small sample</span>}
          </>
        ) : stats.error ? (
          <span className="dim">{stats.error.message}</span>
        ) : (
          <Skeleton className="cell-skeleton" />
        )}
      </td>
      <td role="cell" className="community-collecting">
        {coverage && <Collecting coverage={coverage} now={now} />}
        {!coverage && (coverageFailed ? <span className="dim">cannot be told now</span> : <Skeleton className="cell-skeleton" />)}
      </td>
    </tr>
  );
}

interface Props {
  communities: Resource<Answer>;
  coverage: Resource<CoverageAnswer>;
  /** The window's parameters; null while the page finds out where the window ends. */
  windowed: RowProps['windowed'];
  version: number;
  now: number;
  chosen: string;
  onChoose: (name: string) => void;
  /** Leave out those of which nothing is stored. */
  talking?: boolean;
}

const sizeOf = (c: Community) => c.posts + c.comments;

/** Each community: how much, how felt about, and whether collecting it works. */
export function Communities({ communities, coverage, windowed, version, now, chosen, onChoose, talking = false }: Props) {
  const [all, setAll] = useState(false);
  const rows = useMemo(() => (communities.data?.communities ?? []).filter((c) => !talking || sizeOf(c) > 0).sort((a, b) => sizeOf(b) - sizeOf(a) || a.name.localeCompare(b.name)), [communities.data, talking]);
  const coverageOf = useMemo(() => new Map((coverage.data?.communities ?? []).map((c) => [`${c.source}/${c.community}`.toLowerCase(), c])), [coverage.data]);
  const shown = all ? rows : rows.slice(0, FIRST);
  return (
    <section className="card communities" aria-labelledby="communities-title">
      <div className="card-head">
        <h2 id="communities-title">Communities</h2>
        {communities.data && <span className="dim">{count(rows.length)}</span>}
      </div>
      {!communities.data && communities.error && <Failure error={communities.error} retry={communities.reload} what="The communities" />}
      {!communities.data && !communities.error && <Skeleton className="communities-skeleton" />}
      {communities.data && rows.length === 0 && (
        <Empty title="No communities yet.">
          <p>
            Set <code>SUBREDDIT_LIST</code>, or read a file with <code>voxpop import FILE</code>.
          </p>
        </Empty>
      )}
      {rows.length > 0 && (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Table of communities">
          {/* On narrow screens the rows are laid out as blocks, which would cost the elements their meaning; hence the roles. */}
          <table className="table" role="table">
            <caption className="visually-hidden">Communities, largest first. Items and net sentiment are of the range chosen above.</caption>
            <thead role="rowgroup">
              <tr role="row">
                <th scope="col" role="columnheader">Community</th>
                <th scope="col" role="columnheader" className="num">
                  Items
                </th>
                <th scope="col" role="columnheader">Net sentiment, 95 %</th>
                <th scope="col" role="columnheader">Collecting</th>
              </tr>
            </thead>
            <tbody role="rowgroup">
              {shown.map((c) => {
                const isChosen = c.name.toLowerCase() === chosen.toLowerCase();
                return (
                  <Row
                    key={`${c.source}/${c.name}`}
                    community={c}
                    coverage={coverageOf.get(`${c.source}/${c.name}`.toLowerCase())}
                    coverageFailed={coverage.error !== undefined || (coverage.data !== undefined && !coverage.stale)}
                    windowed={windowed}
                    version={version}
                    now={now}
                    chosen={isChosen}
                    onChoose={() => onChoose(isChosen ? '' : c.name)}
                  />
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      {rows.length > FIRST && (
        <Button size="compact-sm" variant="default" className="table-more" onClick={() => setAll(!all)}>
          {all ? `Show the ${FIRST} largest` : `Show all ${count(rows.length)}`}
        </Button>
      )}
    </section>
  );
}
