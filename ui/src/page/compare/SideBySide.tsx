import type { Compare, ComparedTool } from '../../api/types';
import { NONE, compact, count, decimal, plural, points } from '../../lib/format';
import { IntervalBar } from '../../parts/IntervalBar';
import { Mark } from '../../parts/Mark';
import { Pill } from '../../parts/Pill';
import { TableHead } from '../../parts/TableHead';
import { ToolLink } from '../../tool/ToolLink';
import { range } from '../../tool/words';
import type { View } from '../../view/view';

const share = (n: number | null) => (n === null ? NONE : `${decimal(Math.round(n))} %`);

/** What does not count in the comparison, apart. */
function LeftOut({ t }: { t: ComparedTool }) {
  const parts = [
    { name: 'at home', e: t.left_out.home },
    { name: 'not named', e: t.left_out.inferred },
  ].filter((p) => p.e.total_mentions > 0);
  if (parts.length === 0) return <span className="dim">nothing</span>;
  return parts.map((p) => (
    <span key={p.name} className="sub nowrap">
      {p.name}: {points(p.e.net_sentiment)} of {count(p.e.total_mentions)}
    </span>
  ));
}

/** The tools side by side, in the order they were chosen. */
export function SideBySide({ d, view }: { d: Compare; view: View }) {
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label="The tools side by side">
      <table className="table compare-table">
        <TableHead columns={['Tool', 'Net sentiment, 95 %', 'On common ground', ...['Positive', 'Negative', 'Mentions'].map((name) => ({ name, className: 'num' })), 'Left out']} />
        <tbody>
          {d.tools.map((t, i) => (
            <tr key={t.tool_id}>
              <th scope="row">
                <Mark slot={i} /> <ToolLink slug={t.tool_id} name={t.tool_name} view={view} />
              </th>
              <td className="compare-net">
                <strong>{points(t.net_sentiment)}</strong> <span className="dim nowrap">{range(t.interval)}</span>
                <IntervalBar small net={t.net_sentiment} low={t.interval?.low ?? null} high={t.interval?.high ?? null} />
                {t.small_sample && <Pill tone="warn">Small sample</Pill>}
              </td>
              <td className="compare-net">
                {t.standardised ? (
                  <>
                    <strong>{points(t.standardised.net_sentiment)}</strong> <span className="dim nowrap">{range(t.standardised.interval)}</span>
                    <IntervalBar small net={t.standardised.net_sentiment} low={t.standardised.interval?.low ?? null} high={t.standardised.interval?.high ?? null} />
                  </>
                ) : (
                  <span className="dim">none</span>
                )}
              </td>
              <td className="num">{share(t.positive_percentage)}</td>
              <td className="num">{share(t.negative_percentage)}</td>
              <td className="num">
                {count(t.total_mentions)}
                {t.effective_n !== null && <span className="sub">≈ {compact(Math.round(t.effective_n))} independent</span>}
              </td>
              <td>
                <LeftOut t={t} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="headline-foot">
        {d.communities_used.length > 0
          ? `Common ground: the ${plural(d.communities_used.length, 'community', 'communities')} in which every tool has at least 5 mentions, each weighing the same. That is what the differences compare.`
          : 'There is no community in which every tool has at least 5 mentions, so the tools cannot be compared.'}
      </p>
    </div>
  );
}
