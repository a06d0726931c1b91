import { useMemo } from 'react';
import type { Label, Tool, Tools } from '../../api/types';
import { count, percent } from '../../lib/format';
import { LABELS, labelWord } from '../../lib/words';
import { Shape } from '../../parts/Pill';
import { SharesBar } from '../../parts/Shares';
import { ToolLink } from '../../tool/ToolLink';
import { ordered } from '../../tool/order';
import type { View } from '../../view/view';

const SHOWN = 10;
const of = (t: Tool, l: Label) => t[`${l}_count`];

/** How the mentions of each tool divide into positive, neutral and negative: bars, and the table that they are. */
export function Distribution({ tools, view }: { tools: Tools; view: View }) {
  const list = useMemo(() => ordered(tools.tools, view.sort).slice(0, SHOWN), [tools, view.sort]);
  if (list.length === 0) return null;
  return (
    <section className="card" aria-labelledby="distribution-title">
      <div className="card-head">
        <h2 id="distribution-title">Distribution</h2>
        <span className="dim">
          <Shape label="positive" /> positive, <Shape label="neutral" /> neutral, <Shape label="negative" /> negative mentions
        </span>
      </div>
      <div className="table-scroll" tabIndex={0} role="region" aria-label="Distribution of mentions by tool">
        <table className="table distribution-table">
          <thead>
            <tr>
              <th scope="col">Tool</th>
              <th scope="col" className="distribution-cell">
                <span className="visually-hidden">As a bar</span>
              </th>
              {LABELS.map((l) => (
                <th key={l} scope="col" className="num">
                  <span className="visually-hidden">{labelWord[l]}</span>
                  <Shape label={l} />
                </th>
              ))}
              <th scope="col" className="num">
                Mentions
              </th>
            </tr>
          </thead>
          <tbody>
            {list.map((t) => (
              <tr key={t.slug}>
                <th scope="row">
                  <ToolLink slug={t.slug} name={t.name} view={view} />
                </th>
                <td className="distribution-cell">
                  <SharesBar counts={{ positive: t.positive_count, neutral: t.neutral_count, negative: t.negative_count }} />
                </td>
                {LABELS.map((l) => (
                  <td key={l} className="num">
                    {percent(of(t, l), t.total_mentions)}
                  </td>
                ))}
                <td className="num">{count(t.total_mentions)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
