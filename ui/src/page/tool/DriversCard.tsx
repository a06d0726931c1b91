import { Button, NativeSelect } from '@mantine/core';
import type { Resource } from '../../api/resource';
import type { Bar, Drivers, Tool } from '../../api/types';
import { Evidence } from '../../feed/Evidence';
import { saveCsv } from '../../lib/download';
import { count, decimal, points } from '../../lib/format';
import { Disclosure } from '../../parts/Disclosure';
import { Empty } from '../../parts/Notice';
import { Pill } from '../../parts/Pill';
import { Section } from '../../parts/Section';
import type { UpdateView } from '../../view/useView';
import type { View } from '../../view/view';

interface Props {
  drivers: Resource<Drivers>;
  others: readonly Pick<Tool, 'slug' | 'name'>[];
  view: View;
  update: UpdateView;
  now: number;
}

/** A bar from the middle: to the right what lifted net sentiment, to the left what pulled it down. */
function DriverBar({ bar, most }: { bar: Bar; most: number }) {
  const width = `${((50 * Math.abs(bar.points)) / most).toFixed(2)}%`;
  return (
    <span className="driver-axis" aria-hidden="true">
      <span className={`driver-bar fill-${bar.points < 0 ? 'negative' : 'positive'} ${bar.sure ? '' : 'driver-unsure'}`} style={bar.points < 0 ? { right: '50%', width } : { left: '50%', width }} />
    </span>
  );
}

const usage = (b: Bar) => `in ${decimal(b.share_a)} % of items before, ${decimal(b.share_b)} % now; items that say it: net ${points(b.net_a)} before, ${points(b.net_b)} now`;

function Row({ bar, most, now }: { bar: Bar; most: number; now: number }) {
  return (
    <li className="driver">
      <Disclosure
        hint="points. Show the posts behind it"
        inside={() => (
          <div className="driver-inside">
            <p className="sub">
              {usage(bar)}. Said more or less often: {points(bar.frequency)}; said with another feeling: {points(bar.feeling)}.
            </p>
            <Evidence ids={bar.items} now={now} />
          </div>
        )}
      >
        <span className="driver-phrase" dir="auto">
          “{bar.phrase}”
        </span>
        <DriverBar bar={bar} most={most} />
        <span className="driver-points num">{points(bar.points)}</span>
        <span className="driver-sure">{bar.sure ? <Pill tone="good">Sure</Pill> : <span className="dim">may be chance</span>}</span>
      </Disclosure>
    </li>
  );
}

function sampledWords({ a, b }: Drivers['basis']): string {
  const side = (s: typeof a) => (s.sampled ? `${count(s.items)} of ${count(s.of)}` : count(s.items));
  return `${side(b)} items now, ${side(a)} to compare with`;
}

const save = (d: Drivers) =>
  saveCsv(`voxpop-drivers-${d.tool_id}`, d.bars.map((b) => ({ phrase: b.phrase, points: b.points, frequency: b.frequency, feeling: b.feeling, share_a: b.share_a, share_b: b.share_b, net_a: b.net_a, net_b: b.net_b, sure: b.sure, items: b.items.join(' '), simulated: d.simulated })));

/** Why net sentiment differs: phrases with the points they account for, each leading to its posts. */
export function DriversCard({ drivers, others, view, update, now }: Props) {
  const { data } = drivers;
  return (
    <Section
      title="Why it differs"
      what="The drivers"
      answer={drivers}
      tall
      aside={(d) => (d.difference === null ? null : d.small_sample ? 'too little on one side to tell' : `${points(d.net_a)} → ${points(d.net_b)}: ${points(d.difference)} points`)}
      actions={
        <>
          {data && data.bars.length > 0 && (
            <Button size="compact-sm" variant="subtle" onClick={() => save(data)}>
              CSV
            </Button>
          )}
          <NativeSelect size="xs" aria-label="Compared with" value={view.against} onChange={(e) => update({ against: e.currentTarget.value }, 'replace')}>
            <option value="">against the window before</option>
            {others.map((t) => (
              <option key={t.slug} value={`tool:${t.slug}`}>
                against {t.name}
              </option>
            ))}
          </NativeSelect>
        </>
      }
    >
      {(d) =>
        d.bars.length === 0 ? (
          <Empty title="No phrase accounts for a difference.">
            <p>{d.difference === null ? 'One of the two sides has no items.' : 'None occurs often enough on both sides.'} Choose a range whose window before has more talk, or compare with another tool.</p>
          </Empty>
        ) : (
          <>
            <ul className="drivers">
              {d.bars.map((b) => (
                <Row key={b.phrase} bar={b} most={Math.max(...d.bars.map((x) => Math.abs(x.points)))} now={now} />
              ))}
            </ul>
            <p className="headline-foot">
              All other words: {points(d.rest.points)}. Bars and rest sum to the difference ({sampledWords(d.basis)}
              {d.small_sample && ', a small sample'}). {count(d.phrases)} phrases were looked at; <em>sure</em> is beyond chance even so
              {d.bars.some((b) => b.sure) ? '.' : ', which none is here.'}
            </p>
          </>
        )
      }
    </Section>
  );
}
