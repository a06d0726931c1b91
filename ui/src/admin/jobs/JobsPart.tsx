import { useEffect, useState } from 'react';
import { useResource } from '../../api/resource';
import { plural } from '../../lib/format';
import type { AdminProps } from '../../page/Admin';
import { Empty } from '../../parts/Notice';
import { Section } from '../../parts/Section';
import { Confirm, Done, Refusal } from '../parts';
import type { Definition, Job, Jobs } from '../types';
import { useChange } from '../useChange';
import { JobRow, runs } from './JobRow';
import { JobStart } from './JobStart';

const POLL_MS = 1_500;

/** Looking at stored items again: tried dry, watched, cancelled, resumed, taken back. */
export default function JobsPart({ admin, live, now }: AdminProps) {
  const jobs = useResource<Jobs>('/admin/reanalysis/jobs?limit=50', live.pulse, true);
  const [taking, setTaking] = useState<Job | null>(null);
  const [done, setDone] = useState('');
  const call = useChange(admin);
  const running = (jobs.data?.jobs ?? []).some(runs);
  const { reload } = jobs;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(reload, POLL_MS);
    return () => clearInterval(timer);
  }, [running, reload]);

  const after = async (asked: Promise<unknown>) => {
    setDone('');
    if (await asked) reload();
  };
  const rollBack = async () => {
    if (!taking) return;
    const tool = await call.run<Definition>('POST', `/admin/reanalysis/jobs/${taking.id}/rollback`);
    if (!tool) return;
    setTaking(null);
    setDone(`${tool.name} has its former definition again.`);
    reload();
  };
  return (
    <>
      <section className="card" aria-labelledby="start-title">
        <div className="card-head">
          <h2 id="start-title">Look at stored items again</h2>
        </div>
        <JobStart admin={admin} running={running} onStarted={reload} />
      </section>
      <Section title="Re-analyses" what="The re-analyses" answer={jobs} aside={(d) => plural(d.total, 'run')}>
        {(d) => (
          <>
            {done && <Done>{done}</Done>}
            {!taking && <Refusal of={call} />}
            {(d.jobs ?? []).length === 0 ? (
              <Empty title="None has run yet.">
                <p>One starts by itself whenever the aliases of a tool change.</p>
              </Empty>
            ) : (
              <ul className="row-list">
                {d.jobs!.map((job) => (
                  <JobRow
                    key={job.id}
                    job={job}
                    now={now}
                    busy={call.busy !== ''}
                    onCancel={() => void after(call.run('DELETE', `/admin/reanalysis/jobs/${job.id}`))}
                    onResume={() => void after(call.run('POST', `/admin/reanalysis/jobs/${job.id}/resume`))}
                    onRollBack={() => setTaking(job)}
                  />
                ))}
              </ul>
            )}
          </>
        )}
      </Section>
      <Confirm open={taking !== null} title="Roll back" act="Roll back" busy={call.busy !== ''} onClose={() => setTaking(null)} onAct={() => void rollBack()}>
        <p>{(taking?.parameters.tool_ids ?? []).join(', ')}: the definition before this run counts again, with the numbers it had.</p>
        <Refusal of={call} />
      </Confirm>
    </>
  );
}
