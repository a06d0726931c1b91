import { useState, type ReactNode } from 'react';
import type { Compare } from '../../api/types';
import { Evidence } from '../../feed/Evidence';
import { NONE, count, percent, points } from '../../lib/format';
import { range } from '../../tool/words';
import { between, preferred, weightOf } from './verdicts';

const SHAPE = { 'stands out': '◆', differs: '◇', 'may be chance': '≈', open: '○' };

/** A table of every tool against every other; the row is compared with the column. */
function Matrix({ d, label, cell }: { d: Compare; label: string; cell: (row: string, column: string) => ReactNode }) {
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={label}>
      <table className="table matrix">
        <caption className="visually-hidden">{label}</caption>
        <thead>
          <tr>
            <td />
            {d.tools.map((t) => (
              <th key={t.tool_id} scope="col" dir="auto">
                {t.tool_name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {d.tools.map((r) => (
            <tr key={r.tool_id}>
              <th scope="row" dir="auto">
                {r.tool_name}
              </th>
              {d.tools.map((c) => (r.tool_id === c.tool_id ? <td key={c.tool_id} className="matrix-self" /> : cell(r.tool_id, c.tool_id)))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Row minus column in points. What is large and beyond chance is framed, bold and marked. */
export function Differences({ d }: { d: Compare }) {
  return (
    <Matrix
      d={d}
      label="Differences: row minus column, in points"
      cell={(row, column) => {
        const x = between(d, row, column);
        if (!x || x.net_delta === null) return <td key={column}>{NONE}</td>;
        const weight = weightOf(x);
        return (
          <td key={column} className={weight === 'stands out' ? 'matrix-out' : undefined} title={`${weight}; 95 % interval ${range(x.interval)}`}>
            <span aria-hidden="true">{SHAPE[weight]}</span> {points(x.net_delta)}
            <span className="visually-hidden">, {weight}</span>
          </td>
        );
      }}
    />
  );
}

/** How often the row is held to be better than the column; a cell shows the items behind it. */
export function PreferenceMatrix({ d, now }: { d: Compare; now: number }) {
  const [open, setOpen] = useState<{ row: string; column: string } | null>(null);
  const name = (slug: string) => d.tools.find((t) => t.tool_id === slug)?.tool_name ?? slug;
  const shown = open && preferred(d, open.row, open.column);
  return (
    <>
      <Matrix
        d={d}
        label="Preferences: how often the row is held to be better than the column"
        cell={(row, column) => {
          const p = preferred(d, row, column);
          if (!p) return <td key={column}>{NONE}</td>;
          const chosen = open?.row === row && open.column === column;
          return (
            <td key={column} className={p.clear ? 'matrix-out' : undefined}>
              <button type="button" className="link" aria-expanded={chosen} aria-label={`${name(row)} better than ${name(column)}: ${p.better} of ${p.n}. Show the posts behind it`} onClick={() => setOpen(chosen ? null : { row, column })}>
                {p.clear && <span aria-hidden="true">{p.clear === 'better' ? '▲ ' : '▼ '}</span>}
                {count(p.better)} of {count(p.n)}
              </button>
              <span className="sub">
                {percent(p.better, p.n)}
                {p.small && ', small sample'}
              </span>
            </td>
          );
        }}
      />
      {open && shown && (
        <section className="items-panel" aria-label={`${name(open.row)} against ${name(open.column)}`}>
          <div className="examples">
            <div>
              <h3 className="examples-title">For {name(open.row)}</h3>
              <Evidence ids={shown.items} now={now} />
            </div>
            <div>
              <h3 className="examples-title">For {name(open.column)}</h3>
              <Evidence ids={shown.against} now={now} />
            </div>
          </div>
        </section>
      )}
    </>
  );
}
