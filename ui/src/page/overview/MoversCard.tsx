import { Skeleton } from '@mantine/core';
import type { Resource } from '../../api/resource';
import type { Mover, Movers } from '../../api/types';
import { clock, plural, points } from '../../lib/format';
import { IntervalBar } from '../../parts/IntervalBar';
import { Empty, Failure } from '../../parts/Notice';
import { ToolLink } from '../../tool/ToolLink';
import { changeWords, mixWords, range } from '../../tool/words';
import type { View } from '../../view/view';

const SHOWN = 6;

/** Whether an interval leaves 0 out: alone the tool would be called moved. */
const apart = (i: Mover['interval']) => i !== null && (i.low > 0 || i.high < 0);

function Row({ m, view }: { m: Mover; view: View }) {
  const mix = m.significant ? mixWords(m.mix, m.within) : '';
  return (
    <li className={m.significant ? 'mover mover-real' : 'mover'}>
      <p className="mover-head">
        <ToolLink slug={m.tool_id} name={m.tool_name} view={view} />
        <strong className="num">{points(m.points)}</strong>
      </p>
      <IntervalBar small verdict={m.significant} net={m.points} low={m.interval?.low ?? null} high={m.interval?.high ?? null} />
      <p className="sub">
        {m.significant ? `${changeWords(m).direction === 'down' ? '▼ Fell' : '▲ Rose'} from ${points(m.before.net_sentiment)} to ${points(m.after.net_sentiment)}` : `≈ May be chance${apart(m.interval) ? ', among so many tools' : ''} (${range(m.interval)})`}
        {mix && `; ${mix}`}
      </p>
    </li>
  );
}

/** The largest changes; those beyond chance stand first and stand out. */
export function MoversCard({ movers, view }: { movers: Resource<Movers>; view: View }) {
  const d = movers.data;
  const real = d?.movers.filter((m) => m.significant).length ?? 0;
  const tested = d?.movers.filter((m) => m.p_adjusted !== null) ?? [];
  return (
    <section className={movers.stale ? 'card movers stale' : 'card movers'} aria-labelledby="movers-title" aria-busy={movers.stale}>
      <div className="card-head">
        <h2 id="movers-title">What moved most</h2>
        {d && d.engine_changes.length === 0 && <span className="dim">{real ? `${plural(real, 'tool')} beyond chance` : 'none beyond chance'}</span>}
      </div>
      {!d && movers.error && <Failure error={movers.error} retry={movers.reload} what="The changes" />}
      {!d && !movers.error && <Skeleton className="movers-skeleton" />}
      {d && d.engine_changes.length > 0 && (
        <Empty title="Not across engines.">
          <p>Another engine scored a part of this window and the one before. How engines differ would be taken for how opinions changed; choose a shorter range.</p>
        </Empty>
      )}
      {d && tested.length === 0 && d.engine_changes.length === 0 && (
        <Empty title="Nothing to compare.">
          <p>{d.total > 0 ? `None of the ${plural(d.total, 'tool')} mentioned in this window and the one before has enough mentions in both.` : 'No tool is mentioned both in this window and in the one before.'}</p>
        </Empty>
      )}
      {d && (
        <ul className="mover-list">
          {tested.slice(0, SHOWN).map((m) => (
            <Row key={m.tool_id} m={m} view={view} />
          ))}
        </ul>
      )}
      {d && tested.length > 0 && <p className="headline-foot">Change of net sentiment in points against the window before, until {clock(d.change_until)} (later hours run or wait for scores), on an axis from −100 to +100. Of what is called beyond chance, about {Math.round(d.false_discovery_rate * 100)} in 100 still are chance.{d.total > tested.length && ` ${plural(d.total - tested.length, 'tool')} with too little data are left out.`}</p>}
    </section>
  );
}
