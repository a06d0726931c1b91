import { useResource } from '../../api/resource';
import { plural } from '../../lib/format';
import type { AdminProps } from '../../page/Admin';
import { Section } from '../../parts/Section';
import { Empty } from '../../parts/Notice';
import type { LabelReport } from '../types';
import { useChange } from '../useChange';
import { Desk } from './Desk';
import { DrawForm } from './DrawForm';
import { EngineTable, People, Tools } from './Report';
import { useQueue } from './useQueue';

/** Labelling by people, blind to what engines say, and what comes of it. */
export default function LabelsPart({ admin, live }: AdminProps) {
  const saying = useChange(admin);
  const drawing = useChange(admin);
  const labelling = useQueue(saying);
  const report = useResource<LabelReport>('/admin/labels/report', live.version, true);
  return (
    <>
      <section className="card" aria-labelledby="label-desk-title">
        <div className="card-head">
          <h2 id="label-desk-title">Label</h2>
        </div>
        <Desk of={labelling} call={saying} />
      </section>
      <section className="card" aria-labelledby="label-draw-title">
        <div className="card-head">
          <h2 id="label-draw-title">Draw a sample</h2>
        </div>
        <DrawForm call={drawing} onDrawn={labelling.reload} />
      </section>
      <Section title="How right engines are" what="The report" answer={report}>
        {(d) => <EngineTable d={d} />}
      </Section>
      <Section title="Tools" what="The report" answer={report} aside={(d) => `corrected from ${plural(d.needed, 'label')} on`}>
        {(d) => ((d.tools ?? []).length > 0 ? <Tools d={d} /> : <Empty title="Nothing is labelled yet." />)}
      </Section>
      <Section title="People" what="The report" answer={report}>
        {(d) => ((d.people ?? []).length > 0 ? <People d={d} /> : <Empty title="Nobody has labelled yet.">{<p>Labels are kept in the name of the key. Give each person one to see how they agree.</p>}</Empty>)}
      </Section>
    </>
  );
}
