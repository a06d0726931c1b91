import type { Resource } from '../../api/resource';
import type { EngineStates, Status } from '../../api/types';
import { ago, bytes, count } from '../../lib/format';
import { Section } from '../../parts/Section';
import { EngineVersions } from '../../status/EngineVersions';

interface Stage {
  name: string;
  waiting: number;
  about: string;
}

/** What waits at each stage between collecting and answering, in the order an item passes them. */
function stagesOf(s: Status, engines: EngineStates, now: number): Stage[] {
  const { pending, dirty, again, oldest } = s.backlog;
  return [
    { name: 'To be scored', waiting: pending, about: pending > 0 && oldest ? `items; the oldest came ${ago(oldest, now)}` : 'items: text, mentions, sentiment, search words' },
    { name: 'To be counted', waiting: dirty, about: 'days of communities whose numbers are made anew' },
    { name: 'For a language model', waiting: engines.versions.reduce((n, v) => n + v.waiting_for_model, 0), about: 'scores of a local engine that stand until it answers' },
    { name: 'Re-analyses', waiting: again, about: 'started by an administrator' },
  ];
}

/** Work that waits, the engines, and how much is stored. */
export function WorkCard({ status, engines, now }: { status: Status | undefined; engines: Resource<EngineStates>; now: number }) {
  return (
    <Section title="Work and engine" what="The engines" answer={engines} aside={() => (status?.storage_bytes ? `${bytes(status.storage_bytes)} stored` : null)}>
      {(d) => (
        <>
          {status && (
            <dl className="stages">
              {stagesOf(status, d, now).map((s) => (
                <div key={s.name}>
                  <dt>{s.name}</dt>
                  <dd>
                    <strong className="num">{count(s.waiting)}</strong> <span className="sub">{s.about}</span>
                  </dd>
                </div>
              ))}
            </dl>
          )}
          {d.versions.length > 0 ? <EngineVersions versions={d.versions} /> : <p className="dim">No engine has scored anything yet.</p>}
        </>
      )}
    </Section>
  );
}
