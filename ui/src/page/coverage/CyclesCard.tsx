import type { Resource } from '../../api/resource';
import type { Cycles } from '../../api/types';
import { plural } from '../../lib/format';
import { Empty } from '../../parts/Notice';
import { Section } from '../../parts/Section';
import { PastCycle } from '../../status/PastCycle';

/** The last cycles that are over, with what failed in them. The running one is in the status above. */
export function CyclesCard({ cycles, now }: { cycles: Resource<Cycles>; now: number }) {
  const past = (cycles.data?.cycles ?? []).filter((c) => c.state === 'collected' || c.state === 'finished');
  return (
    <Section title="Last cycles" what="The cycles" answer={cycles} aside={() => (past.length ? plural(past.length, 'cycle') : null)}>
      {() =>
        past.length === 0 ? (
          <Empty title="No cycle has run yet.">
            <p>The first one starts some seconds after the program does, if there is a source to read.</p>
          </Empty>
        ) : (
          <ul className="row-list rows-scroll" tabIndex={0} aria-label="Cycles, the newest first">
            {past.map((c) => (
              <PastCycle key={c.cycle_id} c={c} now={now} />
            ))}
          </ul>
        )
      }
    </Section>
  );
}
