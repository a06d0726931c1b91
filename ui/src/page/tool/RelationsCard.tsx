import type { Resource } from '../../api/resource';
import type { Preference, Preferences, Switching } from '../../api/types';
import { Evidence } from '../../feed/Evidence';
import { count } from '../../lib/format';
import { Disclosure } from '../../parts/Disclosure';
import { Empty } from '../../parts/Notice';
import { Section } from '../../parts/Section';

const SHOWN = 8;

/** A pair seen from one tool: how often it is held to be better, with the interval of that share. */
function facing(p: Preference, slug: string) {
  const own = p.winner === slug;
  const flip = (v: number) => (own ? v : 100 - v);
  const [low, high] = own ? [p.interval?.low ?? 0, p.interval?.high ?? 100] : [100 - (p.interval?.high ?? 100), 100 - (p.interval?.low ?? 0)];
  return { other: own ? p.loser_name : p.winner_name, slug: own ? p.loser : p.winner, better: own ? p.wins : p.losses, share: flip(p.share), low, high };
}

function Pair({ p, name, slug, now }: { p: Preference; name: string; slug: string; now: number }) {
  const f = facing(p, slug);
  const clear = f.low > 50 || f.high < 50;
  const words = clear ? (f.low > 50 ? `${name} is preferred` : `${f.other} is preferred`) : 'may be chance';
  return (
    <li className="driver">
      <Disclosure hint={`items that hold ${name} to be better. Show the posts behind it`} inside={() => <Evidence ids={[...p.items.slice(0, 3), ...p.items_against.slice(0, 3)]} now={now} />}>
        <span className="driver-phrase" dir="auto">
          {f.other}
        </span>
        <span className="share-axis" aria-hidden="true">
          <span className={`share-span fill-${!clear ? 'neutral' : f.low > 50 ? 'positive' : 'negative'}`} style={{ left: `${f.low}%`, width: `${f.high - f.low}%` }} />
          <span className="interval-net" style={{ left: `${f.share}%` }} />
        </span>
        <span className="driver-points num">
          {f.better} of {count(p.n)}
        </span>
        <span className="driver-sure dim">
          {words}
          {p.small_sample && ', small sample'}
        </span>
      </Disclosure>
    </li>
  );
}

interface Props {
  slug: string;
  name: string;
  preferences: Resource<Preferences>;
  switching: Resource<Switching>;
  now: number;
}

/** Whom a tool is compared with and how that goes, and between which tools people say they switched. */
export function RelationsCard({ slug, name, preferences, switching, now }: Props) {
  return (
    <>
      <Section title="Compared with" what="The preferences" answer={preferences} tall aside={() => `share of items that hold ${name} to be better, 95 % interval`}>
        {(d) =>
          d.pairs.length === 0 ? (
            <Empty title="Nobody compares it with another tool in this range." />
          ) : (
            <ul className="drivers">
              {d.pairs.slice(0, SHOWN).map((p) => (
                <Pair key={`${p.winner}/${p.loser}`} p={p} name={name} slug={slug} now={now} />
              ))}
            </ul>
          )
        }
      </Section>
      <Section title="Switching" what="The switching" answer={switching} tall aside={(d) => balanceWords(d, slug)}>
        {(d) =>
          d.flows.length === 0 ? (
            <Empty title="Nobody says that they switched in this range." />
          ) : (
            <ul className="drivers">
              {d.flows.slice(0, SHOWN).map((f) => (
                <li key={`${f.from}/${f.to}`} className="driver">
                  <Disclosure hint="items. Show them" inside={() => <Evidence ids={f.items} now={now} />}>
                    <span className="flow" dir="auto">
                      {f.from === slug ? <span className="dim">from here</span> : f.from_name} → {f.to === slug ? <span className="dim">here</span> : f.to_name}
                    </span>
                    <span className="flow-axis" aria-hidden="true">
                      <span className={`flow-bar fill-${f.to === slug ? 'positive' : 'negative'}`} style={{ width: `${(100 * f.n) / d.flows[0]!.n}%` }} />
                    </span>
                    <span className="driver-points num">{count(f.n)}</span>
                    <span className="driver-sure dim">{f.small_sample && 'small sample'}</span>
                  </Disclosure>
                </li>
              ))}
            </ul>
          )
        }
      </Section>
    </>
  );
}

function balanceWords(d: Switching, slug: string): string {
  const own = d.net.find((b) => b.tool_id === slug);
  return own ? `${count(own.gained)} came, ${count(own.lost)} left${own.small_sample ? ' (small sample)' : ''}` : '';
}
