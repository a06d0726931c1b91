import { decimal, NONE, plural, points } from '../../lib/format';
import { Empty } from '../../parts/Notice';
import { TableHead } from '../../parts/TableHead';
import type { LabelReport } from '../types';

type Measure = NonNullable<LabelReport['engines']>[number]['accuracy'];
const LABELS = ['negative', 'neutral', 'positive'];
const share = (x: number) => `${decimal(100 * x)} %`;
const within = (m: Measure) => `${share(m.value)} (${share(m.low)} to ${share(m.high)})`;

/** How well engines do by one's own labels. */
export function EngineTable({ d }: { d: LabelReport }) {
  const engines = d.engines ?? [];
  if (engines.length === 0) return <Empty title="Nothing is labelled yet." />;
  return (
    <>
      <div className="table-scroll" tabIndex={0} role="region" aria-label="Engines by your labels">
        <table className="table">
          <TableHead columns={['Engine', 'Of', { name: 'Labels', className: 'num' }, { name: 'Right', className: 'num' }, { name: 'Macro-F1', className: 'num' }]} />
          <tbody>
            {engines.map((e) => (
              <tr key={`${e.engine} ${e.version} ${e.level}`}>
                <th scope="row" className="wrap">
                  {e.engine} {e.version}
                  {e.answers && ', whose numbers are shown'}
                </th>
                <td>{e.level === 'mention' ? 'mentions' : 'texts'}</td>
                <td className="num">{e.n}</td>
                <td className="num">{within(e.accuracy)}</td>
                <td className="num">{within(e.macro_f1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {engines[0] && <Confusion of={engines[0]} />}
      <p>
        All mentions of the last week together: net sentiment {points(d.pooled.net_sentiment)}
        {d.pooled.interval && ` (${points(d.pooled.interval.low)} to ${points(d.pooled.interval.high)})`}, {d.pooled.basis}.
      </p>
    </>
  );
}

function Confusion({ of }: { of: NonNullable<LabelReport['engines']>[number] }) {
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label="What people and the engine say">
      <table className="table">
        <caption>
          What {of.engine} says ({of.level === 'mention' ? 'mentions' : 'texts'}) of what people call
        </caption>
        <TableHead columns={['People', ...LABELS.map((name) => ({ name, className: 'num' }))]} />
        <tbody>
          {(of.confusion ?? []).map((row, k) => (
            <tr key={LABELS[k]}>
              <th scope="row">{LABELS[k]}</th>
              {(row ?? []).map((n, j) => (
                <td key={LABELS[j]} className="num">
                  {n}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Who labelled how much, and how they agree. */
export function People({ d }: { d: LabelReport }) {
  return (
    <ul className="row-list">
      {(d.people ?? []).map((p) => (
        <li key={p.person} className="row-item row-line">
          <span className="strong wrap">{p.person}</span>
          <span className="dim">
            {plural(p.labels, 'label')}, of these {p.none} not of the tool
          </span>
        </li>
      ))}
      {(d.agreement ?? []).map((a) => (
        <li key={`${a.person_a} ${a.person_b}`} className="row-item wrap">
          {a.person_a} and {a.person_b} say the same of {a.same} of {a.both}: {within(a.share)}, kappa {a.kappa === null ? NONE : decimal(a.kappa)}
        </li>
      ))}
    </ul>
  );
}

/** How far each tool is from being corrected. */
export function Tools({ d }: { d: LabelReport }) {
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label="Labels of each tool">
      <table className="table">
        <TableHead columns={['Tool', { name: 'Labels that count', className: 'num' }, { name: 'Missing', className: 'num' }, 'Its intervals', { name: 'Right', className: 'num' }]} />
        <tbody>
          {(d.tools ?? []).map((t) => (
            <tr key={t.tool ?? ''}>
              <th scope="row" className="wrap">
                {t.tool === null ? 'Whole texts' : t.tool_name}
              </th>
              <td className="num">{t.counted}</td>
              <td className="num">{t.missing || <span className="dim">none</span>}</td>
              <td className="wrap">{t.basis}</td>
              <td className="num">{t.engines?.[0] ? within(t.engines[0].accuracy) : <span className="dim">{NONE}</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
