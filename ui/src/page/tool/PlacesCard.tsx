import type { Resource } from '../../api/resource';
import type { ToolSentiment } from '../../api/types';
import { count, points } from '../../lib/format';
import { communityName } from '../../lib/words';
import { IntervalBar } from '../../parts/IntervalBar';
import { Empty } from '../../parts/Notice';
import { Section } from '../../parts/Section';
import { TableHead } from '../../parts/TableHead';
import { range } from '../../tool/words';

const SHOWN = 12;

/** Where a tool is talked about, and how it is felt about there. */
export function PlacesCard({ sentiment, onChoose }: { sentiment: Resource<ToolSentiment>; onChoose: (community: string) => void }) {
  return (
    <Section title="Communities" what="The communities" answer={sentiment} tall aside={(d) => count(d.by_community.length)}>
      {(d) =>
        d.by_community.length === 0 ? (
          <Empty title="Not mentioned anywhere in this range." />
        ) : (
          <div className="table-scroll" tabIndex={0} role="region" aria-label="Communities that mention the tool">
            <table className="table">
              <TableHead columns={['Community', { name: 'Mentions', className: 'num' }, { name: 'Net sentiment, 95 %', className: 'place-net' }]} />
              <tbody>
                {d.by_community.slice(0, SHOWN).map((c) => (
                  <tr key={`${c.source}/${c.community}`}>
                    <th scope="row">
                      <button type="button" className="link" onClick={() => onChoose(c.community)}>
                        {communityName(c.source, c.community)}
                      </button>
                      {c.home && <span className="sub">its home</span>}
                    </th>
                    <td className="num">{count(c.total_mentions)}</td>
                    <td className="place-net">
                      <span className="community-points">
                        <strong>{points(c.net_sentiment)}</strong> <span className="dim">{range(c.interval)}</span>
                      </span>
                      <IntervalBar small net={c.net_sentiment} low={c.interval?.low ?? null} high={c.interval?.high ?? null} />
                      {c.small_sample && <span className="sub">small sample</span>}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )
      }
    </Section>
  );
}
