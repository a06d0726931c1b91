import type { Resource } from '../../api/resource';
import type { Aspects } from '../../api/types';
import { Evidence } from '../../feed/Evidence';
import { count, points } from '../../lib/format';
import { Disclosure } from '../../parts/Disclosure';
import { Empty } from '../../parts/Notice';
import { Shape } from '../../parts/Pill';
import { Section } from '../../parts/Section';

type Aspect = Aspects['aspects'][number];

/** Blamed to the left, praised to the right of the middle. */
function AspectBar({ a, most }: { a: Aspect; most: number }) {
  const width = (n: number) => `${((50 * n) / most).toFixed(2)}%`;
  return (
    <span className="driver-axis" aria-hidden="true">
      <span className="driver-bar fill-negative" style={{ right: '50%', width: width(a.blamed) }} />
      <span className="driver-bar fill-positive" style={{ left: '50%', width: width(a.praised) }} />
    </span>
  );
}

/** What is praised and blamed about a tool; each aspect leads to its posts. */
export function AspectsCard({ aspects, now }: { aspects: Resource<Aspects>; now: number }) {
  return (
    <Section
      title="Praised and blamed"
      what="The aspects"
      answer={aspects}
      tall
      aside={(d) => (
        <>
          <Shape label="negative" /> blamed, <Shape label="positive" /> praised{d.sampled && `, from ${count(d.items)} of ${count(d.of)} items`}
        </>
      )}
    >
      {(d) =>
        d.aspects.length === 0 ? (
          <Empty title="No aspect is spoken of in this range." />
        ) : (
          <ul className="drivers">
            {[...d.aspects].sort((a, b) => b.n - a.n).map((a) => (
              <li key={a.aspect} className="driver">
                <Disclosure
                  hint="Show the posts behind it"
                  inside={() => (
                    <div className="driver-inside">
                      <p className="sub">
                        Net {points(a.net)} points ({points(a.interval?.low)} to {points(a.interval?.high)}), {count(a.neutral)} without a judgement.
                      </p>
                      <Evidence ids={[...a.items_blame, ...a.items_praise]} now={now} />
                    </div>
                  )}
                >
                  <span className="driver-phrase">{a.aspect}</span>
                  <AspectBar a={a} most={Math.max(...d.aspects.map((x) => Math.max(x.praised, x.blamed)))} />
                  <span className="driver-points num">
                    <span className="visually-hidden">blamed </span>
                    {count(a.blamed)} <span aria-hidden="true">|</span> <span className="visually-hidden">praised </span>
                    {count(a.praised)}
                  </span>
                  <span className="driver-sure">{a.small_sample && <span className="dim">small sample</span>}</span>
                </Disclosure>
              </li>
            ))}
          </ul>
        )
      }
    </Section>
  );
}
