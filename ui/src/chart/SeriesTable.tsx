import { Fragment, useMemo } from 'react';
import { NONE, count, points } from '../lib/format';
import type { Chart } from './chart';
import { ALL, mentionsOf, type Series, type Step } from './model';
import { stepName } from './step';

const note = (p: Step) => [p.open && 'not complete', p.total > 0 && p.small && 'small sample'].filter(Boolean).join(', ');

/** The chart's data as a table, newest step first. */
export function SeriesTable({ chart, onOpen }: { chart: Chart; onOpen: (s: Series, step: number) => void }) {
  const steps = chart.series[0]!.steps;
  const rows = useMemo(() => steps.map((p, i) => ({ p, i })).reverse(), [steps]);
  return (
    <div className="table-scroll table-tall" tabIndex={0} role="region" aria-label="Net sentiment over time as a table">
      <table className="table">
        <caption className="visually-hidden">Net sentiment over time, newest first. Times are UTC.</caption>
        <thead>
          <tr>
            <th scope="col">Step (UTC)</th>
            {chart.series.map((s) => (
              <Fragment key={s.slug}>
                <th scope="col" className="num">
                  {s.name}
                </th>
                <th scope="col" className="num">
                  95 % interval
                </th>
                <th scope="col" className="num">
                  {s.slug === ALL ? 'Items' : 'Mentions'}
                </th>
              </Fragment>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ p, i }) => (
            <tr key={p.start}>
              <th scope="row" className="nowrap">
                {stepName(p.start, chart.grain)}
              </th>
              {chart.series.map((s) => {
                const q = s.steps[i]!;
                return (
                  <Fragment key={s.slug}>
                    <td className="num strong">{points(q.net)}</td>
                    <td className="num">
                      {q.net === null ? NONE : `${points(q.low)} to ${points(q.high)}`}
                      {note(q) && <span className="sub">{note(q)}</span>}
                    </td>
                    <td className="num">
                      {q.total === 0 ? (
                        '0'
                      ) : (
                        <button type="button" className="link" aria-label={`List ${mentionsOf(s, q)} of ${s.name}`} onClick={() => onOpen(s, i)}>
                          {count(q.total)}
                        </button>
                      )}
                    </td>
                  </Fragment>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
