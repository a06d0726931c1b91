import { useMemo } from 'react';
import type { TrendPoint, Trends } from '../api/types';
import { count, points } from '../lib/format';
import { stepName } from './model';

function note(p: TrendPoint): string {
  const notes = [];
  if (!p.complete) notes.push('not complete yet');
  if (p.total === 0) notes.push('no items');
  else if (p.small_sample) notes.push('small sample');
  return notes.join(', ');
}

/** The chart's data as a table, newest step first. */
export function TrendTable({ trends, onOpen }: { trends: Trends; onOpen: (p: TrendPoint) => void }) {
  const rows = useMemo(() => [...trends.trend_data].reverse(), [trends]);
  return (
    <div className="table-scroll table-tall" tabIndex={0} role="region" aria-label="Net sentiment over time as a table">
      <table className="table">
        <caption className="visually-hidden">Net sentiment over time, newest first. Times are UTC.</caption>
        <thead>
          <tr>
            <th scope="col">Step (UTC)</th>
            <th scope="col" className="num">
              Net
            </th>
            <th scope="col" className="num">
              95 % interval
            </th>
            <th scope="col" className="num">
              Items
            </th>
            <th scope="col" className="num">
              Positive
            </th>
            <th scope="col" className="num">
              Neutral
            </th>
            <th scope="col" className="num">
              Negative
            </th>
            <th scope="col">Note</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((p) => (
            <tr key={p.start}>
              <th scope="row">
                {p.total > 0 ? (
                  <button type="button" className="link" onClick={() => onOpen(p)}>
                    {stepName(p.start, trends.grain)}
                  </button>
                ) : (
                  stepName(p.start, trends.grain)
                )}
              </th>
              <td className="num strong">{points(p.total ? p.net_sentiment : null)}</td>
              <td className="num">{p.total ? `${points(p.net_low)} to ${points(p.net_high)}` : '–'}</td>
              <td className="num">{count(p.total)}</td>
              <td className="num">{count(p.positive)}</td>
              <td className="num">{count(p.neutral)}</td>
              <td className="num">{count(p.negative)}</td>
              <td className="dim">{note(p)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
