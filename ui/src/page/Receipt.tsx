import { Skeleton } from '@mantine/core';
import { useResource } from '../api/resource';
import type { Receipt as Answer, ReceiptCheck } from '../api/types';
import { NONE, count, plural, points } from '../lib/format';
import { coverageWord } from '../lib/words';
import { Empty } from '../parts/Notice';
import { Pill } from '../parts/Pill';
import { Section } from '../parts/Section';
import { Local } from '../parts/Time';
import { Link } from '../route/Link';
import { threadPath } from '../route/route';
import { PageHead } from '../shell/PageHead';
import type { PageProps } from '../shell/pages';

type Frozen = Answer['receipt'];

const between = (low: number | null, high: number | null) => (low === null || high === null ? NONE : `${points(low)} to ${points(high)}`);

function Claim({ r }: { r: Frozen }) {
  const coverage = coverageWord[r.rests_on.coverage];
  return (
    <>
      {r.claims.map((claim) => (
        <p key={claim} className="receipt-claim" dir="auto">
          {claim}
        </p>
      ))}
      <div className="table-scroll" tabIndex={0} role="region" aria-label="Frozen numbers">
        <table className="receipt-table">
          <thead>
            <tr>
              <th scope="col">Of</th>
              <th scope="col">Net sentiment</th>
              <th scope="col">95 % interval</th>
              <th scope="col">Counted</th>
              <th scope="col">Effective n</th>
              <th scope="col">The interval covers</th>
            </tr>
          </thead>
          <tbody>
            {r.figures.map((f) => (
              <tr key={f.tool}>
                <th scope="row" dir="auto">
                  {f.name} {f.small_sample && <Pill tone="warn">Small sample</Pill>}
                </th>
                <td className="num">
                  <strong>{points(f.net)}</strong>
                </td>
                <td className="num">{between(f.low, f.high)}</td>
                <td className="num">{count(f.n)}</td>
                <td className="num">{f.effective_n === null ? NONE : count(Math.round(f.effective_n))}</td>
                <td>{f.labels > 0 ? `${f.basis} (${plural(f.labels, 'label')})` : f.basis}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <dl className="rests">
        <div>
          <dt>Made</dt>
          <dd>
            <Local time={r.made} />, of data version {count(r.rests_on.data_version)}
            {r.rests_on.open && '; the range was not over yet'}
          </dd>
        </div>
        <div>
          <dt>Range</dt>
          <dd>
            <Local time={r.question.from} /> to <Local time={r.question.to} />
          </dd>
        </div>
        <div>
          <dt>Rests on</dt>
          <dd>
            {plural(r.rows.n, r.question.of === 'items' ? 'item' : 'mention')} of {plural(r.rests_on.communities, 'community', 'communities')}
            {r.rows.gone > 0 && `, ${count(r.rows.gone)} without text already`}
          </dd>
        </div>
        <div>
          <dt>Coverage</dt>
          <dd title={coverage.meaning}>{coverage.word}</dd>
        </div>
        <div>
          <dt>Scored by</dt>
          <dd>
            {r.rests_on.engine}, voxpop {r.rests_on.program}
          </dd>
        </div>
        {r.simulated && (
          <div>
            <dt>Data</dt>
            <dd>
              <strong>Simulated</strong>
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}

/** What the number is now, line by line. */
function Check({ d }: { d: ReceiptCheck }) {
  return (
    <>
      <p className="receipt-verdict">
        <Pill tone={d.holds ? 'good' : 'warn'}>{d.holds ? 'Still so' : 'Not any more'}</Pill>{' '}
        {d.holds ? 'Computed again just now, every figure is what it was.' : 'Computed again just now, some figure is another.'}
      </p>
      {!d.settled && <p>Some of this is being added up anew just now; look again in a moment.</p>}
      {d.changes.length > 0 && (
        <>
          <h3>What has changed since</h3>
          <ul className="receipt-changes">
            {d.changes.map((change) => (
              <li key={change} dir="auto">
                {change}
              </li>
            ))}
          </ul>
        </>
      )}
      {d.lines.length > 0 && (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Line by line">
          <table className="receipt-table">
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">Then</th>
                <th scope="col">Now</th>
                <th scope="col">Verdict</th>
              </tr>
            </thead>
            <tbody>
              {d.lines.map((l) => (
                <tr key={l.what} className={l.same ? undefined : 'receipt-other'}>
                  <th scope="row" dir="auto">
                    {l.what}
                  </th>
                  <td dir="auto">{l.then}</td>
                  <td dir="auto">{l.now}</td>
                  <td>{l.same ? 'same' : l.figure ? '≠ differs' : 'changed'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function Listed({ r }: { r: Frozen }) {
  const all = r.evidence.length === r.rows.n;
  return (
    <>
      <p className="dim">
        {all ? `All ${count(r.rows.n)} that count.` : `${count(r.evidence.length)} of ${count(r.rows.n)}, chosen by the hash of their names.`} The receipt holds names only; what was deleted since cannot be read any more.
      </p>
      <ul className="receipt-evidence">
        {r.evidence.map((e) => {
          const [source = '', ...rest] = e.id.split('/');
          return (
            <li key={`${e.id} ${e.tool ?? ''}`}>
              <Link to={threadPath(source, rest.join('/'))}>{e.id}</Link>{' '}
              <span className="dim">
                {e.tool && `${e.tool}: `}
                {e.label} {points(100 * e.compound)}
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** A frozen number, what it rests on, and whether it still holds. */
export default function Receipt({ route, live }: PageProps) {
  const path = `/receipts/${encodeURIComponent(route.subject)}`;
  const frozen = useResource<Answer>(path, 0);
  const check = useResource<ReceiptCheck>(frozen.data ? `${path}/check` : null, live.version, true);
  if (frozen.error?.status === 404) {
    return (
      <>
        <PageHead title="Receipt" />
        <section className="card">
          <Empty title="There is no such receipt here.">
            <p>It may have been made by another voxpop, or its address is not whole.</p>
          </Empty>
        </section>
      </>
    );
  }
  return (
    <>
      <PageHead title="Receipt">
        <span className="receipt-id">{route.subject}</span>
      </PageHead>
      <Section title="As it was claimed" what="The receipt" answer={frozen} tall>
        {(d) => <Claim r={d.receipt} />}
      </Section>
      {frozen.data ? (
        <>
          <Section title="Now" what="The check" answer={check} tall>
            {(d) => <Check d={d} />}
          </Section>
          <Section title="Evidence" what="The evidence" answer={frozen}>
            {(d) => <Listed r={d.receipt} />}
          </Section>
        </>
      ) : (
        !frozen.error && <Skeleton className="section-tall" />
      )}
    </>
  );
}
