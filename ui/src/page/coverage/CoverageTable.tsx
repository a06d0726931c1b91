import { useMemo } from 'react';
import type { Resource } from '../../api/resource';
import type { CommunityCoverage, CoverageAnswer, Window } from '../../api/types';
import { NONE, count } from '../../lib/format';
import { communityName, windowWords } from '../../lib/words';
import { Disclosure } from '../../parts/Disclosure';
import { Empty } from '../../parts/Notice';
import { Pill } from '../../parts/Pill';
import { Section } from '../../parts/Section';
import { TableHead } from '../../parts/TableHead';
import { Age, Local } from '../../parts/Time';
import { type State, STATES, gapWords, lasting, lengthOf, stateOf, stateWord, tally } from './state';
import { Strip } from './Strip';

const COLUMNS = ['Community', 'Collecting', { name: 'Last good poll', className: 'nowrap' }, { name: 'Received', className: 'num' }];
const EXPECTED = { name: 'Expected', className: 'num' };
const RANGE = 'In this range';
const COUNTED: Record<State, string> = { blocked: 'blocked', gap: 'with gaps', unknown: 'unknown', complete: 'complete' };

function Gaps({ c }: { c: CommunityCoverage }) {
  return (
    <ul className="gap-list">
      {c.gaps.map((g, i) => (
        <li key={i}>
          <Pill tone={g.repaired ? 'good' : 'warn'}>{g.repaired ? 'Repaired' : 'Open'}</Pill>{' '}
          <span>
            <Local time={g.from} /> to <Local time={g.to} /> ({lasting(lengthOf(g))}){g.kind && `, ${g.kind}s`}
          </span>
          {g.reason && <span className="dim"> {g.reason}</span>}
        </li>
      ))}
    </ul>
  );
}

function Row({ c, stated, window, now }: { c: CommunityCoverage; stated: boolean; window: Window; now: number }) {
  const state = stateWord[stateOf(c)];
  return (
    <tr>
      <th scope="row">
        <span className="community-name">{communityName(c.source, c.community)}</span>
        {!c.configured && <span className="sub">not in the settings</span>}
      </th>
      <td>
        <span title={state.meaning}>
          <Pill tone={state.tone}>{state.word}</Pill>
        </span>
        {c.last_error && <span className="community-error">{c.last_error}</span>}
      </td>
      <td data-label="Last good poll">{c.last_good_poll ? <Age time={c.last_good_poll} now={now} /> : <span className="dim">{c.configured ? 'never' : 'not polled'}</span>}</td>
      <td className="num" data-label="Received">{c.blocked && c.received === 0 ? <span title="It cannot be read: this is not a zero">{NONE}</span> : count(c.received)}</td>
      {stated && <td className="num" data-label="Expected">{c.expected === null ? <span className="dim">not stated</span> : count(c.expected)}</td>}
      <td className="coverage-range">
        <Strip c={c} window={window} />
        {c.gaps.length > 0 ? (
          <Disclosure hint={` of ${c.community}`} inside={() => <Gaps c={c} />}>
            Gaps: {gapWords(c.gaps)}
          </Disclosure>
        ) : (
          <span className="sub">{state.word === stateWord.complete.word ? 'no gap' : c.blocked ? 'not readable now' : 'no gap is known'}</span>
        )}
      </td>
    </tr>
  );
}

/** What was collected of each community, and where something is missing: the worst first. */
export function CoverageTable({ coverage, now }: { coverage: Resource<CoverageAnswer>; now: number }) {
  const rows = useMemo(() => {
    const rank = (c: CommunityCoverage) => STATES.indexOf(stateOf(c));
    return [...(coverage.data?.communities ?? [])].sort((a, b) => rank(a) - rank(b) || b.posts + b.comments - (a.posts + a.comments) || a.community.localeCompare(b.community));
  }, [coverage.data]);
  const stated = rows.some((c) => c.expected !== null);
  return (
    <Section
      title="What was collected"
      what="The coverage"
      answer={coverage}
      className="coverage"
      tall
      aside={(d) => `${windowWords(d.window)}: ${tally(d.communities).map((t) => `${count(t.n)} ${COUNTED[t.state]}`).join(', ') || 'nothing yet'}`}
    >
      {(d) =>
        rows.length === 0 ? (
          <Empty title="No communities yet.">
            <p>
              Set <code>SUBREDDIT_LIST</code>, or read a file with <code>voxpop import FILE</code>.
            </p>
          </Empty>
        ) : (
          <>
            <div className="table-scroll" tabIndex={0} role="region" aria-label="What was collected, by community">
              <table className="table coverage-table">
                <TableHead columns={[...COLUMNS, ...(stated ? [EXPECTED] : []), RANGE]} />
                <tbody>
                  {rows.map((c) => (
                    <Row key={`${c.source}/${c.community}`} c={c} stated={stated} window={d.window} now={now} />
                  ))}
                </tbody>
              </table>
            </div>
            <p className="headline-foot">
              Received counts new items that polls and imports brought.{!stated && ' None of these sources states how many there are, so no number is expected.'} That nothing was missed is proved by each poll reaching back to items already known.
            </p>
          </>
        )
      }
    </Section>
  );
}
